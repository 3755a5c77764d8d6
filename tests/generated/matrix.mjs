// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// matrix.mjs INFRA...: is every file of these infra folders needed and there,
// and every value of environments/*.json read? Prints a JSON object a folder:
// problems, the bytes of all that is deployed, and those that are left without
// comments and indents when each call of a module holds a copy of it, as it
// does in the template that ARM gets. Needs the parser beside the command BICEP;
// SWITCHES are the values that decide the shape of main.bicep.
import { existsSync, readFileSync, readdirSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, posix, relative } from "node:path";

const parser = join(dirname(realpathSync(process.env.BICEP)), "parser.js");
const { parse } = createRequire(parser)(parser);
const loaders = /^load(Text|Json|Yaml|FileAsBase64)/;
const trees = new Map();

// A file's text, statements and references; one of equal text is parsed once.
function read(path) {
  const text = readFileSync(path, "utf8");
  if (!trees.has(text)) {
    const { statements, errors } = parse(text, path.endsWith(".bicepparam"));
    const file = { text, error: errors[0]?.message, statements, byName: new Map(), modules: [], imports: [], loads: [], using: [] };
    for (const node of statements) {
      if (node.name && node.k !== "output" && node.k !== "metadata") file.byName.set(node.name, node);
      if (node.k === "module" || node.k === "import" || node.k === "using") {
        (file[`${node.k}s`] ?? file[node.k]).push(node.path.parts[0]);
      }
      walk(node, ({ k, name, args }) => {
        if (k === "call" && loaders.test(name) && args[0]?.k === "str") file.loads.push(args[0].parts[0]);
      });
    }
    trees.set(text, file);
  }
  return { path, ...trees.get(text) };
}

function inner(node) {
  const below = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === "keyword" || value === null || typeof value !== "object") continue;
    below.push(...(Array.isArray(value) ? value : [value]).filter((item) => item?.k !== undefined));
  }
  return below;
}

function walk(node, visit) {
  visit(node);
  for (const below of inner(node)) walk(below, visit);
}

// One folder: files by their path below it.
class Infra {
  constructor(root) {
    this.root = root;
    this.files = new Map();
    this.problems = [];
  }

  has(path) {
    return existsSync(join(this.root, path));
  }

  file(path) {
    if (!this.files.has(path)) {
      const file = read(join(this.root, path));
      if (file.error) throw new Error(`${path}: ${file.error}`);
      this.files.set(path, file);
    }
    return this.files.get(path);
  }

  names(folder = "") {
    return readdirSync(join(this.root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      return entry.isDirectory() ? this.names(path) : [path];
    });
  }

  // Everything that a file leads to, itself among it.
  reach(path, found = new Set()) {
    if (found.has(path)) return found;
    if (!this.has(path)) {
      this.problems.push(`${path} does not exist`);
      return found;
    }
    found.add(path);
    if (!/\.bicep(param)?$/.test(path)) return found;
    const { modules, imports, loads, using } = this.file(path);
    for (const to of [...modules, ...imports, ...loads, ...using]) {
      this.reach(posix.join(posix.dirname(path), to), found);
    }
    return found;
  }

  // Bytes without comments and indents, with a copy for each call.
  copied(path, seen = new Map()) {
    if (seen.has(path)) return seen.get(path);
    if (!this.has(path)) return 0;
    const { text, statements, modules, loads } = this.file(path);
    const at = (to) => posix.join(posix.dirname(path), to);
    let bytes = bare(text);
    for (const to of modules) bytes += this.copied(at(to), seen);
    for (const to of new Set(loads.filter((name) => this.has(at(name))))) bytes += loaded(readFileSync(join(this.root, at(to)), "utf8"), to);
    for (const node of statements.filter(({ k, path: to }) => k === "import" && this.has(at(to.parts[0])))) {
      const from = this.file(at(node.path.parts[0]));
      const names = node.items?.map(({ original }) => original) ?? [...from.byName.keys()];
      for (const name of names) bytes += declared(from, name);
    }
    seen.set(path, bytes);
    return bytes;
  }
}

const size = (text) => Buffer.byteLength(text);
const bare = (text) => size(text.replace(/^\s*\/\/.*$/gm, "").replace(/^\s+/gm, ""));
const loaded = (text, path) => size(path.endsWith(".json") ? JSON.stringify(JSON.parse(text)) : text);
function declared(file, name) {
  const node = file.byName.get(name);
  return node ? bare(file.text.slice(node.s, node.e)) : 0;
}

// Which parts of a value that a file gets are read there, followed through
// variables, loops, lambdas, functions and modules. A path is a list of keys,
// "*" for any; what is read is noted as "a/b/" with all below it, or as "a/b"
// if only whether it is there.
class Reads {
  constructor(infra) {
    this.infra = infra;
    this.found = new Set();
    this.done = new Set();
  }

  // given: name of a parameter or variable -> paths.
  file(path, given) {
    const key = JSON.stringify([path, [...given]]);
    if (this.done.has(key)) return;
    this.done.add(key);
    const file = this.infra.file(path);
    const scope = { file, names: new Map(given) };
    // A variable that only names a part is no reading of it.
    for (let before = -1; before !== scope.names.size;) {
      before = scope.names.size;
      for (const node of file.statements.filter(({ k }) => k === "var")) {
        const paths = this.paths(node.value, scope);
        if (paths && !scope.names.has(node.name)) scope.names.set(node.name, paths);
      }
    }
    for (const node of file.statements) {
      if (node.k === "var" && scope.names.has(node.name)) this.below(node.value, scope);
      else if (node.k === "func" || node.k === "type") continue;
      else if (node.k === "module") this.module(node, scope);
      else if (node.value) this.walk(node.value, scope);
    }
  }

  module(node, scope) {
    let { value } = node;
    if (value.k === "for") {
      this.source(value.source, scope);
      const item = this.item(value.source, scope);
      scope = { ...scope, names: new Map(scope.names) };
      scope.names.delete(value.item.name);
      if (item) scope.names.set(value.item.name, item);
      value = value.body;
    }
    if (value.k === "if") {
      this.walk(value.condition, scope);
      value = value.body;
    }
    const given = new Map();
    for (const prop of value.props ?? []) {
      if (prop.k !== "property" || prop.name !== "params") {
        this.walk(prop, scope);
        continue;
      }
      for (const param of prop.value.props ?? []) {
        const paths = param.k === "property" ? this.paths(param.value, scope) : null;
        if (paths) {
          given.set(param.name, paths);
          this.below(param.value, scope);
        } else {
          this.walk(param, scope);
        }
      }
    }
    const path = posix.join(posix.dirname(relative(this.infra.root, scope.file.path)), node.path.parts[0]);
    if (given.size > 0 && this.infra.has(path)) this.file(path, given);
  }

  // The paths that an expression stands for, or null: it is something else.
  paths(node, scope) {
    switch (node.k) {
      case "var": return scope.names.get(node.name) ?? null;
      case "paren": return this.paths(node.inner, scope);
      case "nonNull": return this.paths(node.base, scope);
      case "prop": return step(this.paths(node.base, scope), node.name);
      case "index": return step(this.paths(node.base, scope), node.index.k === "str" && node.index.exprs.length === 0 ? node.index.parts[0] : "*");
      case "bin": return node.op === "??" ? either(this.paths(node.left, scope), this.paths(node.right, scope)) : null;
      case "tern": return either(this.paths(node.whenTrue, scope), this.paths(node.whenFalse, scope));
      case "call":
        if (node.name === "loadJsonContent" && isValues(scope.file, node.args[0])) return [[]];
        if (["filter", "sort", "skip", "take"].includes(node.name)) return this.paths(node.args[0], scope);
        if (["first", "last"].includes(node.name)) return step(this.paths(node.args[0], scope), "*");
        return null;
      case "obj": {
        // The table of the profiles: any key leads to a whole one.
        const all = node.props.map((prop) => (prop.k === "property" && prop.value.k === "call" ? this.paths(prop.value, scope) : null));
        return all.length > 0 && all.every((paths) => paths !== null) ? [["profiles"]] : null;
      }
      default: return null;
    }
  }

  item(node, scope) {
    return step(this.paths(node, scope), "*");
  }

  // What an expression that only stands for a part reads besides.
  below(node, scope) {
    if (node.k === "index" && node.index.k !== "str") this.walk(node.index, scope);
    if (node.k === "tern") this.walk(node.condition, scope);
    if (node.k === "call") node.args.slice(1).forEach((arg) => this.lambda(arg, this.item(node.args[0], scope), scope));
    for (const next of [node.base, node.inner, node.left, node.right, node.whenTrue, node.whenFalse]) {
      if (next?.k === undefined) continue;
      if (this.paths(next, scope)) this.below(next, scope);
      else this.walk(next, scope);
    }
    if (node.k === "call" && node.args[0] && this.paths(node.args[0], scope)) this.below(node.args[0], scope);
  }

  lambda(node, item, scope) {
    if (node.k !== "lambda") {
      this.walk(node, scope);
      return;
    }
    const names = new Map(scope.names);
    for (const { name } of node.params) names.delete(name);
    if (item) names.set(node.params[0].name, item);
    this.walk(node.body, { ...scope, names });
  }

  source(node, scope) {
    if (this.paths(node, scope)) this.below(node, scope);
    else this.walk(node, scope);
  }

  note(paths, whole) {
    for (const path of paths) this.found.add(path.join("/") + (whole ? "/" : ""));
  }

  walk(node, scope) {
    const paths = this.paths(node, scope);
    if (paths) {
      this.note(paths, true);
      this.below(node, scope);
      return;
    }
    if (node.k === "bin" && ["==", "!="].includes(node.op) && (node.left.k === "null" || node.right.k === "null")) {
      const other = node.left.k === "null" ? node.right : node.left;
      const part = this.paths(other, scope);
      if (part) {
        this.note(part, false);
        this.below(other, scope);
        return;
      }
    }
    if (node.k === "for") {
      this.source(node.source, scope);
      const names = new Map(scope.names);
      const item = this.item(node.source, scope);
      names.delete(node.item.name);
      if (item) names.set(node.item.name, item);
      this.walk(node.body, { ...scope, names });
      return;
    }
    if (node.k === "call" || node.k === "icall") {
      this.call(node, scope);
      return;
    }
    for (const next of inner(node)) this.walk(next, scope);
  }

  call(node, scope) {
    const [first, ...rest] = node.args;
    if (first && this.paths(first, scope) && ["contains", "empty", "length", "objectKeys"].includes(node.name)) {
      this.note(this.paths(first, scope), false);
      this.below(first, scope);
      rest.forEach((arg) => this.walk(arg, scope));
      return;
    }
    if (rest.some(({ k }) => k === "lambda")) {
      this.source(first, scope);
      rest.forEach((arg) => this.lambda(arg, this.item(first, scope), scope));
      return;
    }
    const called = this.called(node, scope);
    const given = new Map();
    node.args.forEach((arg, i) => {
      const paths = called && this.paths(arg, scope);
      if (!paths) {
        this.walk(arg, scope);
        return;
      }
      given.set(called.node.params[i].name, paths);
      this.below(arg, scope);
    });
    const key = JSON.stringify([called?.file.path, node.name, [...given]]);
    if (given.size === 0 || this.done.has(key)) return;
    this.done.add(key);
    this.walk(called.node.body, { file: called.file, names: given });
  }

  // The function of the user's that a call names.
  called(node, scope) {
    const folder = posix.dirname(relative(this.infra.root, scope.file.path));
    const own = scope.file.byName.get(node.name);
    if (node.k === "call" && own?.k === "func") return { node: own, file: scope.file };
    for (const statement of scope.file.statements.filter(({ k }) => k === "import")) {
      const item = statement.items?.find(({ name }) => name === node.name);
      const wild = node.k === "icall" && node.base.k === "var" && statement.wildcard?.name === node.base.name;
      if (!(node.k === "call" && item) && !wild) continue;
      const from = posix.join(folder, statement.path.parts[0]);
      if (!this.infra.has(from)) return null;
      const file = this.infra.file(from);
      const found = file.byName.get(item?.original ?? node.name);
      if (found?.k === "func") return { node: found, file };
    }
    return null;
  }
}

function step(paths, key) {
  return paths && paths.map((path) => (path[0] === "profiles" && path.length === 1 ? [] : [...path, key]));
}
function either(left, right) {
  return left || right ? [...(left ?? []), ...(right ?? [])] : null;
}

// Is that the name of environments/<environment>.json?
function isValues(file, { parts }) {
  const path = posix.join(posix.dirname(file.path), parts?.[0] ?? "");
  return /\/environments\/[^/]*\.json$/.test(path);
}

// What decides the shape of main.bicep need not be read where all environments
// agree on it.
const switches = (process.env.SWITCHES ?? "").split(" ");
const nothing = (value) => value === false || value === "none" || (value !== null && typeof value === "object" && Object.keys(value).length === 0);
const at = (values, path) => path.reduce((value, key) => value?.[key], values);

function unread(all, found) {
  const decided = switches.map((path) => path.split(".")).filter((path) => new Set(all.map((values) => at(values, path))).size === 1);
  const excused = (path) => decided.some((one) => one.length === path.length && one.every((key, i) => key === path[i]));
  const names = new Set();
  for (const values of all) {
    for (const [path, value] of leaves(values)) {
      // A group that only says "here I am" is read by asking for it.
      const only = path[1] === "enabled" && Object.keys(values[path[0]]).length === 1;
      if (!nothing(value) && !isRead(only ? path.slice(0, 1) : path, found) && !excused(path)) names.add(path.join("."));
    }
  }
  return names;
}

function* leaves(value, path = []) {
  const below = value !== null && typeof value === "object" ? Object.entries(value) : [];
  if (below.length === 0) yield [path, value];
  for (const [key, next] of below) yield* leaves(next, [...path, Array.isArray(value) ? "*" : key]);
}

function isRead(path, found) {
  return [...found].some((text) => {
    if (text === "/") return true;
    const keys = text.split("/");
    const whole = keys.at(-1) === "";
    if (whole) keys.pop();
    return keys.length <= path.length && (whole || keys.length === path.length) &&
      keys.every((key, i) => key === "*" || path[i] === "*" || key === path[i]);
  });
}

// azd gives main.bicep what its parameters file says: every parameter, but what
// is only known then.
function* parameterProblems(infra) {
  const { parameters } = JSON.parse(readFileSync(join(infra.root, "main.parameters.json"), "utf8"));
  const declared = infra.file("main.bicep").statements.filter(({ k }) => k === "param");
  const names = new Set(declared.map(({ name }) => name));
  for (const name of Object.keys(parameters)) {
    if (!names.has(name)) yield `main.parameters.json: main.bicep has no parameter ${name}`;
  }
  for (const { name, value } of declared) {
    const now = value?.k === "call" && value.name === "utcNow";
    if (!now && !Object.hasOwn(parameters, name)) yield `main.parameters.json: the parameter ${name} is missing`;
  }
}

// What an `if`, or a `? :` and its other branch, lets through.
function parts(text, operator) {
  return text.replace(/\s+/g, " ").replace(/^\((.*)\)$/, "$1").split(` ${operator} `);
}
const not = (text) => (text.startsWith("!") ? text.slice(1) : `!${text}`);
// What rules of check promise.
const promised = new Map([["profile.edge.kind == 'app-gateway'", "profile.network.private"]]);

// `module!` silences the compiler: is it only asked where the module is there?
function* unguarded(infra, path) {
  const { text, statements } = infra.file(path);
  const source = ({ s, e }) => text.slice(s, e);
  const needed = new Map();
  for (const { k, name, value } of statements) {
    const body = value?.k === "for" ? value.body : value;
    if (k === "module" && body.k === "if") needed.set(name, parts(source(body.condition), "&&"));
  }
  function* search(node, known) {
    if (node.k === "nonNull") {
      const name = node.base.name ?? node.base.base?.name;
      const missing = (needed.get(name) ?? []).filter((part) => !known.includes(part));
      if (missing.length > 0) yield `${path}: ${name}! is asked where ${missing.join(" && ")} may not hold`;
    }
    if (node.k !== "if" && node.k !== "tern") {
      for (const below of inner(node)) yield* search(below, known);
      return;
    }
    const yes = parts(source(node.condition), "&&");
    const no = parts(source(node.condition), "||").map(not);
    yield* search(node.condition, known);
    yield* search(node.k === "if" ? node.body : node.whenTrue, [...known, ...yes, ...yes.map((part) => promised.get(part))]);
    if (node.k === "tern") yield* search(node.whenFalse, [...known, ...no]);
  }
  for (const { value } of statements) if (value) yield* search(value, []);
}

// The calls of modules, and under what condition of the profile.
function* calls(infra, path) {
  const { text, statements } = infra.file(path);
  for (const node of statements.filter(({ k }) => k === "module")) {
    let { value } = node;
    if (value.k === "for") value = value.body;
    const { s, e } = value.k === "if" ? value.condition : { s: 0, e: 0 };
    yield [`${path}: ${node.name}`, /\bprofile\b/.test(text.slice(s, e))];
  }
}

function inspect(root) {
  const infra = new Infra(root);
  const names = infra.names();
  const entries = ["main.bicep", "main.parameters.json", "bicepconfig.json"];
  const reached = infra.reach("main.bicep");
  const parameters = names.filter((name) => name.endsWith(".bicepparam"));
  for (const path of parameters) {
    if (!infra.reach(path).has("main.bicep")) infra.problems.push(`${path} does not use main.bicep`);
  }
  for (const path of names) {
    if (!reached.has(path) && !entries.includes(path) && !parameters.includes(path)) infra.problems.push(`${path} is not reached from main.bicep`);
  }
  infra.problems.push(...parameterProblems(infra));
  const composed = ["main.bicep", "stamp.bicep"].filter((path) => infra.has(path));
  infra.problems.push(...composed.flatMap((path) => [...unguarded(infra, path)]));
  const modules = composed.flatMap((path) => [...calls(infra, path)]);
  const reads = new Reads(infra);
  for (const path of ["main.bicep", ...parameters]) reads.file(path, new Map());
  const all = names.filter((path) => /^environments\/.*\.json$/.test(path)).map((path) => JSON.parse(readFileSync(join(root, path), "utf8")));
  for (const path of unread(all, reads.found)) infra.problems.push(`environments/*.json: nothing reads ${path}`);
  let bytes = 0;
  for (const path of reached) bytes += size(readFileSync(join(root, path), "utf8"));
  return { infra: root, problems: infra.problems, modules: Object.fromEntries(modules), bytes, copied: infra.copied("main.bicep"), files: reached.size };
}

for (const root of process.argv.slice(2)) {
  let result;
  try {
    result = inspect(root);
  } catch (error) {
    result = { infra: root, problems: [`cannot be inspected: ${error.message}`], modules: {}, bytes: 0, copied: 0, files: 0 };
  }
  console.log(JSON.stringify(result));
}
