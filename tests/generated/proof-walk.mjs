// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// Asks checks of the repositories in a folder, and asks each again of copies that lack what it proves.
import { join } from "node:path";
import { ask } from "./proof-language.mjs";
import { Repository } from "./proof-repository.mjs";

// One line a claim: the sentence, a tab, and what is wrong ("" if nothing).
export const say = (sentence, problem = "") => console.log(`${sentence}\t${problem.replace(/\s+/g, " ")}`);
export const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

// An answer, or the error as its problem.
export function told(question) {
  try {
    return question();
  } catch (error) {
    return { problem: error.message, mutations: [] };
  }
}

export class Walk {
  #folder;
  #parser;
  #repositories = new Map();

  // The repository of place pattern/variant is FOLDER/pattern.variant.
  constructor(folder, parser) {
    this.#folder = folder;
    this.#parser = parser;
  }

  repository(place) {
    if (!this.#repositories.has(place)) {
      this.#repositories.set(place, new Repository(join(this.#folder, place.replace("/", ".")), this.#parser));
    }
    return this.#repositories.get(place);
  }

  repositories() {
    return [...this.#repositories];
  }

  // The problems of one check, the problems of its mutations, and how many there were.
  prove({ place, file, check }) {
    const own = this.repository(place);
    const paths = own.paths(file);
    if (paths.length === 0) return { problems: [`there is no ${file}`], survivors: [], mutations: 0 };
    const environments = check.environments[0] === "*" ? own.environments() : check.environments;
    const result = { problems: [], survivors: [], mutations: 0 };
    const seen = new Set();
    for (const path of paths) for (const environment of environments) proveOne(own, path, check, environment, seen, result);
    return result;
  }
}

function proveOne(own, path, check, environment, seen, result) {
  const where = `${path}${environment === null ? "" : ` in ${environment}`}`;
  const answer = told(() => ask(own, path, check, environment));
  if (answer.problem !== "") result.problems.push(`${where}: ${answer.problem}`);
  for (const places of answer.problem === "" ? answer.mutations : []) {
    const key = JSON.stringify(places);
    if (seen.has(key)) continue;
    seen.add(key);
    result.mutations++;
    const survivor = told(() => {
      const { problem } = ask(own.without(places), path, check, environment);
      const texts = places.map((one) => own.text(one.file).slice(one.start, one.end));
      return { problem: problem === "" ? `holds without ${texts.join(" and ").slice(0, 200)}` : "" };
    });
    if (survivor.problem !== "") result.survivors.push(`${where}: ${survivor.problem}`);
  }
}
