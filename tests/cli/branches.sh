#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp update and git: merged branches, and every kind of clone.
# shellcheck disable=SC2317 # check calls the functions
. "${srcdir:-.}/tests/lib.sh"

fresh_is_same() { # the tree equals that of a new repository of the same model
	rm -rf ../fresh
	run azstamp init ../fresh --name shop --no-git -q
	rm ../fresh/profiles/* && cp azstamp.yaml ../fresh/ &&
		cp profiles/* ../fresh/profiles/
	run azstamp -C ../fresh update -q
	diff -r --exclude=.git --exclude=undo . ../fresh
}
commit() { azstamp update -q >/dev/null && git add -A && git commit -qm "$1"; }
search_off() { sed -i 's/^search:/search:\n  enabled: false/' "profiles/$1.yaml"; }

run azstamp init shop
cp -r shop pristine
cd shop || exit 1

# Two branches that both updated, and touch the same files.
git checkout -qb one
search_off dev
sed -i 's/capacity: 100/capacity: 150/' profiles/prod.yaml
commit one
git checkout -q main && git checkout -qb two
printf 'extends: azstamp/staging\n' >profiles/qa.yaml
search_off staging
commit two
run git merge one
check 'git keeps lock and base files whole on one side' not grep -rq '<<<<<<<' .azstamp
check 'git reports them' test -n "$(git ls-files -u .azstamp)"
grep -rl '<<<<<<<' infra README.md .github 2>/dev/null >../marked
run azstamp update --repair
while read -r path; do run azstamp update --theirs "$path"; done <../marked
check 'repaired: exit 0' status_is 0
check 'repaired: the tree is that of a fresh repository' fresh_is_same
git add -A && git commit -qm merged
run azstamp check
check 'repaired: check is content' status_is 0
run azstamp update
check 'repaired: a second update does nothing' out_is 'Everything is up to date.'

# The other side's lock, with base files of this one; an edit on the way.
git checkout -q one && sed -i '1i // our models' infra/main.bicep
git commit -qam edit
run git merge two
git show main:.azstamp/lock.json >.azstamp/lock.json
printf 'extends: azstamp/dev\n' >profiles/sandbox.yaml
run azstamp update
check 'lock and base do not fit: exit 1' status_is 1
check 'lock and base do not fit: says what to do' err_has 'azstamp update --repair'
run azstamp check
check 'check tells of it' out_has 'AZS0210' '--repair'
run azstamp update --repair
check 'mended: exit 0' status_is 0
check 'mended: the edit is there' grep -q 'our models' infra/main.bicep
git add -A && git commit -qm 'merged again'
run azstamp status
check 'mended: one file is edited' out_has ', 1 edited;'

# Markers in the lock: merged by something that ignores attributes.
{
	echo '<<<<<<< HEAD'
	cat .azstamp/lock.json
	echo =======
	sed 's/"mode": "0644"/"mode": "0755"/' .azstamp/lock.json
	echo '>>>>>>> two'
} >../lock && cp .azstamp/lock.json ../good && cp ../lock .azstamp/lock.json
run azstamp update
check 'a lock with markers: exit 1' status_is 1
run azstamp update --repair
check 'a lock with markers is mended' cmp .azstamp/lock.json ../good
echo '{' >.azstamp/lock.json
rm services/web/public/app.js
run azstamp update --repair
check 'a lock that is lost is made again' cmp .azstamp/lock.json ../good
check 'a deleted starter file stays away' not test -e services/web/public/app.js
git checkout -q .

# Base files that are gone.
rm .azstamp/base/infra/modules/ai/search.bicep.base .azstamp/base/infra/main.bicep.base
cp infra/main.bicep ../edited
run azstamp update
check 'a missing base file: exit 1' status_is 1
check 'a missing base file is named' err_has 'infra/main.bicep.base is missing'
printf 'extends: azstamp/staging\n' >profiles/uat.yaml
run azstamp update --repair
check 'a missing base of a pristine file comes back' test -e \
	.azstamp/base/infra/modules/ai/search.bicep.base
check 'an edited file without its base is kept' cmp infra/main.bicep ../edited
check 'and the generated one is put beside it' grep -q "'uat': loadJsonContent\|uat: loadJsonContent" \
	infra/main.bicep.azstamp-new
check 'which is said' out_has 'kept      infra/main.bicep' 'beside it'
git checkout -q . && git clean -fdq
echo stray >.azstamp/base/stray.txt.base
run azstamp update --repair
check 'a stray base file goes' not test -e .azstamp/base/stray.txt.base
git checkout -q . && git clean -fdq

# Kinds of clones: the merge needs no history, ref or index.
cd .. || exit 1
edit_and_update() { # FOLDER SENTENCE: an edit and a change of the model merge
	cd "$1" || return
	sed -i '1i // our models' infra/main.bicep
	search_off prod
	run azstamp update
	check "$2: merged" out_has 'merged    infra/main.bicep'
	check "$2: the edit is there" grep -q 'our models' infra/main.bicep
	cd "$work" || return
}
conflict_in() { # FOLDER SENTENCE: exit 4 and markers
	cd "$1" || return
	sed -i "s|^module search .*|module grounding 'modules/ai/search.bicep' = {|" infra/main.bicep
	sed -i '/enabled: false/d' profiles/prod.yaml
	run azstamp update
	check "$2: a conflict is exit 4" status_is 4
	cd "$work" || return
}
git clone -q --depth 1 "file://$work/pristine" shallow
edit_and_update shallow 'a shallow clone'
git -C shallow commit -qam x
conflict_in shallow 'a shallow clone'
check 'a shallow clone: three stages' test "$(git -C shallow ls-files -u | wc -l)" = 3

git -C pristine worktree add -q ../linked 2>/dev/null
edit_and_update linked 'a linked worktree'
git -C linked commit -qam x
conflict_in linked 'a linked worktree'
check 'a linked worktree: three stages' test "$(git -C linked ls-files -u | wc -l)" = 3
check 'a linked worktree: none in the main one' test -z "$(git -C pristine ls-files -u)"

git clone -q pristine sparse
git -C sparse sparse-checkout set --no-cone '/*' '!/docs/' '!/services/web/' >/dev/null 2>&1
check 'a sparse checkout lacks a folder' not test -e sparse/services/web
edit_and_update sparse 'a sparse checkout'
check 'a sparse checkout: what is not checked out stays away' not test -e sparse/services/web
git -C sparse commit -qam x
conflict_in sparse 'a sparse checkout'
run git -C sparse status --porcelain
check 'a sparse checkout: git can read its index' status_is 0

if git init -q --object-format=sha256 sha256 2>/dev/null; then
	cp -r pristine/. copy 2>/dev/null && rm -rf copy/.git && cp -r copy/. sha256
	git -C sha256 add -A && git -C sha256 commit -qm first
	edit_and_update sha256 'a SHA-256 repository'
	git -C sha256 commit -qam x
	conflict_in sha256 'a SHA-256 repository'
	check 'a SHA-256 repository: markers only, and says so' err_has extensions
	check 'a SHA-256 repository: git sees the change' grep -q main.bicep \
		<(git -C sha256 status --porcelain)
else
	skip 'a SHA-256 repository' 'this git knows none'
fi

rm -rf none && cp -r pristine none && rm -rf none/.git
edit_and_update none 'no git'
conflict_in none 'no git'
check 'no git: no word about it' err_empty
run azstamp -C none update undo
check 'no git: undo' status_is 0
finish
