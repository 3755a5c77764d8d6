#!/usr/bin/env python3
"""Makes the index that answers are grounded in, and has AI Search fill it from the container documents.

azd runs it after each provisioning. What somebody added to the index stays. Files in the container are cut into
pieces, each with its vector; metadata of a file called url or tenantId is kept with them. AI Search looks for new
files every hour, and forgets those with the metadata deleted=true; of one that is simply deleted it is not told.
Another embedding model needs another index: --index documents-2, and AZURE_SEARCH_INDEX set to that.
"""

from azure_api import Api, Problem, Refused, Variables, options, run, say

VERSION = "api-version=2025-09-01"
SCOPE = "https://search.azure.com/.default"

# Numbers in a vector of the model.
DIMENSIONS = {"text-embedding-3-large": 3072, "text-embedding-3-small": 1536, "text-embedding-ada-002": 1536}
CONTAINER = "documents"
# Metadata of a file that AI Search is to forget.
GONE = "deleted"
# Characters of a piece, and those it shares with the next one: what the chat service shows the model of each.
PIECE, SHARED = 2000, 400
# What would make another field of a field.
FIXED = ("type", "dimensions", "key", "analyzer", "filterable", "searchable")


class Unreachable(Problem):
    """The service does not let us in."""


def field(name, kind="Edm.String", **more):
    """A field of the index, which can be read only unless it says more."""
    plain = {"searchable": False, "filterable": False, "sortable": False, "facetable": False, "retrievable": True}
    return {"name": name, "type": kind, **plain, **more}


def wanted_index(name, embedding):
    """What the chat service expects of the index."""
    index = {
        "name": name,
        "fields": [
            # Pieces get their keys from the files; only such a field can take them.
            field("id", key=True, searchable=True, sortable=True, analyzer="keyword"),
            field("parentId", filterable=True),
            field("tenantId", filterable=True, retrievable=False),
            field("title", searchable=True),
            field("url"),
            field("content", searchable=True),
        ],
        "semantic": {
            "defaultConfiguration": "default",
            "configurations": [
                {
                    "name": "default",
                    "prioritizedFields": {
                        "titleField": {"fieldName": "title"},
                        "prioritizedContentFields": [{"fieldName": "content"}],
                    },
                }
            ],
        },
    }
    if embedding:
        size = DIMENSIONS[embedding["modelName"]]
        vector = {"searchable": True, "retrievable": False, "dimensions": size, "vectorSearchProfile": "default"}
        index["fields"].append(field("contentVector", "Collection(Edm.Single)", **vector))
        index["vectorSearch"] = {
            "algorithms": [{"name": "default", "kind": "hnsw"}],
            # By it a question becomes a vector.
            "vectorizers": [{"name": "default", "kind": "azureOpenAI", "azureOpenAIParameters": embedding}],
            "profiles": [{"name": "default", "algorithm": "default", "vectorizer": "default"}],
        }
    return index


def embedding_of(variables):
    """The model that makes vectors, asked by the identity of the search service; None where there is none."""
    model = variables.get("AZURE_EMBEDDING_MODEL")
    if not model:
        return None
    if model not in DIMENSIONS:
        raise Problem(f"this script does not know how long the vectors of {model} are: add it to DIMENSIONS")
    account = variables.need("AZURE_EMBEDDING_ACCOUNT")
    return {"resourceUri": f"https://{account}.openai.azure.com", "deploymentId": "embedding", "modelName": model}


def merged(there, wanted, path=""):
    """What is there with what is wanted; lists of things with names are joined by name."""
    if isinstance(there, dict) and isinstance(wanted, dict):
        return {**there, **{key: merged(there.get(key), value, f"{path}.{key}") for key, value in wanted.items()}}
    if isinstance(there, list) and isinstance(wanted, list) and all("name" in item for item in there + wanted):
        names = {item["name"]: item for item in wanted}
        kept = [merged(item, names.pop(item["name"]), path) if item["name"] in names else item for item in there]
        return kept + list(names.values())
    return wanted


def index_there(search, name, wanted):
    """Makes the index, or adds to it what is missing."""
    path = f"/indexes/{name}?{VERSION}"
    there = search.find(path)
    if not there:
        search.send("PUT", path, wanted)
        say(f"Made: index {name}.")
        return
    fields = {item["name"]: item for item in there["fields"]}
    for item in wanted["fields"]:
        had = fields.get(item["name"], item)
        fixed = [key for key in FIXED if (had.get(key) or None) != (item.get(key) or None)]
        if fixed:
            what = f"{', '.join(fixed)} of {item['name']} in the index {name}"
            raise Problem(f"{what} cannot be changed: make another index with --index")
        # Most of a field stays as it was made.
        item.update(had)
    whole = merged(there, wanted)
    if whole == there:
        say(f"Index {name} is as it should be.")
        return
    search.send("PUT", path, whole)
    say(f"Changed: index {name}.")


def filled(search, name, storage, embedding):
    """Has the search service cut the files of the container into pieces, and keep up with them."""
    source = {
        "name": name,
        "type": "azureblob",
        # With its own identity.
        "credentials": {"connectionString": f"ResourceId={storage};"},
        "container": {"name": CONTAINER},
        # The account keeps versions, so a file that is deleted leaves no trace that the service could find.
        "dataDeletionDetectionPolicy": {
            "@odata.type": "#Microsoft.Azure.Search.SoftDeleteColumnDeletionDetectionPolicy",
            "softDeleteColumnName": GONE,
            "softDeleteMarkerValue": "true",
        },
    }
    skills = [
        {
            "@odata.type": "#Microsoft.Skills.Text.SplitSkill",
            "context": "/document",
            "textSplitMode": "pages",
            "maximumPageLength": PIECE,
            "pageOverlapLength": SHARED,
            "inputs": [{"name": "text", "source": "/document/content"}],
            "outputs": [{"name": "textItems", "targetName": "pieces"}],
        }
    ]
    mappings = {
        "content": "/document/pieces/*",
        "title": "/document/metadata_storage_name",
        "url": "/document/url",
        "tenantId": "/document/tenantId",
    }
    if embedding:
        skills.append(
            {
                "@odata.type": "#Microsoft.Skills.Text.AzureOpenAIEmbeddingSkill",
                "context": "/document/pieces/*",
                **embedding,
                "dimensions": DIMENSIONS[embedding["modelName"]],
                "inputs": [{"name": "text", "source": "/document/pieces/*"}],
                "outputs": [{"name": "embedding", "targetName": "vector"}],
            }
        )
        mappings["contentVector"] = "/document/pieces/*/vector"
    selector = {
        "targetIndexName": name,
        "parentKeyFieldName": "parentId",
        "sourceContext": "/document/pieces/*",
        "mappings": [{"name": target, "source": place} for target, place in mappings.items()],
    }
    skillset = {
        "name": name,
        "skills": skills,
        "indexProjections": {
            "selectors": [selector],
            "parameters": {"projectionMode": "skipIndexingParentDocuments"},
        },
    }
    indexer = {
        "name": name,
        "dataSourceName": name,
        "skillsetName": name,
        "targetIndexName": name,
        "schedule": {"interval": "PT1H"},
        "parameters": {"configuration": {"dataToExtract": "contentAndMetadata", "parsingMode": "default"}},
    }
    for kind, body in (("datasources", source), ("skillsets", skillset), ("indexers", indexer)):
        search.send("PUT", f"/{kind}/{name}?{VERSION}", body)
    say(f"AI Search fills it from the container {CONTAINER}, now and every hour.")


def work(variables, name):
    """Makes everything; Unreachable when the service lets nobody in."""
    search = Api(variables.need("AZURE_SEARCH_ENDPOINT"), SCOPE)
    embedding = embedding_of(variables)
    try:
        index_there(search, name, wanted_index(name, embedding))
        if variables.get("AZURE_DOCUMENTS_ACCOUNT"):
            filled(search, name, variables["AZURE_DOCUMENTS_ACCOUNT"], embedding)
    except Refused as refusal:
        if refusal.status != 403:
            raise
        raise Unreachable(
            f"AI Search turns you away, so the index {name} is not made. In a private environment run this on a machine"
            " in its network, or add your address to network.allowedAddresses of the profile, then azstamp update and"
            " azd provision. If you are inside, you lack the role Search Service Contributor on the service"
        ) from refusal


def main():
    chosen = options(
        __doc__,
        [
            (["--index"], {"metavar": "NAME", "default": "documents", "help": "its name (default: documents)"}),
            (["--strict"], {"action": "store_true", "help": "fail when the service lets nobody in"}),
        ],
    )
    variables = Variables()
    if not variables.get("AZURE_SEARCH_ENDPOINT"):
        say("No AI Search, so no index.")
        return
    try:
        work(variables, chosen.index)
    except Unreachable as problem:
        if chosen.strict:
            raise
        say(f"{problem}.")


if __name__ == "__main__":
    run(main)
