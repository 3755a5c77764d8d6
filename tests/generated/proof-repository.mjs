// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// A generated repository as parsed files, and copies of it that lack something.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Instance, kinds, parseBicep } from "./proof-bicep.mjs";
import { data, lines, markdown, python, script } from "./proof-files.mjs";
import { given, plain, without } from "./proof-value.mjs";

const parsers = [
  [/\.(json|ya?ml)$/, data],
  [/\.(ts|mjs|js)$/, script],
  [/\.py$/, python],
  [/\.md$/, markdown],
  [/(^|)/, lines],
];

export const isBicep = (path) => /\.bicep(param)?$/.test(path);

export class Repository {
  #root;
  #parse;
  #base;
  #changed;
  #parsed = new Map();
  #roots = new Map();
  #paths = null;

  // parse: the parser of Bicep, or null; base and changed: what this is a copy of, and its own texts by path.
  constructor(root, parse, base = null, changed = new Map()) {
    this.#root = root;
    this.#parse = parse;
    this.#base = base;
    this.#changed = changed;
  }

  text(path) {
    if (this.#changed.has(path)) return this.#changed.get(path);
    return this.#base === null ? readFileSync(join(this.#root, path), "utf8") : this.#base.text(path);
  }

  #read(path, parse) {
    if (this.#base !== null && !this.#changed.has(path)) return this.#base.#read(path, parse);
    if (!this.#parsed.has(path)) this.#parsed.set(path, parse(this.text(path), path));
    return this.#parsed.get(path);
  }

  bicep(path) {
    return this.#read(path, (text) => parseBicep(this.#parse, text, path));
  }

  data(path) {
    return this.#read(path, data);
  }

  // The paths that a pattern such as services/*/package.json or {a,b}.json stands for.
  paths(pattern) {
    const signs = { "**": ".*", "*": "[^/]*", "{": "(", "}": ")", ",": "|" };
    const part = pattern.replace(/\*\*|[*{},]|[.+^$()|[\]\\]/g, (sign) => signs[sign] ?? `\\${sign}`);
    return this.all().filter((path) => new RegExp(`^${part}$`).test(path));
  }

  all() {
    if (this.#base !== null) return this.#base.all();
    if (!existsSync(this.#root)) return [];
    return (this.#paths ??= readdirSync(this.#root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(this.#root, "/").length))
      .filter((path) => !/^\.git\/|^\.azstamp\/base\//.test(path)).sort());
  }

  environments() {
    return this.paths("infra/environments/*.json").map((path) => path.replace(/^.*\/|\.json$/g, ""));
  }

  // A file as a slot; a Bicep file perhaps as it is in an environment, with parameters.
  root(path, environment, parameters) {
    if (!isBicep(path)) return this.#read(path, parsers.find(([name]) => name.test(path))[1]);
    const key = JSON.stringify([path, environment, parameters]);
    if (!this.#roots.has(key)) this.#roots.set(key, this.#bicepRoot(path, environment, parameters));
    return this.#roots.get(key);
  }

  #bicepRoot(path, environment, parameters) {
    const args = new Map(Object.entries(parameters).map(([name, value]) => [name, given(value)]));
    if (environment !== null) {
      args.set("environmentName", given(plain(environment)));
      args.set("location", this.data(`infra/environments/${environment}.json`).value.members.get("location"));
    }
    const instance = new Instance(this, path, { args, environment, library: environment === null });
    return { at: null, kinds, find: (kind, name) => instance.find(kind, name), value: plain(null) };
  }

  // A copy without these places of its files.
  without(places) {
    const changed = new Map();
    for (const file of new Set(places.map((place) => place.file))) {
      changed.set(file, without(this.text(file), places.filter((place) => place.file === file)));
    }
    const copy = new Repository(this.#root, this.#parse, this, changed);
    for (const file of changed.keys()) isBicep(file) ? copy.bicep(file) : copy.root(file, null, {});
    return copy;
  }
}
