#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# The scripts of a generated repository that do what Bicep cannot, against an
# azd and an Azure that are played: a file of resources, which requests read
# and change. Faults and signals come at any request.
# shellcheck disable=SC2016,SC2317 # JSON keys with $; check calls functions
. "${srcdir:-.}/tests/lib.sh"
. "$srcdir/tests/scripts/play.sh"

mkdir repo/.github
cp "$srcdir"/templates/common/scripts/*.py repo/scripts
sed -e '/{{#/d' -e '/{{\//d' -e 's,{{project}},services/web,' \
	"$srcdir"/templates/common/scripts/restrict_site.py.mustache \
	>repo/scripts/restrict_site.py
printf '# a comment\nname: "shop"\nservices: {}\n' >repo/azure.yaml

unset FAULT PFX_PASSWORD

# Azure, in the place of urllib's HTTPS. A key of the world is a path in lower
# case; what is below "later" comes after so many looks at it. FAULT is
# "WHEN:WHAT:FROM[-TO]": before or after the request has its effect, a status
# or a signal, at which requests.
cat >play/sitecustomize.py <<'END'
import json, os, re, signal, urllib.parse
from played import PLAY, error, requests, serve

ADDRESS = os.environ.get("ADDRESS", "203.0.113.7")


def merge(old, new):
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return {**old, **{key: merge(old.get(key), value) for key, value in new.items()}}


def fault(when):
    at = re.fullmatch(r"(\w+):(\w+):(\d+)(?:-(\d+))?", os.environ.get("FAULT", ""))
    if not at or at[1] != when or not int(at[3]) <= requests[0] <= int(at[4] or at[3]):
        return None
    if at[2].isdigit():
        return int(at[2])
    os.kill(os.getpid(), getattr(signal, "SIG" + at[2]))
    return None


def vault_data(world, method, path, body):
    vault = next(value for key, value in world.items() if "/vaults/" in key)["properties"]
    rules = vault.get("networkAcls") or {"defaultAction": "Allow"}
    if vault["publicNetworkAccess"] == "Disabled":
        return error(403, "Forbidden", "Public network access is disabled", "ForbiddenByConnection")
    if rules["defaultAction"] == "Deny" and f"{ADDRESS}/32" not in [rule["value"] for rule in rules.get("ipRules", [])]:
        return error(403, "Forbidden", f"not authorized\r\nClient address: {ADDRESS}\r\nCaller: x", "ForbiddenByFirewall")
    if not world.get("role", True):
        return error(403, "Forbidden", "Caller is not authorized", "ForbiddenByRbac")
    parts = path.strip("/").split("/")
    if parts == ["certificates"]:
        return 200, {"value": []}
    name, made = parts[1], f"certificate {parts[1]}"
    if parts[2:] == ["import"]:
        with open(f"{PLAY}/imported", "w") as file:
            print(json.dumps(body), file=file)
    if parts[2:] in (["import"], ["create"]):
        names = world.get("names") or [name.replace("-", ".")]
        world[made] = {
            "sid": f"https://kv.vault.azure.net/secrets/{name}/{requests[0]}",
            "attributes": {"exp": world.get("exp", 32503680000)},
            "policy": {"issuer": {"name": "Self" if parts[2] == "create" else "Unknown"}, "x509_props": {"sans": {"dns_names": names}}},
        }
        return (200, world[made]) if parts[2] == "import" else (202, {"status": "inProgress"})
    if parts[2:] == ["pending"]:
        world["looks"] = world.get("looks", 0) + 1
        return 200, {"status": "inProgress" if world["looks"] < 3 else world.get("making", "completed")}
    return (200, world[made]) if made in world else error(404, "CertificateNotFound")


def answer(world, method, host, path, query, body, headers):
    if host.endswith(".vault.azure.net"):
        return vault_data(world, method, path, body)
    if host == "graph.microsoft.com" and not world.get("directory", True):
        return error(403, "Authorization_RequestDenied", "Insufficient privileges")
    key = path.lower()
    if host == "graph.microsoft.com" and method == "PATCH" and "uniquename=" in key and key not in world:
        assert headers.get("Prefer") == "create-if-missing"
        made = {"id": "object-1", "appId": "client-1", "displayName": body["displayName"]}
        for place in (key, "/v1.0/applications/object-1", "/v1.0/applications(appid='client-1')"):
            world[place] = dict(made)
        world["new"] = 3
        return 201, made
    if method != "GET" and host == "graph.microsoft.com" and world.get("new", 0):
        world["new"] -= 1
        return error(404, "Request_ResourceNotFound")
    if method == "POST":
        world[f"{key}/{requests[0]}"] = body
        if key == "/v1.0/serviceprincipals":
            world[f"{key}(appid='{body['appId'].lower()}')"] = body
        return 201, body
    if method == "PUT" or (method == "PATCH" and key in world):
        world[key] = merge(world.get(key), body)
        if key.startswith("/v1.0/applications/"):
            for place in [place for place in world if place.startswith("/v1.0/applications(")]:
                world[place] = world[key]
        if "/service/" in key:
            world[key]["properties"]["provisioningState"] = "Updating"
        return 200, world[key]
    if method != "GET":
        return error(404, "ResourceNotFound")
    if key in world:
        found = json.loads(json.dumps(world[key]))
        if "provisioningState" in (found.get("properties") or {}):
            world[key]["properties"]["provisioningState"] = "Succeeded"
        return 200, found
    for later in list(world.get("later", [])):
        if later[1].lower().rpartition("/")[0] == key:
            later[0] -= 1
            if later[0] <= 0:
                world["later"].remove(later)
                world[later[1].lower()] = later[2]
    if key.endswith("/resources"):
        inside = [value for name, value in sorted(world.items()) if "/service/" in name]
    elif key.rpartition("/")[2] in ("privateendpointconnections", "origingroups", "origins", "federatedidentitycredentials"):
        inside = [value for name, value in sorted(world.items()) if name.rpartition("/")[0] == key]
    else:
        return error(404, "ResourceNotFound")
    # Lists come in pages of one.
    start = int(query.get("skip", ["0"])[0])
    page = {"value": inside[start : start + 1]}
    if start + 1 < len(inside):
        page["nextLink"] = f"https://{world.get('elsewhere', host)}{path}?skip={start + 1}"
    return 200, page


def play(world, method, url, path, data, headers):
    assert headers["Authorization"].startswith("Bearer SECRET-https://")
    assert "api-version=" in url.query or "skip=" in url.query or url.hostname == "graph.microsoft.com"
    status = fault("before")
    if status is not None:
        return error(status, "Played")
    body = json.loads(data) if data else None
    found = answer(world, method, url.hostname, path, urllib.parse.parse_qs(url.query), body, headers)
    with open(f"{PLAY}/widths", "a") as file:
        file.writelines(str(value) + "\n" for key, value in world.items() if "/vaults/" in key)
    return found


def after(status, content):
    late = fault("after")
    return (status, content) if late is None else error(late, "Played")


serve(play, after)
END

# What is in the world: look KEY FIELD...; no such thing: "none".
look() {
	"$PYTHON" -IS - "$PLAY/world" "$@" <<'END'
import json, sys
thing = json.load(open(sys.argv[1])).get(sys.argv[2].lower())
for field in sys.argv[3:]:
    thing = None if thing is None else thing.get(field)
print("none" if thing is None else thing if isinstance(thing, str) else json.dumps(thing, sort_keys=True))
END
}
look_is() { # WANTED KEY FIELD...
	local wanted=$1
	shift
	text_is <(look "$@") "$wanted"
}
world() { cat >play/world; }
values() { # NAME=VALUE...
	"$PYTHON" -IS -c 'import json, sys
print(json.dumps(dict(a.split("=", 1) for a in sys.argv[1:])))' "$@" >play/values
}
script() { play "$@"; }
# The requests that may have changed something.
changes() { grep -E '^(PUT|PATCH|POST|DELETE) ' play/calls; }
changes_are() { text_is <(changes) "$1"; }
no_changes() { ! changes; }
no_requests() { ! grep -v '^azd ' play/calls; }
calls_have() { text_has play/calls "$@"; }
no_secret() { ! grep -e SECRET -e hunter2 "$out" "$err" play/calls; }

check 'the scripts compile with the oldest syntax that is promised' \
	"$PYTHON" -IS -c 'import ast, sys
for name in sys.argv[1:]:
    ast.parse(open(name).read(), name, feature_version=(3, 8))' repo/scripts/*.py
for name in approve_private_links import_certificate close_api_management \
	register_sign_in restrict_site; do
	script "$name" --help
	check "$name --help: exit 0" status_is 0
	check "$name --help explains" out_has 'usage: ' "--env NAME"
	check "$name --help asks nobody" not test -s play/calls
	script "$name" --nonsense
	check "$name: a wrong option is wrong use" status_is 2
done

# --- approve_private_links ---
group=/subscriptions/s/resourceGroups/rg
door=$group/providers/Microsoft.Cdn/profiles/afd-1
apps=$group/providers/Microsoft.App/managedEnvironments/cae-1
site=$group/providers/Microsoft.Web/sites/app-1
lower() { tr '[:upper:]' '[:lower:]' <<<"$1"; }
link() { # NAME STATUS MESSAGE [TARGET]
	local id=${4-$apps}/privateEndpointConnections/$1
	printf '"%s": {"id": "%s", "name": "%s", "properties": {%s, "%s": %s}}' \
		"$(lower "$id")" "$id" "$1" \
		"\"privateEndpoint\": {\"id\": \"/x/$1\"}" \
		privateLinkServiceConnectionState \
		"{\"status\": \"$2\", \"description\": \"$3\"}"
}
origin() { # GROUP NAME [TARGET [LOCATION [STATUS [MESSAGE]]]]
	local place=$door/originGroups/$1 shared=null
	if [ $# -gt 2 ]; then
		shared=$(printf '{"privateLink": {"id": "%s"}, "groupId": "g", %s}' "$3" \
			"\"privateLinkLocation\": \"${4-eastus2}\",
			\"status\": \"${5-Pending}\", \"requestMessage\": \"${6-door-id}\"")
	fi
	printf '"%s": {"id": "%s"}, "%s": {"name": "%s", "properties": {"%s": %s}}' \
		"$(lower "$place")" "$place" "$(lower "$place/origins/$2")" "$2" \
		sharedPrivateLinkResource "$shared"
}
status_of() { # STATUS NAME [TARGET]
	look_is "$1" "${3-$apps}/privateEndpointConnections/$2" \
		properties privateLinkServiceConnectionState status
}
with_door() {
	values AZURE_SUBSCRIPTION_ID=s AZURE_RESOURCE_GROUP=rg \
		AZURE_FRONT_DOOR_NAME=afd-1
}

with_door
world <<END
{$(origin api api "$apps"), $(origin web web),
 $(link a-foreign Pending 'please'), $(link z-foreign Pending 'door-id2'),
 $(link own Approved 'Auto-Approved'), $(link ours Pending door-id)}
END
script approve_private_links
check 'a link: exit 0' status_is 0
check 'a link is approved' status_of Approved ours
check 'it keeps its message' look_is door-id "$apps/privateEndpointConnections/ours" \
	properties privateLinkServiceConnectionState description
check 'nothing else is touched' changes_are \
	"PUT management.azure.com $apps/privateEndpointConnections/ours"
check 'a foreign request stays' status_of Pending a-foreign
check 'a request that only resembles ours stays' status_of Pending z-foreign
check 'it tells' out_has 'approved: ours at' 'private links are approved'
check 'no secret is told' no_secret
script approve_private_links
check 'again: exit 0' status_is 0
check 'again: nothing is done' no_changes

script_with() { # FAULT NAME ARGUMENT...: with a fault
	FAULT=$1 script "${@:2}"
}
calls() { grep -cv '^azd ' play/calls; }

world <<END
{$(origin api primary "$apps"), $(origin api again "$apps"),
 $(origin web site "$site" westus2), $(link other Pending 'x'),
 "later": [[3, "$apps/privateEndpointConnections/ours",
   {$(link ours Pending door-id | cut -d: -f2- | sed 's/^ {//')],
  [5, "$site/privateEndpointConnections/ours2",
   {$(link ours2 Pending door-id "$site" | cut -d: -f2- | sed 's/^ {//')]]}
END
cp play/world play/links
script approve_private_links
check 'links that come later, at two targets: exit 0' status_is 0
check 'two origins of one place share a request' status_of Approved ours
check 'another target gets its own' status_of Approved ours2 "$site"
check 'the foreign one stays while it waits' status_of Pending other
cp play/links play/world
script approve_private_links --timeout 15
check 'no request in time: exit 1' status_is 1
check 'no request in time: says where, and what to do' err_has "$(lower "$site")" \
	'azd hooks run postprovision'

# Any request fails, for good or once, before or after it had its effect.
total=60 done_at=0 wrong=''
for when in before after; do
	for n in $(seq "$total"); do
		cp play/links play/world
		script_with "$when:400:$n" approve_private_links
		status_of Pending other >/dev/null || wrong="$wrong $when:$n"
		if [ "$(calls)" -lt "$n" ]; then
			done_at=$n
			break
		fi
		[ "$status" = 1 ] || wrong="$wrong $when:$n:status"
	done
done
check 'a request that fails ends it, whichever' test -z "$wrong"
check 'all requests had their turn' test "$done_at" -gt 10
cp play/links play/world
script_with before:503:2-4 approve_private_links
check 'Azure is out of order for a moment: exit 0' status_is 0
cp play/links play/world
script_with before:429:3 approve_private_links
check 'Azure asks to wait: exit 0' status_is 0
cp play/links play/world
script_with before:302:1 approve_private_links
check 'a redirect does not get the token' status_is 1
check 'a redirect is not followed' test "$(calls)" = 1
sed 's/^{/{"elsewhere": "evil.example", /' play/links >play/world
script approve_private_links
check 'a list that goes on elsewhere does not get the token' err_has 'another host'
check 'no other host is asked' not grep -q evil play/calls

world <<END
{$(origin api api "$apps"), $(link one Pending door-id), $(link two Pending door-id)}
END
script approve_private_links
check 'two requests that say they are ours: exit 1' status_is 1
check 'two requests that say they are ours: none is approved' no_changes
check 'two requests that say they are ours: says so' err_has 'by hand'
world <<END
{$(origin api api "$apps"), $(link one Approved door-id), $(link two Pending door-id)}
END
script approve_private_links
check 'a request too many later on: exit 0' status_is 0
check 'a request too many later on: left alone' no_changes
check 'a request too many later on: says so' out_has 'left alone'
world <<END
{$(origin api a "$apps" eastus2), $(origin api b "$apps" westus2),
 $(link one Approved door-id), $(link two Pending door-id)}
END
script approve_private_links
check 'one request for each place: both approved' status_of Approved two
world <<END
{$(origin api api "$apps"), $(link one Rejected door-id)}
END
script approve_private_links
check 'somebody rejected it: exit 1' status_is 1
check 'somebody rejected it: it stays so' no_changes
world <<END
{$(origin api api "$apps" eastus2 Approved), $(link one Approved 'I did it')}
END
script approve_private_links
check 'approved by hand with another text: exit 0' status_is 0
world <<END
{$(origin api api "$group/providers/Microsoft.Storage/storageAccounts/st")}
END
script approve_private_links
check 'an unknown kind of target: exit 1' status_is 1
check 'an unknown kind of target: says so' err_has 'by hand'
world <<<"{$(origin api api "$apps" eastus2 Pending '')}"
script approve_private_links
check 'an origin without a message: exit 1' status_is 1
world <<<"{$(origin web web)}"
script approve_private_links
check 'a Front Door without private links: exit 0' status_is 0
values AZURE_SUBSCRIPTION_ID=s AZURE_RESOURCE_GROUP=rg AZURE_FRONT_DOOR_NAME=
script approve_private_links
check 'no Front Door: exit 0' status_is 0
check 'no Front Door: nobody is asked' no_requests
with_door
AZD_FAULT='auth token' script approve_private_links
check 'nobody is logged in: exit 1' status_is 1
check 'nobody is logged in: says what to do' err_has 'azd auth login'
script approve_private_links --env other
check '--env is passed on to azd' calls_have 'azd env get-values --output json'
mv bin/azd bin/hidden
PATH=/usr/bin:/bin script approve_private_links
check 'no azd: says so' err_has 'azd cannot be started'
mv bin/hidden bin/azd

# --- import_certificate ---
vault=$group/providers/Microsoft.KeyVault/vaults/kv
printf '\060\202certificate' >www.pfx
export PFX_PASSWORD=hunter2
a_vault() { # ACCESS RULES-OR-null [MORE]
	values AZURE_SUBSCRIPTION_ID=s AZURE_RESOURCE_GROUP=rg \
		AZURE_KEY_VAULT_NAME=kv AZURE_GATEWAY_ADDRESS=
	world <<-END
		{"$(lower "$vault")": {"properties": {"networkAcls": $2,
		"vaultUri": "https://kv.vault.azure.net/",
		"publicNetworkAccess": "$1"}}${3:+, $3}}
	END
	: >play/widths
	network_before=$(network)
}
network() {
	look "$vault" properties networkAcls
	look "$vault" properties publicNetworkAccess
}
never_open_to_all() { ! grep Allow play/widths | grep Enabled; }
network_is_back() { text_is <(network) "$network_before"; }
closed='{"bypass": "AzureServices", "defaultAction": "Deny", "ipRules": [], "virtualNetworkRules": []}'
some='{"bypass": "AzureServices", "defaultAction": "Deny", "ipRules": [{"value": "198.51.100.0/24"}], "virtualNetworkRules": []}'
open='{"bypass": "AzureServices", "defaultAction": "Allow", "ipRules": [], "virtualNetworkRules": []}'
no_variables() { value_is AZURE_CUSTOM_DOMAIN none && value_is AZURE_CERTIFICATE_URI none; }
uri=https://kv.vault.azure.net/secrets/www-contoso-com

a_vault Enabled "$open"
script import_certificate WWW.contoso.com www.pfx
check 'an open vault: exit 0' status_is 0
check 'an open vault: only the import' changes_are \
	'POST kv.vault.azure.net /certificates/www-contoso-com/import'
check 'the file and its password arrive' file_is play/imported \
	'{"value": "MIJjZXJ0aWZpY2F0ZQ==", "pwd": "hunter2", "policy": {"secret_props": {"contentType": "application/x-pkcs12"}}}'
check 'azd knows the domain' value_is AZURE_CUSTOM_DOMAIN www.contoso.com
check 'azd knows the address, without a version' value_is AZURE_CERTIFICATE_URI "$uri"
check 'it tells what is left' out_has 'www.contoso.com  A  ' 'azd provision' \
	"certificateUri: $uri" '(after step 2: azd env get-value AZURE_GATEWAY_ADDRESS)'
check 'neither password nor token are told' no_secret
script import_certificate www.contoso.com www.pfx
check 'again: exit 0' status_is 0
check 'again: azd needs nothing' not grep -q 'azd env set' play/calls

for case in "Disabled $closed" "Enabled $some" "Disabled null"; do
	a_vault "${case%% *}" "${case#* }"
	[ "${case#* }" != null ] || network_before=$(printf '%s\n%s' "$open" Disabled)
	script import_certificate www.contoso.com www.pfx
	check "${case%% *}, closed: exit 0" status_is 0
	check "${case%% *}, closed: imported" value_is AZURE_CERTIFICATE_URI "$uri"
	check "${case%% *}, closed: closed as before" network_is_back
	check "${case%% *}, closed: never open to everybody" never_open_to_all
	check "${case%% *}, closed: says so" out_has 'lets in 203.0.113.7' 'closed again'
done

wrong='' widest='' last_request=0
for fault in before:400 after:400 before:INT after:INT; do
	for n in $(seq 40); do
		a_vault Disabled "$some"
		script_with "$fault:$n" import_certificate www.contoso.com www.pfx
		network_is_back >/dev/null || wrong="$wrong $fault:$n"
		never_open_to_all || widest="$widest $fault:$n"
		[ "$(calls)" -ge "$n" ] || break
		last_request=$n
	done
done
check 'the vault is closed again whatever fails or interrupts' test -z "$wrong"
check 'it is never open to everybody' test -z "$widest"
check 'every request had its turn' test "$last_request" -ge 8
wrong=''
for n in $(seq "$last_request"); do
	a_vault Disabled "$some"
	script_with "after:INT:$n-99" import_certificate www.contoso.com www.pfx
	network_is_back >/dev/null || wrong="$wrong $n"
done
check 'nor does pressing Ctrl-C again and again help' test -z "$wrong"
for name in TERM HUP; do
	a_vault Disabled "$some"
	script_with "after:$name:7" import_certificate www.contoso.com www.pfx
	check "SIG$name: closed again" network_is_back
done
a_vault Disabled "$some"
script_with after:INT:6 import_certificate www.contoso.com www.pfx
check 'interrupted: exit 130' status_is 130
check 'interrupted: says so' err_has interrupted
check 'interrupted: azd does not know the certificate' no_variables
a_vault Disabled "$closed"
script_with before:409:8-12 import_certificate www.contoso.com www.pfx
check 'closing is tried again' out_has 'not closed yet' 'closed again'
check 'closing is tried again until it works' network_is_back
a_vault Disabled "$closed"
script_with before:409:8-999 import_certificate www.contoso.com www.pfx
check 'closing does not work: exit 1' status_is 1
check 'closing does not work: says so loudly' err_has 'STILL OPEN' "$vault"

a_vault Disabled "$closed" '"role": false'
script import_certificate www.contoso.com www.pfx
check 'no role: exit 1' status_is 1
check 'no role: says which' err_has 'Key Vault Certificates Officer'
check 'no role: closed again' network_is_back
a_vault Disabled "$closed"
ADDRESS=2001:db8::1 script import_certificate www.contoso.com www.pfx
check 'an address the vault cannot let in: exit 1' status_is 1
check 'an address the vault cannot let in: closed again' network_is_back
a_vault Enabled "$open" '"names": ["*.contoso.com"]'
script import_certificate www.contoso.com www.pfx
check 'a wildcard certificate is right' status_is 0
for names in '"*.contoso.com"' '"contoso.com", "www.contoso.org"'; do
	a_vault Enabled "$open" "\"names\": [$names]"
	script import_certificate a.www.contoso.com www.pfx
	check 'the certificate of another domain: exit 1' status_is 1
	check 'the certificate of another domain: azd does not learn of it' no_variables
done
a_vault Enabled "$open" '"exp": 1000000000'
script import_certificate www.contoso.com www.pfx
check 'an expired certificate: exit 1' status_is 1

a_vault Disabled "$closed"
script import_certificate www.contoso.com --self-signed-for-test
check 'a certificate for tests: exit 0' status_is 0
check 'a certificate for tests: made by the vault' calls_have '/certificates/www-contoso-com/create'
check 'a certificate for tests: azd knows it' value_is AZURE_CERTIFICATE_URI "$uri"
check 'a certificate for tests: closed again' network_is_back
script import_certificate www.contoso.com --self-signed-for-test
check 'a certificate for tests is made once' not grep -q /create play/calls
a_vault Enabled "$open"
script import_certificate www.contoso.com www.pfx
script import_certificate www.contoso.com --self-signed-for-test
check 'a real certificate is not replaced by one for tests' status_is 1
check 'nothing is made in its place' no_changes
a_vault Enabled "$open" '"making": "failed"'
script import_certificate www.contoso.com --self-signed-for-test
check 'the vault cannot make one: exit 1' status_is 1

a_vault Enabled "$open"
values AZURE_SUBSCRIPTION_ID=s AZURE_RESOURCE_GROUP=rg AZURE_KEY_VAULT_NAME=kv \
	AZURE_TRAFFIC_MANAGER_HOST=x.trafficmanager.net AZURE_DOMAIN_VERIFICATION_ID=id
script import_certificate www.contoso.com www.pfx
check 'Traffic Manager: tells its records' out_has \
	'asuid.www.contoso.com  TXT  id' 'www.contoso.com  CNAME  x.trafficmanager.net'
values AZURE_SUBSCRIPTION_ID=s AZURE_RESOURCE_GROUP=rg AZURE_KEY_VAULT_NAME=kv \
	AZURE_TRAFFIC_MANAGER_HOST= AZURE_DOMAIN_VERIFICATION_ID=
script import_certificate www.contoso.com www.pfx
check 'Traffic Manager to come: says where its name will be' out_has \
	'www.contoso.com  CNAME  (after step 2: azd env get-value AZURE_TRAFFIC_MANAGER_HOST)'
check 'gateways: no record for Container Apps' not out_has asuid
values AZURE_SUBSCRIPTION_ID=s
script import_certificate www.contoso.com www.pfx
check 'not provisioned: says so' err_has 'AZURE_RESOURCE_GROUP: is it provisioned?'
script import_certificate www.contoso.com
check 'neither file nor test: exit 2' status_is 2
script import_certificate www.contoso.com www.pfx --self-signed-for-test
check 'both file and test: exit 2' status_is 2
for domain in localhost 10.0.0.1 'a b.com' -x.com x-.com https://www.contoso.com; do
	script import_certificate www.pfx -- "$domain"
	script import_certificate -- "$domain" www.pfx
	check "$domain is no domain" status_is 1
done
check 'what is no domain asks nobody' no_requests
echo '-----BEGIN CERTIFICATE-----' >www.pem
script import_certificate www.contoso.com www.pem
check 'a PEM file: says what to do' err_has 'openssl pkcs12'
script import_certificate www.contoso.com none.pfx
check 'no such file: exit 1' status_is 1

# --- close_api_management ---
gate=$group/providers/Microsoft.ApiManagement/service/apim
a_gate() { # NAME ACCESS CONNECTION APPLICATION
	printf '"%s": {"id": "%s", "tags": {"application": "%s", "azd-env-name": "prod"},
	 "properties": {"publicNetworkAccess": "%s", "provisioningState": "Updating",
	 "privateEndpointConnections": [%s]}}' "$(lower "$gate-$1")" "$gate-$1" "$4" "$2" \
		"${3:+{\"properties\": {\"privateLinkServiceConnectionState\": {\"status\": \"$3\"\}\}\}}"
}
gate_is() { look_is "$2" "$gate-$1" properties publicNetworkAccess; }
gates() { # NAME=VALUE...
	values AZURE_SUBSCRIPTION_ID=s AZURE_ENV_NAME=prod "$@"
}

values AZURE_ENV_NAME=prod
script close_api_management
check 'before the first provisioning: exit 0' status_is 0
check 'before the first provisioning: it does not exist' value_is AZURE_API_MANAGEMENT_EXISTS false
check 'before the first provisioning: nobody is asked' no_requests
gates AZURE_API_MANAGEMENT_EXISTS=true
world <<<'{}'
script close_api_management
check 'it is gone: it does not exist' value_is AZURE_API_MANAGEMENT_EXISTS false
gates AZURE_API_MANAGEMENT_PRIVATE=true
world <<<"{$(a_gate a Enabled Approved shop), $(a_gate b Enabled Approved blog), $(a_gate c Enabled Approved shop)}"
script close_api_management
check 'with private endpoints: exit 0' status_is 0
check 'with private endpoints: it exists' value_is AZURE_API_MANAGEMENT_EXISTS true
check 'with private endpoints: the first is closed' gate_is a Disabled
check 'with private endpoints: each of ours is closed' gate_is c Disabled
check 'that of another application stays' gate_is b Enabled
script close_api_management
check 'again: nothing is done' no_changes
check 'again: azd needs nothing' not grep -q 'azd env set' play/calls
gates AZURE_API_MANAGEMENT_PRIVATE=true
world <<<"{$(a_gate a Enabled Approved shop), $(a_gate b Enabled Pending shop)}"
script close_api_management
check 'one without an endpoint: none is closed' no_changes
check 'one without an endpoint: stays open in Bicep, too' value_is AZURE_API_MANAGEMENT_EXISTS false
gates AZURE_API_MANAGEMENT_PRIVATE=false
world <<<"{$(a_gate a Enabled Approved shop)}"
script close_api_management
check 'the profile wants it public: not closed' no_changes
gates AZURE_API_MANAGEMENT_PRIVATE=true
world <<<"{$(a_gate a Enabled Approved shop)}"
script_with before:403:4 close_api_management
check 'it cannot be closed: exit 1' status_is 1
check 'it cannot be closed: Bicep does not believe it is' value_is AZURE_API_MANAGEMENT_EXISTS none

# --- register_sign_in ---
registration='/v1.0/applications/object-1'
sign_in() { # NAME=VALUE...
	values AZURE_ENV_NAME=prod AZURE_SUBSCRIPTION_ID=s AZURE_TENANT_ID=t "$@"
}
after=('AZURE_SIGN_IN_HOSTS=["app.example", "", "slot.example"]'
	'AZURE_SIGN_IN_PRINCIPAL_IDS=["principal-1"]')

values AZURE_ENV_NAME=prod
script register_sign_in
check 'no subscription yet: exit 0' status_is 0
check 'no subscription yet: nobody is asked' no_requests
sign_in
world <<<'{}'
script register_sign_in
check 'a new registration: exit 0' status_is 0
check 'a new registration: azd knows it' value_is AZURE_AUTH_CLIENT_ID client-1
check 'a new registration: named by application and environment' look_is shop-prod \
	"/v1.0/applications(uniqueName='shop-prod-s')" displayName
check 'a new registration: ID tokens' look_is true "$registration" web implicitGrantSettings enableIdTokenIssuance
check 'a new registration: its audience' look_is '["api://client-1"]' "$registration" identifierUris
check 'a new registration: a service principal' look_is client-1 \
	"/v1.0/serviceprincipals(appid='client-1')" appId
check 'a new registration: tells the workflow' out_has 'gh variable set AZURE_AUTH_CLIENT_ID'
check 'a new registration: not a word of pipelines that are not there' \
	not grep -q DevOps "$out"
check 'a new registration: no token is told' no_secret
sign_in AZURE_AUTH_CLIENT_ID=client-1 "${after[@]}"
script register_sign_in
check 'after the provisioning: exit 0' status_is 0
check 'after the provisioning: the addresses of app and slot' look_is \
	'["https://app.example/.auth/login/aad/callback", "https://slot.example/.auth/login/aad/callback"]' \
	"$registration" web redirectUris
credential=$(changes | wc -l)
check 'after the provisioning: two changes' test "$credential" = 2
credential() {
	"$PYTHON" -IS -c 'import json, sys
[found] = [v for k, v in json.load(open(sys.argv[1])).items() if "/federated" in k]
print(json.dumps(found, sort_keys=True))' play/world
}
check 'after the provisioning: the identity vouches' text_is <(credential) \
	'{"audiences": ["api://AzureADTokenExchange"], "issuer": "https://login.microsoftonline.com/t/v2.0", "name": "identity-principal-1", "subject": "principal-1"}'
script register_sign_in
check 'again: exit 0' status_is 0
check 'again: nothing is changed' no_changes
check 'again: azd needs nothing' not grep -q 'azd env set' play/calls
sign_in "${after[@]}"
script register_sign_in
check 'azd forgot it: found by its name' value_is AZURE_AUTH_CLIENT_ID client-1
check 'azd forgot it: not made again' no_changes

sign_in AZURE_AUTH_CLIENT_ID=client-1 "${after[@]}"
world <<'END'
{"/v1.0/applications(appid='client-1')": {"id": "object-1", "appId": "client-1",
  "identifierUris": ["api://mine"], "web": {"redirectUris": ["https://mine.example/"],
  "implicitGrantSettings": {"enableIdTokenIssuance": true}}},
 "/v1.0/applications/object-1": {"web": {"redirectUris": ["https://mine.example/"]}},
 "/v1.0/serviceprincipals(appid='client-1')": {}}
END
script register_sign_in
check 'what others added: exit 0' status_is 0
check 'what others added: their addresses stay' grep -q mine.example <(look "$registration" web redirectUris)
check 'what others added: their audiences stay' look_is '["api://mine", "api://client-1"]' "$registration" identifierUris
sign_in AZURE_AUTH_CLIENT_ID=gone
world <<<'{}'
script register_sign_in
check 'a registration that is gone: exit 1' status_is 1
check 'a registration that is gone: says what to do' err_has 'azd env set AZURE_AUTH_CLIENT_ID ""'
check 'a registration that is gone: no other is made' no_changes
for known in '' client-1; do
	sign_in ${known:+AZURE_AUTH_CLIENT_ID=$known}
	world <<<'{"directory": false}'
	script register_sign_in
	check "no right to the directory (${known:-new}): provisioning goes on" status_is 0
	check "no right to the directory (${known:-new}): says who helps" out_has \
		'python3 scripts/register_sign_in.py --env prod'
	script register_sign_in --strict
	check "no right to the directory (${known:-new}): --strict fails" status_is 1
done
sign_in AZURE_AUTH_CLIENT_ID=client-1 'AZURE_SIGN_IN_HOSTS=no list'
world <<<"{\"/v1.0/applications(appid='client-1')\": {\"id\": \"object-1\", \"appId\": \"client-1\"}}"
script register_sign_in
check 'an output that is no list: exit 1' status_is 1
mv repo/.github repo/.azdo
sign_in
world <<<'{}'
script register_sign_in
check 'a new registration for Azure DevOps: names the variable group' out_has \
	'AZURE_AUTH_CLIENT_ID=client-1 in the variable group prod'
check 'a new registration for Azure DevOps: not a word of GitHub' \
	not grep -q 'gh variable' "$out"
mv repo/.azdo repo/.github
wrong=''
for when in before after; do
	for n in $(seq 30); do
		sign_in "${after[@]}"
		world <<<'{}'
		script_with "$when:400:$n" register_sign_in
		[ "$(calls)" -ge "$n" ] || break
		[ "$status" = 1 ] || wrong="$wrong $when:$n"
		script register_sign_in
		[ "$status" = 0 ] || wrong="$wrong $when:$n:again"
		[ -n "$(credential 2>/dev/null)" ] || wrong="$wrong $when:$n:credential"
	done
done
check 'whatever fails, the next run brings it to the end' test -z "$wrong"

# --- restrict_site ---
web=repo/services/web
mkdir -p $web/public/images
echo page >$web/public/index.html
echo picture >$web/public/images/a.svg
configuration='{
  "routes": [{ "route": "/api/*", "allowedRoles": ["authenticated"] }],
  "networking": { "allowedIpRanges": ["192.0.2.0/24"] },
  "forwardingGateway": { "allowedForwardedHosts": ["b.example"], "requiredHeaders": { "X-Mine": "é" } }
}'
printf '%s\n' "$configuration" >$web/public/staticwebapp.config.json
cp -r $web/public public
values AZURE_FRONT_DOOR_ID=
script restrict_site
check 'no Front Door: exit 0' status_is 0
check 'no Front Door: the same files' same_files $web/public $web/dist
check 'no Front Door: says so' out_is 'services/web: for everybody'
echo old >$web/dist/old.html
values AZURE_FRONT_DOOR_ID=door-id 'AZURE_FRONT_DOOR_HOSTS=["a.example",""]'
for again in '' ', again'; do
	script restrict_site
	check "Front Door$again: exit 0" status_is 0
	check "Front Door$again: its requests only" file_is $web/dist/staticwebapp.config.json '{
  "routes": [
    {
      "route": "/api/*",
      "allowedRoles": [
        "authenticated"
      ]
    }
  ],
  "networking": {
    "allowedIpRanges": [
      "AzureFrontDoor.Backend"
    ]
  },
  "forwardingGateway": {
    "allowedForwardedHosts": [
      "a.example",
      "b.example"
    ],
    "requiredHeaders": {
      "X-Mine": "é",
      "X-Azure-FDID": "door-id"
    }
  }
}'
done
values AZURE_FRONT_DOOR_ID= AZURE_GATEWAY_ADDRESS=203.0.113.9 'AZURE_FRONT_DOOR_HOSTS=["",""]'
script restrict_site
check 'a gateway: exit 0' status_is 0
check 'a gateway: from its address' grep -qF '"203.0.113.9/32"' $web/dist/staticwebapp.config.json
check 'a gateway: no Front Door' not grep -E 'FDID|AzureFrontDoor|192.0.2.0' $web/dist/staticwebapp.config.json
check 'a gateway: says so' out_is 'services/web: for the gateway only'
values AZURE_FRONT_DOOR_ID=door-id 'AZURE_FRONT_DOOR_HOSTS=["a.example"]'
check 'what is gone from public is gone from dist' not test -e $web/dist/old.html
check 'all else is copied' same_files $web/public/images $web/dist/images
check 'public stays as it is' same_files public $web/public
check 'Azure is not asked' no_requests
rm $web/public/staticwebapp.config.json
script restrict_site
check 'no configuration: it gets one' grep -q AzureFrontDoor.Backend $web/dist/staticwebapp.config.json
for text in '{' '[]' '{"networking": 1}'; do
	echo "$text" >$web/public/staticwebapp.config.json
	script restrict_site
	check "$text is no configuration: exit 1" status_is 1
done
"$PYTHON" -IS -c 'import json; print(json.dumps({"routes": ["/x"] * 5000}))' \
	>$web/public/staticwebapp.config.json
script restrict_site
check 'a configuration that is too large: exit 1' status_is 1
mkdir elsewhere
echo mine >elsewhere/file
rm -r $web/dist
ln -s ../../../elsewhere $web/dist
script restrict_site
check 'a link in the place of dist: exit 1' status_is 1
check 'a link in the place of dist: nothing of it is removed' file_is elsewhere/file mine
rm -r $web/public
script restrict_site
check 'no public: exit 1' status_is 1
check 'no script leaves anything else behind' test -z "$(find repo -name '*.tmp' -o -name __pycache__)"

# --- the repositories: the scripts they need, called where azd lets them
unset PYTHONPATH PLAY
mkdir made
repository() { # NAME ARGUMENT...
	run azstamp init "made/$1" --name shop --no-prompt -q --no-git "${@:2}"
	check "$1: init succeeds" status_is 0
	# Nobody may warn, a compiler neither.
	check "$1: Python compiles without a warning" "$PYTHON" -ISW error -c '
import sys
for name in sys.argv[1:]:
    compile(open(name).read(), name, "exec")' made/"$1"/scripts/*.py
	check "$1: the hooks call what is there" hooks_exist "made/$1"
	check "$1: what the scripts read, Bicep tells" outputs_exist "made/$1"
}
hook_scripts() { # REPOSITORY: "HOOK SCRIPT" a line
	awk '/^[a-z]/ { on = $1 == "hooks:" } !on { next }
		/^  [a-z]+:$/ { hook = $1; sub(":", "", hook) }
		/^      run: / { print hook, $3 }' "$1/azure.yaml"
}
hooks_exist() {
	local hook script
	while read -r hook script; do
		[ -x "$1/$script" ] || {
			echo "$hook: no $script"
			return 1
		}
	done < <(hook_scripts "$1")
}
hooks_are() { # REPOSITORY LINE...
	text_is <(hook_scripts "made/$1") "$(printf '%s\n' "${@:2}")"
}
no_hooks() { grep -q "^services:" "made/$1/azure.yaml" && ! grep -n '^hooks:' "made/$1/azure.yaml" && ! hook_scripts "made/$1" | grep .; }
# The variables of azd that scripts read are outputs, or parameters the user sets.
outputs_exist() {
	local name missing=''
	# Tests and drill take what there is; set_up_github sets what it names.
	for name in $(find "$1/scripts" -name '*.py' -not -name 'test_*.py' -not -name 'failover_*' \
		-not -name set_up_github.py -exec grep -hoE '"AZURE_[A-Z_]+"' {} + | tr -d '"' | sort -u); do
		case $name in
		AZURE_SUBSCRIPTION_ID | AZURE_ENV_NAME) continue ;;
		# One script serves Traffic Manager and a gateway.
		AZURE_TRAFFIC_MANAGER_HOST | AZURE_GATEWAY_ADDRESS | AZURE_DOMAIN_VERIFICATION_ID) continue ;;
		esac
		grep -q "^output $name " "$1/infra/main.bicep" ||
			grep -qF "\${$name" "$1/infra/main.parameters.json" || missing="$missing $name"
	done
	echo "nobody tells:$missing"
	[ -z "$missing" ]
}
scripts_of() { # REPOSITORY: those of hooks and of the certificate
	(cd "made/$1/scripts" && ls -1 approve_* close_* import_* register_* restrict_* 2>/dev/null) | paste -sd' '
}
scripts_are() { text_is <(scripts_of "$1") "$2"; }

repository plain --pattern event-driven --env dev
check 'event-driven, no private network: no hook' no_hooks plain
check 'event-driven, no private network: no script for one' scripts_are plain ''
repository functions --pattern event-driven
check 'Functions in a network: what it needs is registered' hooks_are functions \
	'preprovision scripts/register_providers.py'
repository web --pattern microservice --set search.enabled=false
check 'microservice: links are approved, the site lets Front Door in only' hooks_are web \
	'postprovision scripts/approve_private_links.py' \
	'prepackage scripts/restrict_site.py' 'predeploy scripts/restrict_site.py'
check 'microservice: its scripts' scripts_are web 'approve_private_links.py restrict_site.py'
check 'microservice: azd deploys what the script makes' grep -q 'dist: dist #' made/web/azure.yaml
check 'microservice: git ignores what the script makes' grep -qx 'dist/' made/web/.gitignore
repository web-dev --pattern microservice --set search.enabled=false --env dev
check 'without Front Door: no hook' no_hooks web-dev
check 'without Front Door: no script for one' scripts_are web-dev ''
check 'without Front Door: azd deploys the site as it is' grep -q 'dist: public #' made/web-dev/azure.yaml
repository web-open --pattern microservice --set search.enabled=false --env dev,staging --set network.private=false
check 'without a private network: no link to approve' hooks_are web-open \
	'prepackage scripts/restrict_site.py' 'predeploy scripts/restrict_site.py'
repository web-apart --pattern microservice --set search.enabled=false --env staging,prod --set staging:network.private=false \
	--set prod:edge.kind=app-gateway
check 'Front Door here, a private network there: no link to approve' \
	scripts_are web-apart 'import_certificate.py restrict_site.py'
gateway=(--set prod:apiManagement.enabled=true --set prod:apiManagement.sku=StandardV2
	--set prod:apiManagement.publisherEmail=ada@example.com)
repository web-gateway --pattern microservice --env prod --set search.enabled=false --set edge.kind=app-gateway
check 'a gateway: the site is restricted, its certificate imported' \
	scripts_are web-gateway 'import_certificate.py restrict_site.py'
repository gateway --pattern microservice --set search.enabled=false "${gateway[@]}"
check 'API Management: looked for before, closed after' hooks_are gateway \
	'preprovision scripts/close_api_management.py' \
	'postprovision scripts/approve_private_links.py' \
	'postprovision scripts/close_api_management.py' \
	'prepackage scripts/restrict_site.py' 'predeploy scripts/restrict_site.py'
repository open-gateway --pattern microservice --set search.enabled=false --env dev \
	--set apiManagement.enabled=true --set apiManagement.publisherEmail=ada@example.com
check 'API Management that stays open: nothing closes it' not \
	test -e made/open-gateway/scripts/close_api_management.py
check 'API Management that stays open: Bicep does not ask' not \
	grep -q apiManagementExists made/open-gateway/infra/main.bicep made/open-gateway/infra/main.parameters.json
repository regions --pattern multi-region
check 'multi-region: no hook' no_hooks regions
check 'multi-region: its domain needs a certificate' scripts_are regions import_certificate.py
repository chat --pattern chat-baseline
check 'chat: sign-in before and after, links are approved, then the index' hooks_are chat \
	'preprovision scripts/register_providers.py' \
	'preprovision scripts/register_sign_in.py' \
	'postprovision scripts/approve_private_links.py' \
	'postprovision scripts/register_sign_in.py' \
	'postprovision scripts/create_search_index.py'
repository chat-gateway --pattern chat-baseline --set edge.kind=app-gateway --set network.private=true
check 'chat behind a gateway: its scripts' scripts_are chat-gateway \
	'import_certificate.py register_providers.py register_sign_in.py'
# A pattern of one's own may have both.
mkdir -p house/both
printf '%s\n' 'files:' '  - id: azure-yaml' '    source: common/azure.yaml.mustache' \
	'    target: azure.yaml' >house/both/manifest.yaml
cat >house/both/application.yaml.mustache <<'END'
name: "{{name}}"
pattern: both
locations: [{{#locations}}{{name}}{{^last}}, {{/last}}{{/locations}}]
orchestrator: ml-endpoint
services:
  web: { host: staticwebapp, project: web }
  chat: { host: appservice, project: chat, uses: [foundry] }
END
run azstamp init made/both --name shop --no-prompt -q --no-git --template-dir house --pattern both --env staging
check 'a site behind an edge and an orchestrator: init succeeds' status_is 0
check 'a site behind an edge and an orchestrator: one list of what runs before deploying' \
	text_is <(grep '^  pre[a-z]*:$' made/both/azure.yaml) '  preprovision:
  prepackage:
  predeploy:'
check 'a site behind an edge and an orchestrator: both are in it' \
	text_is <(hook_scripts made/both | grep predeploy) 'predeploy scripts/restrict_site.py
predeploy scripts/deploy_orchestrator.py'
tools=${TOOLS:-$srcdir/build/tools} schema=${AZD_SCHEMA:-$srcdir/../shared/azd-schema}
if [ -d "$tools/node_modules" ] && [ -f "$schema/azure.yaml.json" ]; then
	for name in made/*; do
		check "${name#*/}: azure.yaml is valid" \
			node "$tools/schema.mjs" "$schema/azure.yaml.json" "$name/azure.yaml"
	done
else
	skip 'azure.yaml is valid' 'no schema (AZD_SCHEMA), or no validators (TOOLS)'
fi
finish
