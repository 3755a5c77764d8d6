# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# For the tests that prove something of generated repositories, after lib.sh:
# BICEP and TOOLS as commands and paths ($here: this folder), `make` and
# `using` for the repositories, `sentences` for a program that proves.
# shellcheck disable=SC2016,SC2154,SC2317 # texts with $; lib.sh sets srcdir
here=$srcdir/tests/generated
export BICEP=${BICEP-$(command -v bicep || true)}
export TOOLS=${TOOLS:-$srcdir/build/tools}
case $BICEP in
'' | /*) ;;
*/*) BICEP=$srcdir/$BICEP ;;
esac
if [ ! -d "$TOOLS/node_modules" ]; then
	skip 'generated repositories are proved' \
		"no validators in $TOOLS: script/test installs them"
	finish
fi

# SENTENCE: is Bicep's parser there? If not, that is skipped.
parser_there() {
	[ -n "$BICEP" ] &&
		[ -e "$(dirname "$(readlink -f "$BICEP")")/parser.js" ] && return
	skip "$1" 'no parser.js beside bicep: set BICEP'
	return 1
}

# PLACE ARGUMENT...: the repository of a pattern, or of a variant of one.
made=()
make() {
	made+=("$1")
	run azstamp init "${1/\//.}" --pattern "${1%/*}" --name shop --no-prompt -q "${@:2}"
	check "$1: init succeeds" status_is 0
}

# PLACE RESOURCE ARGUMENT...: a variant whose first service uses one more.
using() {
	local file=${1%/*}/application.yaml.mustache
	mkdir -p "over/$1/${1%/*}"
	sed "0,/uses: \[/s//uses: [$2, /" "$srcdir/templates/$file" >"over/$1/$file"
	check "$1: the application uses $2" grep -q "uses: \[$2," "over/$1/$file"
	make "$1" --template-dir "over/$1" "${@:3}"
}

# SCRIPT ARGUMENT...: a check for each line it prints, a sentence and a problem.
sentences() {
	local sentence problem
	if ! node "$here/$1" "${@:2}" >"$1.said"; then
		check "$1 runs" false
		return
	fi
	while IFS=$'\t' read -r sentence problem; do
		check "$sentence" bash -c '[ -z "$1" ] || { echo "$1"; exit 1; }' \
			- "$problem"
	done <"$1.said"
	check "$1 says something" test -s "$1.said"
}
