#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp env set, unset, new and diff: what edits profiles or compares them.
# TOOLS: a folder with the packages of tests/tools installed.
# shellcheck disable=SC2016,SC2317 # texts with $ and `; check calls functions
. "${srcdir:-.}/tests/lib.sh"

azstamp init shop -q || exit 1
cd shop || exit 1

# env set
run azstamp env set prod openai.capacity=150 tags.owner=ada
check 'set succeeds' status_is 0
check 'set says what changes, and what update will do' out_is \
	'profiles/prod.yaml: openai.capacity: 100 -> 150
profiles/prod.yaml: tags.owner: - -> ada
Now `azstamp update` will do:
  updated   infra/environments/prod.json'
check 'set changes the profile and nothing else' changed_is \
	' M profiles/prod.yaml'
check 'set changes the line and adds a group' test "$(lines_changed \
	profiles/prod.yaml)" = '-  capacity: 100
+  capacity: 150
+tags:
+  owner: ada'
run azstamp update
check 'update does what set said' out_has 'infra/environments/prod.json'
run azstamp check
check 'then all is well' status_is 0
restore
run azstamp env set prod openai.capacity=150 -o json
check 'set as JSON' json_has "d == {'file': 'profiles/prod.yaml', 'values':
[{'path': 'openai.capacity', 'before': 100, 'after': 150}], 'errors': 0,
'update': [{'action': 'updated', 'path': 'infra/environments/prod.json'}]}"
restore
run azstamp env set prod -q search.replicas=4
check 'set -q is quiet' out_empty
restore
run azstamp env set prod openai.capacity 150
check 'set with two words, as azd has it, says how to write one' err_has \
	'azstamp: a path and its value are one word: openai.capacity=150'
check 'set with two words is wrong use' status_is 2
run azstamp env set prod openai.capacity=100
check 'setting what is there changes nothing' test -z "$(git status --porcelain)"
check 'setting what is there says so' out_has 'there is nothing to update'
run azstamp env set dev extends=staging
check 'set shows what an environment extends' out_has \
	'profiles/dev.yaml: extends: azstamp/dev -> staging'
restore
run azstamp env set prod 'monitoring.alertEmails=[a@b.example, c@d.example]'
check 'set takes a list' grep -qxF \
	'  alertEmails: ["a@b.example", "c@d.example"]' profiles/prod.yaml
run azstamp env set prod monitoring.alertEmails=null search.sku=null
check 'null is written as null' grep -qxF '  sku: null' profiles/prod.yaml
run azstamp env show prod search.sku
check 'null goes back to the default' shows 'search.sku basic default'
restore

run azstamp env set prod containers.cpu=1.0
check 'an edit that breaks a rule is made' grep -qx '  cpu: 1.0' \
	profiles/prod.yaml
check 'and the finding is shown' err_has 'profiles/prod.yaml:15:11: error[AZS0104]'
check 'and the exit status says so' status_is 3
run azstamp env set prod containers.memory=2.0Gi
check 'an edit may mend an invalid model' status_is 0
restore
echo 'opnai: 5' >>profiles/prod.yaml
run azstamp env unset prod opnai
check 'a key that is no field can be taken out' status_is 0
check 'that mends the file' test -z "$(git status --porcelain)"

for edit in 'openai.capacity=many' 'opnai.capacity=1' 'openai=1' 'pattern=x' \
	'services.No.containers.cpu=1' 'openai.capacity' '=1' 'level=' \
	'locations=[a'; do
	run azstamp env set prod "$edit"
	check "refused: $edit" status_is 2
	check "named: $edit" err_has "azstamp: $edit: "
done
run azstamp env set prod openai.capacity=5 openai.capacity=x
check 'one bad value and nothing is written' test -z "$(git status --porcelain)"
run azstamp env set qa openai.capacity=5
check 'an unknown environment: those there are' err_has \
	'there is no environment qa (there are: dev, staging, prod)'
run azstamp env set prod
check 'set without a value is wrong usage' status_is 2
echo 'a: [' >>profiles/prod.yaml
run azstamp env set prod openai.capacity=5
check 'what is no YAML is not edited' status_is 3
check 'what is no YAML is shown with its place' err_has 'profiles/prod.yaml:20:1: error'
restore
printf 'search: null\n' >profiles/dev.yaml
run azstamp env set dev search.sku=basic
check 'null is no map' err_is \
	'azstamp: profiles/dev.yaml:1:9: null stands here for the defaults of the whole group: take it out first'
check 'null is no map: exit status 1' status_is 1
restore
mv profiles/prod.yaml profile && ln -s ../profile profiles/prod.yaml
run azstamp env set prod openai.capacity=5
check 'a symbolic link is not written through' test "$status" != 0 -a -L profiles/prod.yaml
rm profiles/prod.yaml profile
restore

# env unset
run azstamp env unset prod openai.capacity
check 'unset succeeds' status_is 0
check 'unset takes out one line' test "$(lines_changed profiles/prod.yaml)" = \
	'-  capacity: 100'
check 'the value comes from the parent again' out_has \
	'profiles/prod.yaml: openai.capacity: 100 -> 100'
run azstamp env unset prod openai.capacity
check 'what is not set is wrong usage' status_is 2
check 'what is not set: where the value comes from' grep -qx \
	'azstamp: openai.capacity is not set in profiles/prod.yaml; its value comes from azstamp/prod:[0-9]*' \
	"$err"
run azstamp env unset prod search.enabled
check 'what is a default is called so' err_has 'its value is the default'
run azstamp env unset prod openai search.sku
check 'a group can be taken out, and several fields' test \
	"$(grep -c 'openai\|search' profiles/prod.yaml)" = 0
restore

# env new
run azstamp env new qa --from staging
check 'new succeeds' status_is 0
check 'new says what update will do' out_has \
	'profiles/qa.yaml: new, extends staging' 'Now `azstamp update` will do:' \
	'  created   infra/environments/qa.json' '  updated   infra/main.bicep'
check 'new names the schema in the first line' test "$(head -n 1 \
	profiles/qa.yaml)" = \
	'# yaml-language-server: $schema=../.azstamp/schema/profile.json'
check 'new extends what --from names' grep -qx 'extends: staging' profiles/qa.yaml
check 'new writes the profile only' changed_is '?? profiles/qa.yaml'
azstamp update -q >"$out" && git add -A && git commit -qm 'Add qa'
run azstamp check
check 'after an update all is well' status_is 0
run azstamp env list
check 'the new environment is listed' grep -q '^qa  *staging  *staging' "$out"
run azstamp env diff qa staging
check 'it has the values of what it extends' out_is \
	'qa and staging have the same values.'
run azstamp env new qa
check 'a profile that is there is not overwritten' status_is 1
run azstamp env new dev-ada -o json
check 'new as JSON' json_has "d['name'] == 'dev-ada' and
d['extends'] == 'azstamp/dev' and d['file'] == 'profiles/dev-ada.yaml' and
{'action': 'created', 'path': 'infra/environments/dev-ada.json'} in d['update']"
check 'new without --from writes the sizes of init' cmp \
	<(tail -n +4 profiles/dev.yaml) <(tail -n +4 profiles/dev-ada.yaml)
run azstamp env new preprod --from azstamp/prod
check 'new takes a built-in profile' grep -qx 'extends: azstamp/prod' \
	profiles/preprod.yaml
for name in Bad no a--b x/y '' ../x; do
	run azstamp env new "$name"
	check "refused as a name: \"$name\"" status_is 2
done
run azstamp env new x --from y
check 'an unknown profile is wrong usage' status_is 2
check 'an unknown profile: those there are' err_has '--from: there is no environment y (there are: '
run azstamp env new x --from azstamp/y
check 'so is an unknown built-in one' err_has \
	'--from: there is no built-in profile azstamp/y'
restore

# env diff
run azstamp env diff dev prod
check 'diff succeeds' status_is 0
check 'diff has a heading' shows 'FIELD dev prod'
check 'diff shows what differs' shows 'containers.memory 1.0Gi 4.0Gi'
check 'diff shows what one does not have as a dash' shows \
	'cosmos.maxThroughput - 4000'
check 'diff leaves out what is the same' not grep -q '^openai.sku ' "$out"
check 'diff is sorted' sort -c <(tail -n +2 "$out")
cp "$out" "$work/differ"
run azstamp env diff dev prod --all
check 'diff --all shows what is the same, too' shows 'openai.sku S0 S0'
check 'diff --all shows all that differs' test -z "$(
	tr -s ' ' <"$work/differ" | sort >"$work/a"
	tr -s ' ' <"$out" | sort >"$work/b"
	comm -23 "$work/a" "$work/b"
)"
run azstamp env diff dev prod -o json
check 'diff as JSON has values and sources' json_has \
	"[r for r in d if r['path'] == 'openai.capacity'] == [{'path':
'openai.capacity', 'a': {'value': 10, 'source': 'profiles/dev.yaml:8'},
'b': {'value': 100, 'source': 'profiles/prod.yaml:8'}}] and
all((r['a'] or {}).get('value') != (r['b'] or {}).get('value') for r in d)"
run azstamp env diff dev
check 'diff of one environment is wrong usage' status_is 2
run azstamp env diff dev nope
check 'diff of an unknown environment is wrong usage' status_is 2

# 200 generated edits, read by another parser.
TOOLS=${TOOLS:-$srcdir/build/tools}
if [ -d "$TOOLS/node_modules/yaml" ]; then
	run node "$TOOLS/edits.mjs" "$AZSTAMP" . 200
	check 'generated edits change one thing, and leave no byte behind' \
		out_has '200 edits passed, 0 failed'
else
	skip 'generated edits change one thing, and leave no byte behind' \
		"no validators in $TOOLS: script/test installs them"
fi
finish
