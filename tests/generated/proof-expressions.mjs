// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// Values of Bicep's expressions. A scope is an instance of a file (proof-bicep.mjs)
// and the locals around the expression.
import { posix } from "node:path";
import { equal, functions, unresolved } from "./proof-functions.mjs";
import { Slot, given, isNull, list, object, plain, something, textOf, unknown } from "./proof-value.mjs";

const inner = (node) => (node.k === "paren" || node.k === "nonNull" ? inner(node.inner ?? node.base) : node);

// The rounds of a loop: a scope with its item, and the item's place.
export function* rounds(loop, instance, outer = instance.scope) {
  const source = evaluate(loop.source, outer);
  const items = source.is === "list" ? source.items : [given(unknown(loop.item.name))];
  for (const [index, item] of items.entries()) {
    const locals = new Map(outer.locals);
    locals.set(loop.item.name, item);
    if (loop.index) locals.set(loop.index.name, given(plain(index)));
    const literal = item.at !== null && item.at.file.endsWith(".bicep") && source.is === "list";
    yield { scope: { instance, locals }, at: literal ? item.at : null };
  }
}

export function evaluate(node, scope) {
  const { instance } = scope;
  switch (node.k) {
    case "paren": return evaluate(node.inner, scope);
    case "nonNull": return evaluate(node.base, scope);
    case "int": case "bool": return plain(node.value);
    case "null": return plain(null);
    case "str": return interpolated(node, scope);
    case "arr": return array(node, scope);
    case "obj": return literal(node, scope);
    case "for": return list([...rounds(node, instance, scope)].map((round) => new Slot(round.at, () => evaluate(node.body, round.scope))));
    case "var": return variable(node, scope);
    case "prop": return property(evaluate(node.base, scope), node.name, node, scope);
    case "nested": return unknown(instance.source(node));
    case "index": return indexed(node, scope);
    case "bin": return binary(node, scope);
    case "un": return unary(node, scope);
    case "tern": return ternary(node, scope);
    case "call": return call(node.name, node, scope);
    case "icall": return instanceCall(node, scope);
    default: return unknown(instance.source(node));
  }
}

function interpolated(node, scope) {
  const values = node.exprs.map((expr) => evaluate(expr, scope));
  const text = node.parts.reduce((whole, part, index) => whole + (index > 0 ? textOf(values[index - 1]) : "") + part, "");
  return values.every((value) => value.is === "plain") ? plain(text) : something(text);
}

function array(node, scope) {
  const items = [];
  let open = false;
  for (const item of node.items) {
    if (item.k !== "spread") {
      items.push(scope.instance.slot(item, scope));
      continue;
    }
    const value = evaluate(item.value, scope);
    if (value.is === "list") items.push(...value.items);
    open ||= value.is === "list" ? value.open : !isNull(value);
  }
  return list(items, open);
}

function literal(node, scope) {
  const members = new Map();
  let open = false;
  for (const prop of node.props) {
    if (prop.k === "spread") {
      const value = evaluate(prop.value, scope);
      if (value.is === "object") for (const [key, member] of value.members) members.set(key, member);
      open ||= value.is === "object" ? value.open : !isNull(value);
    } else {
      const key = prop.name ?? textOf(interpolated(prop.key, scope));
      members.set(key, scope.instance.slot(prop.value, scope, prop));
    }
  }
  return object(members, open);
}

function variable({ name }, { instance, locals }) {
  const slot = locals.get(name) ?? instance.lookup(name) ?? instance.imported(name)?.lookup();
  return slot === undefined ? unknown(name) : slot.value;
}

function property(base, name, node, scope) {
  if (base.is === "object") {
    const member = base.members.get(name);
    if (member !== undefined) return member.value;
    return base.open ? unknown(scope.instance.source(node)) : plain(null);
  }
  if (isNull(base)) return plain(null);
  if (base.resource) return resourceProperty(base, name);
  if (node.k === "prop" && inner(node.base).k === "var") {
    const namespace = scope.instance.imported(inner(node.base).name);
    if (namespace?.original === "*") return namespace.home.lookup(name)?.value ?? unknown(name);
  }
  return { ...unknown(`${textOf(base)}.${name}`), some: base.some };
}

// A resource knows what its own body says; the rest only Azure does.
function resourceProperty(base, name) {
  const member = base.member(name);
  if (member === undefined || name === "identity") return something(`${base.text}.${name}`);
  if (member.value.is !== "object") return member.value;
  const path = `${base.text}.${name}`;
  return { ...something(path), resource: true, member: (key) => member.value.members.get(key) };
}

function indexed(node, scope) {
  const base = evaluate(node.base, scope);
  const index = evaluate(node.index, scope);
  if (isNull(base)) return base;
  if (index.is === "plain" && base.is === "list" && typeof index.plain === "number") {
    const item = node.fromEnd ? base.items.at(-index.plain) : base.items[index.plain];
    if (item !== undefined) return item.value;
    return base.open ? unknown(scope.instance.source(node)) : plain(null);
  }
  if (index.is === "plain" && (base.is === "object" || base.resource)) return property(base, String(index.plain), node, scope);
  if (base.is === "object" && base.members.has(textOf(index))) return base.members.get(textOf(index)).value;
  return { ...unknown(`${base.is === "unknown" ? base.text : scope.instance.source(node.base)}[${textOf(index)}]`), some: base.some };
}

const truth = (value) => (value.is === "plain" ? value.plain === true : undefined);

function binary({ op, left, right }, scope) {
  const first = evaluate(left, scope);
  const second = () => evaluate(right, scope);
  const told = (result) => (result === undefined ? unknown(`${textOf(first)} ${op} ${textOf(second())}`) : plain(result));
  switch (op) {
    case "&&": return truth(first) === false ? plain(false) : both(first, second(), true, told);
    case "||": return truth(first) === true ? plain(true) : both(first, second(), false, told);
    case "??": return isNull(first) ? second() : first;
    case "==": return told(equal(first, second()));
    case "!=": {
      const same = equal(first, second());
      return told(same === undefined ? undefined : !same);
    }
    default: return told(compared(op, first, second()));
  }
}

// Where the first decides nothing: what both together decide.
function both(first, second, wanted, told) {
  if (truth(second) === !wanted) return plain(!wanted);
  return told(truth(first) === undefined || truth(second) === undefined ? undefined : wanted);
}

function compared(op, { is, plain: a }, { is: other, plain: b }) {
  if (is !== "plain" || other !== "plain") return undefined;
  switch (op) {
    case "<": return a < b;
    case "<=": return a <= b;
    case ">": return a > b;
    case ">=": return a >= b;
    case "=~": return String(a).toLowerCase() === String(b).toLowerCase();
    case "!~": return String(a).toLowerCase() !== String(b).toLowerCase();
    case "+": return a + b;
    case "-": return a - b;
    case "*": return a * b;
    case "/": return Math.trunc(a / b);
    case "%": return a % b;
    default: return undefined;
  }
}

function unary({ op, operand }, scope) {
  const value = evaluate(operand, scope);
  if (value.is !== "plain") return unknown(`${op}${textOf(value)}`);
  return plain(op === "!" ? value.plain !== true : op === "-" ? -value.plain : value.plain);
}

function ternary(node, scope) {
  const condition = truth(evaluate(node.condition, scope));
  if (condition === undefined) return unknown(scope.instance.source(node));
  return evaluate(condition ? node.whenTrue : node.whenFalse, scope);
}

function call(name, node, scope, home = scope.instance, original = name) {
  const declaration = home.file.byName.get(original);
  if (declaration?.k === "func") return applied(declaration, node, scope, home);
  const found = home === scope.instance ? home.imported(name) : undefined;
  if (found !== undefined) return call(name, node, scope, found.home, found.original);
  return builtIn(name, node, scope);
}

function instanceCall(node, scope) {
  const base = inner(node.base);
  const namespace = base.k === "var" ? scope.instance.imported(base.name) : undefined;
  if (namespace?.original === "*") return call(node.name, node, scope, namespace.home, node.name);
  if (base.k === "var" && ["az", "sys"].includes(base.name)) return builtIn(node.name, node, scope);
  return unresolved(scope.instance.source(base) + "." + node.name, node.args.map((arg) => evaluate(arg, scope)));
}

function applied(declaration, node, scope, home) {
  const locals = new Map(declaration.params.map(({ name }, index) => [name, scope.instance.slot(node.args[index], scope)]));
  return evaluate(declaration.body, { instance: home, locals });
}

function builtIn(name, node, scope) {
  const { instance } = scope;
  if (name === "loadJsonContent" || name === "loadYamlContent") {
    return instance.repo.data(posix.join(posix.dirname(instance.path), node.args[0].parts[0])).value;
  }
  if (name === "loadTextContent") return plain(instance.repo.text(posix.join(posix.dirname(instance.path), node.args[0].parts[0])));
  const values = node.args.map((arg) => (arg.k === "lambda" ? lambda(arg, scope) : evaluate(arg, scope)));
  if (name === "fail") throw new Error(`fail(${textOf(values[0])})`);
  return functions[name]?.(...values) ?? unresolved(name, values.map((value) => (typeof value === "function" ? undefined : value)));
}

const lambda = (node, { instance, locals }) => (items) =>
  evaluate(node.body, { instance, locals: new Map([...locals, ...node.params.map(({ name }, index) => [name, items[index]])]) });

// The names an expression reads, such as profile.search.sku, also by way of variables and parameters.
export function chains(node, scope, found = new Set(), hidden = []) {
  if (node === null || typeof node !== "object") return found;
  const chain = dotted(node);
  if (chain !== null && !hidden.includes(chain.root)) {
    for (const prefix of chain.prefixes) found.add(prefix);
    const slot = scope.locals.get(chain.root) ?? scope.instance.lookup(chain.root);
    const key = `${scope.instance.path}:${chain.root}`;
    if (slot?.reads && !found.has(key)) slot.reads(found.add(key));
  }
  if (node.k === "call") found.add(`${node.name}()`);
  const own = node.k === "lambda" ? node.params.map(({ name }) => name) : node.k === "for" ? [node.item.name, node.index?.name] : [];
  for (const [key, value] of Object.entries(node)) {
    if (key === "id" || key === "key") continue;
    for (const child of Array.isArray(value) ? value : [value]) if (child?.k) chains(child, scope, found, [...hidden, ...own]);
  }
  if (node.k === "property" && node.key.k === "str") chains(node.key, scope, found, hidden);
  return found;
}

// a.b!.?c['d'] as a.b.c.d, with the names it begins with.
function dotted(node) {
  const bare = inner(node);
  if (bare.k === "var") return { root: bare.name, prefixes: [bare.name] };
  if (bare.k !== "prop" && bare.k !== "index") return null;
  const base = dotted(bare.base);
  if (base === null) return null;
  const name = bare.k === "prop" ? bare.name : bare.index.k === "str" && bare.index.exprs.length === 0 ? bare.index.parts[0] : null;
  return name === null ? base : { root: base.root, prefixes: [...base.prefixes, `${base.prefixes.at(-1)}.${name}`] };
}
