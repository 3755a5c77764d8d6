#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp update: what follows the model, what stays the user's.
# shellcheck disable=SC2317 # check calls the functions
. "${srcdir:-.}/tests/lib.sh"

changes_are() { text_is <(changed) "$1"; }
no_changes() { [ -z "$(changed)" ]; }
save() { git add -A && git commit -qm saved; }
fresh_is_same() { # the tree equals that of a new repository of the same model
	run azstamp -C .. init fresh --name shop --no-git -q
	cp azstamp.yaml ../fresh/ && cp profiles/* ../fresh/profiles/
	run azstamp -C ../fresh update -q
	diff -r --exclude=.git --exclude=undo . ../fresh
	local same=$?
	rm -rf ../fresh
	return "$same"
}

run azstamp init shop
cd shop || exit 1

run azstamp update
check 'nothing to do: says so' out_is 'Everything is up to date.'
check 'nothing to do: exit 0' status_is 0
check 'nothing to do: writes nothing' no_changes

sed -i 's/capacity: 100/capacity: 150/' profiles/prod.yaml
run azstamp check
check 'check tells that values are behind' out_has \
	'infra/environments/prod.json: error[AZS0201]' 'azstamp update'
run azstamp update --dry-run
check 'a dry run with changes: exit 3' status_is 3
check 'a dry run names the file' out_has 'updated   infra/environments/prod.json'
check 'a dry run writes nothing' changes_are ' M profiles/prod.yaml'
run azstamp update
check 'a value: exit 0' status_is 0
check 'a value touches the values and the lock only' changes_are \
	' M .azstamp/lock.json
 M infra/environments/prod.json
 M profiles/prod.yaml'
run azstamp check
check 'check is content afterwards' status_is 0
check 'the tree is that of a fresh repository' fresh_is_same
save

# A feature off and on again gives back the bytes.
cp -r . ../before
sed -i 's/^search:/search:\n  enabled: false/' profiles/*.yaml
run azstamp update
check 'a feature off: its module goes' out_has \
	'removed   infra/modules/ai/search.bicep' 'updated   infra/main.bicep'
check 'a feature off: the module is gone' not test -e infra/modules/ai/search.bicep
check 'a feature off: the tree is that of a fresh repository' fresh_is_same
sed -i '/enabled: false/d' profiles/*.yaml
run azstamp update
check 'a feature on: its module comes' out_has 'created   infra/modules/ai/search.bicep'
check 'off and on again: all bytes are back' diff -r --exclude=.git --exclude=undo . ../before
rm -rf ../before
check 'off and on again: git sees no change' no_changes

# The user's edits.
sed -i '1i // our models' infra/main.bicep
echo '// ours' >>infra/custom.bicep
rm infra/modules/security/key-vault.bicep
chmod +x infra/main.bicep
save
sed -i 's/^search:/search:\n  enabled: false/' profiles/dev.yaml
run azstamp update
check 'an edit elsewhere in the file: merged' out_has 'merged    infra/main.bicep'
check 'the edit is kept' grep -q 'our models' infra/main.bicep
check 'the change is there' grep -q 'if (profile.?search != null)' infra/main.bicep
check 'the executable bit is kept' test -x infra/main.bicep
check 'a deleted file stays away' not test -e infra/modules/security/key-vault.bicep
check 'a file of the user is left alone' grep -q '// ours' infra/custom.bicep
run azstamp update
check 'a second update does nothing' out_is 'Everything is up to date.'
save

# Conflicts.
sed -i "s|^module search .*|module grounding 'modules/ai/search.bicep' = {|" infra/main.bicep
sed -i '/enabled: false/d' profiles/dev.yaml
run azstamp update --dry-run
check 'a conflict is foreseen: exit 4' status_is 4
run azstamp update
check 'a conflict: exit 4' status_is 4
check 'a conflict is named' out_has 'conflict  infra/main.bicep'
check 'the markers have diff3 labels' grep -qx '||||||| generated before' infra/main.bicep
cp infra/main.bicep ../conflicted
run azstamp update
check 'a file with markers is not merged again: exit 4' status_is 4
run azstamp check
check 'check tells of the markers' out_has \
	'infra/main.bicep: error[AZS0205]: holds conflict markers'
check 'a file with markers is left alone' cmp infra/main.bicep ../conflicted
sed -i -e '/^<<<<<<< /,/^=======$/d' -e '/^>>>>>>> /d' infra/main.bicep
run azstamp update
check 'resolved: exit 0' status_is 0
save

# What is gone from the plan but edited is released; a hand edit of values is kept.
sed -i 's/^metadata description.*/metadata description = '"'ours'"'/' infra/modules/ai/search.bicep
sed -i 's/^search:/search:\n  enabled: false/' profiles/*.yaml
sed -i 's/"capacity": 150/"capacity": 7/' infra/environments/prod.json
run azstamp update
check 'an edited file that goes is released' out_has \
	'released  infra/modules/ai/search.bicep' 'it is yours now'
check 'a released file stays' grep -q ours infra/modules/ai/search.bicep
check 'values edited by hand are rewritten' grep -q '"capacity": 150' infra/environments/prod.json
check 'the hand edit is kept' grep -q '"capacity": 7' .azstamp/undo/last/files/infra/environments/prod.json.before
check 'undo is not under version control' not grep -q undo <(changed)
run azstamp update
check 'released: a second update does nothing' out_is 'Everything is up to date.'

rm infra/modules/ai/search.bicep
sed -i '/enabled: false/d' profiles/*.yaml
run azstamp update
check 'a released file that is wanted again and gone is written again' \
	out_has 'created   infra/modules/ai/search.bicep'
check 'it is generated again from then on' not grep -q released .azstamp/lock.json
rm infra/modules/cost/budget.bicep
run azstamp check
check 'check warns of a deleted file' out_has \
	'infra/modules/cost/budget.bicep: warning[AZS0207]'
git checkout -q infra/modules/cost/budget.bicep
rm -r services/vision
run azstamp check
check 'check tells of a missing project folder' out_has \
	'azstamp.yaml:' 'error[AZS0206]: services.vision-service.project: there is no folder'
git checkout -q services/vision
mv README.md ../kept && mkfifo README.md
run azstamp check
check 'check goes on past what is no regular file' out_has \
	'README.md: error[AZS0208]: is no regular file' '1 error'
rm README.md && mv ../kept README.md
save

# New environments, taken paths, other repositories' states.
printf 'extends: azstamp/prod\nlocations: [swedencentral]\n' >profiles/prod-eu.yaml
echo 'mine' >infra/environments/prod-eu.json
run azstamp update -v
check 'a new environment is written' grep -q swedencentral infra/environments/prod-eu.json
check 'what stood there is kept' file_is .azstamp/undo/last/files/infra/environments/prod-eu.json.before mine
check 'main.bicep knows the new environment' grep -q "'prod-eu': loadJsonContent" infra/main.bicep
rm profiles/prod-eu.yaml
run azstamp update
check 'an environment that goes takes its files' not test -e infra/environments/prod-eu.json
save

# Line endings.
sed -i 's/$/\r/' infra/modules/apps/container-app.bicep
sed -i 's|^metadata name.*|metadata name = '"'ours'"'\r|' infra/modules/apps/container-app.bicep
run azstamp update -o json
check 'json: parses' python3 -m json.tool "$out"
check 'json: no conflicts' out_has '"conflicts": 0'

# Damage.
echo broken >>.azstamp/base/infra/main.bicep.base
run azstamp update
check 'a damaged base: exit 1' status_is 1
check 'a damaged base is named with what to do' err_has \
	'.azstamp/base/infra/main.bicep.base is not what the lock says' 'from git'
git checkout -q .azstamp
sed -i 's|"path": "azure.yaml"|"path": "../azure.yaml"|' .azstamp/lock.json
run azstamp update
check 'a path that climbs out of a tampered lock: exit 1' status_is 1
check 'nothing was written outside' not test -e ../azure.yaml
git checkout -q .azstamp
rm -f azure.yaml && ln -s ../elsewhere azure.yaml
sed -i 's/^name: .*/name: "other"/' azstamp.yaml
run azstamp update
check 'a symbolic link is kept and reported' out_has 'kept      azure.yaml'
check 'a symbolic link is not followed' not test -e ../elsewhere
mv infra/environments ../environments && ln -s ../../environments infra/environments
sed -i 's/capacity: 150/capacity: 155/' profiles/prod.yaml
run azstamp update
check 'a folder that is a symbolic link is left alone' out_has \
	'kept      infra/environments/prod.json'
rm infra/environments && mv ../environments infra/environments
git checkout -q . && save
(
	exec 9<.azstamp
	flock 9
	run azstamp update
	echo "$status" >../status
	cp "$err" ../said
)
check 'a second writer stops' grep -qx 1 ../status
check 'and says who has the lock' grep -q \
	'is writing in this repository; try again' ../said
python3 -c '
import fcntl, os, time
fcntl.flock(os.open(".azstamp", os.O_RDONLY), fcntl.LOCK_EX)
time.sleep(60)' &
holder=$!
while flock -n .azstamp true; do sleep 0.05; done
run azstamp update
if grep -q " $holder " /proc/locks 2>/dev/null; then
	check 'by its process' err_has "process $holder is writing"
else
	skip 'by its process' 'no /proc/locks here'
fi
kill -KILL "$holder"
wait "$holder" 2>/dev/null
run azstamp update
check 'a killed holder blocks nobody' not grep -q writing "$err"

# A patch in color, on a terminal only.
sed -i 's/^  capacity: .*/  capacity: 165/' profiles/prod.yaml
run azstamp update --diff
check 'a diff: exit 3' status_is 3
check 'a diff has no colors' not grep -q $'\033' "$out"
if python3 -c 'import os, pty; os.close(pty.openpty()[0])' 2>/dev/null; then
	run python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' \
		"$AZSTAMP" update --diff
	check 'a diff has colors on a terminal' grep -q $'\033\\[32m+' "$out"
	run env NO_COLOR=1 python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' \
		"$AZSTAMP" update --diff
	check 'but not with NO_COLOR' not grep -q $'\033' "$out"
else
	skip 'a diff has colors on a terminal' 'no pseudo-terminal here'
fi

# Killed before the lock was written: all else is new already.
git checkout -q . && save
sed -i 's/^  capacity: .*/  capacity: 170/' profiles/prod.yaml
sed -i 's/^search:/search:\n  enabled: false/' profiles/dev.yaml
run azstamp update
cp .azstamp/lock.json ../lock.new
git checkout -q .azstamp/lock.json
run azstamp update
check 'files and base ahead of the lock: exit 0' status_is 0
check 'files and base ahead of the lock: the lock follows' \
	cmp .azstamp/lock.json ../lock.new
git checkout -q .

# Killed at any moment, the next run goes on to the same tree.
sed -i 's/capacity: 150/capacity: 160/; s/^search:/search:/' profiles/prod.yaml
sed -i '/enabled: false/d' profiles/*.yaml
cp -r . ../whole
run azstamp -C ../whole update
for delay in 0.002 0.004 0.006 0.007 0.008 0.009 0.010 0.012 0.015; do
	rm -rf ../cut && cp -r . ../cut
	timeout -s KILL "$delay" "$AZSTAMP" -C ../cut update >/dev/null 2>&1
	flock ../cut/.azstamp true # until the killed one has really ended
	run azstamp -C ../cut update
	find ../cut -name '.azstamp-tmp-*' -delete
	diff -r --exclude=.git --exclude=undo ../whole ../cut >../difference || break
done
check 'killed and run again: the same tree' test ! -s ../difference
finish
