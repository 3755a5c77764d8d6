// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// edits.mjs AZSTAMP REPOSITORY COUNT: write COUNT generated texts to the file
// profiles/prod.yaml and edit them with `env set` and `env unset`. The package
// yaml, which is not the parser that azstamp has, reads every state in between
// and must find exactly the one change; a field that was not there leaves no
// byte behind when it is taken out again.
import { deepStrictEqual, ok } from "node:assert";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";

const [azstamp, repository, count] = process.argv.slice(2);
const file = join(repository, "profiles/prod.yaml");

// A generator of its own: the same texts on every machine.
let state = 2026;
const next = (bound) => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return (state >>> 16) % bound;
};
const one = (list) => list[next(list.length)];
const chance = (percent) => next(100) < percent;

const fields = [
  ["level", "production"],
  ["openai.capacity", 77],
  ["openai.contentFilter", "High"],
  ["openai.deployments.chat.capacity", 33],
  ["openai.deployments.embedding.sku", "Standard"],
  ["search.replicas", 4],
  ["search.semantic", "free"],
  ["containers.cpu", 2.5, "2.5"],
  ["containers.memory", "5.0Gi"],
  ["services.api-gateway.containers.maxReplicas", 40],
  ["services.api-gateway.containers.minReplicas", 3],
  ["services.chat-service.containers.cpuUtilization", 60],
  ["tags.owner", "Grüße 🚀"],
  ["tags.costCenter", "4711"],
  ["tags.note", "a: b # c"],
  ["network.addressPrefix", "10.4.0.0/16"],
  ["network.private", true],
  ["monitoring.alertEmails", ["ops@contoso.com", "b@contoso.com"]],
  ["monitoring.retentionDays", 120],
  ["storage.retentionDays", 60],
  ["keyVault.retentionDays", 30],
  ["budget.amount", 900],
  ["budget.contactEmails", ["finance@contoso.com"]],
];

const comments = ["plain", "größer als nötig", "🚀 to the moon", "a: b", "'quoted'", "{ not: a map }", "- item"];
const comment = () => `# ${one(comments)}`;

function put(tree, path, value) {
  const keys = path.split(".");
  const last = keys.pop();
  for (const key of keys) tree = tree[key] ??= {};
  tree[last] = value;
}

function scalar(value) {
  if (typeof value !== "string") return String(value);
  const plain = /^[A-Za-z][A-Za-z0-9./-]*$/.test(value);
  const styles = plain ? [value, `"${value}"`, `'${value}'`] : [`"${value}"`, `'${value}'`];
  return one(styles);
}

const keyText = (key) => (chance(10) ? `"${key}"` : chance(5) ? `'${key}'` : key);

function flow(value) {
  const gap = one(["", " "]);
  if (Array.isArray(value)) return `[${gap}${value.map(scalar).join(one([",", ", "]))}${gap}]`;
  if (typeof value !== "object") return scalar(value);
  const members = Object.entries(value).map(([key, item]) => `${keyText(key)}: ${flow(item)}`);
  return `{${gap}${members.join(", ")}${chance(10) ? "," : ""}${gap}}`;
}

function block(map, indent, step, lines) {
  for (const [key, value] of Object.entries(map)) {
    if (indent === 0 && lines.length > 0 && chance(40)) lines.push("");
    if (chance(25)) lines.push(" ".repeat(indent) + comment());
    const head = `${" ".repeat(indent)}${keyText(key)}${chance(5) ? " " : ""}:`;
    const tail = chance(20) ? ` ${comment()}` : "";
    if (typeof value !== "object" || chance(20)) lines.push(`${head} ${flow(value)}${tail}`);
    else {
      lines.push(head + tail);
      const deeper = indent + step;
      if (Array.isArray(value)) for (const item of value) lines.push(`${" ".repeat(deeper)}- ${scalar(item)}`);
      else block(value, deeper, step, lines);
    }
    if (chance(10)) lines.push(" ".repeat(indent + next(3)) + comment());
  }
}

// The text of a profile with all fields but a few.
function write(tree) {
  const lines = [];
  for (let i = next(3); i > 0; i--) lines.push(comment());
  if (chance(10)) lines.push("---");
  if (chance(8)) lines.push(flow(tree));
  else block(tree, 0, 1 + next(4), lines);
  for (let i = next(3); i > 0; i--) lines.push(one(["", comment()]));
  const eol = one(["\n", "\n", "\r\n"]);
  return (chance(20) ? "\ufeff" : "") + lines.join(eol) + (chance(75) ? eol : "");
}

function read(text) {
  const document = parseDocument(text, { prettyErrors: true });
  const [first] = [...document.errors, ...document.warnings];
  if (first !== undefined) throw first;
  return document.toJS() ?? {};
}

const bytes = () => readFileSync(file, "utf8");

function edit(...operands) {
  const { status, stderr } = spawnSync(azstamp, ["-C", repository, "env", ...operands], { encoding: "utf8" });
  // 3: the generated model may be an odd one, but the edit was made.
  ok(status === 0 || status === 3, `azstamp env ${operands.join(" ")}: ${status}: ${stderr}`);
}

// What is left of a when the beginning and the end it shares with b are gone.
function middle(a, b) {
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let end = 0;
  while (end < a.length - from && end < b.length - from && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return a.slice(from, a.length - end);
}

const operand = ([path, value, text]) =>
  `${path}=${text ?? (Array.isArray(value) ? JSON.stringify(value) : typeof value === "string" ? JSON.stringify(value) : value)}`;

let failed = 0;
for (let i = 0; i < Number(count); i++) {
  const tree = {};
  if (chance(90)) tree.extends = "azstamp/prod";
  const used = fields.filter(() => chance(45));
  for (const [path, value] of used) put(tree, path, value);
  const text = Object.keys(tree).length === 0 ? "" : write(tree);
  const absent = one(fields.filter((field) => !used.includes(field)));
  const wanted = structuredClone(tree);
  put(wanted, absent[0], absent[1]);
  try {
    deepStrictEqual(read(text), tree, "the generated text");
    writeFileSync(file, text);
    edit("set", "prod", operand(absent));
    deepStrictEqual(read(bytes()), wanted, "after set");
    deepStrictEqual(middle(text, bytes()), "", "set replaced what was there");
    if (used.length > 0) {
      const before = bytes();
      const [path, old] = one(used.filter(([, value]) => !Array.isArray(value)).concat([absent]));
      const value = typeof old === "number" ? old + (path === "containers.cpu" ? 0.5 : 1) : old;
      edit("set", "prod", operand([path, value]));
      const changed = structuredClone(wanted);
      put(changed, path, value);
      deepStrictEqual(read(bytes()), changed, "after set of what is there");
      ok(Array.isArray(value) || !middle(before, bytes()).includes("\n"), "more than a value was replaced");
      writeFileSync(file, before);
    }
    edit("unset", "prod", absent[0]);
    deepStrictEqual(read(bytes()), tree, "after unset");
    deepStrictEqual(bytes(), text, "unset left something behind");
  } catch (error) {
    failed++;
    console.log(`edit ${i}: ${operand(absent)}: ${error.message}\n${JSON.stringify(text)}`);
  }
}
console.log(`${count - failed} edits passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
