// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// sarif.mjs FILE: is the file valid by the schema of SARIF 2.1.0, and does it
// have what GitHub code scanning wants besides ("SARIF support for code
// scanning", docs.github.com, read 2026-11-21)?
import { ok } from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import addFormats from "ajv-formats";
import { Ajv } from "ajv";

const folder = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/package.json");
const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const schema = read(new URL("lib/schemas/sarif-2.1.0-rtm.5.json", `file://${folder}`));
// Nothing in it differs between its draft 4 and 7 but the name of its id.
delete schema.id;
schema.$schema = "http://json-schema.org/draft-07/schema#";

// One of its patterns is none with the flag u.
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
(addFormats.default ?? addFormats)(ajv);
const log = read(process.argv[2]);
const validate = ajv.compile(schema);
if (!validate(log)) {
  console.log(JSON.stringify(validate.errors, null, 2));
  process.exit(1);
}
ok(log.runs.length === 1 && log.version === "2.1.0");
const [run] = log.runs;
const text = (message) => ok(message.text.length > 0 && message.text.length <= 1024, message.text);
ok(run.columnKind === "unicodeCodePoints");
const { rules } = run.tool.driver;
ok(new Set(rules.map(({ id }) => id)).size === rules.length, "a rule stands there twice");
for (const rule of rules) for (const key of ["shortDescription", "fullDescription", "help"]) text(rule[key]);
for (const result of run.results) {
  ok(rules[result.ruleIndex].id === result.ruleId, result.ruleId);
  text(result.message);
  ok(result.locations.length === 1);
  const { artifactLocation, region } = result.locations[0].physicalLocation;
  ok(/^[^/:]+(\/|$)/.test(artifactLocation.uri), artifactLocation.uri);
  for (const key of ["startLine", "startColumn", "endLine", "endColumn"]) ok(region[key] >= 1, key);
  ok(region.endColumn > region.startColumn);
}
console.log(`${run.results.length} results of ${rules.length} rules`);
