#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# The build tool that embeds templates and profiles.
. "${srcdir:-.}/tests/lib.sh"

embed=("${AZSTAMP%/*}/src/embed" out.c tree templates profiles)
mkdir -p tree/templates/b/c tree/templates/a tree/profiles
printf 'x\0y\377' >tree/templates/b/c/binary.bin
printf 'hello\n' >tree/templates/a/text.md
: >tree/profiles/empty.yaml

run "${embed[@]}"
check 'embed succeeds' status_is 0
check 'embed says nothing' out_empty
check 'paths are sorted, whatever the folders' file_is <(
	grep -o '"[a-z].*/.*"' out.c
) '"profiles/empty.yaml"
"templates/a/text.md"
"templates/b/c/binary.bin"'
check 'bytes are numbers, a NUL after the last' \
	grep -qxF '120,0,121,255,0};' out.c
check 'the count stands at the end' \
	grep -qxF 'const size_t azs_asset_count = 3;' out.c

touch -d '2001-01-01' out.c
run "${embed[@]}"
check 'an unchanged tree leaves the output alone' \
	test "$(date -r out.c +%Y)" = 2001

for name in note.md~ .note.md.swp '#note.md#' .DS_Store; do
	: >"tree/templates/a/$name"
done
ln -s nobody@nowhere tree/templates/a/.#note.md
run "${embed[@]}"
check 'leftovers of editors are skipped' status_is 0
check 'leftovers of editors do not change the output' \
	test "$(date -r out.c +%Y)" = 2001

refuses() { # NAME SENTENCE
	run "${embed[@]}"
	check "$2" status_is 1
	check "$2: named" err_has "templates/a/$1"
	rm "tree/templates/a/$1"
}
ln -s text.md tree/templates/a/link.md
refuses link.md 'a symbolic link is refused'
mkfifo tree/templates/a/pipe
refuses pipe 'a pipe is refused'
: >'tree/templates/a/a b.md'
refuses 'a b.md' 'a name with a space is refused'
: >'tree/templates/a/é.md'
refuses 'é.md' 'a name outside ASCII is refused'
: >tree/templates/a/.gitignore
refuses .gitignore 'a .gitignore is refused'
: >tree/templates/a/.gitattributes
refuses .gitattributes 'a .gitattributes is refused'

rm -r tree/profiles
run "${embed[@]}"
check 'a missing folder is an error' status_is 1
check 'a missing folder is named' err_has tree/profiles
finish
