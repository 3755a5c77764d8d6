// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// The language of the checks in tests/requirements.tsv; its head explains it.
import { isBicep } from "./proof-repository.mjs";
import { Slot, dataOf, isNull, plain, textOf, valueOf } from "./proof-value.mjs";

const relations = ["=", "!=", ">=", "<=", ">", "<", "matches", "lacks", "reads", "is"];

// Reading.

// The parts of a text between separators that stand in no brackets, quotes or /expressions/.
function parts(text, separator) {
  const found = [""];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (opensText(text, i)) {
      const end = closing(text, i);
      found[found.length - 1] += text.slice(i, end + 1);
      i = end;
    } else if (char === separator && depth === 0) {
      found.push("");
    } else {
      if ("[{(".includes(char)) depth++;
      if ("]})".includes(char)) depth--;
      found[found.length - 1] += char;
    }
  }
  if (depth !== 0) throw new Error(`brackets do not match: ${text}`);
  return found.map((part) => part.trim()).filter((part) => part !== "");
}

const words = (text) => parts(text, " ");

// Whether a 'text' or a /regular expression/ begins here.
const opensText = (text, i) => text[i] === "'" || (text[i] === "/" && (i === 0 || /[[{,\s]/.test(text[i - 1])));

function closing(text, start) {
  let end = start + 1;
  while (end < text.length && text[end] !== text[start]) end += text[end] === "\\" ? 2 : 1;
  if (end >= text.length) throw new Error(`no closing ${text[start]}: ${text}`);
  return end;
}

// a.'b c'[filter] as steps.
function path(text) {
  const steps = [];
  for (let i = 0; i < text.length;) {
    if (text[i] === "[") {
      let depth = 0;
      let end = i;
      do {
        if (text[end] === "'" || (text[end] === "/" && /[\s,[]/.test(text[end - 1]))) end = closing(text, end);
        else if (text[end] === "[") depth++;
        else if (text[end] === "]") depth--;
        end++;
      } while (depth > 0);
      steps.push(filter(text.slice(i + 1, end - 1)));
      i = end;
    } else if (text[i] === ".") {
      i++;
    } else {
      const end = text[i] === "'" ? closing(text, i) + 1 : i + /^[^.[]+/.exec(text.slice(i))[0].length;
      const name = text.slice(i, end).replace(/^'|'$/g, "");
      steps.push(name === "*" ? { is: "all" } : { is: "member", name });
      i = end;
    }
  }
  return steps;
}

function filter(text) {
  if (text === "*") return { is: "all" };
  if (/^-?\d+$/.test(text)) return { is: "member", name: text };
  const conditions = parts(text, ",").map((part) => {
    const [first, ...rest] = words(part);
    if (rest.length === 0 && /^['/]/.test(first)) return { steps: [], relation: relation([first[0] === "/" ? "matches" : "=", first]) };
    return { steps: path(first), relation: rest.length > 0 ? relation(rest) : null };
  });
  return { is: "filter", conditions, text };
}

function relation([operator, ...rest]) {
  if (!relations.includes(operator)) throw new Error(`no relation: ${operator}`);
  if (rest.length === 0) throw new Error(`${operator} what?`);
  if (operator === "matches" || operator === "lacks") return { operator, wanted: expression(rest.join(" ")), text: rest.join(" ") };
  if (operator === "reads" || operator === "is") return { operator, wanted: rest.join(" ").replace(/^'|'$/g, ""), text: rest.join(" ") };
  const wanted = [[]];
  for (const word of rest) word === "|" ? wanted.push([]) : wanted.at(-1).push(word);
  return { operator, wanted: wanted.map((parts) => constant(parts.join(" "))), text: rest.join(" ") };
}

function expression(text) {
  const [, body, flags] = /^\/(.*)\/(\w*)$/s.exec(text) ?? [];
  if (body === undefined) throw new Error(`no expression: ${text}`);
  return new RegExp(body, `${flags}m`);
}

// 'text', 12, true, null, ['a', 'b'] or a bare word.
function constant(text) {
  try {
    return JSON.parse(text.replace(/'([^']*)'/g, (_, inner) => JSON.stringify(inner)));
  } catch {
    if (/[[\]{}']/.test(text)) throw new Error(`no value: ${text}`);
    return text;
  }
}

// The checks that a text such as a.{b = 1, c = 2} stands for.
export function expanded(text) {
  const start = braces(text);
  if (start === -1) return [text];
  let end = start;
  for (let depth = 0; end === start || depth > 0; end++) {
    if (opensText(text, end)) end = closing(text, end);
    else if ("[{(".includes(text[end])) depth++;
    else if ("]})".includes(text[end])) depth--;
    if (end >= text.length) throw new Error(`brackets do not match: ${text}`);
  }
  const [before, after] = [text.slice(0, start), text.slice(end)];
  return parts(text.slice(start + 1, end - 1), ",").flatMap((part) => expanded(before + part + after));
}

function braces(text) {
  for (let i = 0; i < text.length; i++) {
    if (opensText(text, i)) i = closing(text, i);
    else if (text[i] === "{" && /^(no )?$|\.$/.test(text.slice(0, i))) return i;
  }
  return -1;
}

// A check of the table as a tree; sets: parameters by the name of what is given.
export function parse(text, sets = new Map()) {
  const rest = words(text);
  const check = { text, absent: false, steps: [], relation: null, environments: [null], parameters: {} };
  if (rest[0] === "no") check.absent = Boolean(rest.shift());
  const clauses = { given: take(rest, "given"), in: take(rest, "in") };
  check.parameters = parametersOf(clauses.given, sets);
  if (clauses.in.length > 0) check.environments = clauses.in.map((name) => name.replace(/,$/, ""));
  const operator = rest.findIndex((word, index) => index > 0 && relations.includes(word));
  if (operator > 0) check.relation = relation(rest.splice(operator));
  while (rest.length > 1) check.steps.push(...selector(rest.shift(), rest.shift()));
  if (rest.length === 1) check.steps.push(...path(rest[0]));
  if (check.steps.length === 0) throw new Error(`nothing is asked for: ${text}`);
  return check;
}

// name = value, ... or the name of a set.
export function parametersOf(given, sets = new Map()) {
  const words = typeof given === "string" ? parts(given, " ") : given;
  if (words.length === 1) {
    if (!sets.has(words[0])) throw new Error(`nothing is called ${words[0]}`);
    return sets.get(words[0]);
  }
  const parameters = {};
  for (let i = 0; i < words.length; i += 3) {
    if (words[i + 1] !== "=" || words[i + 2] === undefined) throw new Error(`given what? ${words.join(" ")}`);
    parameters[words[i]] = valueOf(constant(words[i + 2].replace(/,$/, "")));
  }
  return parameters;
}

function take(rest, word) {
  const start = rest.lastIndexOf(word);
  return start <= 0 ? [] : rest.splice(start).slice(1);
}

function selector(kind, name) {
  const quoted = /^['/]/.test(name) ? closing(name, 0) + 1 : 0;
  const rest = name.indexOf("[", quoted);
  const bracket = quoted > 0 ? quoted + /^\w*/.exec(name.slice(quoted))[0].length : rest === -1 ? name.length : rest;
  const own = name.slice(0, bracket);
  const wanted = own.startsWith("/") ? expression(own) : own.replace(/^'|'$/g, "");
  return [{ is: "find", kind, name: wanted, text: `${kind} ${own}` }, ...path(name.slice(bracket))];
}

// Asking.

class Missing extends Error {}

function member(slot, name) {
  const { value } = slot;
  if (value.is === "object" && value.members.has(name)) return value.members.get(name);
  if (value.is === "list" && /^-?\d+$/.test(name)) return value.items.at(Number(name));
  if (name === "length" && value.is === "list" && !value.open) return new Slot(slot.at, () => plain(value.items.length));
  if (name === "name" && slot.name !== undefined) return new Slot(slot.at, () => plain(slot.name));
  if (value.is === "unknown" || value.open) throw new Error(`cannot tell .${name} of ${textOf(value).slice(0, 200)}`);
  return undefined;
}

function elements(slot) {
  const { value } = slot;
  if (value.is === "list") return value.items;
  if (value.is === "object") return [...value.members].map(([name, one]) => one.with(one.at, { name }));
  if (isNull(value)) return [];
  throw new Error(`cannot tell the elements of ${textOf(value).slice(0, 200)}`);
}

// The slots a step leads to from one slot.
function follow(slot, step) {
  if (step.is === "find") {
    if (!slot.kinds?.includes(step.kind)) throw new Error(`${step.kind} is no kind of thing here`);
    return slot.find(step.kind, step.name);
  }
  if (step.is === "member") {
    const found = member(slot, step.name);
    return found === undefined || isNull(found.value) ? [] : [found];
  }
  const all = elements(slot);
  return step.is === "all" ? all : all.filter((one) => meets(one, step.conditions));
}

function meets(slot, conditions) {
  return conditions.every(({ steps, relation: wanted }) => {
    let found = [slot];
    for (const step of steps) found = found.flatMap((one) => (one.value.is === "unknown" ? [] : follow(one, step)));
    return found.length > 0 && found.every((one) => wanted === null || problemOf(one, wanted) === "");
  });
}

// Where the steps lead; throws Missing where one leads nowhere, or nowhere from any slot. A filter right after a selector
// chooses declarations.
function walk(root, steps, { any = false } = {}) {
  let slots = [root];
  let declared = false;
  for (const step of steps) {
    if (step.is === "filter" && declared) {
      slots = slots.filter((slot) => meets(slot, step.conditions));
      if (slots.length === 0) throw new Missing(`none with ${step.text}`);
      continue;
    }
    declared = step.is === "find";
    // What has no place of its own goes with what holds it.
    const next = slots.map((slot) => follow(slot, step).map((one) => (one.at === null ? one.with(slot.at, { shared: true }) : one)));
    const lost = declared || any ? next.every((found) => found.length === 0) : next.some((found) => found.length === 0);
    if (lost) throw new Missing(`there is no ${step.text ?? step.name ?? "element"}`);
    slots = next.flat();
  }
  return slots;
}

const squeezed = (text) => text.replace(/\s+/g, " ").trim();

function problemOf(slot, { operator, wanted, text }) {
  if (operator === "reads") {
    const found = slot.reads?.() ?? new Set();
    return found.has(wanted) ? "" : `does not read ${text}`;
  }
  if (operator === "is") return squeezed(slot.text ?? "") === squeezed(wanted) ? "" : `is ${squeezed(slot.text ?? "")}`;
  const { value } = slot;
  if (operator === "matches" || operator === "lacks") {
    const written = value.is !== "plain" && value.is !== "unknown" && slot.text;
    const found = written || textOf(value);
    return wanted.test(found) === (operator === "matches") ? "" : `is ${squeezed(found).slice(0, 300)}`;
  }
  const found = dataOf(value);
  return wanted.some((one) => holds(operator, found, one)) ? "" : `is ${JSON.stringify(found)?.slice(0, 300)}`;
}

function holds(operator, found, wanted) {
  const same = JSON.stringify(found) === JSON.stringify(wanted);
  switch (operator) {
    case "=": return same;
    case "!=": return !same && found !== null && !String(found).startsWith("<");
    case ">=": return found >= wanted;
    case "<=": return found <= wanted;
    case ">": return found > wanted;
    default: return found < wanted;
  }
}

// The answer to a check in a file of a repository, in one environment or none: its problem ("" if it holds) and its
// mutations, lists of places without which it must fail.
export function ask(repository, file, check, environment) {
  const root = repository.root(file, environment, check.parameters);
  try {
    const slots = walk(root, check.steps, { any: check.absent });
    if (check.absent) return { problem: `there is ${slots.length === 1 ? "one" : slots.length}`, mutations: [] };
    const problems = slots.map((slot) => (check.relation === null ? "" : problemOf(slot, check.relation))).filter((problem) => problem !== "");
    return { problem: [...new Set(problems)].join("; "), mutations: mutations(check, slots) };
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    return { problem: check.absent ? "" : error.message, mutations: check.absent ? conditions(repository, file, check) : [] };
  }
}

// Whether there is something that the check could be about: what its selectors find.
export function concerns(repository, file, check, environment) {
  const root = repository.root(file, environment, check.parameters);
  const last = check.steps.findLastIndex((step) => step.is === "find");
  const filters = check.steps.slice(last + 1).findIndex((step) => step.is !== "filter");
  try {
    return walk(root, check.steps.slice(0, filters === -1 ? undefined : last + 1 + filters)).length > 0;
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    return false;
  }
}

// Choosing steps may leave others behind, so all they chose go at once; of members each is needed.
function mutations({ steps }, slots) {
  const places = new Map(slots.filter((slot) => slot.at !== null).map((slot) => [JSON.stringify(slot.at), slot.at]));
  if (steps.at(-1).is === "member" && !slots.some((slot) => slot.shared)) return [...places.values()].map((place) => [place]);
  return places.size === 0 ? [] : [[...places.values()]];
}

// What is absent from an environment is so by conditions: without them it is there.
function conditions(repository, file, check) {
  if (!isBicep(file)) return [];
  const root = repository.root(file, null, check.parameters);
  const [first] = check.steps;
  if (first.is !== "find" || first.kind !== "module") return [];
  return root.find(first.kind, first.name).map((slot) => slot.value.members.get("condition")?.at)
    .filter((at) => at !== undefined).map((at) => [at]);
}
