#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp check: findings with their places, and what was generated.
# shellcheck disable=SC2016,SC2317 # texts with $ and `; check calls functions
. "${srcdir:-.}/tests/lib.sh"

restore() { git -C "$work/shop" checkout -q . && git -C "$work/shop" clean -fdqx; }

azstamp init shop -q || exit 1
cd shop || exit 1

run azstamp check
check 'a new repository has no findings' out_is 'No findings.'
check 'a new repository passes' status_is 0
check 'check changes nothing' test -z "$(git status --porcelain --ignored)"
run azstamp check -q
check '-q says nothing when there is nothing' out_empty
check '-q passes too' status_is 0
run azstamp check -o json
check '-o json is JSON' json_ok
check '-o json counts to zero' json_has \
	"d == {'errors': 0, 'warnings': 0, 'findings': []}"
mkdir -p deep/er
run azstamp -C deep/er check
check 'azstamp.yaml is looked for upward' status_is 0
run azstamp -C "$work" check
check 'without a repository it fails' status_is 1
check 'without a repository it says so' err_has \
	'there is no azstamp.yaml' 'azstamp init'

sed -i 's/capacity: 100/capacitty: 100/' profiles/prod.yaml
run azstamp check
check 'a misspelt field is a finding with its place' out_is \
	'profiles/prod.yaml:8:3: error[AZS0002]: openai.capacitty is no field (did you mean openai.capacity?)
    8 |   capacitty: 100
      |   ^~~~~~~~~
1 error, 0 warnings'
check 'an error ends in exit status 3' status_is 3
check 'findings are data, so stderr is empty' err_empty
run azstamp check -q
check '-q leaves the count out' out_is \
	'profiles/prod.yaml:8:3: error[AZS0002]: openai.capacitty is no field (did you mean openai.capacity?)
    8 |   capacitty: 100
      |   ^~~~~~~~~'
check '-q keeps the exit status' status_is 3
run azstamp check -o json
check 'a finding as JSON has its parts' json_has "d == {'errors': 1,
'warnings': 0, 'findings': [{'file': 'profiles/prod.yaml', 'line': 8,
'column': 3, 'severity': 'error', 'rule': 'AZS0002',
'message': 'openai.capacitty is no field (did you mean openai.capacity?)'}]}"
check 'JSON keeps the exit status' status_is 3
restore

sed -i 's/cpu: 2.0/cpu: 3.0/; s/capacity: 100/capacity: many/' profiles/prod.yaml
run azstamp check
check 'a wrong value stands with its place' out_has \
	'profiles/prod.yaml:8:13: error[AZS0003]: openai.capacity must be an integer from 1 to 100000, not "many"'
restore
sed -i 's/cpu: 2.0/cpu: 3.0/; s/amount: 2000/enabled: false/' profiles/prod.yaml
sed -i 's/cpu: 0.5/cpu: 0.6/' profiles/dev.yaml
run azstamp check
check 'all findings come in one run, sorted, with hints' out_is \
	"$(printf '%s\n' \
		'profiles/dev.yaml:14:8: error[AZS0104]: containers.cpu 0.6 is no step of 0.25 vCPU' \
		'   14 |   cpu: 0.6' '      |        ^~~' \
		'  hint: memory is twice the CPU, in steps of 0.25 vCPU up to 4.0' \
		'profiles/prod.yaml:15:11: error[AZS0104]: containers.cpu 3.0 with memory 4.0Gi is not a pair Container Apps accepts (for 3.0 vCPU: 6.0Gi)' \
		'   15 |   memory: 4.0Gi' '      |           ^~~~~' \
		'  hint: memory is twice the CPU, in steps of 0.25 vCPU up to 4.0' \
		'profiles/prod.yaml:18:12: warning[AZS0120]: there is no budget' \
		'   18 |   enabled: false' '      |            ^~~~~' \
		'  hint: remove budget.enabled: false, or watch the cost elsewhere' \
		'2 errors, 1 warning')"
restore

printf 'level: development\n' >profiles/prod.yaml
printf 'a: [\n' >profiles/dev.yaml
printf 'extends: nowhere\n' >profiles/staging.yaml
run azstamp check
check 'broken YAML has a place' out_has 'profiles/dev.yaml:2:1: error[AZS0001]: the file ends inside [] or {}'
check 'an unknown parent has a place' out_has \
	'profiles/staging.yaml:1:10: error[AZS0006]: extends names nowhere, which is no profile'
restore
printf 'extends: staging\n' >profiles/prod.yaml
printf 'extends: prod\n' >profiles/staging.yaml
run azstamp check
check 'a circle of profiles is drawn' out_has \
	'in a circle: prod -> staging -> prod'
check 'a circle of profiles ends in exit status 3' status_is 3
restore

sed -i 's/^pattern: .*/pattern: nope/' azstamp.yaml
run azstamp check
check 'an unknown pattern is a finding' out_has \
	'azstamp.yaml:5:10: error[AZS0003]: there is no pattern nope (there are: '
check 'an unknown pattern ends in exit status 3' status_is 3
run azstamp env render
check 'nothing is rendered of an unknown pattern' status_is 3
restore

sed -i 's/capacity: 100/capacity: 150/' profiles/prod.yaml
run azstamp check
check 'values that are behind the profile are a finding' out_is \
	'infra/environments/prod.json: error[AZS0201]: does not say what the model says
  hint: run `azstamp update`
1 error, 0 warnings'
check 'values that are behind end in exit status 3' status_is 3
restore
sed -i 's/"capacity": 100/"capacity": 15/' infra/environments/prod.json
run azstamp check
check 'values edited by hand are a finding' out_has \
	'infra/environments/prod.json: error[AZS0203]: was edited by hand'
check 'the profile is named as the right place' out_has \
	'run `azstamp update` and make the change in the profile instead'
restore
rm infra/environments/dev.bicepparam
run azstamp check
check 'missing values are a finding' out_has \
	'infra/environments/dev.bicepparam: error[AZS0201]: is missing'
restore
echo '// mine' >>infra/main.bicep
run azstamp check
check 'an edited managed file is no finding' out_is 'No findings.'
restore
rm services/web/public/app.js scripts/health_check.py
run azstamp check
check 'a deleted file of the user is no finding' not out_has app.js
check 'a deleted managed file is a warning' out_has \
	'scripts/health_check.py: warning[AZS0207]: was deleted'
check 'a warning alone: exit 0' status_is 0
restore
mv infra/modules/edge "$work/edge"
ln -s "$work/edge" infra/modules/edge
run azstamp check
check 'what lies behind a linked folder is foreign, what lies beside it is not' \
	test "$(grep -o '^[^ ]*: error\[AZS0208\]' "$out" | xargs)" = \
	"$(cd "$work/edge" && printf 'infra/modules/edge/%s: error[AZS0208] ' ./* |
		sed 's|/\./|/|g; s/ $//')"
rm infra/modules/edge && mv "$work/edge" infra/modules/edge
mv .azstamp/base/infra "$work/base"
ln -s "$work/base" .azstamp/base/infra
run azstamp check
check 'a base behind a linked folder is none' \
	out_has '.azstamp/base/infra/main.bicep.base: error[AZS0210]'
rm .azstamp/base/infra && mv "$work/base" .azstamp/base/infra
restore
sed -i 's/uses: \[openai, search, .*\]/uses: [openai]/' azstamp.yaml
run azstamp check
check 'managed files behind the model are findings' out_has \
	'infra/main.bicep: error[AZS0202]: the model has changed since'
restore

rm .azstamp/lock.json
run azstamp check
check 'a missing lock is a finding' out_has '.azstamp/lock.json: error[AZS0204]'
check 'a missing lock ends in exit status 3' status_is 3
restore
echo '{' >.azstamp/lock.json
run azstamp check
check 'a broken lock is a finding with its place' out_has \
	'error[AZS0204]: .azstamp/lock.json:2:1: error: '
restore

touch profiles/notes.txt
run azstamp check
check 'a stray file is a warning' out_has \
	'profiles/notes.txt:1:1: warning[AZS0007]: is not read'
check 'warnings alone pass' status_is 0
restore
touch profiles/prod.yaml~ profiles/.prod.yaml.swp
run azstamp check
check 'backup files are nobody'\''s business' out_is 'No findings.'
restore

# Colors: on a terminal only, and never against NO_COLOR.
sed -i 's/capacity: 100/capacitty: 100/' profiles/prod.yaml
if terminal true >"$out" 2>&1; then
	run terminal "$AZSTAMP" check
	check 'a terminal gets colors' out_has $'\033[1;31merror[AZS0002]\033[0m'
	check 'a terminal gets the exit status' status_is 3
	run env NO_COLOR=1 bash -c "$(declare -f terminal); terminal \"\$AZSTAMP\" check"
	check 'NO_COLOR is honored' not grep -q $'\033' "$out"
	run terminal "$AZSTAMP" check --no-color
	check '--no-color is honored' not grep -q $'\033' "$out"
	run terminal "$AZSTAMP" env list
	check 'messages have colors on a terminal' out_has $'\033[1;31merror'
	run terminal "$AZSTAMP" env list --no-color
	check '--no-color is honored in messages' not grep -q $'\033' "$out"
else
	skip 'colors on a terminal' 'this machine gives no pseudo-terminal'
fi
run azstamp check
check 'no terminal, no colors' not grep -q $'\033' "$out"
restore

# What is suppressed is not said before its day is over.
printf 'redundancy: {zones: false}\n' >>profiles/prod.yaml
run azstamp check
check 'a warning is shown' out_has 'warning[AZS0178]'
cat >>profiles/prod.yaml <<'END'
suppress:
  AZS0178: {reason: until the launch, until: 2099-12-31}
END
run azstamp env render
run azstamp check
check 'a suppressed warning is not shown' out_has 'No findings.'
sed -i 's/2099-12-31/2020-12-31/' profiles/prod.yaml
run azstamp check
check 'after the last day it is shown again' out_has 'warning[AZS0178]'
check 'and so is the suppression' out_has \
	'warning[AZS0194]: suppress.AZS0178 ended on 2020-12-31 (until the launch)'
sed -i '/reason/d' profiles/prod.yaml
echo '  AZS178: {until: 2099-12-31}' >>profiles/prod.yaml
run azstamp check
check 'a suppression names a rule' out_has \
	'error[AZS0005]: "AZS178" is no name for an entry of suppress'
restore

# Files that cannot be what they should be are findings like all others.
head -c 3000000 /dev/zero | tr '\0' '#' >azstamp.yaml
run azstamp check
check 'a file that is too large is a finding' out_has 'azstamp.yaml:1:1: error[AZS0001]'
check 'a file that is too large: exit 3' status_is 3
restore
rm profiles/dev.yaml && mkfifo profiles/dev.yaml
sed -i 's/capacity: 100/capacitty: 100/' profiles/prod.yaml
run azstamp check
check 'a profile that is a pipe is a finding' out_has \
	'profiles/dev.yaml: error[AZS0001]: cannot be read: it is not a regular file'
check 'the other findings are shown, too' out_has 'error[AZS0002]'
rm profiles/dev.yaml
restore
printf 'extends: azstamp/dev\n' >$'profiles/a\033[31m.yaml'
run azstamp check
check 'the name of a file does not write to the terminal' not grep -q $'\033' "$out"
check 'a bad name of a profile is a finding' out_has 'error[AZS0005]'
restore

# The order in which the folder lists the profiles says nothing.
mkdir "$work/other"
cp -r ./. "$work/other"
rm "$work"/other/profiles/*
for name in staging prod dev; do
	cp "profiles/$name.yaml" "$work/other/profiles/"
done
for folder in "$work/shop" "$work/other"; do
	sed -i 's/cpu: .*/cpu: 1.1/' "$folder"/profiles/*.yaml
done
run azstamp check
cp "$out" "$work/first"
run azstamp -C "$work/other" check
check 'findings do not follow the order of the folder' cmp "$out" "$work/first"

# The other formats, and lines that are hard to show.
printf '# \xc3\xbcber\r\nextends: azstamp/dev\r\ntags: { "gr\xc3\xb6\xc3\x9fe": 5, b: "x%%" }\r\n' >profiles/dev.yaml
printf 'extends: azstamp/prod\n%s budget: { amount: x }\n' \
	"tags: { a: \"$(printf '%0150d' 0)\" } #" >profiles/prod.yaml
printf 'extends: azstamp/staging\n\tbudget: 1\n' >profiles/staging.yaml
run azstamp check
check 'the caret counts characters, not bytes' out_has \
	'    3 | tags: { "größe": 5, b: "x%" }' '      |                  ^'
check 'a control character does not move the caret' out_has \
	'    2 |  budget: 1'
check 'no carriage return is shown' not grep -q $'\r' "$out"
printf 'extends: azstamp/prod\ntags: { a: "%s", b: 5 }\n' \
	"$(printf '%0150d' 0)" >profiles/prod.yaml
run azstamp check
check 'of a long line the part around the place is shown' grep -qx \
	'    2 | 0*", b: 5 }' "$out"
check 'no shown line is longer than a terminal is wide' not grep -qE \
	'^ .{115}' "$out"
run azstamp check --format json
check '--format json is -o json' json_has "d['errors'] == 3"
run azstamp check --format text -o json
check '--format wins' out_has '3 errors, 0 warnings'
run azstamp check --format xml
check 'an unknown format is wrong usage' status_is 2
check 'an unknown format: those there are' err_has \
	'--format takes text, json, sarif or github, not "xml"'

run azstamp check --format github
check 'github: a workflow command a finding' test "$(grep -c '^::error file=' \
	"$out")" = "$(wc -l <"$out")"
check 'github: file, place, rule and message' out_has \
	'::error file=profiles/dev.yaml,line=3,col=18,endColumn=19,title=AZS0003::tags must hold strings only, not 5 (put it in quotes)'
check 'github: exit status 3' status_is 3
mkdir -p "$work/mono/a,b:c%"
git -C "$work/mono" init -q
cp -r ./. "$work/mono/a,b:c%/" && rm -rf "$work/mono/a,b:c%/.git"
run azstamp -C "$work/mono/a,b:c%" check --format github
check 'github: paths are those of the git repository, escaped' out_has \
	'::error file=a%2Cb%3Ac%25/profiles/dev.yaml,line=3,'
run azstamp -C "$work/mono/a,b:c%" check --format sarif
check 'sarif: paths are those of the git repository, escaped' out_has \
	'"uri": "a%2Cb%3Ac%25/profiles/dev.yaml"'
restore
sed -i 's/amount: 2000/amount: "1%\\n::error::x"/' profiles/prod.yaml
run azstamp check --format github
check 'github: no message starts another command' test "$(wc -l <"$out")" = 1
check 'github: a percent sign is escaped' out_has 'not "1%25'
restore
rm .azstamp/lock.json
run azstamp check --format github
check 'github: a finding about a file as a whole is in its first line' out_has \
	'::error file=.azstamp/lock.json,line=1,title=AZS0204::'
restore

TOOLS=${TOOLS:-$srcdir/build/tools}
if [ -d "$TOOLS/node_modules/@microsoft/jest-sarif" ]; then
	azstamp check --format sarif >"$work/none.sarif"
	check 'sarif: no findings are valid SARIF for GitHub' \
		node "$TOOLS/sarif.mjs" "$work/none.sarif"
	printf 'tags: { "gr\xc3\xb6\xc3\x9fe": 5 }\n' >profiles/dev.yaml
	sed -i 's/cpu: .*/cpu: 0.6/' profiles/prod.yaml
	rm .azstamp/lock.json
	mv profiles/staging.yaml 'profiles/st ging.yaml'
	run azstamp check --format sarif
	check 'sarif: findings exit with 3' status_is 3
	cp "$out" "$work/some.sarif"
	run node "$TOOLS/sarif.mjs" "$work/some.sarif"
	check 'sarif: findings are valid SARIF for GitHub' status_is 0
	check 'sarif: there are results' grep -q '^[2-9] results of' "$out"
	restore
else
	skip 'sarif: valid SARIF for GitHub' \
		"no validators in $TOOLS: script/test installs them"
fi
run azstamp check --format sarif
check 'sarif: the category is that of the application' json_has \
	"d['runs'][0]['automationDetails']['id'] == 'azstamp/shop/'"
finish
