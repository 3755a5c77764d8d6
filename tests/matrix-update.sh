#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp update from each pattern's default to the combinations of
# tests/matrix.sh and back: the tree, starter code aside, becomes byte for byte
# what `init` makes of the same model, whose Bicep that test lints; and then what it was. Some are
# linted here, too (BICEP). One combination in EVERY (default 25) is tried; with
# EVERY=1 all, which takes long.
# shellcheck disable=SC2317 # check calls the functions
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "${srcdir:-.}/tests/lib.sh"
BICEP=${BICEP-$(command -v bicep || true)}
export PYTHONDONTWRITEBYTECODE=1

model() { # FROM TO
	rm -rf "$2/profiles" && cp -r "$1/profiles" "$1/azstamp.yaml" "$2"
}
same_trees() { python3 "$srcdir/tests/generated/same_trees.py" "$@"; }
there_and_back() { # PATTERN INIT-ARGUMENT...
	local pattern=$1
	shift
	rm -rf wanted here
	azstamp init wanted --no-prompt -q --no-git "$@" || return
	cp -r "defaults/$pattern" here && model wanted here &&
		azstamp -C here update -q >table &&
		same_trees wanted here "defaults/$pattern" || return
	linted=$((linted + 1))
	if [ -n "$BICEP" ] && [ $((linted % 8)) = 1 ]; then
		"$BICEP" lint here/infra/main.bicep || return
	fi
	model "defaults/$pattern" here &&
		azstamp -C here update -q >table &&
		same_trees "defaults/$pattern" here wanted
}

mkdir defaults
for pattern in "$srcdir"/templates/*/application.yaml.mustache; do
	pattern=$(basename "${pattern%/*}")
	run azstamp init "defaults/$pattern" --pattern "$pattern" --name shop \
		--no-prompt -q --no-git
	check "$pattern: init succeeds" status_is 0
done
run python3 "$srcdir/tests/generated/matrix.py" plan "$srcdir" defaults
check 'there is a plan' test "$status" = 0 -a -s "$out"
python3 -c '
import json, sys
combinations = [json.loads(line) for line in open(sys.argv[2])]
combinations = [c for c in combinations if "mutant" not in c and not c.get("refused")]
for c in combinations[:: int(sys.argv[1])]:
    pattern = next(a for a in c["args"] if a.startswith("--pattern=")).split("=")[1]
    print("\t".join([c["name"], pattern, *c["args"]]))' \
	"${EVERY:-25}" "$out" >chosen
last='' linted=0 count=0
while IFS=$'\t' read -ra words; do
	count=$((count + 1))
	check "${words[0]}: there and back" there_and_back "${words[@]:1}"
done <chosen
check 'combinations were tried' test "$count" -gt 20
finish
