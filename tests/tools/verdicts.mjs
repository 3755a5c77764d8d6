// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// verdicts.mjs AZSTAMP FOLDER...: of the files of the model in each folder, do
// `azstamp check` and ajv, by the schemas that azstamp prints, say the same
// about their structure? Rules about Azure are azstamp's alone. Then both look
// at generated files: each field with values it takes and values it does not.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parseDocument, stringify } from "yaml";

const [azstamp, ...folders] = process.argv.slice(2);
const run = (...args) => JSON.parse(execFileSync(azstamp, args, { encoding: "utf8" }));
// Strict: a schema with a keyword that is none, or a type that fits nothing.
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false });
const validators = {
  application: ajv.compile(run("schema", "application")),
  profile: ajv.compile(run("schema", "profile")),
};

const SYNTAX = "AZS0001";
const STRUCTURE = ["AZS0002", "AZS0003", "AZS0004", "AZS0005"];

function findings(folder) {
  const { stdout, stderr } = spawnSync(azstamp, ["-C", folder, "check", "--format", "json"], { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout).findings;
}

let compared = 0;
let refused = 0;
let failed = 0;

// What a schema cannot see: how files are called, which there are, and what a
// profile lacks with all it inherits.
const unseen = new RegExp(
  ["cannot name an environment", "^openai\\.deployments\\..* is missing", "^there is no (environment|pattern)", "^templateDir cannot"].join("|"),
);
const isTheirs = ({ rule, message }) => STRUCTURE.includes(rule) && !unseen.test(message);

function compare(folder, name, found) {
  const file = name.startsWith("profiles/") ? "profile" : "application";
  const ours = found.filter((finding) => finding.file === name);
  if (ours.some(({ rule }) => rule === SYNTAX)) return;
  const text = readFileSync(join(folder, name), "utf8");
  const document = parseDocument(text);
  if (document.errors.length > 0) throw new Error(`${folder}/${name}: ${document.errors[0].message}`);
  // A file without values is one with the defaults.
  const theirs = validators[file](document.toJS() ?? (file === "profile" ? {} : null));
  const good = !ours.some(isTheirs);
  compared++;
  if (!good) refused++;
  if (good === theirs) return;
  failed++;
  console.log(`${folder}/${name}: azstamp ${good ? "takes" : "refuses"} it, ajv ${theirs ? "takes" : "refuses"} it`);
  console.log(JSON.stringify(ours), JSON.stringify(validators[file].errors), text);
}

function compareAll(folder) {
  const found = findings(folder);
  compare(folder, "azstamp.yaml", found);
  if (!existsSync(join(folder, "profiles"))) return;
  for (const name of readdirSync(join(folder, "profiles"))) {
    if (name.endsWith(".yaml") && !name.startsWith(".")) compare(folder, `profiles/${name}`, found);
  }
}

for (const folder of folders) if (existsSync(join(folder, "azstamp.yaml"))) compareAll(folder);

// --- generated: one field at a time

const work = mkdtempSync(join(tmpdir(), "azstamp-"));
process.on("exit", () => rmSync(work, { recursive: true }));
mkdirSync(join(work, "profiles"));

const application = {
  name: "shop",
  pattern: "microservice",
  locations: ["eastus2"],
  services: { api: { host: "containerapp", project: "services/api" } },
};
const put = (tree, path, value) => {
  const keys = path.split(".").map((key) => (key === "*" ? "api" : key));
  const last = keys.pop();
  for (const key of keys) tree = tree[key] ??= {};
  tree[last] = value;
};
const odd = [null, true, 5, -5, 2.5, "", "x", "eastus2", "Ünï", "a b", "10.0.0.0/16", "1.0Gi", "a@b.example", "x".repeat(300)]
  .concat([[], ["a"], ["eastus2", "eastus2"], [5], [null], {}, { a: "b" }, { a: null }, { a: 5 }, { "a b": {} }]);

const write = (name, value) => writeFileSync(join(work, name), stringify(value));

const pending = [];
const fields = run("explain", "-o", "json").filter(({ path }) => path !== undefined);
for (const { path, file, values = [], minimum, maximum } of fields) {
  const edges = minimum === undefined ? [] : [minimum, maximum, minimum - 1, maximum + 1];
  for (const value of [...odd, ...values, ...edges]) {
    if (file === "azstamp.yaml") {
      const model = structuredClone(application);
      put(model, path, value);
      write("azstamp.yaml", model);
      write("profiles/dev.yaml", { extends: "azstamp/dev" });
      compare(work, "azstamp.yaml", findings(work));
    } else {
      const profile = { extends: "azstamp/dev" };
      put(profile, path, value);
      pending.push(profile);
    }
  }
}
// Profiles all at once: each is a file of its own to both.
rmSync(join(work, "profiles/dev.yaml"));
write("azstamp.yaml", application);
pending.forEach((profile, i) => write(`profiles/e${i}.yaml`, profile));
compareAll(work);
console.log(`${compared} files compared, ${refused} of them refused; ${failed} verdicts differ`);
process.exitCode = failed === 0 && refused > 0 && refused < compared ? 0 : 1;
