#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp update undo: every byte and mode comes back, and nothing of the
# user's is overwritten.
# shellcheck disable=SC2317 # check calls the functions
. "${srcdir:-.}/tests/lib.sh"

# Paths, modes and bytes of everything but git's and the journal.
tree() {
	find . -path ./.git -prune -o -path ./.azstamp/undo -prune -o \
		-type f -printf '%p %m ' -exec sha256sum {} \; | sort
}
tree_is() { diff "$1" <(tree); }

run azstamp init shop
cd shop || exit 1
run azstamp update undo
check 'nothing to undo: exit 1' status_is 1
check 'nothing to undo: says so' err_has 'there is no update to undo'

# An update that creates, updates, merges, removes, releases and conflicts.
sed -i '1i // our models' infra/main.bicep
chmod 600 infra/main.bicep
echo '// ours' >>infra/modules/ai/search.bicep
sed -i 's/"capacity": 100/"capacity": 7/' infra/environments/prod.json
chmod 0755 infra/environments/dev.json
rm -r infra/modules/cost
cp profiles/prod.yaml profiles/prod-eu.yaml
sed -i 's/^search:/search:\n  enabled: false/' profiles/*.yaml
tree >../before
run azstamp update
check 'an update with everything: exit 0' status_is 0
check 'a file keeps its permissions' test "$(stat -c %a infra/main.bicep)" = 600
tree >../after
run azstamp update undo
check 'undo: exit 0' status_is 0
check 'undo: all bytes and modes are back' tree_is ../before
run azstamp update undo
check 'a second undo has nothing to do: exit 1' status_is 1
run azstamp update
check 'the update does the same again' tree_is ../after
run azstamp update
check 'an update without changes: says so' out_has 'Everything is up to date.'
run azstamp update undo
check 'it leaves the undo of the one before' tree_is ../before

# A file that was edited since.
run azstamp update
echo '// since' >>infra/main.bicep
cp infra/main.bicep ../since
run azstamp update undo
check 'a file edited since: exit 0' status_is 0
check 'a file edited since: it is kept' cmp infra/main.bicep ../since
check 'a file edited since: it is named' err_has 'infra/main.bicep was edited since'
check 'a file edited since: what it was before is there' grep -q 'our models' \
	.azstamp/undo/kept/files/infra/main.bicep.before
check 'a file edited since: the others are back' not test -e \
	infra/environments/prod-eu.json
run azstamp update
check 'and the next update merges it' grep -q '// since' infra/main.bicep

# Another branch, another state.
git add -A && git commit -qm one
run azstamp init ../other --no-git -q --name other
cp -r ../other/.azstamp .
run azstamp update undo
check 'a lock that has changed since: exit 1' status_is 1
check 'a lock that has changed since: says so' err_has 'nothing was undone'
git checkout -q .

# env render has its undo, too.
sed -i 's/capacity: 100/capacity: 150/' profiles/prod.yaml
cp infra/environments/prod.json ../prod.json
run azstamp env render
check 'env render writes' not cmp -s infra/environments/prod.json ../prod.json
run azstamp update undo -o json
check 'undo of env render' cmp infra/environments/prod.json ../prod.json
check 'json: parses' python3 -m json.tool "$out"
finish
