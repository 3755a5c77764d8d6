// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// A YAML or JSON file as a value; every warning of the parser is an error.
import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";

export function read(file) {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".json")) return JSON.parse(text);
  const document = parseDocument(text, { prettyErrors: true });
  const [first] = [...document.errors, ...document.warnings];
  if (first !== undefined) throw first;
  return document.toJS();
}
