#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# The table tests/requirements.tsv: which check on which generated file proves
# each requirement, for every pattern. Reads BICEP (default: bicep on PATH; the
# checks on Bicep need its parser.js), TOOLS (a folder with the validators of
# tests/tools installed), REQUIREMENTS (the rows as they were asked for).
# shellcheck disable=SC2016,SC2317 # texts with $; check calls functions
. "${srcdir:-.}/tests/lib.sh"
here=$srcdir/tests/generated
export BICEP=${BICEP-$(command -v bicep || true)}
export TOOLS=${TOOLS:-$srcdir/build/tools}
REQUIREMENTS=${REQUIREMENTS:-$srcdir/../shared/requirements.md}
case $BICEP in
'' | /*) ;;
*/*) BICEP=$srcdir/$BICEP ;;
esac
if [ ! -d "$TOOLS/node_modules" ]; then
	skip 'the requirements are met' "no validators in $TOOLS: script/test installs them"
	finish
fi
if [ -z "$BICEP" ] || [ ! -e "$(dirname "$(readlink -f "$BICEP")")/parser.js" ]; then
	skip 'the Bicep files meet the requirements' 'no parser.js beside bicep: set BICEP'
fi

# PLACE ARGUMENT...: the repository of a pattern, or a variant of one.
make() {
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

mkdir small
sentences proof_test.mjs small
domain=(--set prod:edge.domain=www.example.com)
domain+=(--set prod:edge.certificateUri=https://kv-shop.vault.azure.net/secrets/www)
make microservice
make microservice/gateway --set prod:edge.kind=app-gateway "${domain[@]}"
models=(--set apiManagement.enabled=true)
models+=(--set apiManagement.publisherEmail=ops@example.com)
make microservice/models "${models[@]}"
make event-driven
make multi-region
make multi-region/front-door --set routing=front-door
make chat-baseline
using chat-baseline/models openai "${models[@]}"
make chat-baseline/gateway --set prod:edge.kind=app-gateway "${domain[@]}"
make chat-baseline/ml-endpoint --set orchestrator=ml-endpoint
table=$srcdir/tests/requirements.tsv
sentences proof.mjs "$table" . "$REQUIREMENTS"

# The walk sees what is wrong with a table.
wrong() { # PROBLEM LINE...: a table of such lines has that problem
	printf '%s\n' "${@:2}" | tr '|' '\t' >wrong.tsv
	ONLY="" node "$here/proof.mjs" wrong.tsv . >wrong.said &&
		awk -F '\t' '$2 != ""' wrong.said | grep -qE "$1"
}
check 'a row without proof is found' wrong 'X1 event-driven' \
	'X1|microservice,event-driven|-|words' 'X1|microservice|azure.yaml|name'
check 'a check that does not hold is found' wrong 'is "shop"' \
	'X1|microservice|-|words' 'X1|microservice|azure.yaml|name = market'
check 'a file that is not there is found' wrong 'there is no a.yaml' \
	'X1|microservice|-|words' 'X1|microservice|a.yaml|name = market'
check 'a check that cannot be read is found' wrong 'line 2: ' \
	'X1|microservice|-|words' 'X1|microservice|azure.yaml|name ='
check 'a pattern the row does not apply to is found' wrong 'X1 does not apply to event' \
	'X1|microservice|-|words' 'X1|event-driven|azure.yaml|name'
check 'a check that would hold of anything is found' wrong 'holds without' \
	'X1|microservice|-|words' \
	'X1|microservice|azure.yaml|services[host = containerapp].host = containerapp'
finish
