#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp add service: the model edited in place, and what update will do.
# shellcheck disable=SC2016,SC2317 # texts with `; check calls functions
. "${srcdir:-.}/tests/lib.sh"

azstamp init shop -q || exit 1
cd shop || exit 1

run azstamp add service search-service --uses openai,search
check 'add succeeds' status_is 0
check 'add says what it did, and what update will do' out_has \
	'azstamp.yaml: services.search-service: new, containerapp in services/search-service' \
	'Now `azstamp update` will do:' '  updated   infra/main.bicep' \
	'  created   services/search-service/Dockerfile'
check 'add writes four lines behind the other services' test "$(lines_changed \
	azstamp.yaml)" = '+  search-service:
+    host: containerapp
+    project: services/search-service
+    uses: [openai, search]'
check 'add writes nothing else' test "$(git status --porcelain)" = \
	' M azstamp.yaml'
sed -n 's/^  \(created\|updated\)  *//p' "$out" | sort >"$work/foreseen"
run azstamp update -q
check 'update succeeds' status_is 0
git add -A
git diff --cached --name-only | grep -v '^\.azstamp/\|^azstamp.yaml$' |
	sort >"$work/done"
check 'update does what add said' diff -u "$work/foreseen" "$work/done"
run azstamp check
check 'then all is well' status_is 0
check 'the service is in azure.yaml' grep -q '^  search-service:' azure.yaml
run azstamp env show prod services
check 'no sizes of its own are written' status_is 2
git reset -q && restore

run azstamp add service worker --host function --project jobs/worker \
	--uses storage,eventHubs,serviceBus -o json
check 'add as JSON' json_has "d['file'] == 'azstamp.yaml' and
d['name'] == 'worker' and d['service'] == {'host': 'function', 'project':
'jobs/worker', 'uses': ['storage', 'eventHubs', 'serviceBus']} and
d['errors'] == (0 if 'update' in d else d['errors'])"
restore
run azstamp add service b --ingress internal --uses chat-service -q
check 'add -q is quiet' out_empty
check 'ingress is written when it is given' grep -qx '    ingress: internal' \
	azstamp.yaml
restore

# A comment, a flow map, Windows line ends: nothing of it changes.
printf '%s\r\n' '# größe' 'name: shop' 'pattern: microservice' \
	'locations: [eastus2]' \
	'services: { web: { host: staticwebapp, project: web, uses: [api] }, # site' \
	'  api: { host: containerapp, project: api, ingress: external } }' \
	>azstamp.yaml
cp azstamp.yaml ../before
mkdir -p web api
run azstamp add service more --uses vision
check 'services in braces get a service in braces' test "$(cat azstamp.yaml)" = \
	"$(sed 's/ingress: external }/&, more: { host: containerapp, project: services\/more, uses: [vision] }/' ../before)"
restore

refuse() { # SENTENCE TEXT OPERAND...
	local sentence=$1 text=$2
	shift 2
	run azstamp add service "$@"
	check "refused: $sentence" test "$status" = 2 -o "$status" = 1
	check "named: $sentence" err_has "$text"
	check "nothing is written: $sentence" test -z "$(git status --porcelain)"
}
refuse 'no name' 'an operand is missing'
refuse 'a bad name' '"Bad" cannot name a service' Bad
refuse 'a name that is taken' 'there is a service web already' web
refuse 'an unknown host' '--host must be one of containerapp' x --host vm
refuse 'a bad folder' '--project must be a path inside' x --project ../x
refuse 'a bad ingress' '--ingress must be one of external, internal' x \
	--ingress public
refuse 'an unknown resource' \
	'--uses: serch is neither a service nor a resource (did you mean search?)' \
	x --uses openai,serch
refuse 'a word twice' '--uses names "openai" twice' x --uses openai,openai
sed -i 's/amount: 200$/amount: x/' profiles/dev.yaml
run azstamp add service x
check 'an invalid model is mended first' status_is 3
check 'the finding is shown' err_has 'profiles/dev.yaml:'
restore
run azstamp add service x --uses cosmos,web
check 'what a rule refuses is written and shown' err_has 'azstamp.yaml:'
check 'the exit status says so' status_is 3
restore
cd ..

for pattern in event-driven multi-region; do
	azstamp init "$pattern" --pattern "$pattern" --name shop -q --no-git
	run azstamp -C "$pattern" add service extra
	check "$pattern: add succeeds" test "$status" = 0
	azstamp -C "$pattern" update -q >"$out"
	run azstamp -C "$pattern" check
	check "$pattern: then all is well" status_is 0
done
finish
