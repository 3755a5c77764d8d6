#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp adopt: take over a repository that azstamp did not make.
# shellcheck disable=SC2317 # check calls the functions
. "${srcdir:-.}/tests/lib.sh"

tree() { # all bytes and modes outside .azstamp
	find . -path ./.git -prune -o -path ./.azstamp -prune -o -type f \
		-printf '%p %m ' -exec sha256sum {} \; | sort
}
state_is() { # PATH STATE, in the JSON of status
	azstamp status -o json | python3 -c '
import json, sys
files = json.load(sys.stdin)["files"]
found = [f["state"] for f in files if f["path"] == sys.argv[1]]
sys.exit(found != [sys.argv[2]])' "$1" "$2"
}

mkdir bare
echo 'name: shop' >bare/azure.yaml
run azstamp -C bare adopt
check 'without azstamp.yaml: exit 1' status_is 1
check 'without azstamp.yaml: says how to get one' err_has 'azstamp init' \
	'copy azstamp.yaml and profiles/'

# One that was made by azstamp and has lost its lock, with edits of all kinds.
run azstamp init shop
cd shop || exit 1
run azstamp adopt
check 'a known repository: exit 1' status_is 1
check 'a known repository: says so' err_has '.azstamp/lock.json is there'
rm -rf .azstamp infra/modules/cost services/web
sed -i '1i // our models' infra/main.bicep
sed -i 's/"capacity": 100/"capacity": 7/' infra/environments/prod.json
sed -i 's/$/\r/' azure.yaml
git add -A && git commit -qm before
tree >../before
run azstamp status
check 'before: no lock' err_has .azstamp/lock.json
run azstamp adopt --dry-run
check 'a dry run says what it would do' out_has 'released  infra/main.bicep' \
	'Would be adopted: '
check 'a dry run writes nothing' not test -e .azstamp
run azstamp adopt -o json --dry-run
check 'json: parses' python3 -m json.tool "$out"
run azstamp adopt
check 'adopt: exit 0' status_is 0
check 'files that differ are released' out_has 'released  infra/main.bicep' \
	'released  infra/environments/prod.json'
check 'it says what comes next' out_has 'azstamp update creates the '
check 'nothing is written outside of .azstamp' diff ../before <(tree)
check 'a file with CRLF is managed' state_is azure.yaml pristine
check 'a file that differs is released' state_is infra/main.bicep released
check 'the rest is managed' state_is infra/modules/ai/search.bicep pristine
git add -A && git commit -qm adopted
run azstamp update
check 'update creates what is missing' out_has \
	'created   infra/modules/cost/budget.bicep' 'created   services/web/public/index.html'
check 'update touches no released file' not grep -q \
	'infra/main.bicep\|prod.json' "$out"
sed -i 's/^search:/search:\n  enabled: false/' profiles/dev.yaml
run azstamp update
check 'nor later, when the model changes' not grep -q 'infra/main.bicep' "$out"
git checkout -q profiles && run azstamp update
git add -A && git commit -qm updated
run azstamp update --restore infra/main.bicep
check 'a released file is taken over again' state_is infra/main.bicep edited
check 'with the edits in it' grep -q 'our models' infra/main.bicep
sed -i 's/^search:/search:\n  enabled: false/' profiles/dev.yaml
run azstamp update
check 'and is merged from then on' out_has 'merged    infra/main.bicep'
run azstamp update --restore infra/environments/prod.json
check 'released values are written when asked for' grep -q '"capacity": 100' \
	infra/environments/prod.json

cd .. && rm -rf shop && azstamp init shop -q && cd shop && rm -rf .azstamp
run azstamp adopt
run azstamp update undo
check 'adoption can be undone' not test -e .azstamp/lock.json
run azstamp adopt
check 'an identical repository has nothing released' out_has ' 0 released'
run azstamp update
check 'and nothing to update' out_is 'Everything is up to date.'
finish
