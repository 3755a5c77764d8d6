#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# Conflicts of azstamp update, and the git program on them.
# shellcheck disable=SC2317 # check calls the functions
. "${srcdir:-.}/tests/lib.sh"

file=infra/main.bicep

# Both sides change one line of $file; the user's change is committed.
provoke() {
	sed -i "s|^module search .*|module grounding 'modules/ai/search.bicep' = {|" "$file"
	git commit -qam ours
	sed -i 's/^search:/search:\n  enabled: false/' profiles/dev.yaml
}
side() { git show ":$1:$prefix$file"; } # STAGE
marked() { grep -qx '>>>>>>> generated now' "$file"; }
prefix=''

run azstamp init shop
cp -r shop plain
cd shop || exit 1
git show "HEAD:.azstamp/base/$file.base" >../generated.before
provoke
cp "$file" ../yours
run azstamp update
check 'a conflict: exit 4' status_is 4
cp "$file" ../conflicted
cp ".azstamp/base/$file.base" ../generated.now
check 'git status shows it' test "$(git status --porcelain "$file")" = "UU $file"
check 'stage 1 is what was generated before' cmp ../generated.before <(side 1)
check 'stage 2 is yours' cmp ../yours <(side 2)
check 'stage 3 is what is generated now' cmp ../generated.now <(side 3)
check 'nothing else is staged' test \
	"$(git status --porcelain | grep -vc '^ M\|^UU')" = 0
check 'the markers are those of git merge-file' cmp "$file" <(
	cp ../yours merged
	git merge-file --diff3 -p -L yours -L 'generated before' \
		-L 'generated now' ../yours ../generated.before ../generated.now
	rm merged)
run azstamp update undo
check 'undo: the index is clean again' test -z "$(git ls-files -u)"
check 'undo: the file is yours' cmp "$file" ../yours
check 'undo: only the model is changed' test \
	"$(git status --porcelain)" = ' M profiles/dev.yaml'

# The git program on it.
run azstamp update
run git checkout --conflict=diff3 "$file"
check 'git checkout --conflict writes its markers' grep -qx '||||||| base' "$file"
run azstamp update
check 'and those count as a conflict, too: exit 4' status_is 4
run git checkout --conflict=merge "$file"
run azstamp update --theirs "$file"
check 'git markers are settled, too' status_is 0
check 'the generated line is there' grep -q 'module search .* if (' "$file"
git checkout -q --conflict=diff3 "$file"
cat >../tool <<'T'
#!/bin/sh
# LOCAL BASE REMOTE MERGED: takes the generated side
grep -q 'module search .* = {' "$2" && cp "$3" "$4"
T
chmod +x ../tool
# shellcheck disable=SC2016 # git expands them
run git -c mergetool.take.cmd="$PWD/../tool"' "$LOCAL" "$BASE" "$REMOTE" "$MERGED"' \
	-c mergetool.take.trustExitCode=true -c mergetool.keepBackup=false \
	mergetool --no-prompt --tool=take
check 'git mergetool settles it' status_is 0
check 'git mergetool: the file is the generated one' cmp "$file" ../generated.now
check 'git mergetool: no conflict is left' test -z "$(git ls-files -u)"
run azstamp update
check 'then an update has nothing to do' out_is 'Everything is up to date.'
git commit -qam settled
run azstamp status
check 'and status knows the file as generated' not grep -q "$file" "$out"

# By options.
git reset -q --hard HEAD~1
sed -i 's/^search:/search:\n  enabled: false/' profiles/dev.yaml
run azstamp update --ours "$file"
check '--ours foresees the conflict: exit 0' status_is 0
check '--ours: your line' grep -q '^module grounding' "$file"
check '--ours: the rest is merged' grep -q 'searchSku ?? profile.search!' "$file"
git checkout -q .azstamp infra
run azstamp update
run azstamp update --theirs infra
check '--theirs on a folder, where the markers stand: exit 0' status_is 0
check '--theirs: the generated line' grep -q 'module search .* if (' "$file"
check '--theirs: no marker is left' not marked
run azstamp update --ours nowhere.txt
check 'a path that is no file of azstamp: exit 2' status_is 2
check 'it is named' err_has 'nowhere.txt is no file that azstamp generates'

# What is staged already is left alone.
git reset -q --hard
sed -i 's/^search:/search:\n  enabled: false/' profiles/dev.yaml
echo '// staged' >>"$file" && git add "$file"
run azstamp update
check 'a staged file: exit 4' status_is 4
check 'a staged file: no stages' test -z "$(git ls-files -u)"
check 'a staged file: what is staged stays' grep -q '// staged' <(git show ":$file")
git reset -q --hard

# Line endings: the index holds what git would.
sed -i 's/$/\r/' "$file"
sed -i 's/^search:/search:\n  enabled: false/' profiles/dev.yaml
run azstamp update
check 'CRLF: exit 4' status_is 4
check 'CRLF: each line of the file has it' not grep -qv $'\r$' "$file"
check 'CRLF: the index has none' not grep -q $'\r' <(side 1; side 2; side 3)
run azstamp update undo
git checkout -q .

# An index that cannot be used: markers only, and it says why.
touch .git/index.lock
sed -i 's/^search:/search:\n  enabled: false/' profiles/dev.yaml
run azstamp update
check 'a locked index: exit 4' status_is 4
check 'a locked index: says so' err_has 'index.lock'
check 'a locked index: the markers are there' marked
rm .git/index.lock
check 'a locked index: no stages' test -z "$(git ls-files -u)"
git reset -q --hard && git update-index --split-index
sed -i 's/^search:/search:\n  enabled: false/' profiles/dev.yaml
run azstamp update
check 'a split index: markers only, and says so' err_has "git's index does not show"
check 'a split index: the markers are there' marked
cd .. || exit 1

# A folder of a larger repository, called from a folder in it.
mkdir -p large/apps && mv plain large/apps/shop && rm -rf large/apps/shop/.git
cd large && git init -q && git add -A && git commit -qm first
cd apps/shop/infra || exit 1
prefix=apps/shop/
file=infra/main.bicep
(cd .. && provoke)
run azstamp update
check 'in a larger repository: exit 4' status_is 4
check 'in a larger repository: the stages are there' test \
	"$(git -C ../../.. ls-files -u | wc -l)" = 3
check 'in a larger repository: stage 1' grep -q '^module search' <(side 1)
run azstamp update --ours main.bicep
check 'paths are relative to the working folder' status_is 0
run azstamp update undo
run azstamp update undo
cd ../../..
printf 'apps/\n' >.gitignore
git rm -rq --cached apps && git add .gitignore && git commit -qm ignored
run azstamp -C apps/shop update
check 'an ignored folder is no business of git: no stages' test \
	-z "$(git ls-files -u)"
check 'and no word about it' err_empty
finish
