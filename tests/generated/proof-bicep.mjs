// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// Bicep, as far as it can be told before a deployment: what a file declares, or all
// that main.bicep deploys to one environment. What only Azure knows is unknown, with
// a text such as Microsoft.Search/searchServices/srch.id.
import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, posix } from "node:path";
import { chains, evaluate, rounds } from "./proof-expressions.mjs";
import { Slot, given, isNull, list, object, plain, textOf, unknown } from "./proof-value.mjs";

// The parser beside the command BICEP, or null.
export function parserOf(bicep) {
  if (!bicep || !existsSync(bicep)) return null;
  const path = join(dirname(realpathSync(bicep)), "parser.js");
  return existsSync(path) ? createRequire(path)(path).parse : null;
}

const declared = ["module", "resource", "param", "var", "output", "func", "type", "metadata"];
export const kinds = [...declared, "import", "deployed"];

// The statements of a file by name; a nested resource is one too.
export function parseBicep(parse, text, path) {
  const { statements, errors } = parse(text, path.endsWith(".bicepparam"));
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const file = { path, text, all: [], byName: new Map(), parents: new Map(), imports: new Map() };
  const add = (node, parent = null) => {
    file.all.push({ node, parent });
    if (parent !== null) file.parents.set(node, parent);
    else if (node.name && node.k !== "output" && node.k !== "metadata") file.byName.set(node.name, node);
    for (const nested of bodyOf(node)?.resources ?? []) add(nested, node);
  };
  statements.forEach((node) => add(node));
  for (const node of statements.filter(({ k }) => k === "import")) {
    const from = posix.join(posix.dirname(path), node.path.parts[0]);
    if (node.wildcard) file.imports.set(node.wildcard.name, { from, original: "*" });
    for (const item of node.items ?? []) file.imports.set(item.name, { from, original: item.original });
  }
  return file;
}

function unwrapped(node) {
  let value = node.value;
  let loop = null;
  let condition = null;
  if (value?.k === "for") [loop, value] = [value, value.body];
  if (value?.k === "if") [condition, value] = [value.condition, value.body];
  return { loop, condition, body: value?.k === "obj" ? value : null };
}
const bodyOf = (node) => (node.k === "resource" || node.k === "module" ? unwrapped(node).body : null);

// A file with values for its parameters: main.bicep of an environment, or one call of a module.
export class Instance {
  #declarations = new Map();
  #slots = new Map();
  #libraries = new Map();

  // repo: bicep(path), data(path), text(path) read files; args: slots by parameter; library: the others stay unknown.
  // What has a condition that cannot be told is there, but not in an environment.
  constructor(repo, path, { args = new Map(), environment = null, library = false } = {}) {
    Object.assign(this, { repo, path, args, environment, library, file: repo.bicep(path) });
    this.scope = { instance: this, locals: new Map() };
  }

  place(node) {
    return { file: this.path, start: node.s, end: node.e };
  }

  source(node) {
    return this.file.text.slice(node.s, node.e);
  }

  // A slot for an expression, at the place of the element that holds it.
  slot(node, scope, holder = node) {
    return new Slot(this.place(holder), () => evaluate(node, scope), {
      text: this.source(node),
      reads: (found = new Set()) => chains(node, scope, found),
    });
  }

  // What a name stands for in expressions.
  lookup(name) {
    if (!this.#slots.has(name)) this.#slots.set(name, this.#named(name));
    return this.#slots.get(name);
  }

  #named(name) {
    const node = this.file.byName.get(name);
    if (node === undefined) return undefined;
    if (node.k === "param") return this.#parameter(node);
    if (node.k === "var") return this.slot(node.value, this.scope, node);
    if (node.k !== "resource" && node.k !== "module") return undefined;
    const instances = this.declaration(node);
    const looped = unwrapped(node).loop !== null;
    return new Slot(this.place(node), () => {
      if (looped) return list(instances.map((one) => one.self), instances.open);
      return instances.length === 0 ? plain(null) : instances[0].self.value;
    });
  }

  #parameter(node) {
    const arg = this.args.get(node.name);
    if (arg !== undefined) {
      // One that is given as null gets its default.
      if (node.value === null) return arg;
      return new Slot(arg.at, () => (isNull(arg.value) ? evaluate(node.value, this.scope) : arg.value), { text: arg.text, reads: arg.reads });
    }
    if (!this.library && node.value) return this.slot(node.value, this.scope, node);
    if (!this.library && node.type.k === "tNullable") return given(plain(null), this.place(node));
    return given(unknown(node.name), this.place(node));
  }

  // What an imported name stands for: an instance of its file, and the name there.
  imported(name) {
    const found = this.file.imports.get(name);
    if (found === undefined) return undefined;
    if (!this.#libraries.has(found.from)) this.#libraries.set(found.from, new Instance(this.repo, found.from, { library: true }));
    const home = this.#libraries.get(found.from);
    return { home, original: found.original, lookup: () => home.lookup(found.original) };
  }

  // The instances of a resource or module: none, one, or one for each item of its loop.
  declaration(node) {
    if (!this.#declarations.has(node)) {
      const { loop, condition, body } = unwrapped(node);
      const make = node.k === "module" ? moduleInstance : resourceInstance;
      const instances = [];
      const parent = this.file.parents.get(node);
      const gone = parent !== undefined && this.declaration(parent).length === 0;
      for (const { scope, at } of gone ? [] : loop ? rounds(loop, this) : [{ scope: this.scope, at: null }]) {
        const holds = condition === null ? plain(true) : evaluate(condition, scope);
        if (holds.is === "plain" && holds.plain !== true) continue;
        const instance = make(this, node, body, scope);
        instance.at = at ?? this.place(node);
        if (holds.is === "unknown" && this.environment !== null) throw new Error(`cannot tell whether ${node.name} is there: <${holds.text}>`);
        instances.push(instance);
      }
      if (loop) instances.open = evaluate(loop.source, this.scope).open ?? true;
      this.#declarations.set(node, instances);
    }
    return this.#declarations.get(node);
  }

  // The slots of declarations of a kind by name, a module also by its file, a resource by its type.
  find(kind, name) {
    if (kind === "deployed") return [...this.deployed(name)];
    const slots = [];
    for (const { node, parent } of this.file.all.filter(({ node: { k } }) => k === kind || (k === "paramAssignment" && kind === "param"))) {
      if (!named(node, parent, name)) continue;
      if (kind === "module" || kind === "resource") slots.push(...this.declaration(node).map((one) => one.slot.with(one.at)));
      else slots.push(this.#statement(node));
    }
    return slots;
  }

  #statement(node) {
    const at = this.place(node);
    const more = { name: node.name, text: this.source(node) };
    const expression = node.k === "func" ? node.body : node.value;
    if (["output", "var", "metadata", "paramAssignment", "func"].includes(node.k)) {
      return this.slot(expression, this.scope, node).with(at, { ...more, text: this.source(expression) });
    }
    const members = [["name", given(plain(node.name), at)], ...decorators(this, node)];
    const type = node.k === "type" ? node.value : node.type;
    if (type) members.push(["type", given(plain(this.source(type)), at)], ["nullable", given(plain(type.k === "tNullable"), at)]);
    if (node.k === "param" && node.value) {
      members.push(["default", this.slot(node.value, this.scope).with({ ...this.place(node.value), start: type.e })]);
    }
    if (type?.k === "tObject") for (const prop of type.props) members.push([prop.name, given(plain(this.source(prop.type)), this.place(prop))]);
    return new Slot(at, () => object(members), more);
  }

  // All resources of a type that this file and the modules it calls deploy, each at the place of what makes it one
  // more: the item of its loop, else the call of its module.
  *deployed(type, at = null) {
    for (const { node, parent } of this.file.all) {
      if (node.k === "module") {
        for (const one of this.declaration(node)) yield* one.inside.deployed(type, one.at);
      } else if (node.k === "resource" && !node.existing && named(node, parent, type)) {
        for (const one of this.declaration(node)) {
          const looped = unwrapped(node).loop !== null;
          yield one.slot.with(looped || at === null ? one.at : at);
        }
      }
    }
  }
}

// Type and version; a nested resource has those of its parent in front.
function typeOf(node, parent = null) {
  const [own, version] = node.type.parts.join("*").split("@");
  if (parent === null) return [own, version];
  const [outer, its] = typeOf(parent);
  return [`${outer}/${own}`, version ?? its];
}

function named(node, parent, name) {
  if (name instanceof RegExp) return name.test(node.name);
  if (name === "*" || node.name === name) return true;
  if (node.k === "module") return name.includes("/") && `/${node.path.parts[0]}`.endsWith(`/${name}.bicep`);
  if (node.k !== "resource" || !name.includes("/")) return false;
  return typeOf(node, parent)[0].toLowerCase() === name.toLowerCase();
}

function membersOf(body, scope, except = []) {
  const value = evaluate(body, scope);
  return [...value.members].filter(([key]) => !except.includes(key));
}

function moduleInstance(outer, node, body, scope) {
  const path = posix.join(posix.dirname(outer.path), node.path.parts[0]);
  const params = new Slot(outer.place(body), () => evaluate(body, scope)).value.members.get("params");
  const args = params?.value.members ?? new Map();
  let inside = null;
  const result = { get inside() { return (inside ??= new Instance(outer.repo, path, { args, environment: outer.environment })); } };
  result.slot = new Slot(outer.place(node), () => object([
    ["name", given(plain(node.name))], ["path", given(plain(node.path.parts[0]))], ...membersOf(body, scope, ["name"]), ...extras(outer, node, scope),
  ]), {
    name: node.name,
    text: outer.source(node),
    kinds,
    find: (kind, name) => result.inside.find(kind, name),
    reads: (found = new Set()) => chains(body, scope, found),
  });
  result.self = new Slot(outer.place(node), () => object([["outputs", new Slot(null, () => outputs(result.inside))]]));
  return result;
}

function outputs(instance) {
  const nodes = instance.file.all.map(({ node }) => node).filter(({ k }) => k === "output");
  return object(nodes.map((node) => [node.name, instance.slot(node.value, instance.scope, node)]));
}

function resourceInstance(outer, node, body, scope) {
  const [type, version] = typeOf(node, outer.file.parents.get(node));
  const result = {};
  const own = new Slot(outer.place(node), () => evaluate(body, scope));
  const member = (name) => own.value.members.get(name);
  const address = () => `${type}/${member("name") ? textOf(member("name").value) : "*"}`;
  result.slot = new Slot(outer.place(node), () => object([
    ["symbol", given(plain(node.name))], ["type", given(plain(type))], ["version", given(plain(version))], ["existing", given(plain(node.existing))],
    ...own.value.members, ...extras(outer, node, scope),
  ], own.value.open), { name: node.name, text: outer.source(node), kinds: [], reads: (found = new Set()) => chains(body, scope, found) });
  result.self = new Slot(outer.place(node), () => ({ is: "unknown", some: true, resource: true, member, get text() { return address(); } }));
  return result;
}

// What stands around the body: loop, condition, decorators.
function extras(outer, node, scope) {
  const { loop, condition } = unwrapped(node);
  const found = [];
  if (condition) {
    const { start, end } = outer.place(condition);
    found.push(["condition", outer.slot(condition, scope).with({ file: outer.path, start: start - "if ".length, end: end + 1, instead: "" })]);
  }
  if (loop) found.push(["loop", outer.slot(loop.source, outer.scope).with(null)]);
  return [...found, ...decorators(outer, node)];
}

const decorators = (instance, node) => (node.decorators ?? []).map((one) => [
  one.expr.name, one.expr.args?.length > 0 ? instance.slot(one.expr.args[0], instance.scope, one) : given(plain(true), instance.place(one)),
]);
