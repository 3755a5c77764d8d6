#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# The script that puts the orchestrator on its online endpoint, against an azd
# and an Azure that are played: a registry that builds, an endpoint with its
# deployments, which take a while. A fault comes at any request.
# shellcheck disable=SC2016,SC2317 # JSON keys with $; check calls functions
. "${srcdir:-.}/tests/lib.sh"
. "$srcdir/tests/scripts/play.sh"

mkdir -p repo/orchestrator/{src,prompts,test,node_modules}
cp "$srcdir"/templates/common/scripts/{azure_api,deploy_orchestrator}.py \
	repo/scripts
printf 'name: "shop"\n' >repo/azure.yaml
for file in Dockerfile package.json src/server.ts prompts/answer-1.0.0.json \
	test/score.test.ts node_modules/x.js; do
	echo "$file" >repo/orchestrator/$file
done
unset FAULT

# Azure, in the place of urllib's HTTPS. FAULT is "STATUS:N": the answer to the
# Nth request, which has no effect.
cat >play/sitecustomize.py <<'END'
import io, json, os, tarfile
from played import error, requests, serve


def registry(world, method, path, body):
    last = path.rpartition("/")[2]
    if last == "listBuildSourceUploadUrl":
        return 200, {"uploadUrl": "https://store.blob.core.windows.net/source.tar.gz?sig=x", "relativePath": "source.tar.gz"}
    if last == "scheduleRun":
        assert world["source"] and body["sourceLocation"] == "source.tar.gz" and body["isPushEnabled"]
        world["image"], world["looks"] = body["imageNames"][0], 2
        return 200, {"properties": {"runId": "ca1", "status": "Queued"}}
    if last == "listLogSasUrl":
        return 200, {"logLink": "https://store.blob.core.windows.net/log?sig=x"}
    world["looks"] -= 1
    status = "Running" if world["looks"] > 0 else world.get("build", "Succeeded")
    return 200, {"properties": {"status": status, "outputImages": [{"digest": "sha256:abc"}]}}


def learning(world, method, path, body):
    key = path.partition("/workspaces/mlw-1/")[2]
    things = world["things"]
    if key.endswith("getLogs"):
        return 200, {"content": "line of the container"}
    if method == "PUT":
        if key == "onlineEndpoints/ept-1":
            total = sum(body["properties"]["traffic"].values())
            known = {name.rpartition("/")[2] for name in things if "/deployments/" in name}
            if total != 100 or not set(body["properties"]["traffic"]) <= known:
                return error(400, "BadTraffic")
            assert body["properties"]["authMode"] == "AADToken" and body["identity"]["userAssignedIdentities"] == {"/id": {}}
        elif "/deployments/" in key:
            assert body["properties"]["environmentId"].partition("/workspaces/mlw-1/")[2] in things
        world["made"] = world.get("made", 0) + 1
        body = {**body, "name": key.rpartition("/")[2], "looks": 2}
        body["systemData"] = {"createdAt": f"2026-01-01T00:00:{world['made']:02}Z"}
        things[key] = {**things.get(key, {}), **body}
        return 200, body
    if method == "DELETE":
        endpoint = things["onlineEndpoints/ept-1"]["properties"]["traffic"]
        if endpoint.get(key.rpartition("/")[2]):
            return error(409, "HasTraffic")
        things.pop(key)
        return 202, {}
    if key == "onlineEndpoints/ept-1/deployments":
        return 200, {"value": [value for name, value in sorted(things.items()) if "/deployments/" in name]}
    if key not in things:
        return error(404, "NotFound")
    found = json.loads(json.dumps(things[key]))
    if found.get("looks", 0) > 0:
        things[key]["looks"] -= 1
        found["properties"]["provisioningState"] = "Updating"
    elif "/deployments/" in key:
        state = world.get("start", "Succeeded")
        found["properties"]["provisioningState"] = things[key]["properties"]["provisioningState"] = state
    return 200, found


def answer(world, method, url, path, data, headers):
    world["scope"] = "https://ml.azure.com" if "inference" in url.hostname else None
    fault = os.environ.get("FAULT", "0:0").split(":")
    if int(fault[1]) == requests[0]:
        return error(int(fault[0]), "Played")
    if url.hostname == "store.blob.core.windows.net":
        assert "Authorization" not in headers
        if method == "PUT":
            assert headers["X-ms-blob-type"] == "BlockBlob"
            world["source"] = tarfile.open(fileobj=io.BytesIO(data)).getnames()
            return 201, {}
        return 200, "step 1\nnpm: no such file\n"
    body = json.loads(data) if data else None
    assert headers["Authorization"] == f"Bearer SECRET-{world.get('scope') or 'https://' + url.hostname}/.default", headers
    if url.hostname == "ept-1.westus2.inference.ml.azure.com":
        assert body["question"] and body["user"]["tenantId"]
        world["asked"] = headers["Azureml-model-deployment"]
        world["silence"] = world.get("silence", 0) - 1
        if world["silence"] >= 0:
            return world.get("refusal", 200), {"fallback": True, "answer": "Later."}
        return 200, {"fallback": False, "answer": "Yes."}
    assert "api-version=" in url.query
    if path.endswith("/resources"):
        return 200, {"value": [{"id": "x", "tags": world.get("tags")}]}
    if "/autoscaleSettings/" in path:
        name = path.rpartition("/")[2]
        if method == "PUT":
            world["scaling"][name] = body["properties"]["profiles"][0]
        elif method == "DELETE":
            del world["scaling"][name]
        return (200, {"name": name}) if name in world["scaling"] or method == "DELETE" else error(404, "NotFound")
    if "/registries/" in path:
        return registry(world, method, path, body)
    return learning(world, method, path, body)


serve(answer)
END

fresh() { # [NAME=JSON...]: an endpoint to which nothing was brought
	"$PYTHON" -IS - "$@" >play/world <<'END'
import json, sys
endpoint = {
    "location": "westus2", "kind": "Managed", "tags": {"application": "shop"}, "name": "ept-1",
    "identity": {"type": "UserAssigned", "userAssignedIdentities": {"/id": {"clientId": "c"}}},
    "properties": {"authMode": "AADToken", "publicNetworkAccess": "Enabled", "traffic": {}, "scoringUri": "x"},
}
world = {"things": {"onlineEndpoints/ept-1": endpoint}, "scaling": {}}
world.update((name, json.loads(value)) for name, value in (pair.split("=", 1) for pair in sys.argv[1:]))
print(json.dumps(world))
END
}
script() { play deploy_orchestrator "$@"; }
values() { # [NAME=VALUE...]
	"$PYTHON" -IS - "$@" >play/values <<'END'
import json, sys
values = {
    "AZURE_SUBSCRIPTION_ID": "s", "AZURE_RESOURCE_GROUP": "rg", "AZURE_ENV_NAME": "dev",
    "AZURE_CONTAINER_REGISTRY_ENDPOINT": "cr1.azurecr.io", "AZURE_ML_WORKSPACE_NAME": "mlw-1",
    "AZURE_ML_ENDPOINT_NAME": "ept-1", "AZURE_ML_PRIVATE": "false", "AZURE_ML_INSTANCE_TYPE": "Standard_DS3_v2",
    "AZURE_ML_SCORING_URI": "https://ept-1.westus2.inference.ml.azure.com/score",
    "AZURE_ML_INSTANCES": "2", "AZURE_ML_MAX_INSTANCES": "4",
    "AZURE_ML_SETTINGS": json.dumps({"AZURE_OPENAI_ENDPOINT": "https://aif.example/", "OPENAI_PROMPT_PRICE": ""}),
}
values.update(pair.split("=", 1) for pair in sys.argv[1:])
print(json.dumps(values))
END
}
world_is() { # WANTED EXPRESSION
	text_is <("$PYTHON" -IS -c 'import json, sys
w = json.load(open(sys.argv[1])); things = w["things"]
at = {n.rpartition("/")[2]: v for n, v in things.items() if "/deployments/" in n}
traffic = {n: s for n, s in things["onlineEndpoints/ept-1"]["properties"]["traffic"].items() if s}
found = eval(sys.argv[2])
print(found if isinstance(found, str) else json.dumps(found, sort_keys=True))' play/world "$2") "$1"
}
count_is() { # N PATTERN
	[ "$(grep -cE "$2" play/calls)" = "$1" ]
}

values
fresh
script --help
check '--help: exit 0' status_is 0
check '--help explains' out_has 'usage: ' '--share PERCENT' '--look'
check '--help asks nobody' not test -s play/calls
for wrong in '--share 101' '--share x' --nonsense; do
	# shellcheck disable=SC2086 # two words
	script $wrong
	check "$wrong is wrong use" status_is 2
done

# --- the first version ---
fresh silence=2
script
check 'the first version: exit 0' status_is 0
check 'the image has the sources, not what developers have besides' \
	world_is '["Dockerfile", "package.json", "prompts/answer-1.0.0.json", "src/server.ts"]' 'w["source"]'
check 'the image is known by its digest' world_is \
	cr1.azurecr.io/orchestrator@sha256:abc \
	'next(v["properties"]["image"] for n, v in things.items() if "environments" in n)'
check 'probes and requests have their paths' world_is '["/health", "/health", "/score"]' \
	'[next(v for n, v in things.items() if "environments" in n)["properties"]["inferenceConfig"][r]["path"] for r in ("livenessRoute", "readinessRoute", "scoringRoute")]'
check 'it stands at blue' world_is '["blue"]' 'sorted(at)'
check 'it has the size of the profile' world_is '["Standard_DS3_v2", 2]' \
	'[at["blue"]["properties"]["instanceType"], at["blue"]["sku"]["capacity"]]'
check 'it has its settings and no empty one' world_is \
	'["AZURE_OPENAI_ENDPOINT", "PORT", "SERVICE_NAME"]' \
	'sorted(at["blue"]["properties"]["environmentVariables"])'
check 'it is asked before it gets requests' world_is blue 'w["asked"]'
check 'it gets all requests' world_is '{"blue": 100}' traffic
check 'it grows with its load' world_is '["2", "4", 2]' \
	'[w["scaling"]["ept-1-blue"]["capacity"][x] for x in ("minimum", "maximum")] + [len(w["scaling"]["ept-1-blue"]["rules"])]'
check 'azd hears that the endpoint exists' \
	value_is AZURE_ML_ENDPOINT_EXISTS true
check 'no token is printed' not grep SECRET "$out" "$err" play/calls

script
check 'once more: exit 0' status_is 0
check 'nothing is built or made again' \
	count_is 0 '^(POST|PUT .*(environments|deployments|onlineEndpoints))'
check 'it says so' out_has 'up to date: blue'
echo more >repo/orchestrator/test/more.test.ts
script
check 'a test more is no new version' count_is 0 '^POST'

# --- the next version ---
echo two >repo/orchestrator/src/server.ts
script --share 10
check 'the next version: exit 0' status_is 0
check 'it stands beside the old one' world_is '["blue", "green"]' 'sorted(at)'
check 'it gets its share' world_is '{"blue": 90, "green": 10}' traffic
script --share 50
check 'a larger share: exit 0' status_is 0
check 'the share is widened' world_is '{"blue": 50, "green": 50}' traffic
check 'that makes nothing' count_is 0 '^POST|^PUT .*deployments'
script --share 0
check 'taken back: exit 0' status_is 0
check 'the old version has all' world_is '{"blue": 100}' traffic
check 'the new one is gone' world_is '[["blue"], ["ept-1-blue"]]' \
	'[sorted(at), sorted(w["scaling"])]'
script --share 0
check 'nothing to take back: exit 1' status_is 1
check 'it says what is the matter' err_has 'nothing to take back'
script --share 10
check 'its image is not built again' count_is 0 '^POST .*scheduleRun'
script
check 'two versions are left alone unless somebody says a share' \
	world_is '{"blue": 90, "green": 10}' traffic
check 'it says so' out_has 'Left alone' '10 % to green'
echo three >repo/orchestrator/src/server.ts
script --share 100
check 'a third version: exit 0' status_is 0
check 'the second is finished first, then the third' world_is \
	'[{"blue": 100}, ["blue"]]' '[traffic, sorted(at)]'
check 'the third is built' count_is 1 '^POST .*scheduleRun'
values AZURE_ML_INSTANCE_TYPE=Standard_DS4_v2
script
check 'another size: exit 0' status_is 0
check 'another size is another version of the same image' world_is \
	'["green", "Standard_DS4_v2"]' \
	'[next(iter(at)), at["green"]["properties"]["instanceType"]]'
check 'the image is not built again' count_is 0 '^POST .*scheduleRun'
values AZURE_ML_INSTANCE_TYPE=Standard_DS4_v2 AZURE_ML_MAX_INSTANCES=2
script
check 'without room to grow there are no rules' world_is '[]' \
	'w["scaling"]["ept-1-green"]["rules"]'
values
fresh
script --image cr1.azurecr.io/orchestrator@sha256:mine
check 'an image that is there: exit 0' status_is 0
check 'nothing is built then' count_is 0 '^POST .*(scheduleRun|listBuild)'
check 'it is the one that runs' world_is \
	cr1.azurecr.io/orchestrator@sha256:mine \
	'next(v["properties"]["image"] for n, v in things.items() if "environments" in n)'

# --- what goes wrong ---
values
fresh 'build="Failed"'
script
check 'an image that cannot be built: exit 1' status_is 1
check 'the end of its log is shown' err_has 'the image is not built (Failed)' \
	'npm: no such file'
check 'nothing is made then' world_is '[]' 'sorted(at)'
fresh
script
echo four >repo/orchestrator/src/server.ts
before=$(cat play/world)
"$PYTHON" -IS -c 'import json, sys
w = json.load(open(sys.argv[1])); w["start"] = "Failed"
json.dump(w, open(sys.argv[1], "w"))' play/world
script
check 'a version that does not start: exit 1' status_is 1
check 'its log is shown' err_has 'green does not start' 'line of the container'
check 'requests stay' world_is '{"blue": 100}' traffic
echo "$before" >play/world
"$PYTHON" -IS -c 'import json, sys
w = json.load(open(sys.argv[1])); w["silence"] = 99
json.dump(w, open(sys.argv[1], "w"))' play/world
script
check 'a version that nobody answers: exit 1' status_is 1
check 'it says so' err_has 'the models do not answer'
check 'requests stay with the old one' world_is '{"blue": 100}' traffic
"$PYTHON" -IS -c 'import json, sys
w = json.load(open(sys.argv[1])); w["silence"] = 1; w["refusal"] = 424
json.dump(w, open(sys.argv[1], "w"))' play/world
script
check 'the next run goes on with what stands: exit 0' status_is 0
check 'it makes nothing again' count_is 0 '^PUT .*deployments'
check 'the new one has all' world_is '[{"green": 100}, ["green"]]' \
	'[traffic, sorted(at)]'
fresh
"$PYTHON" -IS -c 'import json, sys
w = json.load(open(sys.argv[1])); e = w["things"]["onlineEndpoints/ept-1"]
e["properties"]["traffic"] = {"mine": 100}
json.dump(w, open(sys.argv[1], "w"))' play/world
script
check 'a deployment of somebody else: exit 1' status_is 1
check 'it is named' err_has 'requests go to mine'
values AZURE_ML_PRIVATE=true
fresh
script
check 'behind a private network: exit 0' status_is 0
check 'nobody asks there' not grep inference play/calls
check 'it says why' out_has 'only the private network'
values AZURE_ML_ENDPOINT_NAME=
script
check 'before provisioning: exit 1' status_is 1
check 'it says what is missing' err_has 'AZURE_ML_ENDPOINT_NAME'
values
rm repo/orchestrator/Dockerfile
script
check 'without a Dockerfile: exit 1' status_is 1
check 'it says where it belongs' err_has 'there is no Dockerfile in'
echo Dockerfile >repo/orchestrator/Dockerfile

# A fault at any request is no harm: the next run ends what was begun.
harmed=''
for ((n = 1; n < 60; n++)); do
	fresh
	echo begin >repo/orchestrator/src/server.ts
	script
	echo "then $n" >repo/orchestrator/src/server.ts
	FAULT=403:$n script
	[ "$status" = 0 ] && break
	world_is 100 'sum(traffic.values())' || harmed="$harmed $n:traffic"
	script
	[ "$status" = 0 ] || harmed="$harmed $n:again"
	world_is '[[100], 1, 1]' \
		'[list(traffic.values()), len(at), len(w["scaling"])]' ||
		harmed="$harmed $n:state"
done
check 'after a fault at any request the next run ends it' test -z "$harmed"
check 'there were faults at many requests' test "$n" -gt 20 -a "$n" -lt 60

# --- --look ---
values
fresh 'tags={"application": "shop", "azd-env-name": "dev"}'
script --look
check '--look: exit 0' status_is 0
check 'it finds the endpoint by its tags' \
	value_is AZURE_ML_ENDPOINT_EXISTS true
for tags in '{"application": "shop", "azd-env-name": "prod"}' null; do
	fresh "tags=$tags"
	script --look
	check "not one of $tags" value_is AZURE_ML_ENDPOINT_EXISTS false
done
fresh
values AZURE_SUBSCRIPTION_ID=
script --look
check 'before the first provisioning it asks nobody' count_is 0 '^GET'
check 'there is none then' value_is AZURE_ML_ENDPOINT_EXISTS false

finish
