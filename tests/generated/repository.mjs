// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// A generated repository as data, and the report of what is wrong with it.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";

const { parseDocument } = createRequire(join(process.env.TOOLS, "package.json"))("yaml");

export function open(root) {
  const at = (path) => join(root, path);
  const text = (path) => readFileSync(at(path), "utf8");
  const json = (path) => JSON.parse(text(path));
  const yaml = (path) => {
    const document = parseDocument(text(path));
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  };
  const list = (path) => (existsSync(at(path)) ? readdirSync(at(path)).sort() : []);
  const trees = new Map();
  const bicep = (path) => {
    if (!trees.has(path)) {
      trees.set(path, declarations(JSON.parse(execFileSync(process.env.BICEP, ["ast", at(path)], { maxBuffer: 1 << 26 }))));
    }
    return trees.get(path);
  };
  const has = (path) => existsSync(at(path));
  return { at, text, json, yaml, list, bicep, has };
}

// The declarations of a file by kind, then by name.
function declarations({ children, errors }) {
  if (errors.length > 0) throw new Error(errors[0].message);
  const kinds = { all: children };
  for (const declaration of children) {
    kinds[declaration.kind] ??= {};
    if (declaration.name) kinds[declaration.kind][declaration.name] = declaration;
  }
  for (const kind of ["resource", "module", "param", "var", "output", "func", "type", "paramAssignment"]) kinds[kind] ??= {};
  return kinds;
}

// Every object in a value, however deep.
export function* walk(value) {
  if (value === null || typeof value !== "object") return;
  yield value;
  for (const inner of Object.values(value)) yield* walk(inner);
}

const short = (value) => (JSON.stringify(value) ?? "undefined").slice(0, 400);

export const is = (found, wanted) => (isDeepStrictEqual(found, wanted) ? "" : `found ${short(found)}, not ${short(wanted)}`);
export const ok = (condition, why) => (condition ? "" : why || "it is not so");
export const each = (items, problem) =>
  items.map((item) => [item, problem(item)]).filter(([, why]) => why !== "").map(([item, why]) => `${short(item)}: ${why}`).join("; ");

// One line a claim: the sentence, a tab, and what is wrong ("" if nothing).
export function report(claims) {
  for (const [sentence, claim] of claims) {
    let problem;
    try {
      problem = claim();
    } catch (error) {
      problem = String(error.message);
    }
    console.log(`${sentence}\t${problem.replace(/\s+/g, " ")}`);
  }
}
