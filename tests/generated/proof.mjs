// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// proof.mjs TABLE FOLDER [REQUIREMENTS]: do the repositories of FOLDER, one for each pattern (and for each variant of
// it that the table names), do what the rows of TABLE say? Each check is asked again of copies that lack what it
// proves, and must fail there. Without the parser of Bicep its files are left out. ONLY='S5 multi' asks for less.
import { existsSync, readFileSync } from "node:fs";
import { parserOf } from "./proof-bicep.mjs";
import { expanded, parametersOf, parse } from "./proof-language.mjs";
import { isBicep } from "./proof-repository.mjs";
import { dataOf } from "./proof-value.mjs";
import { Walk, count, say, told } from "./proof-walk.mjs";

const [table, folder, requirements] = process.argv.slice(2);
const patterns = ["microservice", "event-driven", "multi-region", "chat-baseline"];
const parser = parserOf(process.env.BICEP);
const only = process.env.ONLY ? new RegExp(process.env.ONLY) : /(^|)/;

// The table: rows { id, patterns, words } with checks { line, pattern, variant, file, check }.
const rows = new Map();
const sets = new Map();
const mistakes = [];
const attempt = (refuse, action) => {
  try {
    action();
  } catch (error) {
    refuse(error.message);
  }
};
for (const [index, line] of readFileSync(table, "utf8").split("\n").entries()) {
  if (line === "" || line.startsWith("#")) continue;
  const [id, places, file, text, more] = line.split("\t");
  const refuse = (why) => mistakes.push(`line ${index + 1}: ${why}`);
  if (!text || more !== undefined) {
    refuse("it has not four columns");
    continue;
  }
  if (id === "given") {
    attempt(refuse, () => sets.set(places, parametersOf(text)));
    continue;
  }
  const named = places === "*" ? rows.get(id)?.patterns ?? patterns : places.split(",");
  if (file === "-" || file === "later") {
    if (rows.has(id)) refuse(`${id} is there twice`);
    rows.set(id, { id, patterns: places === "*" ? patterns : named, later: file === "later", checks: [] });
    continue;
  }
  if (rows.get(id)?.later) refuse(`${id} has a proof, so it is not for later`);
  for (const place of named) {
    const [pattern, variant] = place.split("/");
    if (!rows.get(id)?.patterns.includes(pattern)) refuse(`${id} does not apply to ${pattern}`);
    attempt(refuse, () => {
      for (const one of expanded(text)) rows.get(id)?.checks.push({ line: index + 1, pattern, place, variant, file, check: parse(one, sets) });
    });
  }
}
say("every line of the table can be read", mistakes.join("; "));
const later = [...rows.values()].filter((row) => row.later).map(({ id }) => id);
say(`every row has a proof for each pattern it applies to${later.length > 0 ? `, but for later ${later.join(", ")}` : ""}`,
  [...rows.values()].flatMap(({ id, patterns: wanted, later: waits, checks }) => waits ? [] : wanted.filter((pattern) => !checks.some((one) => one.pattern === pattern)).map((pattern) => `${id} ${pattern}`)).join(", "));
if (requirements && existsSync(requirements)) {
  const wanted = [...readFileSync(requirements, "utf8").matchAll(/^\| ([A-Z]\d+) \|/gm)].map(([, id]) => id);
  say("the rows are those of the requirements", [
    ...wanted.filter((id) => !rows.has(id)).map((id) => `${id} is missing`),
    ...[...rows.keys()].filter((id) => !wanted.includes(id) && !/^[KL]$/.test(id)).map((id) => `${id} is none`),
  ].join("; "));
}

const totals = { checks: 0, mutations: 0, absent: 0, skipped: 0 };
const walk = new Walk(folder, parser);
for (const { id, patterns: wanted, checks } of rows.values()) {
  for (const pattern of wanted) {
    const own = checks.filter((one) => one.pattern === pattern && only.test(`${id} ${one.place}`));
    const asked = own.filter(({ file }) => parser !== null || !isBicep(file));
    totals.skipped += own.length - asked.length;
    if (asked.length === 0) continue;
    const problems = [];
    const survivors = [];
    let mutations = 0;
    for (const one of asked) {
      const result = walk.prove(one);
      const name = `line ${one.line}, ${one.check.text}`;
      problems.push(...result.problems.map((problem) => `${name}: ${problem}`));
      survivors.push(...result.survivors.map((problem) => `${name}: ${problem}`));
      mutations += result.mutations;
      if (result.mutations === 0 && result.problems.length === 0) totals.absent++;
    }
    totals.checks += asked.length;
    totals.mutations += mutations;
    say(`${id} ${pattern}: ${count(asked.length, "check")} ${asked.length === 1 ? "holds" : "hold"}`, problems.join("; "));
    say(`${id} ${pattern}: each fails without what it proves, ${count(mutations, "time")}`, survivors.join("; "));
  }
}
// What main.bicep makes of each environment, down to the last value: fail() is a problem.
for (const [place, own] of parser === null ? [] : walk.repositories()) {
  const problems = own.environments().map((environment) => [environment, told(() => {
    for (const slot of own.root("infra/main.bicep", environment, {}).find("deployed", "*")) dataOf(slot.value);
    return { problem: "" };
  }).problem]).filter(([, problem]) => problem !== "");
  say(`${place}: Bicep refuses no environment`, problems.map(([environment, problem]) => `${environment}: ${problem}`).join("; "));
}
say([
  count(rows.size, "row"), count(totals.checks, "check"), count(totals.mutations, "mutation"),
  `${totals.absent} with nothing to take away`, `${totals.skipped} skipped`,
].join(", "), totals.checks > 0 ? "" : "nothing was asked");
