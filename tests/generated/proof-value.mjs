// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// What a file holds, whatever its language: slots with values. A slot knows its
// place, `at` (file, start, end), so that it can be taken out of the text.
//
// A value is one of { is: "plain", plain }, { is: "object", members, open },
// { is: "list", items, open } and { is: "unknown", text, some }. Members (a Map)
// and items are slots; what is open may hold more than can be told; what is some
// is neither null nor empty.

export class Slot {
  #compute;
  #value;

  // more: name, text (source), find(kind, name), kinds, reads()
  constructor(at, compute, more = {}) {
    this.at = at;
    this.#compute = compute;
    Object.assign(this, more);
  }

  get value() {
    if (this.#compute !== null) {
      const compute = this.#compute;
      this.#compute = () => unknown("itself");
      this.#value = compute();
      this.#compute = null;
    }
    return this.#value;
  }

  with(at, more = {}) {
    const { text, reads, find, kinds, name } = this;
    return new Slot(at, () => this.value, { text, reads, find, kinds, name, ...more });
  }
}

export const plain = (value) => ({ is: "plain", plain: value ?? null });
export const unknown = (text) => ({ is: "unknown", text });
export const something = (text) => ({ is: "unknown", text, some: true });
export const list = (items, open = false) => ({ is: "list", items, open });
export const object = (entries, open = false) => ({ is: "object", members: new Map(entries), open });
export const isNull = (value) => value.is === "plain" && value.plain === null;
export const given = (value, at = null) => new Slot(at, () => value);

// Data of JavaScript as a value.
export function valueOf(data, at = null) {
  const slot = (inner) => new Slot(at, () => valueOf(inner, at));
  if (Array.isArray(data)) return list(data.map(slot));
  if (data !== null && typeof data === "object") return object(Object.entries(data).map(([key, inner]) => [key, slot(inner)]));
  return plain(data);
}

// Value as data of JavaScript; what is unknown becomes <its text>.
export function dataOf(value) {
  switch (value.is) {
    case "plain": return value.plain;
    case "list": return value.items.map((item) => dataOf(item.value));
    case "object": return Object.fromEntries([...value.members].map(([key, member]) => [key, dataOf(member.value)])
      .filter(([, data]) => data !== null));
    default: return `<${value.text}>`;
  }
}

// Whether every part of it is known.
export function known(value) {
  switch (value.is) {
    case "plain": return true;
    case "list": return !value.open && value.items.every((item) => known(item.value));
    case "object": return !value.open && [...value.members.values()].every((member) => known(member.value));
    default: return false;
  }
}

// As part of a longer text.
export function textOf(value) {
  if (value.is === "plain") return String(value.plain);
  return value.is === "unknown" ? value.text : JSON.stringify(dataOf(value));
}

// The text without the spans [start, end], each with its comma, its dash and the
// line it leaves empty; or with something else in their place.
export function without(text, places) {
  const sorted = [...places].sort((a, b) => b.start - a.start || b.end - a.end);
  let result = text;
  let limit = text.length;
  for (const place of sorted.filter((one) => !sorted.some((other) => other !== one && holds(other, one)))) {
    if (place.end > limit) continue;
    const [start, end] = place.instead === undefined ? widened(result, place) : [place.start, place.end];
    result = result.slice(0, start) + (place.instead ?? "") + result.slice(end);
    limit = start;
  }
  return result;
}

const holds = (outer, inner) => outer.start <= inner.start && outer.end >= inner.end && outer.end - outer.start > inner.end - inner.start;

function widened(text, place) {
  let { start, end } = place;
  while (/\s/.test(text[end - 1]) && end > start) end--;
  const after = /^[ \t]*,[ \t]*/.exec(text.slice(end));
  const before = /,\s*$/.exec(text.slice(0, start));
  if (after) end += after[0].length;
  else if (before) start -= before[0].length;
  if (place.dash) start = text.lastIndexOf("-", start);
  const line = text.lastIndexOf("\n", start - 1) + 1;
  const rest = /^[ \t]*(\n|$)/.exec(text.slice(end));
  if (!before && rest && /^[ \t]*$/.test(text.slice(line, start))) return [line, end + rest[0].length];
  return [start, end];
}
