#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp explain: a page for every field and every rule.
# shellcheck disable=SC2016,SC2317 # texts with `; check calls functions
. "${srcdir:-.}/tests/lib.sh"

run azstamp explain containers.cpu
check 'a field has its page, outside of any repository' out_is \
	'containers.cpu
  CPU of each container app replica.

  file      profiles/<env>.yaml
  value     a decimal from 0.25 to 4.00
  unit      vCPU
  default   0.5
  built in  azstamp/dev: 0.5, azstamp/staging: 1.0, azstamp/prod: 2.0
  source    Microsoft Learn, Container Apps, 2025-11'
run azstamp explain services.api.containers.cpu
check 'a name of one'\''s own stands for any' out_has \
	'services.api.containers.cpu' 'CPU of this service'
run azstamp explain openai.deployments.chat.model
check 'a role of the built-in profiles has its values' out_has \
	'azstamp/dev: gpt-5.4-mini'
run azstamp explain tags.owner
check 'an entry of a map of strings has the page of the map' out_has \
	'Tags on every resource'
run azstamp explain locations
check 'a field of both files has two pages' out_has \
	'file      azstamp.yaml' 'file      profiles/<env>.yaml'
run azstamp explain edge
check 'a group lists its fields' out_has 'edge.kind ' 'edge.domain '
check 'a group lists no others' not grep -qv '^edge\.' "$out"
run azstamp explain openai.deployments.chat
check 'a role lists its fields' out_has 'openai.deployments.*.version '
run azstamp explain budget.amount -o json
check 'a field as JSON' json_has "d[0]['path'] == 'budget.amount' and
d[0]['type'] == 'integer' and d[0]['minimum'] == 1 and d[0]['default'] == 200
and d[0]['builtIn'] == {'azstamp/dev': 200, 'azstamp/staging': 800,
'azstamp/prod': 2000}"

run azstamp explain AZS0103
check 'a rule has its page' out_is 'AZS0103
  Production runs at least two replicas.

  Breaking it: nobody asks in development, nobody asks in staging, an error in production.
  To mend it: set minReplicas: 2 or more, so that a lost replica is no outage.'
run azstamp explain azs0104
check 'a rule is found in lower case, too, and has its source' out_has \
	'Breaking it is an error.' 'Source: Microsoft Learn, Container Apps'
run azstamp explain AZS0001 -o json
check 'a rule as JSON' json_has "d[0]['rule'] == 'AZS0001' and
d[0]['severity'] == {'development': 'error', 'staging': 'error',
'production': 'error'}"

run azstamp explain multi-region
check 'an item of readiness has its page' out_is 'multi-region
  Multi-region deployment.

  Where something is missing: n/a in development, n/a in staging, warn in production.
  To mend it: `azstamp readiness` names what is missing.
  Suppressed by: suppress.multi-region in a profile.
  Sources: P3, RE:05'
run azstamp explain private-endpoints -o json
check 'an item as JSON' json_has "d[0]['item'] == 'private-endpoints' and
d[0]['missing'] == {'development': 'warn', 'staging': 'warn',
'production': 'fail'}"

for word in opnai.capacity AZS9999 '' . openai. 'a b'; do
	run azstamp explain "$word"
	check "neither field nor rule: \"$word\"" status_is 2
done
run azstamp explain opnai.capacity
check 'what is misspelt gets the nearest' err_has '(did you mean openai.capacity?)'

run azstamp explain
check 'the list has fields and rules' out_has 'services.*.uses ' 'AZS0104  '
grep -o '^AZS[0-9]*' "$out" >rules
check 'the list of rules is in the order of their ids' sort -cu rules
run azstamp explain -o json
check 'the list as JSON has every field with type and summary' json_has \
	"all(f['summary'].endswith('.') and f['type'] for f in d if 'path' in f)
and len([f for f in d if 'path' in f]) > 100"
check 'every number has its unit or needs none' json_has "{f['path']
for f in d if f.get('type') in ('integer', 'decimal') and not f['unit']} == set()"
check 'every range and list of values has its source' json_has "{f['path']
for f in d if 'path' in f and f['type'] in ('integer', 'decimal', 'enum')
and not f['source'] and f['file'] != 'azstamp.yaml'} <= {'level', 'edge.kind',
'backup.redundancy', 'apiManagement.tokensPerMinute',
'apiManagement.requestsPerMinute', 'containers.revisionMode',
'monitoring.failedRequests', 'monitoring.throttledRequests',
'monitoring.serverErrors', 'serviceBus.backlog', 'openai.quotaUtilization',
'search.throttledQueries', 'apiManagement.cpuUtilization',
'functions.eventAgeSeconds',
'appService.cpuUtilization',
'serviceLevels.responseMilliseconds', 'serviceLevels.availability',
'serviceLevels.errorRate', 'serviceLevels.tokenSpend'}"

# Whatever rule a finding may name has its page.
grep -oh '"AZS[0-9]\{4\}"' "$srcdir"/src/*.[ch] | tr -d '"' | sort -u >named
check 'every rule of the program has a page' diff -u named rules

# What Bicep bounds in a profile, the field table bounds alike.
cat >bounds.py <<'END'
import json, re, sys

fields = {f["path"]: f for f in json.load(open(sys.argv[1]))
          if f.get("file", "").startswith("profiles/")}
types, type_, bounds, seen = {}, None, {}, 0
for line in open(sys.argv[2]):
    line = line.strip()
    if match := re.fullmatch(r"type (\w+) = \{", line):
        type_ = types[match[1]] = {}
    elif match := re.fullmatch(r"@(min|max)Value\((-?\d+)\)", line):
        bounds[match[1] + "imum"] = int(match[2])
    elif match := re.fullmatch(r"(\w+): (.*?)\??", line):
        type_[match[1]] = match[2], bounds
        bounds = {}
for group, (name, _) in types["environmentProfile"].items():
    for key, (words, bounds) in types.get(name, {}).items():
        field = fields.get(f"{group}.{key}")
        if field is None:
            continue
        said = {k: field[k] for k in bounds if k in field}
        assert said == bounds, (group, key, said, bounds)
        if field["type"] == "enum" and "'" in words:
            assert set(re.findall("'([^']*)'", words)) == \
                set(field["values"]), (group, key, words)
        seen += bool(bounds) or field["type"] == "enum"
print(seen)
END
azstamp explain -o json >fields.json
for pattern in microservice event-driven multi-region chat-baseline; do
	azstamp init "$pattern" --pattern "$pattern" --name shop -q --no-git
	run python3 -B bounds.py fields.json \
		"$pattern/infra/modules/shared/profile.bicep"
	check "$pattern: Bicep bounds a profile as the field table does" status_is 0
	check "$pattern: there are bounds" test "$(cat "$out")" -gt 10
done
finish
