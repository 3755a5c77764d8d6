// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// compliance.mjs TABLE FOLDER NOTES PLACE...: do the repositories of FOLDER, made for these patterns or variants, follow
// the rules of TABLE in production, or say of each that they do not? NOTES lists the rules there must be. Each check
// that holds is asked again of copies that lack what it proves, and must fail there, unless MUTATIONS=no.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { parserOf } from "./proof-bicep.mjs";
import { ask, concerns, expanded, parametersOf, parse } from "./proof-language.mjs";
import { Walk, count, say, told } from "./proof-walk.mjs";

const [table, folder, notes, ...places] = process.argv.slice(2);
const parser = parserOf(process.env.BICEP);
const walk = new Walk(folder, parser);
const given = parametersOf("customDomain = www.example.com, certificateUri = 'https://kv-shop.vault.azure.net/secrets/www', "
  + "authClientId = '11111111-2222-4333-8444-555555555555'");

// The rules by id: checks { line, concern, file, check }, or a reason why there is none.
const rules = new Map();
const mistakes = [];
for (const [index, line] of readFileSync(table, "utf8").split("\n").entries()) {
  if (line === "" || line.startsWith("#")) continue;
  const [ids, concern, text, more] = line.split("\t");
  const refuse = (why) => mistakes.push(`line ${index + 1}: ${why}`);
  if (!text || more !== undefined) {
    refuse("it has not three columns");
    continue;
  }
  for (const id of ids.split(" ")) {
    if (!/^(Azure\.\w+(\.\w+)+|CKV2?_(AZURE|DOCKER|GHA)_\d+)$/.test(id)) refuse(`${id} is no rule`);
    if (!rules.has(id)) rules.set(id, { checks: [], reason: null });
    const rule = rules.get(id);
    if (concern === "*") rule.reason = text;
    else {
      try {
        for (const one of expanded(text)) rule.checks.push(read(one, concern, index + 1));
      } catch (error) {
        refuse(error.message);
      }
    }
    if (rule.reason !== null && rule.checks.length > 0) refuse(`${id} has a check and a reason for none`);
  }
}

// What is no type of resource is a file.
function isFile(concern) {
  return concern !== "-" && !concern.startsWith("Microsoft.");
}

function read(text, concern, line) {
  if (isFile(concern)) return { line, concern, about: null, check: parse(text), deployed: false, file: concern };
  const whole = /^(no|deployed|module|param|output|metadata) /.test(text);
  const check = parse(whole ? text : `deployed ${concern} ${text}`);
  const deployed = check.steps[0].kind === "deployed";
  if (deployed) check.parameters = given;
  const about = concern === "-" ? null : parse(`deployed ${concern}`);
  if (about !== null) about.parameters = given;
  return { line, concern, about, check, deployed, file: deployed ? "infra/main.bicep" : "infra/**.bicep" };
}

say("every line of the table of rules can be read", mistakes.join("; "));
if (existsSync(notes)) {
  const wanted = noted(readFileSync(notes, "utf8"));
  // Of some types the notes say nothing: Azure.APIM and others.
  const kind = (id) => id.split(".").slice(0, 2).join(".");
  const kinds = new Set([...wanted].map(kind));
  say("the rules are those of the notes", [
    ...[...wanted].filter((id) => !rules.has(id)).map((id) => `${id} is missing`),
    ...[...rules.keys()].filter((id) => !wanted.has(id) && (kinds.has(kind(id)) || /AZURE/.test(id))).map((id) => `${id} is none`),
  ].join("; "));
}

// The rules of section 5 of the notes: Azure.KeyVault.RBAC, or .RBAC after one; numbers of Checkov in the second table.
function noted(text) {
  const section = (title) => text.slice(text.indexOf(`### ${title} `)).split("\n### ")[0].replace(/^.*\n/, "");
  const ids = new Set();
  let prefix = "";
  for (const [id] of section("5.2").matchAll(/(?<![\w.])Azure(\.[A-Z]\w*){2,}|(?<![\w.*])(\.[A-Z]\w*)+/g)) {
    if (id.startsWith(".")) ids.add(`${prefix}${id}`);
    else ids.add(id) && (prefix = id.split(".").slice(0, 2).join("."));
  }
  const rows = [...section("5.3").matchAll(/^\| (?!Type|-)[^|]+ \| ([^|]+) \|$/gm)].map(([, cell]) => cell);
  for (const part of rows.flatMap((cell) => cell.split(/ - |, | and /))) {
    const [, from, to] = /^(?:\w+: )?(?:CKV_AZURE_)?(\d+)(?:-(\d+))?( |$)/.exec(part) ?? [];
    for (let number = Number(from); number <= Number(to ?? from); number++) ids.add(`CKV_AZURE_${number}`);
  }
  return ids;
}

// What a repository says about the rules: ids with reasons in its page, ids in the files of the two programs.
function said(own) {
  const page = own.root("docs/security.md", null, {}).find("section", "Rules that do not hold").flatMap((section) => section.find("row", "*"));
  const cells = page.map((row) => row.value.plain.split("|").slice(1, -1).map((cell) => cell.trim()));
  const reasons = cells.filter(([id]) => /^`(Azure|CKV)/.test(id)).map(([id, reason]) => [id.replaceAll("`", ""), reason]);
  const list = (path, ...keys) => {
    let slot = own.root(path, null, {});
    for (const key of keys) slot = slot?.value.members?.get(key);
    return (slot?.value.items ?? []).map((item) => item.value.plain);
  };
  return { reasons, programs: [...list("ps-rule.yaml", "rule", "exclude"), ...list(".checkov.yaml", "skip-check")] };
}

const twice = (ids) => ids.filter((id, index) => ids.indexOf(id) !== index);
const production = "prod";
const totals = { holds: 0, mutations: 0, suppressed: 0 };
const seen = { concerned: new Set(), held: new Set() };
const proven = new Set();

// "" if a check holds in production, its problem, or null where it concerns nothing.
function verdict(own, { about, check, concern, deployed, file }, environment) {
  if (about !== null && !concerns(own, "infra/main.bicep", about, environment)) return null;
  if (deployed) return told(() => ask(own, file, check, environment)).problem;
  const paths = own.paths(file);
  if (isFile(concern) && paths.length === 0) return null;
  const asked = isFile(concern) ? paths : paths.filter((path) => check.absent || concerns(own, path, check, null));
  return asked.map((path) => [path, told(() => ask(own, path, check, null)).problem])
    .filter(([, problem]) => problem !== "").map(([path, problem]) => `${path}: ${problem}`).join("; ");
}

for (const place of parser === null ? [] : places) {
  const own = walk.repository(place);
  const { reasons, programs } = said(own);
  const suppressed = new Map(reasons);
  const problems = { fails: [], wrong: [], survivors: [] };
  let held = 0;
  let mutations = 0;
  for (const [id, { checks }] of rules) {
    const verdicts = checks.map((one) => [one, verdict(own, one, production)]).filter(([, found]) => found !== null);
    const failed = verdicts.filter(([, found]) => found !== "");
    if (verdicts.length > 0) seen.concerned.add(id);
    if (failed.length > 0 && !suppressed.has(id)) problems.fails.push(...failed.map(([one, found]) => `${id} (line ${one.line}): ${found}`));
    if (failed.length === 0 && suppressed.has(id)) problems.wrong.push(`${id} ${verdicts.length > 0 ? "holds" : "concerns nothing"}`);
    if (failed.length > 0 || verdicts.length === 0) continue;
    held++;
    seen.held.add(id);
    for (const [one] of process.env.MUTATIONS === "no" ? [] : verdicts) {
      const result = prove(place, one, production);
      mutations += result.mutations;
      problems.survivors.push(...result.survivors.map((found) => `${id} (line ${one.line}): ${found}`));
    }
  }
  const ids = reasons.map(([id]) => id);
  say(`${place}: ${held} rules hold in ${production}, ${ids.length} are suppressed, no other fails`, problems.fails.join("; "));
  say(`${place}: each rule fails without what makes it hold, ${count(mutations, "time")}`, problems.survivors.join("; "));
  say(`${place}: no rule is suppressed that holds or concerns nothing`, [
    ...problems.wrong, ...ids.filter((id) => !rules.has(id)).map((id) => `${id} is unknown`)].join("; "));
  say(`${place}: docs/security.md, ps-rule.yaml and .checkov.yaml suppress the same`, [
    ...ids.filter((id) => !programs.includes(id)).map((id) => `only docs/security.md has ${id}`),
    ...programs.filter((id) => !ids.includes(id)).map((id) => `docs/security.md lacks ${id}`),
    ...twice(ids).map((id) => `docs/security.md has ${id} twice`), ...twice(programs).map((id) => `${id} is excluded twice`)].join("; "));
  say(`${place}: each suppression has a reason`, reasons.filter(([, reason]) => !/^[A-Z].{30,}\.$/.test(reason ?? "")).map(([id]) => id).join(", "));
  totals.holds += held;
  totals.mutations += mutations;
  totals.suppressed += ids.length;
}

// Checks of the same line are those of several rules: they are proved once.
function prove(place, { check, deployed, file }, environment) {
  const key = `${place} ${check.text}`;
  if (proven.has(key)) return { mutations: 0, survivors: [] };
  proven.add(key);
  return walk.prove({ place, file, check: { ...check, environments: [deployed ? environment : null] } });
}

if (parser !== null) {
  const asked = [...rules].filter(([, { checks }]) => checks.some(({ concern }) => concern !== "-"));
  say("every rule concerns something somewhere", asked.filter(([id]) => !seen.concerned.has(id)).map(([id]) => id).join(", "));
  // A check that holds nowhere could ask for what does not exist: the types must know its property.
  const nowhere = asked.filter(([id]) => seen.concerned.has(id) && !seen.held.has(id));
  say(`the ${nowhere.length} rules that hold nowhere ask for properties of the types`,
    nowhere.flatMap(([id, { checks }]) => checks.map((one) => [id, unknownProperty(one)])).filter(([, found]) => found !== "")
      .map(([id, found]) => `${id}: ${found}`).join("; "));
  say([`${rules.size} rules`, `${totals.holds} times one holds`, count(totals.mutations, "mutation"),
    count(totals.suppressed, "suppression")].join(", "), totals.holds > 0 ? "" : "nothing was asked");
}

function unknownProperty({ check, concern }) {
  const type = check.steps.find((step) => step.is === "find")?.name;
  const from = check.steps.findIndex((step) => step.is === "member");
  const path = check.steps.slice(from).filter((step) => step.is === "member" && !/^\d+$/.test(step.name)).map((step) => step.name);
  if (from === -1 || !concern.startsWith("Microsoft.")) return "";
  const [version] = types(type).matchAll(/^.*@(\S+)$/gm);
  return told(() => ({ problem: types(`${type}@${version[1]}`, "--path", path.join(".")) && "" })).problem;
}

function types(...args) {
  try {
    return execFileSync(process.env.BICEP, ["types", ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw new Error(error.stderr || error.stdout);
  }
}
