#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# Every pattern with its features on and off, everywhere and in some
# environments, alone and in pairs, with one to five environments and regions
# (tests/generated/matrix.py): `check` finds no error, Bicep and YAML no fault,
# every file is reached and every value read. Reads BICEP, TOOLS and AZD_SCHEMA
# as tests/generated.sh does, and MATRIX: a regular expression for the names of
# the combinations to try (default: all; only then must each switch do
# something).
# shellcheck disable=SC2016 # texts with $
. "${srcdir:-.}/tests/lib.sh"
here=$srcdir/tests/generated
export BICEP=${BICEP-$(command -v bicep || true)}
TOOLS=${TOOLS:-$srcdir/build/tools}
AZD_SCHEMA=${AZD_SCHEMA:-$srcdir/../shared/azd-schema}
case $BICEP in
'' | /*) ;;
*/*) BICEP=$srcdir/$BICEP ;;
esac

# COUNT COMMAND...: the lines of stdin as arguments, on every processor.
spread() { xargs -d '\n' -r -P "$(nproc)" -n "$@"; }

export PYTHONDONTWRITEBYTECODE=1
mkdir defaults
for pattern in "$srcdir"/templates/*/application.yaml.mustache; do
	pattern=$(basename "${pattern%/*}")
	run azstamp init "defaults/$pattern" --pattern "$pattern" --name shop \
		--no-prompt -q --no-git
	check "$pattern: init succeeds" status_is 0
	[ "$status" = 0 ] || rm -rf "defaults/$pattern"
done
run python3 "$here/matrix.py" plan "$srcdir" defaults
check 'there is a plan' test "$status" = 0 -a -s "$out"
cp "$out" plan
SWITCHES=$(cat switches)
export SWITCHES
spread 10 python3 "$here/matrix.py" make <plan
if [ -n "$BICEP" ]; then
	# What belongs together stands together: a run looks at a file once.
	find hall -name 'main-*.bicep' -o -name '*.bicepparam' |
		sed -E 's/.*-([0-9a-f]{24}).*/\1 &/' | sort | cut -d ' ' -f 2 >files
	spread 150 bash -c '"$BICEP" lint "$@" >"lint.$$"' - <files
	cat lint.* >lint.log
	if [ -e "$(dirname "$(realpath "$BICEP")")/parser.js" ]; then
		find store -mindepth 2 -maxdepth 2 -name infra | sort |
			spread 50 sh -c 'node "$0" "$@" >"inspected.$$"' \
				"$here/matrix.mjs"
		cat inspected.* >inspected
	else
		skip 'every file is reached and every value read' 'no parser'
	fi
else
	skip 'Bicep lints' 'no bicep: set BICEP'
fi
if [ -d "$TOOLS/node_modules" ]; then
	find yaml azure -name '*.yaml' -print0 |
		xargs -0 node "$TOOLS/parse.mjs" >yaml.log
	if [ -f "$AZD_SCHEMA/azure.yaml.json" ]; then
		find azure -name '*.yaml' -print0 | xargs -0 node \
			"$TOOLS/schema.mjs" "$AZD_SCHEMA/azure.yaml.json" >schema.log
	else
		skip 'azure.yaml is valid' 'no schema: set AZD_SCHEMA'
	fi
else
	skip 'YAML parses and azure.yaml is valid' \
		"no validators in $TOOLS: script/test installs them"
fi
run python3 "$here/matrix.py" report
check 'there is a report' status_is 0
cp "$out" sentences
last=''
while IFS=$'\t' read -r sentence problem; do
	check "$sentence" test -z "$problem"
done <sentences
cat figures
finish
