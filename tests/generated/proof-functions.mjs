// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// Functions of Bicep over values. Each gets values and returns one, or undefined
// where it cannot tell. Those that take lambdas get functions in their place.
import { Slot, dataOf, given, isNull, known, list, object, plain, something, textOf, valueOf } from "./proof-value.mjs";

const lists = (values) => values.every((value) => value.is === "list");
const objects = (values) => values.every((value) => value.is === "object");
const text = (value) => (value.is === "plain" && value.plain !== null ? String(value.plain) : undefined);
const truth = (value) => (value.is === "plain" ? value.plain === true : undefined);

// A function of JavaScript over known data.
const pure = (compute) => (...values) => (values.every(known) ? valueOf(compute(...values.map(dataOf))) : undefined);

export function equal(a, b) {
  const exists = (value) => value.is === "object" || value.is === "list" || value.some;
  if ((isNull(a) && exists(b)) || (isNull(b) && exists(a))) return false;
  if (!known(a) || !known(b)) return undefined;
  return JSON.stringify(dataOf(a)) === JSON.stringify(dataOf(b));
}

// Later members win; objects within are united as well.
export function union(...values) {
  if (values.every((value) => value.is === "list" || value.is === "unknown") && values.some((value) => value.is === "list")) return concat(...values);
  if (!values.some((value) => value.is === "object")) return undefined;
  const members = new Map();
  let open = false;
  for (const value of values) {
    if (isNull(value)) continue;
    if (value.is !== "object") {
      open = true;
      continue;
    }
    open ||= value.open;
    for (const [key, member] of value.members) members.set(key, members.has(key) ? merged(members.get(key), member) : member);
  }
  return object(members, open);
}

const merged = (first, second) => new Slot(second.at, () =>
  (objects([first.value, second.value]) ? union(first.value, second.value) : second.value), { text: second.text, reads: second.reads });

function concat(...values) {
  return list(values.flatMap((value) => (value.is === "list" ? value.items : [])), values.some((value) => value.is !== "list" || value.open));
}

function filter(value, predicate) {
  if (value.is !== "list") return undefined;
  const kept = [];
  let open = value.open;
  for (const [index, item] of value.items.entries()) {
    const keep = truth(predicate([item, given(plain(index))]));
    if (keep === undefined) open = true;
    if (keep) kept.push(item);
  }
  return list(kept, open);
}

const valuesOf = (value) => value.items.map((item) => item.value);
const sorted = (value) => [...value.members].sort(([a], [b]) => (a < b ? -1 : 1));

function items(value) {
  if (value.is !== "object") return undefined;
  const entry = ([key, member]) => given(object([["key", given(plain(key), member.at)], ["value", member]]), member.at);
  return list(sorted(value).map(entry), value.open);
}

function toObject(value, keyOf, valueFor = ([item]) => item.value) {
  if (value.is !== "list") return undefined;
  const members = value.items.map((item) => [textOf(keyOf([item])), given(valueFor([item]), item.at)]);
  return object(members, value.open);
}

function contains(holder, needle) {
  if (holder.is === "object") return holder.members.has(text(needle)) ? plain(true) : holder.open ? undefined : plain(false);
  if (holder.is === "list") {
    const found = holder.items.some((item) => equal(item.value, needle));
    return found || known(holder) ? plain(found) : undefined;
  }
  return text(holder) === undefined || text(needle) === undefined ? undefined : plain(text(holder).includes(text(needle)));
}

function empty(value) {
  if (isNull(value)) return plain(true);
  if (value.is === "list" && (value.items.length > 0 || !value.open)) return plain(value.items.length === 0);
  if (value.is === "object" && (value.members.size > 0 || !value.open)) return plain(value.members.size === 0);
  if (value.some) return plain(false);
  return value.is === "plain" ? plain(value.plain === "") : undefined;
}

function length(value) {
  if (value.is === "list" && !value.open) return plain(value.items.length);
  if (value.is === "object" && !value.open) return plain(value.members.size);
  return text(value) === undefined ? undefined : plain(text(value).length);
}

const number = (address) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const address = (value) => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");

function cidrSubnet(prefix, size, index) {
  const [start] = prefix.split("/");
  return `${address(number(start) + index * 2 ** (32 - size))}/${size}`;
}

const at = (value, index) => (value.is === "list" && value.items.length > 0 ? value.items.at(index).value : undefined);
const slice = (cut) => (value, count) =>
  value.is === "list" && !value.open && count.is === "plain" ? list(cut(value.items, count.plain))
    : text(value) !== undefined && count.is === "plain" ? plain(cut(text(value), count.plain)) : undefined;

const mapped = (item, body, index = 0) => new Slot(item.at, () => body([item, given(plain(index))]));

// A function over texts: of one that is not known it makes one that is not known.
const textual = (compute) => (first, ...rest) => {
  if (!first.some || !rest.every(known)) return pure(compute)(first, ...rest);
  return something(compute(first.text, ...rest.map(dataOf)));
};

function join(parts, separator) {
  if (parts.is !== "list" || parts.open) return undefined;
  const text = parts.items.map((item) => textOf(item.value)).join(textOf(separator));
  return parts.items.every((item) => item.value.is === "plain") ? plain(text) : something(text);
}

function replace(whole, from, to) {
  if (![whole, from, to].every((value) => value.is === "plain" || value.some)) return undefined;
  const text = textOf(whole).replaceAll(textOf(from), () => textOf(to));
  return whole.is === "plain" && to.is === "plain" ? plain(text) : something(text);
}

export const functions = {
  union,
  concat: (...values) => (values.some((value) => value.is === "list") ? concat(...values) : pure((...parts) => parts.join(""))(...values)),
  filter,
  map: (value, body) => (value.is === "list"
    ? list(value.items.map((item, index) => mapped(item, body, index)), value.open) : undefined),
  mapValues: (value, body) => (value.is === "object"
    ? object([...value.members].map(([key, member]) => [key, mapped(member, body)]), value.open) : undefined),
  reduce: (value, start, body) => (value.is === "list" && !value.open
    ? value.items.reduce((sum, item) => body([given(sum), item]), start) : undefined),
  toObject,
  items,
  objectKeys: (value) => (value.is === "object"
    ? list(sorted(value).map(([key, member]) => given(plain(key), member.at)), value.open) : undefined),
  flatten: (value) => (value.is === "list" && lists(valuesOf(value)) ? concat(...valuesOf(value)) : undefined),
  contains,
  empty,
  length,
  first: (value) => at(value, 0),
  last: (value) => at(value, -1),
  take: slice((all, count) => all.slice(0, count)),
  skip: slice((all, count) => all.slice(count)),
  range: pure((start, count) => Array.from({ length: count }, (_, index) => start + index)),
  join,
  split: pure((whole, separator) => whole.split(separator)),
  replace,
  toLower: textual((whole) => whole.toLowerCase()),
  toUpper: textual((whole) => whole.toUpperCase()),
  trim: textual((whole) => whole.trim()),
  startsWith: pure((whole, part) => whole.toLowerCase().startsWith(part.toLowerCase())),
  endsWith: pure((whole, part) => whole.toLowerCase().endsWith(part.toLowerCase())),
  substring: pure((whole, start, count) => whole.slice(start, count === undefined ? undefined : start + count)),
  format: pure((form, ...parts) => form.replace(/\{(\d+)\}/g, (_, index) => parts[index])),
  string: pure((value) => (typeof value === "object" ? JSON.stringify(value) : String(value))),
  int: pure(Number),
  bool: pure((value) => (typeof value === "string" ? value.toLowerCase() === "true" : Boolean(value))),
  json: pure(JSON.parse),
  min: pure((...values) => Math.min(...values.flat())),
  max: pure((...values) => Math.max(...values.flat())),
  cidrSubnet: pure(cidrSubnet),
  environment: () => valueOf({
    name: "AzureCloud",
    suffixes: { storage: "core.windows.net", keyvaultDns: ".vault.azure.net" },
    authentication: { loginEndpoint: "https://login.microsoftonline.com/" },
  }),
};

// What a call nobody can compute looks like: its name, and what is known of it.
export const unresolved = (name, values) => something(`${name}(${values.map((value) => (value === undefined ? "..." : textOf(value))).join(", ")})`);
