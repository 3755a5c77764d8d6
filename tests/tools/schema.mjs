// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// schema.mjs SCHEMA [FILE...]: is SCHEMA (JSON Schema draft-07, 2019-09 or
// 2020-12) valid, and each YAML or JSON file valid against it? Schemas of
// other places that it refers to accept everything.
import addFormats from "ajv-formats";
import { read } from "./read.mjs";

const [schemaFile, ...files] = process.argv.slice(2);
const schema = read(schemaFile);
const draft = /draft\/(\d{4})-\d\d/.exec(schema.$schema ?? "")?.[1];
const { default: Ajv } = await import(draft ? `ajv/dist/${draft}.js` : "ajv");
const ajv = new (Ajv.default ?? Ajv)({
  allErrors: true,
  allowUnionTypes: true,
  strict: false,
  loadSchema: async () => ({}),
});
(addFormats.default ?? addFormats)(ajv);

let failed = false;
try {
  const validate = await ajv.compileAsync(schema);
  for (const file of files) {
    if (validate(read(file))) continue;
    failed = true;
    for (const { instancePath, message, params } of validate.errors) {
      console.log(`${file}: ${instancePath || "/"} ${message} ${JSON.stringify(params)}`);
    }
  }
} catch (error) {
  console.log(`${schemaFile}: ${error.message}`);
  failed = true;
}
process.exitCode = failed ? 1 : 0;
