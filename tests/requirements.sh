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
. "$srcdir/tests/generated/proof.sh"
REQUIREMENTS=${REQUIREMENTS:-$srcdir/../shared/requirements.md}
parser_there 'the Bicep files meet the requirements' || :

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
using multi-region/search search
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
