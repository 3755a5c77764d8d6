// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// parse.mjs FILE...: is each YAML or JSON file well-formed?
import { read } from "./read.mjs";

let failed = process.argv.length < 3;
for (const file of process.argv.slice(2)) {
  try {
    read(file);
  } catch (error) {
    console.log(`${file}: ${error.message}`);
    failed = true;
  }
}
process.exitCode = failed ? 1 : 0;
