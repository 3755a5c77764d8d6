#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# What azstamp update does, case by case: tests/scenarios/<name>/ tells one as
#
#   about     a sentence
#   before    what the repository was before it was committed (a new one of the
#             pattern microservice, after these commands)
#   edit      what the user does to it
#   profile   what they change in the model, or a newer azstamp in its templates
#   update    the arguments of azstamp update, if any
#   expected  what comes of it, a line each; see expect() below
#
# All but about and expected may be missing. Of every case it is also checked
# that a second update writes nothing, and that undo brings back every byte and
# mode. CASES=NAME... runs some.
# shellcheck disable=SC2317 # check calls the functions
# Thousands of files are flushed.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "${srcdir:-.}/tests/lib.sh"
export AZSTAMP srcdir
PATH=$work/bin:$PATH
mkdir bin && ln -s "$AZSTAMP" bin/azstamp

# For the scripts of cases: a template of a newer set, changed by sed.
cat >bin/template <<'T'
#!/bin/sh
# template PATH SED-EXPRESSION...
path=$1
shift
mkdir -p "../templates/$(dirname "$path")"
[ -e "../templates/$path" ] || cp "$srcdir/templates/$path" "../templates/$path"
for expression; do
	sed -i "$expression" "../templates/$path"
done
T
chmod +x bin/template

# Paths, modes and bytes of all files but git's and the journal; links as such.
tree() {
	find . -path ./.git -prune -o -path ./.azstamp/undo -prune -o \
		\( -type f -exec sha256sum {} + \) -o \
		\( -type l -printf '%p -> %l\n' \) | sort
	find . -path ./.git -prune -o -path ./.azstamp/undo -prune -o \
		-type f -printf '%p %m\n' | sort
}

# The generated files of the model, as a new repository has them.
fresh() {
	rm -rf ../fresh && mkdir ../fresh && cp -r ../new/. ../fresh &&
		rm -rf ../fresh/.git ../fresh/profiles &&
		cp -r azstamp.yaml profiles ../fresh &&
		azstamp -C ../fresh update -q "${templates[@]}" >/dev/null
}

changes() { # what the update changed, base files aside
	git status --porcelain -uall | cut -c4- | grep -v '^.azstamp/base/' | sort
}

expect() { # LINE
	local first rest
	read -r first rest <<<"$1"
	case $first in
	exit) [ "$status" = "$rest" ] ;;
	says) grep -qF -e "$rest" ../out ;;
	silent) ! grep -qF -e "$rest" ../out ;;
	warns) grep -qF -e "$rest" ../err ;;
	changes) diff -u <(tr ' ' '\n' <<<"$rest" | sed '/^$/d' | sort) <(changes) ;;
	run) bash -c "$rest" ;;
	*) expect_of "$first" "$rest" ;;
	esac
}

expect_of() { # PATH WHAT
	local path=$1 word rest
	read -r word rest <<<"$2"
	case $word in
	has) grep -qF -e "$rest" "$path" ;;
	lacks) ! grep -qF -e "$rest" "$path" ;;
	mode) [ "$(stat -c %a "$path")" = "$rest" ] ;;
	is)
		case $rest in
		there) [ -e "$path" ] ;;
		gone) [ ! -e "$path" ] && [ ! -L "$path" ] ;;
		unchanged) cmp "$path" "../edited/$path" ;;
		generated) fresh && cmp "$path" "../fresh/$path" ;;
		*) false ;;
		esac
		;;
	*) echo "what does this mean: $path $2" && false ;;
	esac
}

step() { # SCRIPT
	# shellcheck source=/dev/null
	[ ! -e "$case/$1" ] || (set -eu && . "$case/$1") >../step 2>&1 || {
		echo "$1 failed:" && cat ../step
		return 1
	}
}

prepare() {
	step before && git add -Af . && git reset -q .azstamp/undo 2>/dev/null
	git commit -qm before --allow-empty && step edit && step profile &&
		git add -A && git commit -qm edited --allow-empty
}

second_is_nothing() {
	local now
	now=$(tree)
	[[ "${args[*]}" == *--only* ]] || args=()
	azstamp update "${args[@]}" "${templates[@]}" >../again 2>&1
	diff <(echo "$now") <(tree)
}

undo_is_all() {
	azstamp update undo >/dev/null 2>&1
	diff ../before <(tree)
}

run azstamp init new --name shop --no-prompt
count=0
for case in "$srcdir"/tests/scenarios/*/; do
	case=${case%/} name=${case##*/}
	[[ " ${CASES:-$name} " == *" $name "* ]] || continue
	count=$((count + 1))
	rm -rf case templates edited && cp -a new case && cd case || exit 1
	check "$name: is prepared" prepare
	templates=()
	[ ! -d ../templates ] || templates=(--template-dir ../templates)
	tree >../before
	cp -a . ../edited
	args=()
	[ ! -e "$case/update" ] || read -ra args <"$case/update"
	azstamp update "${args[@]}" "${templates[@]}" >../out 2>../err
	status=$?
	cp ../out "$out" && cp ../err "$err" && last="azstamp update ${args[*]}"
	while IFS= read -r line; do
		[ -z "$line" ] || check "$name: $line" expect "$line"
	done <"$case/expected"
	check "$name: no temporary file is left" test -z "$(find . -name '.azstamp-tmp-*')"
	written=$(tree)
	if [ "$status" = 0 ] || { [ "$status" = 4 ] && [ "$written" != "$(cat ../before)" ]; }; then
		check "$name: a second update writes nothing" second_is_nothing
	fi
	if [ "$written" != "$(cat ../before)" ] && ! grep -q 'was taken back' ../err; then
		check "$name: undo brings back every byte and mode" undo_is_all
	fi
	cd .. || exit 1
done
check 'there are at least 60 cases' test "${CASES+x}" -o "$count" -ge 60
finish
