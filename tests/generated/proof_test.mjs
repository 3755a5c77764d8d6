// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// proof_test.mjs FOLDER: does the language of the checks say what it should? It is asked of small files, which are
// made in FOLDER; those of Bicep need its parser.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parserOf } from "./proof-bicep.mjs";
import { ask, expanded, parametersOf, parse } from "./proof-language.mjs";
import { Repository, isBicep } from "./proof-repository.mjs";
import { without } from "./proof-value.mjs";
import { is, ok, report } from "./repository.mjs";

const root = process.argv[2];
const parser = parserOf(process.env.BICEP);

const files = {
  "infra/environments/dev.json": '{ "location": "westeurope", "closed": false, "sku": "basic", "users": [] }',
  "infra/environments/prod.json": `{
  "location": "eastus2",
  "closed": true,
  "sku": "standard",
  "cache": { "size": 3 },
  "users": ["ann", "bob"]
}`,
  "infra/main.bicep": `targetScope = 'subscription'

import * as shared from 'modules/shared.bicep'
import { grant } from 'modules/shared.bicep'

@description('Required. Name.')
@minLength(1)
param environmentName string
param location string

@minValue(1)
param size int?

var profiles = {
  dev: loadJsonContent('environments/dev.json')
  prod: loadJsonContent('environments/prod.json')
}
var profile = profiles[?environmentName] ?? fail('none')
var open = !profile.closed
var names = { store: 'st-\${environmentName}', cache: 'ca-\${uniqueString(location)}' }
var targets = filter([
  { key: 'store', on: true }
  { key: 'cache', on: profile.?cache != null }
], target => target.on)

// Keeps it.
module store 'modules/store.bicep' = {
  params: {
    name: names.store
    sku: profile.sku
    publicAccess: open
    tags: union({ a: '1' }, { b: '2' })
    access: [
      { identity: 'web', role: 'Reader' }
      { identity: 'job', role: 'Writer' }
      ...map(profile.users, user => grant(user))
    ]
  }
}

module cache 'modules/cache.bicep' = if (profile.?cache != null) {
  params: { name: names.cache, size: size ?? profile.cache!.size }
}

module endpoints 'modules/endpoint.bicep' = [
  for (target, i) in targets: {
    params: {
      name: 'pe-\${target.key}-\${i}'
      targetId: target.key == 'store' ? store.outputs.id : cache.?outputs.id ?? ''
    }
  }
]

output STORE string = store.outputs.id
output CACHE string = cache.?outputs.id ?? ''
`,
  "infra/modules/shared.bicep": `@export()
var roles = { Reader: 'r-1', Writer: 'w-2' }

@export()
func grant(user string) object => { identity: user, role: 'Reader' }
`,
  "infra/modules/store.bicep": `import { roles } from 'shared.bicep'

param name string
param sku string = 'free'
@description('Optional. Whether it is open.')
param publicAccess bool = false
param tags object = {}
param access array = []

resource store 'Microsoft.Store/stores@2025-01-01' = {
  name: name
  tags: tags
  sku: { name: sku, tier: toUpper(sku) }
  properties: {
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    rules: [for (entry, i) in items(roles): { name: entry.key, priority: 100 + i }]
  }

  resource box 'boxes' = {
    name: 'main'
  }
}

@batchSize(1)
resource grants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for entry in access: {
    scope: store
    name: guid(store.id, entry.identity)
    properties: { roleDefinitionId: roles[entry.role], principalId: entry.identity }
  }
]

output id string = store.id
output host string = store.properties.host
`,
  "infra/modules/cache.bicep": `param name string
param size int

resource cache 'Microsoft.Cache/caches@2025-01-01' = {
  name: name
  properties: { size: size }
}

output id string = cache.id
`,
  "infra/modules/endpoint.bicep": `param name string
param targetId string

resource endpoint 'Microsoft.Network/endpoints@2025-01-01' = {
  name: name
  properties: { target: targetId }
}
`,
  "infra/modules/expressions.bicep": `import * as shared from 'shared.bicep'
import { roles as known } from 'shared.bicep'

param unknown string
param some { *: string } = { b: '2', a: '1' }

var numbers = [3, 1, 2]
var both = !empty(unknown) && false
var either = true || unknown == 'x'
var neither = unknown == 'x'
var sums = [1 + 2 * 3, 7 / 2, 7 % 2, -1, max(1, 2)]
var text = join(map(numbers, (n, i) => '\${i}:\${n}'), ',')
var total = reduce(numbers, 0, (sum, n) => sum + n)
var large = filter(numbers, n => n >= 2)
var rest = concat(skip(numbers, 2), take(numbers, 1), [...numbers, 4])
var named = toObject(numbers, n => 'n\${n}', n => n * 10)
var changed = mapValues(named, n => n + 1)
var entries = items({ b: 2, a: 1 })
var flat = flatten([[1], [2, 3]])
var united = union({ a: { b: 1, c: 2 } }, { a: { b: 3 }, d: 4 })
var choice = { one: 1, two: 2 }[numbers[2] == 2 ? 'two' : 'one']
var missing = named[?'n9'] ?? named.?n8 ?? 'none'
var last = numbers[^1]
var prefix = cidrSubnet('10.1.0.0/16', 24, 2)
var half = json('0.5')
var granted = shared.grant('ann').role
var role = known.Writer
var looped = [for (n, i) in numbers: { n: n, i: i }]
var half_known = 'a-\${unknown}-b'
var not_null = half_known == null
`,
  "infra/environments/prod.bicepparam": "using '../main.bicep'\n\nparam environmentName = 'prod'\nparam location = 'eastus2'\n",
  "azure.yaml": `name: shop
services:
  web: { host: staticwebapp, uses: [api] }
  api:
    host: containerapp
steps:
  - name: test
    run: |
      npm ci
      npm test
  - name: deploy
    run: azd deploy
`,
  "src/a.ts": `import { meter } from "./meter.js";

export const limit = 4_000;
const tokens = meter.createCounter("openai_tokens_used", { unit: "token" });

export async function answer(question: string): Promise<string> {
  try {
    return await retry(() => ask(question, { deadline: 30 }));
  } catch {
    return "later";
  }
}

test("answers", () => {});
`,
  "scripts/a.py": `"""A script."""
import argparse

LIMIT = 5
MARK = b"x"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--env", required=True, help="environment")
    return parser.parse_args()


if __name__ == "__main__":
    main()
`,
  "README.md": `# Shop

Text with [a link](docs/a.md).

## Steps

1. First do it

~~~sh
# no heading
azd up
~~~

| id | what |
|---|---|
| S1 | keys |

### More

- [ ] an item

## End
`,
  Dockerfile: "FROM node:22\n\nUSER node\n",
};
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const repository = new Repository(root, parser);

// The problem of a check, or the text of its error; and what is left of it after each mutation.
function answer(file, text) {
  try {
    const check = parse(text);
    const problems = [];
    let survivors = 0;
    let mutations = 0;
    for (const environment of check.environments) {
      const found = ask(repository, file, check, environment);
      if (found.problem !== "") problems.push(found.problem);
      for (const places of found.problem === "" ? found.mutations : []) {
        mutations++;
        if (ask(repository.without(places), file, check, environment).problem === "") survivors++;
      }
    }
    return { problem: problems.join("; "), mutations, survivors };
  } catch (error) {
    return { problem: `! ${error.message}`, mutations: 0, survivors: 0 };
  }
}

// holds: how often it is mutated, each seen; a text: how its problem begins.
const main = "infra/main.bicep";
const store = "infra/modules/store.bicep";
const expressions = "infra/modules/expressions.bicep";
const cases = [
  ["azure.yaml", "name = shop", 1],
  ["azure.yaml", "name = 'shop' | market", 1],
  ["azure.yaml", "name = market", 'is "shop"'],
  ["azure.yaml", "name != market", 1],
  ["azure.yaml", "other", "there is no other"],
  ["azure.yaml", "services.*.host", 2],
  ["azure.yaml", "services.*.uses", "there is no uses"],
  ["azure.yaml", "services.*", 1],
  ["azure.yaml", "services[host = containerapp]", 1],
  ["azure.yaml", "services.web.uses = ['api']", 1],
  ["azure.yaml", "services.web.uses['api']", 1],
  ["azure.yaml", "services.web.uses['web']", "there is no 'web'"],
  ["azure.yaml", "services.length >= 2", "there is no length"],
  ["azure.yaml", "steps.length >= 2", 1],
  ["azure.yaml", "steps[0].name = test", 1],
  ["azure.yaml", "steps[name = test].run matches /^npm test$/", 1],
  ["azure.yaml", "steps[run matches /npm|azd/, name != test].run lacks /npm/", 1],
  ["azure.yaml", "steps[*].run lacks /npm/", "is npm ci"],
  ["azure.yaml", "no steps[name = undo]", 0],
  ["azure.yaml", "no steps[name = test]", "there is one"],
  ["azure.yaml", "no services.*.uses", "there is one"],
  ["azure.yaml", "module x", "! module is no kind"],
  ["azure.yaml", "name = [", "! brackets do not match"],
  ["azure.yaml", "name ~ shop", "! name is no kind"],
  ["azure.yaml", "name =", "! = what?"],
  ["infra/environments/*.json", "sku", "! ENOENT"],
  ["infra/environments/prod.json", "users.length = 2", 1],
  ["infra/environments/prod.json", "users[1] = 'bob'", 1],
  ["infra/environments/prod.json", "cache.size > 2", 1],
  ["infra/environments/prod.json", "cache.size < 3", "is 3"],

  ["src/a.ts", "function answer exported = true", 1],
  ["src/a.ts", "function answer call retry", 1],
  ["src/a.ts", "function answer call retry call ask arguments[1].deadline = 30", 1],
  ["src/a.ts", "function answer matches /catch/", 1],
  ["src/a.ts", "const limit = 4000", 1],
  ["src/a.ts", "call meter.createCounter[arguments['openai_tokens_used']]", 1],
  ["src/a.ts", "test 'answers'", 1],
  ["src/a.ts", "import './meter.js'", 1],
  ["src/a.ts", "call createCounter", "there is no call createCounter"],
  ["src/a.ts", "property deadline = 30", 1],
  ["scripts/a.py", "call parser.add_argument[arguments['--env']].required = true", 1],
  ["scripts/a.py", "function main call parser.parse_args", 1],
  ["scripts/a.py", "const LIMIT = 5", 1],
  ["scripts/a.py", "const MARK matches /^b/", 1],
  ["scripts/a.py", "call parser.add_argument[arguments['--all']]", "none with"],
  ["README.md", "section 'Steps' code sh matches /azd up/", 1],
  ["README.md", "section 'Steps' item 'an item'", 1],
  ["README.md", "section 'Steps' row 'S1' matches /keys/", 1],
  ["README.md", "section 'End' item *", "there is no item *"],
  ["README.md", "section 'no heading'", "there is no section"],
  ["README.md", "link docs/a.md", 1],
  ["Dockerfile", "line /^USER node/", 1],

  [main, "param environmentName description matches /^Required/", 1],
  [main, "param size minValue = 1", 1],
  [main, "param size nullable = true", 1],
  [main, "var names store = 'st-prod' in prod", 1],
  [main, "module store params.sku = standard in prod", 1],
  [main, "module store params.sku = 'basic' in dev", 1],
  [main, "module store params.sku reads profile.sku", 1],
  [main, "module store params.publicAccess reads profile.closed", 1],
  [main, "module store params.publicAccess reads profile.sku", "does not read"],
  [main, "module store params.publicAccess is open", 1],
  [main, "module store params.publicAccess reads profile", 1],
  [main, "module store params.publicAccess = 'open'", 'is "<'],
  [main, "module store params.tags.b = '2'", 1],
  [main, "module store params.access[identity = web, role = Reader]", 1],
  [main, "module store params.access[role = Reader].identity = web | ann | bob in prod", 2],
  [main, "module store resource store properties.publicNetworkAccess = Disabled in prod", 1],
  [main, "module store resource store properties.publicNetworkAccess = Enabled in dev", 1],
  [main, "module store resource store sku.tier = STANDARD in prod", 1],
  [main, "module store resource store properties.rules[name = Writer].priority = 101 in prod", 1],
  [main, "module modules/store resource Microsoft.Store/stores/boxes name = main", 1],
  [main, "module * path matches /^modules/ in prod", 1],
  [main, "module cache in prod", 1],
  [main, "module cache in dev", "there is no module cache"],
  [main, "no module cache in dev", 1],
  [main, "no module store in dev", "there is one"],
  [main, "no module other in dev", 0],
  [main, "module cache condition is '(profile.?cache != null)'", 1],
  [main, "module cache params.size = 3 in prod", 1],
  [main, "module cache params.size = 9 in prod given size = 9", 1],
  [main, "module endpoints[params.name matches /cache/] in prod", 1],
  [main, "module endpoints[params.name matches /cache/] in dev", "none with"],
  [main, "module endpoints params.targetId matches /Microsoft.Store\\/stores\\/st-prod\\.id|Cache/ in prod", 1],
  [main, "deployed Microsoft.Network/endpoints[properties.target matches /Microsoft.Cache/] in prod", 1],
  [main, "deployed Microsoft.Store/stores properties.publicNetworkAccess = Disabled in prod", 1],
  [main, "deployed Microsoft.Authorization/roleAssignments[properties.principalId = 'job'].properties.roleDefinitionId = 'w-2' in prod", 1],
  [main, "deployed Microsoft.Authorization/roleAssignments[properties.principalId = 'ann'] in prod", 1],
  [main, "deployed Microsoft.Authorization/roleAssignments scope matches /stores/ in dev, prod", 2],
  [main, "deployed Microsoft.Cache/caches in dev, prod", "there is no deployed"],
  [main, "deployed Microsoft.Cache/caches name matches /^ca-uniqueString/ in prod", 1],
  [main, "output CACHE = '' in dev", 1],
  [main, "output STORE matches /st-dev.id/ in dev", 1],
  [main, "output * lacks /key|secret/i in prod", 1],
  [main, "output /^store$/i matches /st-prod/ in prod", 1],
  [main, "module store in test", "! ENOENT"],
  [store, "param sku default = free", 1],
  [store, "resource grants batchSize = 1", 1],
  [store, "resource store properties.publicNetworkAccess = Disabled", 'is "<publicAccess'],
  [store, "resource store properties.publicNetworkAccess reads publicAccess", 1],
  [store, "param publicAccess default = false", 1],
  [store, "resource store existing = true", "is false"],
  [expressions, "var both = false", 1],
  [expressions, "var either = true", 1],
  [expressions, "var neither = false", 'is "<unknown == x>"'],
  [expressions, "var sums = [7, 3, 1, -1, 2]", 1],
  [expressions, "var text = '0:3,1:1,2:2'", 1],
  [expressions, "var total = 6", 1],
  [expressions, "var large = [3, 2]", 1],
  [expressions, "var rest = [2, 3, 3, 1, 2, 4]", 1],
  [expressions, "var named n3 = 30", 1],
  [expressions, "var changed n3 = 31", 1],
  [expressions, "var entries[0] key = a", 1],
  [expressions, "var flat = [1, 2, 3]", 1],
  [expressions, "var united a.b = 3", 1],
  [expressions, "var united a.c = 2", 1],
  [expressions, "var choice = 2", 1],
  [expressions, "var missing = none", 1],
  [expressions, "var last = 2", 1],
  [expressions, "var prefix = '10.1.2.0/24'", 1],
  [expressions, "var half = 0.5", 1],
  [expressions, "var granted = Reader", 1],
  [expressions, "var role = 'w-2'", 1],
  [expressions, "var looped[2] i = 2", 1],
  [expressions, "var not_null = false", 1],
  [expressions, "var half_known matches /^a-unknown-b$/", 1],
  ["infra/modules/shared.bicep", "var roles Reader = 'r-1'", 1],
  ["infra/environments/prod.bicepparam", "param environmentName = prod", 1],
];

report([
  ["braces stand for several checks", () => is(expanded("a.{b = 1, c['x, y'] = 2}.{d, e} in *"),
    ["a.b = 1.d in *", "a.b = 1.e in *", "a.c['x, y'] = 2.d in *", "a.c['x, y'] = 2.e in *"])],
  ["braces in texts and expressions stand for themselves", () => is(expanded("a.b matches /x.{2}/ in *"), ["a.b matches /x.{2}/ in *"])],
  ["braces in front stand for checks of the whole", () => is(
    [expanded("{a = 1, b = 2} in *"), expanded("no {a, b}")], [["a = 1 in *", "b = 2 in *"], ["no a", "no b"]])],
  ["paths may leave parts open", () => is([repository.paths("**.py"), repository.paths("{src,scripts}/a.*"), repository.paths("*.py")],
    [["scripts/a.py"], ["scripts/a.py", "src/a.ts"], []])],
  ["a set of parameters has a name", () => is(parse("a in prod given some", new Map([["some", parametersOf("b = 1, c = 'd'")]])).parameters,
    parse("a in prod given b = 1, c = 'd'").parameters)],
  ["a set that is not there is refused", () => is(answer("azure.yaml", "name given some").problem, "! nothing is called some")],
  ["a line goes when it is empty", () => is(without("a\nbb\nc\n", [{ start: 2, end: 4 }]), "a\nc\n")],
  ["a comma goes with what stands before it", () => is(without("[1, 2, 3]", [{ start: 1, end: 2 }]), "[2, 3]")],
  ["the last goes with the comma before it", () => is(without("[1, 2, 3]", [{ start: 7, end: 8 }]), "[1, 2]")],
  ["several places go at once", () => is(without("[1, 2, 3]", [{ start: 1, end: 2 }, { start: 4, end: 5 }]), "[3]")],
  ["a place within another goes with it", () => is(without("a\nbcd\n", [{ start: 3, end: 4 }, { start: 2, end: 5 }]), "a\n")],
  ["a text can stand in its place", () => is(without("if x:\n  y()\n", [{ start: 8, end: 11, instead: "pass" }]), "if x:\n  pass\n")],
  ...cases.filter(([file]) => parser !== null || !isBicep(file)).map(([file, text, wanted]) => [`${file}: ${text}`, () => {
    const found = answer(file, text);
    if (typeof wanted === "string") return ok(found.problem.startsWith(wanted), `found ${found.problem || "no problem"}`);
    return found.problem || is([found.mutations, found.survivors], [wanted, 0]);
  }]),
]);
