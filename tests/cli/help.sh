#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp help, --help, and how a command line is taken apart.
# shellcheck disable=SC2016,SC2317 # texts with $ and `; check calls functions
. "${srcdir:-.}/tests/lib.sh"

# One name a line: "env show" for a command of two words.
commands() {
	azstamp help | sed -n '/^Commands:/,/^$/s/^  \([a-z ]*[a-z]\)  .*/\1/p'
}

run azstamp help
check 'help succeeds' status_is 0
check 'help has no messages' err_empty
check 'help lists the commands' out_has '  init ' '  env list ' \
	'  env show ' '  env render ' '  check ' '  version ' '  help '
check 'help lists the options of every command' out_has '-C, --directory DIR' \
	'-o, --output FORMAT' '-q, --quiet' '-v, --verbose' '--no-color' '--help'
check 'help explains the exit status' out_has 'Exit status: 0 done'
check 'no line of help is longer than 80' not grep -nE '^.{81}' "$out"
check 'no line of help ends in a blank' not grep -nE '[ 	]$' "$out"
cp "$out" overview

run azstamp --help
check '--help succeeds' status_is 0
check '--help is help' cmp "$out" overview
run azstamp -h
check '-h is help' cmp "$out" overview

mapfile -t names < <(commands)
check 'there are commands' test "${#names[@]}" -ge 7
for name in "${names[@]}"; do
	read -ra words <<<"$name"
	run azstamp help "${words[@]}"
	check "help $name succeeds" status_is 0
	check "help $name shows its usage" out_has "Usage: azstamp $name"
	check "help $name fits 80 columns" not grep -nE '^.{81}' "$out"
	cp "$out" page
	run azstamp "${words[@]}" --help
	check "$name --help is the same page" cmp "$out" page
	check "$name --help succeeds" status_is 0
	run azstamp "${words[@]}" --no-such-option
	check "$name refuses unknown options" status_is 2
	check "$name says whose option is unknown" \
		err_has "unknown option --no-such-option of azstamp $name" \
		"Try \`azstamp help $name\`."
done

# The folders that hold a manifest and an application are the patterns.
patterns=$(cd "$srcdir/templates" && echo */application.yaml.mustache)
patterns=${patterns//\/application.yaml.mustache/,}
run azstamp help init
check 'help init lists the patterns' out_has "Patterns: ${patterns%,}."
check 'and there are four at least' test "$(wc -w <<<"$patterns")" -ge 4

run azstamp help env
check 'help env lists its commands' out_has '  env list ' '  env show '
check 'help env lists no others' not grep -q '^  init' "$out"
cp "$out" page
run azstamp env --help
check 'env --help is the same page' cmp "$out" page
check 'env --help succeeds' status_is 0
run azstamp env
check 'env alone is wrong usage' status_is 2
check 'env alone names its commands' \
	err_has 'azstamp env needs one of its commands: list, show, diff, new, set, unset, render, export'
check 'env alone prints no data' out_empty

wrong() { # SENTENCE TEXT ARGUMENT...
	local sentence=$1 text=$2
	shift 2
	run azstamp "$@"
	check "$sentence: wrong usage" status_is 2
	check "$sentence: the message" err_has "$text" 'Try `azstamp help'
	check "$sentence: no data" out_empty
}
wrong 'no command' 'azstamp: a command is missing'
wrong 'an unknown command' 'azstamp: unknown command "frobnicate"' frobnicate
check 'nothing is like frobnicate' not grep -q 'did you mean' "$err"
wrong 'a misspelt command' 'unknown command "chekc" (did you mean check?)' chekc
wrong 'a misspelt second word' \
	'unknown command "env shwo" (did you mean env show?)' env shwo
wrong 'help for an unknown command' 'unknown command "nope"' help nope
wrong 'a misspelt option' \
	'unknown option --dry-rnu of azstamp init (did you mean --dry-run?)' \
	init --dry-rnu
wrong 'a misspelt option with a value' \
	'unknown option --outptu of azstamp check (did you mean --output?)' \
	check --outptu=json
wrong 'an unknown option before the command' 'unknown option --frob' --frob check
wrong 'an unknown letter' 'unknown option -x' check -x
wrong 'an option of another command' \
	'unknown option --facts of azstamp check' check --facts
wrong 'a missing value' 'option --output needs a value: FORMAT' check -o
wrong 'a value for a flag' 'option --quiet takes no value' check --quiet=yes
wrong 'letters in one word' 'option --quiet takes no value' check -qv
wrong 'an unknown format' '--output takes text or json, not "xml"' -o xml check
wrong 'an extra operand' 'unexpected operand "b" (azstamp check)' check b
wrong 'a missing operand' 'an operand is missing: azstamp env show ENV [PATH]' \
	env show
wrong 'an option after --' 'unexpected operand "--help"' check -- --help

run azstamp -C "$work/nowhere" version
check '-C with no folder there fails' status_is 1
check '-C with no folder there names it' \
	err_is "azstamp: -C $work/nowhere: No such file or directory"
for place in "-C $work" "-C$work" "--directory $work" "--directory=$work"; do
	read -ra words <<<"$place"
	run azstamp "${words[@]}" version
	check "${place%%[ =/]*} before the command is understood" status_is 0
	run azstamp version "${words[@]}"
	check "${place%%[ =/]*} after the command is understood" status_is 0
done
mkdir -p one/two
run azstamp -C one -C two init . --name ab --no-git -q
check 'a second -C starts from the first' test -e one/two/azstamp.yaml

# Messages and pages do not change with the locale.
run env LC_ALL=C.UTF-8 LANG=de_DE.UTF-8 "$AZSTAMP" help
check 'help is the same in another locale' cmp "$out" overview
run bash -c '"$AZSTAMP" help >/dev/full'
check 'a full disk is a failure' status_is 1
run bash -c '"$AZSTAMP" check --help >/dev/full'
check 'a full disk is a failure for --help too' status_is 1
finish
