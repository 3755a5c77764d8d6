#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp schema: what editors complete and check by. TOOLS: a folder with the
# packages of tests/tools installed.
# shellcheck disable=SC2016,SC2317 # texts with $; check calls functions
. "${srcdir:-.}/tests/lib.sh"

azstamp init shop -q || exit 1

for kind in application profile; do
	run azstamp schema "$kind"
	check "schema $kind is what init writes" cmp "$out" \
		"shop/.azstamp/schema/$kind.json"
	check "schema $kind says its draft" out_has \
		'"$schema": "https://json-schema.org/draft/2020-12/schema"'
done
run azstamp schema
check 'without an operand it is that of profiles' cmp "$out" \
	shop/.azstamp/schema/profile.json
run azstamp schema lock
check 'another schema is wrong usage' status_is 2

# The first line of each file of the model names its schema, from where it is.
for file in shop/azstamp.yaml shop/profiles/*.yaml; do
	line=$(head -n 1 "$file")
	check "the first line of $file names a schema that is there" \
		test -s "$(dirname "$file")/${line#\# yaml-language-server: \$schema=}"
done

TOOLS=${TOOLS:-$srcdir/build/tools}
if [ -d "$TOOLS/node_modules/ajv" ]; then
	cp -r shop/. built-in
	for name in dev staging prod; do
		cp "$srcdir/profiles/$name.yaml" built-in/profiles
	done
	run node "$TOOLS/verdicts.mjs" "$AZSTAMP" shop built-in \
		"$srcdir"/tests/rules/*/good "$srcdir"/tests/rules/*/bad \
		"$srcdir"/tests/model/*
	check 'ajv and azstamp agree on the structure of every file' \
		out_has '; 0 verdicts differ'
	check 'they have agreed' status_is 0
else
	skip 'ajv and azstamp agree on the structure of every file' \
		"no validators in $TOOLS: script/test installs them"
fi
finish
