#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# The table tests/compliance.tsv: generated repositories follow the rules of
# PSRule for Azure and Checkov in production, or say in docs/security.md why
# one does not hold, and ps-rule.yaml and .checkov.yaml leave out the same.
# Reads BICEP (default: bicep on PATH; its parser.js is needed), TOOLS (a
# folder with the validators of tests/tools installed), NOTES (the notes that
# list the rules).
# shellcheck disable=SC2016,SC2317 # texts with $; check calls functions
. "${srcdir:-.}/tests/lib.sh"
. "$srcdir/tests/generated/proof.sh"
NOTES=${NOTES:-$srcdir/../shared/peers.md}
parser_there 'generated repositories follow the rules' || finish
table=$srcdir/tests/compliance.tsv

certificate=https://kv-shop.vault.azure.net/secrets/www
gateway=()
for environment in staging prod; do
	gateway+=(--set "$environment:edge.kind=app-gateway")
	gateway+=(--set "$environment:edge.domain=www.example.com")
	gateway+=(--set "$environment:edge.certificateUri=$certificate")
done
models=(--set apiManagement.enabled=true)
models+=(--set apiManagement.publisherEmail=ops@example.com)
watched=(--set governance.defender=true)
watched+=(--set 'monitoring.alertEmails=[ops@example.com]')
make microservice
make microservice/gateway "${gateway[@]}"
make microservice/models "${models[@]}" "${watched[@]}"
make event-driven
make multi-region
make multi-region/front-door --set routing=front-door
make chat-baseline
make chat-baseline/gateway "${gateway[@]}" "${watched[@]}"
make chat-baseline/ml-endpoint --set orchestrator=ml-endpoint
sentences compliance.mjs "$table" . "$NOTES" "${made[@]}"

# The walk sees what is wrong.
wrong() { # PROBLEM [LINE...]: event-driven has that problem, or those lines
	local rules=$table
	if [ $# -gt 1 ]; then
		rules=wrong.tsv
		printf '%s\n' "${@:2}" | tr '|' '\t' >wrong.tsv
	fi
	MUTATIONS=no node "$here/compliance.mjs" "$rules" . - event-driven >wrong.said &&
		awk -F '\t' '$2 != ""' wrong.said | grep -qE "$1"
}
broken() { # FILE SED-EXPRESSION PROBLEM: a changed file is a problem
	local file=event-driven/$1 status=0
	cp "$file" kept
	sed -i "$2" "$file"
	! cmp -s "$file" kept && wrong "$3" || status=1
	cp kept "$file"
	return "$status"
}
vault='X.Y.Z|Microsoft.KeyVault/vaults'
check 'a rule that does not hold is found' wrong 'Azure.X.Y .line 1.: is true' \
	"${vault/X.Y.Z/Azure.X.Y}|properties.enableSoftDelete = false"
check 'a rule that concerns nothing anywhere is found' wrong '^every rule.*Azure.X.Y$' \
	'Azure.X.Y|Microsoft.Store/stores|properties.open = false' \
	"${vault/X.Y.Z/Azure.X.Z}|properties.enableSoftDelete = true"
check 'a property that no type has is found' wrong '"soft" is not a property' \
	"${vault/X.Y.Z/Azure.X.Y}|properties.soft = true"
check 'what is no rule is found' wrong 'line 1: X.Y.Z is no rule' \
	"$vault|properties.enableSoftDelete = true"
check 'a rule that an unsafe template breaks is found' broken \
	infra/modules/security/key-vault.bicep \
	's/enableRbacAuthorization: true/enableRbacAuthorization: false/' \
	'Azure.KeyVault.RBAC .line [0-9]+.: is false'
check 'a suppression that the page alone has is found' broken .checkov.yaml \
	'/CKV_AZURE_17$/d' 'only docs/security.md has CKV_AZURE_17$'
check 'a suppression that the page lacks is found' broken docs/security.md \
	'/CKV_AZURE_17`/d' 'CKV_AZURE_17 .line [0-9]+.: there is no clientCert.*'
check 'a suppression without a reason is found' broken docs/security.md \
	's/^\(| `CKV_AZURE_17` |\).*/\1 |/' 'has a reason.*CKV_AZURE_17'
check 'a suppression of what holds is found' broken docs/security.md \
	's/`CKV_AZURE_17`/`Azure.KeyVault.RBAC`/' 'Azure.KeyVault.RBAC holds'
finish
