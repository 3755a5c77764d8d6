#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# The script that makes the index of AI Search, against an azd and a search
# service that are played. The service keeps what it is given and adds what the
# real one adds: etags and fields that are null.
# shellcheck disable=SC2016,SC2317 # JSON keys with $; check calls functions
. "${srcdir:-.}/tests/lib.sh"
. "$srcdir/tests/scripts/play.sh"

unset REFUSE CLOSED
mkdir made

# NAME ARGUMENT...: from now on the script of such a repository is tried.
repository() {
	run azstamp init "made/$1" --name shop --no-prompt -q --no-git "${@:2}"
	check "$1: init succeeds" status_is 0
	cp "made/$1"/scripts/{azure_api,create_search_index}.py repo/scripts
}

cat >play/sitecustomize.py <<'END'
import json, os
from played import error, serve


def answer(world, method, key, body):
    if os.environ.get("REFUSE"):
        return error(int(os.environ["REFUSE"]), "")
    if method == "GET":
        return (200, world[key]) if key in world else error(404, "")
    assert method == "PUT" and body["name"] == key.rpartition("/")[2]
    old = {field["name"]: field for field in world.get(key, {}).get("fields", [])}
    for field in body.get("fields", []):
        for name in ("type", "dimensions", "vectorSearchProfile"):
            if field["name"] in old and old[field["name"]].get(name) != field.get(name):
                return error(400, "")
        field.setdefault("synonymMaps", [])
        field.setdefault("analyzer", None)
        old.pop(field["name"], None)
    if old:
        return error(400, "")
    for vectorizer in body.get("vectorSearch", {}).get("vectorizers", []):
        vectorizer["azureOpenAIParameters"].setdefault("apiKey", None)
    for profile in body.get("semantic", {}).get("configurations", []):
        profile["prioritizedFields"].setdefault("prioritizedKeywordsFields", [])
    world[key] = {**body, "@odata.etag": f"{len(world)}"}
    return 201, world[key]


def play(world, method, url, path, data, headers):
    service, _, domain = url.hostname.partition(".")
    assert domain == "search.windows.net" and url.query == "api-version=2025-09-01"
    assert headers["Authorization"] == "Bearer SECRET-https://search.azure.com/.default"
    assert "Api-key" not in headers
    if service == os.environ.get("CLOSED"):
        return error(403, "")
    body = json.loads(data) if data else None
    # Each service has a world of its own.
    return answer(world.setdefault(service, {}), method, path, body)


serve(play)
END

script() { play create_search_index "$@"; }
values() { # [NAME=VALUE...]
	"$PYTHON" -IS - "$@" >play/values <<'END'
import json, sys
values = {
    "AZURE_SEARCH_ENDPOINT": "https://srch-1.search.windows.net", "AZURE_EMBEDDING_ACCOUNT": "aif-1",
    "AZURE_EMBEDDING_MODEL": "text-embedding-3-large", "AZURE_DOCUMENTS_ACCOUNT": "/subscriptions/s/storageAccounts/st1",
}
values.update(pair.split("=", 1) for pair in sys.argv[1:])
print(json.dumps(values))
END
}
fresh() { echo '{}' >play/world; }
change() { # STATEMENTS about index
	"$PYTHON" -IS -c 'import json, sys
worlds = json.load(open(sys.argv[1])); index = worlds["srch-1"]["/indexes/documents"]
exec(sys.argv[2])
json.dump(worlds, open(sys.argv[1], "w"))' play/world "$1"
}
world_is() { # WANTED EXPRESSION
	text_is <("$PYTHON" -IS -c 'import json, sys
worlds = json.load(open(sys.argv[1]))
world = worlds.get("srch-1", {}); index = world.get("/indexes/documents", {})
fields = {field["name"]: field for field in index.get("fields", [])}
print(json.dumps(eval(sys.argv[2]), sort_keys=True))' play/world "$2") "$1"
}
puts_are() { text_is <(grep '^PUT' play/calls) "$1"; }

host=srch-1.search.windows.net
repository chat --pattern chat-baseline
values
fresh
script --help
check '--help: exit 0' status_is 0
check '--help explains' out_has 'usage: ' '--index NAME' '--strict'
check '--help asks nobody' not test -s play/calls
script --nonsense
check 'a wrong option is wrong use' status_is 2

script
check 'the first run: exit 0' status_is 0
check 'it makes the index and what fills it' puts_are "PUT $host /indexes/documents
PUT $host /datasources/documents
PUT $host /skillsets/documents
PUT $host /indexers/documents"
grounding=$srcdir/templates/common/services/chat/src/grounding.ts
for name in title url content; do
	check "the index has the field $name, which the chat asks for" \
		world_is true "'$name' in fields and fields['$name']['retrievable']"
done
asked() { grep -qF "$1" "$grounding"; }
check 'the chat asks for these fields' asked "select: 'title,url,content'"
check 'it asks this index' asked "AZURE_SEARCH_INDEX: index = 'documents'"
check 'it asks by vectors of this field' asked "= 'contentVector'"
check 'the field of the vectors has the size of the model' world_is 3072 \
	'fields["contentVector"]["dimensions"]'
check 'it asks with this semantic configuration' asked \
	"AZURE_SEARCH_SEMANTIC_CONFIGURATION: semantic = 'default'"
check 'the index has that configuration' world_is '["default"]' \
	'[c["name"] for c in index["semantic"]["configurations"]]'
check 'questions become vectors by the model, with no key' world_is \
	'[{"apiKey": null, "deploymentId": "embedding", "modelName": "text-embedding-3-large", "resourceUri": "https://aif-1.openai.azure.com"}]' \
	'[v["azureOpenAIParameters"] for v in index["vectorSearch"]["vectorizers"]]'
check 'documents can be told apart by tenant' world_is true \
	'fields["tenantId"]["filterable"]'
check 'the storage account is read by identity' world_is \
	'"ResourceId=/subscriptions/s/storageAccounts/st1;"' \
	'world["/datasources/documents"]["credentials"]["connectionString"]'
# https://learn.microsoft.com/azure/search/search-how-to-index-azure-blob-changed-deleted (2026-11): of files that are
# deleted the service learns by itself only in accounts without versions.
check 'the account keeps versions' grep -q 'isVersioningEnabled: true' \
	"$srcdir/templates/modules/data/storage-account.bicep"
check 'so metadata tells what is to be forgotten' world_is \
	'["#Microsoft.Azure.Search.SoftDeleteColumnDeletionDetectionPolicy", "deleted", "true"]' \
	'list(world["/datasources/documents"]["dataDeletionDetectionPolicy"].values())'
check 'the pieces become documents of the index' world_is \
	'["documents", ["content", "contentVector", "tenantId", "title", "url"]]' \
	'(lambda s: [s["targetIndexName"], sorted(m["name"] for m in s["mappings"])])(world["/skillsets/documents"]["indexProjections"]["selectors"][0])'
check 'a piece is as long as the chat shows' asked 'LONGEST_DOCUMENT = 2_000'
check 'no piece is longer' world_is 2000 \
	'world["/skillsets/documents"]["skills"][0]["maximumPageLength"]'
check 'no token is printed' not grep SECRET "$out" "$err" play/calls

script
check 'the second run: exit 0' status_is 0
check 'the index is left alone' not grep -q "^PUT $host /indexes" play/calls
check 'it says so' out_has 'is as it should be'
change 'index["fields"].append({"name": "team", "type": "Edm.String"}); index["fields"] = [f for f in index["fields"] if f["name"] != "url"]; index["semantic"]["configurations"].append({"name": "mine", "prioritizedFields": {}})'
script
check 'after a change of somebody: exit 0' status_is 0
check 'what is missing comes back, what was added stays' world_is \
	'["content", "contentVector", "id", "parentId", "team", "tenantId", "title", "url", ["default", "mine"]]' \
	'sorted(fields) + [sorted(c["name"] for c in index["semantic"]["configurations"])]'
values AZURE_EMBEDDING_MODEL=text-embedding-3-small
script
check 'another size of vectors: exit 1' status_is 1
check 'it says what to do' err_has 'dimensions of contentVector' '--index'
script --index documents-2
check 'another index: exit 0' status_is 0
check 'it stands beside the first' world_is '[3072, 1536]' \
	'[f["dimensions"] for i in ("documents", "documents-2") for f in world["/indexes/" + i]["fields"] if f["name"] == "contentVector"]'
values AZURE_EMBEDDING_MODEL=other
script
check 'a model nobody knows: exit 1' status_is 1
check 'it is named' err_has 'how long the vectors of other are'

fresh
values AZURE_EMBEDDING_MODEL= AZURE_DOCUMENTS_ACCOUNT=
script
check 'without model and storage: exit 0' status_is 0
check 'there is the index alone, without vectors' world_is \
	'[["/indexes/documents"], false, false]' \
	'[sorted(world), "contentVector" in fields, "vectorSearch" in index]'
values AZURE_SEARCH_ENDPOINT=
script
check 'without AI Search: exit 0' status_is 0
check 'it says so' out_has 'No AI Search'
check 'it asks nobody' not grep -q '^GET' play/calls

values
export REFUSE=403
script
check 'where nobody is let in: exit 0, so that azd goes on' status_is 0
check 'it says what to do' out_has 'network.allowedAddresses' \
	'Search Service Contributor'
script --strict
check 'with --strict: exit 1' status_is 1
check 'that says what to do, too' err_has 'network.allowedAddresses'
export REFUSE=500
script
check 'a service that is out of order: exit 1' status_is 1
unset REFUSE

# --- where people fill the index themselves
repository site --pattern microservice
values AZURE_DOCUMENTS_ACCOUNT=
fresh
script
check 'without documents to take: exit 0' status_is 0
check 'without documents to take: the index, and nothing to fill it' \
	puts_are "PUT $host /indexes/documents"
check 'without documents to take: it speaks of none' not \
	grep -q 'container' repo/scripts/create_search_index.py

# --- several regions
mkdir -p over/multi-region
sed 's/uses: \[/uses: [search, /' "$srcdir/templates/multi-region/application.yaml.mustache" \
	>over/multi-region/application.yaml.mustache
repository regions --pattern multi-region --template-dir over
check 'regions: azd runs it after provisioning' text_is \
	<(grep -A2 '^  postprovision:$' made/regions/azure.yaml) '  postprovision:
    - shell: sh
      run: python3 scripts/create_search_index.py'
for name in $(grep -oE '"AZURE_[A-Z_]+"' repo/scripts/create_search_index.py | tr -d '"'); do
	check "regions: Bicep tells $name" grep -q "^output $name " made/regions/infra/main.bicep
done
regions() { # NAME=VALUE...
	values AZURE_SEARCH_ENDPOINT= AZURE_EMBEDDING_ACCOUNT= AZURE_DOCUMENTS_ACCOUNT= \
		'AZURE_SEARCH_ENDPOINTS=["primary=https://srch-1.search.windows.net", "secondary=https://srch-2.search.windows.net"]' \
		'AZURE_EMBEDDING_ACCOUNTS=["primary=oai-1", "secondary=oai-2"]' "$@"
}
both="PUT $host /indexes/documents
PUT srch-2.search.windows.net /indexes/documents"
regions
fresh
script
check 'regions: exit 0' status_is 0
check 'regions: each gets its index' puts_are "$both"
check 'regions: all indexes are alike, but for the model of their region' world_is \
	'[true, ["https://oai-1.openai.azure.com", "https://oai-2.openai.azure.com"]]' \
	'(lambda all: [all[0]["fields"] == all[1]["fields"], [i["vectorSearch"]["vectorizers"][0]["azureOpenAIParameters"]["resourceUri"] for i in all]])([worlds[s]["/indexes/documents"] for s in ("srch-1", "srch-2")])'
script
check 'regions again: exit 0' status_is 0
check 'regions again: both are left alone' not grep '^PUT' play/calls
fresh
script --region secondary
check 'one region: exit 0' status_is 0
check 'one region: it alone' puts_are "PUT srch-2.search.windows.net /indexes/documents"
script --region tertiary
check 'a region that is not there: exit 1' status_is 1
check 'a region that is not there: those that are' err_has 'there are primary, secondary'
export CLOSED=srch-1
fresh
script
check 'a region that lets nobody in: exit 0, so that azd goes on' status_is 0
check 'a region that lets nobody in: it is named' out_has 'of the region primary turns you away'
check 'a region that lets nobody in: the other has its index' world_is \
	'["srch-2"]' 'sorted(service for service, world in worlds.items() if world)'
script --strict
check 'a region that lets nobody in, --strict: exit 1' status_is 1
check 'a region that lets nobody in, --strict: which' err_has 'there is no index in primary'
script --strict --region secondary
check 'the region that does, --strict: exit 0' status_is 0
unset CLOSED
regions AZURE_SEARCH_ENDPOINTS=[]
script
check 'regions without AI Search: exit 0' status_is 0
check 'regions without AI Search: it says so' out_has 'No AI Search'
regions AZURE_EMBEDDING_MODEL=
fresh
script
check 'regions without a model for vectors: exit 0' status_is 0
check 'regions without a model for vectors: an index in each' puts_are "$both"
finish
