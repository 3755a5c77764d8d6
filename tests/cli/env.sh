#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp env list, show and render.
# shellcheck disable=SC2016,SC2317 # texts with $ and `; check calls functions
. "${srcdir:-.}/tests/lib.sh"

azstamp init shop -q || exit 1
cd shop || exit 1

# env list
run azstamp env list
check 'list succeeds' status_is 0
check 'list has a line for each environment and a heading' \
	test "$(wc -l <"$out")" = 4
check 'list is in the order of promotion' test "$(cut -d' ' -f1 "$out" |
	paste -sd' ')" = 'ENVIRONMENT dev staging prod'
check 'list shows the sizes of development' shows \
	'dev azstamp/dev development eastus2 10 basic 0.5 1.0Gi 0-3 200'
check 'list shows the sizes of production' shows \
	'prod azstamp/prod production eastus2 100 standard 2.0 4.0Gi 2-50 2000'
check 'no line of list ends in a blank' not grep -n ' $' "$out"
run azstamp env list -o json
check 'list as JSON is JSON' json_ok
check 'list as JSON is in the order of promotion' json_has \
	"[e['name'] for e in d] == ['dev', 'staging', 'prod']"
check 'list as JSON has every value' json_has \
	"d[2]['values']['containers']['maxReplicas'] == 50 and
d[2]['level'] == 'production' and d[2]['extends'] == 'azstamp/prod' and
d[2]['file'] == 'profiles/prod.yaml' and d[2]['location'] == 'eastus2'"
cat >profiles/dev.yaml <<'END'
level: development
openai: { deployments: { chat: { model: gpt-5.4-mini, version: "2026-03-17" } } }
search: { enabled: false }
budget: { enabled: false }
END
run azstamp env list
check 'list shows what is off as a dash, and no parent as one' shows \
	'dev - development eastus2 10 - 0.5 1.0Gi 1-10 -'
restore
run azstamp env list extra
check 'list takes no operand' status_is 2

# env show
run azstamp env show prod
check 'show succeeds' status_is 0
check 'a value of the profile names its line' shows \
	'openai.capacity 100 profiles/prod.yaml:8'
check 'a value of the built-in profile names its line' shows \
	"containers.maxReplicas 50 azstamp/prod:$(
		grep -n '^  maxReplicas: 50' "$srcdir/profiles/prod.yaml" |
			cut -d: -f1
	)"
check 'a default is called so' shows 'search.enabled true default'
check 'every line names a source' not grep -vqE \
	' (default|profiles/prod\.yaml:[0-9]+|azstamp/prod:[0-9]+)$' "$out"
check 'each source says what show says' bash -c '
	while read -r path value source; do
		file=${source%:*} line=${source##*:}
		case $file in
		default) continue ;;
		azstamp/*) file=$srcdir/profiles/${file#azstamp/}.yaml ;;
		esac
		sed -n "${line}p" "$file" | tr -d \" | sed "s/#.*//" |
			grep -qE "^ *${path##*.}: $value *$" ||
			{ echo "$path $value $source" && exit 1; }
	done' <"$out"
run azstamp env show prod openai.capacity
check 'a path shows that value only' test "$(wc -l <"$out")" = 1
run azstamp env show prod openai
check 'a group shows what is below it' not grep -qv '^openai\.' "$out"
check 'a group shows all that is below it' out_has openai.sku \
	openai.deployments.chat.model
run azstamp env show prod open
check 'half a name is no path' status_is 2
check 'a path without a value is named' err_has 'prod has no value at open'
run azstamp env show qa
check 'an unknown environment is wrong usage' status_is 2
check 'an unknown environment: those there are' err_is \
	'azstamp: there is no environment qa (there are: dev, staging, prod)
Try `azstamp help env show`.'
run azstamp env show prod openai -o json
check 'show as JSON is JSON' json_ok
check 'show as JSON has types and sources' json_has \
	"{'path': 'openai.capacity', 'value': 100,
'source': 'profiles/prod.yaml:8'} in d"

cat >profiles/qa.yaml <<'END'
extends: prod
containers:
  # A comment, and a blank line:

  cpu: 1.5
  memory: 3Gi
search: null
tags:
  costCenter: "4711"
openai:
  deployments:
    chat:
      capacity: 7
services:
  chat-service:
    containers:
      maxReplicas: 9
END
run azstamp env show qa
check 'show succeeds with a chain' status_is 0
check 'own values come first' shows 'containers.cpu 1.5 profiles/qa.yaml:5'
check 'then those of the parent' shows 'openai.capacity 100 profiles/prod.yaml:8'
check 'then those of the built-in profile' shows "containers.minReplicas 2 azstamp/prod:$(
	grep -n '^  minReplicas: 2' "$srcdir/profiles/prod.yaml" | cut -d: -f1
)"
check 'null goes back to the default' shows 'search.sku basic default'
check 'maps merge by key' shows \
	'openai.deployments.chat.capacity 7 profiles/qa.yaml:13'
check 'a merged map keeps the rest' out_has 'openai.deployments.chat.model ' \
	'openai.deployments.embedding.model '
check 'a tag is shown' shows 'tags.costCenter 4711 profiles/qa.yaml:9'
check 'a size of one service is shown' shows \
	'services.chat-service.containers.maxReplicas 9 profiles/qa.yaml:17'
run azstamp env list
check 'list names the parent' grep -qE '^qa +prod +production ' "$out"
run azstamp env render qa
check 'a new environment can be rendered' out_is \
	'wrote infra/environments/qa.bicepparam
wrote infra/environments/qa.json'
check 'the new values are those of the chain' python3 -c '
import json
d = json.load(open("infra/environments/qa.json"))
assert d["services"]["chat-service"] == {"cpu": "1.5", "memory": "3Gi",
    "minReplicas": 2, "maxReplicas": 9, "concurrentRequests": 20,
    "cpuUtilization": 70, "revisionMode": "Multiple"}, d
assert d["services"]["text-service"]["maxReplicas"] == 50, d
assert d["search"]["sku"] == "basic" and d["search"]["replicas"] == 1, d
assert d["openai"]["deployments"][0]["capacity"] == 7, d
assert "capacity" not in d["openai"]["deployments"][1], d
assert d["tags"] == {"costCenter": "4711"}, d'
restore

# env render
run azstamp env render
check 'render succeeds' status_is 0
check 'render has nothing to do' out_is 'Everything is up to date.'
check 'render changed nothing' test -z "$(changed)"
run azstamp env render -q
check 'render -q is quiet' out_empty

sed -i 's/capacity: 100/capacity: 150/' profiles/prod.yaml
git commit -qam 'More capacity'
run azstamp env render --check
check 'render --check finds what is stale' status_is 3
check 'render --check names it' out_is 'stale infra/environments/prod.json'
check 'render --check writes nothing' test -z "$(changed)"
run azstamp env render --check -o json
check 'render --check as JSON' json_has \
	"d == {'stale': ['infra/environments/prod.json']}"
run azstamp env render dev
check 'render of another environment changes nothing' test -z "$(changed)"
run azstamp env render prod
check 'render writes what is stale' out_is 'wrote infra/environments/prod.json'
check 'render changes the values and the lock only' changed_is \
	' M .azstamp/lock.json' ' M infra/environments/prod.json'
check 'render changes one line of the values' test \
	"$(git diff --numstat infra/environments/prod.json | cut -f1,2)" = $'1\t1'
check 'render changes that line' grep -qxF '    "capacity": 150,' \
	infra/environments/prod.json
check 'render changes one line of the lock' test \
	"$(git diff --text .azstamp/lock.json | grep -c '^[-+] ')" = 2
check 'the lock holds the new digest' grep -q \
	"$(sha256sum infra/environments/prod.json | cut -d' ' -f1)" .azstamp/lock.json
check 'no temporary file is left' test -z "$(find . -name '.azstamp-*')"
run azstamp check
check 'then check is content' status_is 0
git commit -qam 'Rendered'

sed 's/"capacity": 150/"capacity": 15/' infra/environments/prod.json >../edited
cp ../edited infra/environments/prod.json
chmod 600 infra/environments/prod.json
run azstamp env render --check
check 'a hand edit is stale' status_is 3
run azstamp env render
check 'a hand edit is overwritten' test -z "$(changed)"
check 'a hand edit is kept' cmp ../edited \
	.azstamp/undo/last/files/infra/environments/prod.json.before
check 'a hand edit is named, and where it is kept' out_has \
	'infra/environments/prod.json (edited by hand' .azstamp/undo/
check 'what is kept is ignored by git' test -z "$(git status --porcelain)"
rm infra/environments/staging.json
run azstamp env render staging
check 'a missing file is written again' test -z "$(changed)"
run azstamp env render dev prod dev -o json
check 'render as JSON' json_has "d == {'written': []}"
run azstamp env render dev qa
check 'an unknown environment is wrong usage' status_is 2
check 'an unknown environment is named' err_has 'there is no environment qa'

rm infra/environments/dev.json
ln -s ../../README.md infra/environments/dev.json
cp README.md ../readme
run azstamp env render dev
check 'a symbolic link is not written through' cmp README.md ../readme
restore

sed -i 's/capacity: 150/capacity: 0/' profiles/prod.yaml
run azstamp env render dev
check 'nothing is rendered of an invalid model' status_is 3
check 'the finding is a message' err_has 'profiles/prod.yaml:8:13: error[AZS0003]'
check 'there is no data then' out_empty
restore
rm .azstamp/lock.json
run azstamp env render
check 'without a lock render fails' status_is 1
check 'without a lock render names it' err_has .azstamp/lock.json
restore
run azstamp -C "$work" env list
check 'without a repository it fails' status_is 1
mkdir -p a/b
run azstamp -C a/b env show prod
check 'places are relative to the repository' shows \
	'openai.capacity 150 profiles/prod.yaml:8'

# What is rendered does not depend on the order of the folder.
mkdir "$work/other"
cp -r ./. "$work/other"
rm "$work"/other/profiles/*
for name in staging prod dev; do
	sed 's/amount: .*/amount: 4711/' "profiles/$name.yaml" \
		>"$work/other/profiles/$name.yaml"
done
sed -i 's/amount: .*/amount: 4711/' profiles/*.yaml
azstamp env render -q >"$out"
azstamp -C "$work/other" env render -q >"$out"
check 'render -q says nothing' out_empty
check 'render does not follow the order of the folder' \
	same_files infra "$work/other/infra"
check 'nor does the lock' cmp .azstamp/lock.json "$work/other/.azstamp/lock.json"
run bash -c '"$AZSTAMP" env list >/dev/full'
check 'a full disk is a failure' status_is 1
finish
