#!/usr/bin/env python3
"""Puts the orchestrator on its online endpoint: a new version beside the old one, then the requests.

azd runs it before each deployment. A version is what lies in the folder orchestrator, and its settings; one that is
there already is not made again. With --share 10 the new version gets a tenth of the requests. Run it again with a
larger share to widen it, with 100 to finish, with 0 to take it back: the version that gets nothing is removed. Until
then azd, and this script without a share, leave the two as they are.
"""

import hashlib
import io
import json
import tarfile
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request

from azure_api import RESOURCE_MANAGER, Api, Problem, Refused, Variables, application, opener, options, run, say, until

LEARNING = "api-version=2026-05-01"
TASKS = "api-version=2019-04-01"
AUTOSCALE = "api-version=2022-10-01"
LIST = "api-version=2021-04-01"

FOLDER = Path(__file__).resolve().parent.parent / "orchestrator"
# What a developer has there besides.
LEFT_OUT = frozenset(["node_modules", "test"])
NAME, PORT = "orchestrator", 8080
COLORS = ("blue", "green")
NOBODY = "00000000-0000-0000-0000-000000000000"

ENDED = frozenset(["Succeeded", "Failed", "Canceled"])
# Answers of an endpoint whose new deployment is not ready yet.
NOT_READY = frozenset([404, 424, 500, 502, 503, 504])


def content():
    """The files of the image: path and bytes, in order."""
    paths = [path for path in FOLDER.rglob("*") if not LEFT_OUT.intersection(path.relative_to(FOLDER).parts)]
    files = [(path.relative_to(FOLDER).as_posix(), path.read_bytes()) for path in sorted(paths) if path.is_file()]
    if "Dockerfile" not in dict(files):
        raise Problem(f"there is no Dockerfile in {FOLDER}")
    return files


def hash_of(*parts):
    """A short name for what the parts are."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def packed(files):
    """The files as a tar archive."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        for name, data in files:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), 0o644
            tar.addfile(entry, io.BytesIO(data))
    return archive.getvalue()


def settled(manager, path, what, timeout):
    """What is at the path, once nothing changes there any more."""

    def ended():
        found = manager.get(path)
        return found if found["properties"].get("provisioningState", "Succeeded") in ENDED else None

    found = until(ended, timeout)
    if not found:
        raise Problem(f"{what} is not ready in time; the next run goes on")
    return found


class Registry:
    """The registry, which builds the image: nobody needs Docker."""

    def __init__(self, manager, variables):
        self.manager = manager
        self.server = variables.need("AZURE_CONTAINER_REGISTRY_ENDPOINT")
        name = self.server.partition(".")[0]
        self.id = f"{variables.group()}/providers/Microsoft.ContainerRegistry/registries/{name}"

    def build(self, files, tag, timeout):
        """The address of the new image."""
        place = self.manager.send("POST", f"{self.id}/listBuildSourceUploadUrl?{TASKS}")
        # The address is a permission of its own; no token goes there.
        headers = {"x-ms-blob-type": "BlockBlob", "Content-Type": "application/gzip"}
        try:
            opener.open(Request(place["uploadUrl"], packed(files), headers, method="PUT"), timeout=120).close()
        except OSError as error:
            raise Problem(f"the folder orchestrator cannot be sent to the registry: {error}") from None
        image = f"{NAME}:{tag}"
        say(f"The registry builds {image}.")
        order = {
            "type": "DockerBuildRequest",
            "sourceLocation": place["relativePath"],
            "dockerFilePath": "Dockerfile",
            "imageNames": [image],
            "isPushEnabled": True,
            "platform": {"os": "Linux", "architecture": "amd64"},
        }
        started = self.manager.send("POST", f"{self.id}/scheduleRun?{TASKS}", order)["properties"]["runId"]

        def ended():
            state = self.manager.get(f"{self.id}/runs/{started}?{TASKS}")["properties"]
            return state if state["status"] not in ("Queued", "Started", "Running") else None

        state = until(ended, timeout)
        status = state["status"] if state else "not in time"
        if status != "Succeeded":
            raise Problem(f"the image is not built ({status}): {self.log(started)}")
        digest = next((made.get("digest") for made in state.get("outputImages") or []), None)
        return f"{self.server}/{NAME}@{digest}" if digest else f"{self.server}/{image}"

    def log(self, started):
        """The end of what the build says."""
        try:
            link = self.manager.send("POST", f"{self.id}/runs/{started}/listLogSasUrl?{TASKS}")["logLink"]
            with opener.open(link, timeout=60) as log:
                return "\n" + "\n".join(log.read().decode(errors="replace").splitlines()[-20:])
        except (Problem, OSError, KeyError):
            return f"see az acr task logs --registry {self.server} --run-id {started}"


class Endpoint:
    """The online endpoint and its two places for a version, blue and green."""

    def __init__(self, manager, variables, timeout):
        self.manager, self.variables, self.timeout = manager, variables, timeout
        workspace, self.name = variables.need("AZURE_ML_WORKSPACE_NAME"), variables.need("AZURE_ML_ENDPOINT_NAME")
        self.workspace = f"{variables.group()}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}"
        self.id = f"{self.workspace}/onlineEndpoints/{self.name}"

    def deployments(self):
        """What stands at blue and green."""
        all_of_them = self.manager.pages(f"{self.id}/deployments?{LEARNING}")
        found = {item["name"].rpartition("/")[2]: item for item in all_of_them}
        return {color: found[color] for color in COLORS if color in found}

    def shares(self):
        """Percent of the requests by deployment that gets some."""
        found = settled(self.manager, f"{self.id}?{LEARNING}", "the endpoint", self.timeout)
        return {name: share for name, share in (found["properties"].get("traffic") or {}).items() if share}

    def spread(self, shares):
        """Gives each deployment its share of the requests."""
        found = self.manager.get(f"{self.id}?{LEARNING}")
        identity, properties = found["identity"], found["properties"]
        body = {name: found[name] for name in ("location", "tags", "kind") if found.get(name)}
        body["identity"] = {
            "type": identity["type"],
            "userAssignedIdentities": {name: {} for name in identity.get("userAssignedIdentities") or {}},
        }
        body["properties"] = {name: properties[name] for name in ("authMode", "publicNetworkAccess")}
        body["properties"]["traffic"] = shares
        self.manager.send("PUT", f"{self.id}?{LEARNING}", body)
        if self.shares() != {name: share for name, share in shares.items() if share}:
            raise Problem("the endpoint did not take over the shares: see it in the studio of Machine Learning")
        say("Requests: " + ", ".join(f"{share} % to {name}" for name, share in sorted(shares.items())) + ".")

    def environment(self, tag, build):
        """Resource id of the environment whose image has that tag, made if need be."""
        path = f"{self.workspace}/environments/{NAME}/versions/{tag}"
        if not self.manager.find(f"{path}?{LEARNING}"):
            routes = {"livenessRoute": "/health", "readinessRoute": "/health", "scoringRoute": "/score"}
            properties = {
                "image": build(),
                "osType": "Linux",
                "inferenceConfig": {name: {"path": route, "port": PORT} for name, route in routes.items()},
            }
            self.manager.send("PUT", f"{path}?{LEARNING}", {"properties": properties})
        return path

    def create(self, color, environment, version, settings):
        """Makes a deployment, which gets no requests yet."""
        path = f"{self.id}/deployments/{color}"
        say(f"Machine Learning makes {color}; that takes about ten minutes.")
        properties = {
            "endpointComputeType": "Managed",
            "environmentId": environment,
            "environmentVariables": settings,
            "instanceType": self.variables.need("AZURE_ML_INSTANCE_TYPE"),
            # The container sends its own telemetry, with its identity.
            "appInsightsEnabled": False,
            # The chain of prompts takes 57 seconds at most.
            "requestSettings": {"requestTimeout": "PT60S", "maxConcurrentRequestsPerInstance": 100},
        }
        body = {
            "location": self.manager.get(f"{self.id}?{LEARNING}")["location"],
            "kind": "Managed",
            "sku": {"name": "Default", "capacity": int(self.variables.need("AZURE_ML_INSTANCES"))},
            "tags": {"version": version},
            "properties": properties,
        }
        self.manager.send("PUT", f"{path}?{LEARNING}", body)
        found = settled(self.manager, f"{path}?{LEARNING}", color, self.timeout)
        if found["properties"].get("provisioningState") != "Succeeded":
            raise Problem(f"{color} does not start, requests go where they went: {self.log(path)}")

    def log(self, path):
        """The end of what a deployment says."""
        try:
            wanted = {"containerType": "InferenceServer", "tail": 20}
            return "\n" + self.manager.send("POST", f"{path}/getLogs?{LEARNING}", wanted)["content"]
        except (Problem, KeyError):
            return "see its log in the studio of Machine Learning"

    def scale(self, color):
        """Lets a deployment grow and shrink as the profile says."""
        least, most = (self.variables.need(f"AZURE_ML_{name}") for name in ("INSTANCES", "MAX_INSTANCES"))
        target = f"{self.id}/deployments/{color}"

        def rule(operator, threshold, direction):
            trigger = {
                "metricName": "CpuUtilizationPercentage",
                "metricResourceUri": target,
                "operator": operator,
                "threshold": threshold,
                "statistic": "Average",
                "timeAggregation": "Average",
                "timeGrain": "PT1M",
                "timeWindow": "PT5M",
            }
            action = {"direction": direction, "type": "ChangeCount", "value": "1", "cooldown": "PT5M"}
            return {"metricTrigger": trigger, "scaleAction": action}

        rules = [rule("GreaterThan", 70, "Increase"), rule("LessThan", 30, "Decrease")]
        profile = {
            "name": "load",
            "capacity": {"minimum": least, "maximum": most, "default": least},
            "rules": rules if int(most) > int(least) else [],
        }
        location = self.manager.get(f"{self.id}?{LEARNING}")["location"]
        properties = {"enabled": True, "targetResourceUri": target, "profiles": [profile]}
        self.manager.send("PUT", self.scaling(color), {"location": location, "properties": properties})

    def scaling(self, color):
        """Path of the autoscale setting of a deployment."""
        name = f"{self.name}-{color}"
        return f"{self.variables.group()}/providers/Microsoft.Insights/autoscaleSettings/{name}?{AUTOSCALE}"

    def remove(self, color):
        """Takes a deployment away."""
        deployment = f"{self.id}/deployments/{color}?{LEARNING}"
        for path in (self.scaling(color), deployment):
            if self.manager.find(path):
                self.manager.send("DELETE", path)
        if not until(lambda: None if self.manager.find(deployment) else True, self.timeout):
            raise Problem(f"{color} is not removed in time; the next run goes on")
        say(f"Removed: {color}.")

    def ask(self, color):
        """Asks a deployment that gets no requests yet, where that is possible."""
        if self.variables.get("AZURE_ML_PRIVATE") == "true":
            say(f"{color} answers its probes; it is not asked, because only the private network leads there.")
            return
        address = urlsplit(self.variables.need("AZURE_ML_SCORING_URI"))
        endpoint = Api(f"https://{address.netloc}", "https://ml.azure.com/.default")
        question = {"question": "Are you there?", "user": {"tenantId": NOBODY, "id": NOBODY}}

        def answered():
            try:
                said = endpoint.send("POST", address.path, question, {"azureml-model-deployment": color})
            except Refused as refusal:
                if refusal.status in NOT_READY:
                    return None
                raise
            # New roles take some minutes until the models know them.
            return None if said.get("fallback") else said

        if not until(answered, min(self.timeout, 600), 15):
            raise Problem(f"{color} runs, but the models do not answer it; requests go where they went")
        say(f"{color} answers.")


def finished(endpoint, deployments, shares, share):
    """Moves the requests between two versions that both get some; the shares afterwards."""
    old, new = sorted(shares, key=lambda name: deployments[name]["systemData"]["createdAt"])
    endpoint.spread({new: share, old: 100 - share})
    if share in (0, 100):
        endpoint.remove(old if share else new)
    return {name: part for name, part in ((new, share), (old, 100 - share)) if part}


def release(endpoint, registry, share, image):
    """Brings the version of the folder, or the image, to the endpoint, and the share of the requests to it."""
    deployments, shares = endpoint.deployments(), endpoint.shares()
    strange = set(shares) - set(deployments)
    if strange:
        raise Problem(f"requests go to {', '.join(sorted(strange))}, which this script did not make: take that away")
    if len(shares) == 2 and share is None:
        parts = ", ".join(f"{part} % to {name}" for name, part in sorted(shares.items()))
        say(f"Left alone, because two versions share the requests ({parts}): say --share 100, or 0 to take it back.")
        return
    if len(shares) == 2:
        shares = finished(endpoint, deployments, shares, share)
        if share < 100:
            return
        deployments = endpoint.deployments()
    elif share == 0:
        raise Problem("there is nothing to take back: one version gets all requests")

    files = content()
    tag = hash_of(image or files)
    settings = {
        **{name: value for name, value in json.loads(endpoint.variables.need("AZURE_ML_SETTINGS")).items() if value},
        "PORT": str(PORT),
        "SERVICE_NAME": NAME,
    }
    version = hash_of(tag, sorted(settings.items()), endpoint.variables.need("AZURE_ML_INSTANCE_TYPE"))

    def stands(color):
        found = deployments.get(color) or {"properties": {}}
        state = found["properties"].get("provisioningState")
        return state == "Succeeded" and (found.get("tags") or {}).get("version") == version

    current = next(iter(shares), None)
    other = COLORS[1] if current == COLORS[0] else COLORS[0]
    if current and stands(current):
        if other in deployments:
            endpoint.remove(other)
        endpoint.scale(current)
        say(f"The orchestrator is up to date: {current}.")
        return
    if not stands(other):
        if other in deployments:
            endpoint.remove(other)
        environment = endpoint.environment(tag, lambda: image or registry.build(files, tag, endpoint.timeout))
        endpoint.create(other, environment, version, settings)
    endpoint.ask(other)
    endpoint.scale(other)
    if current and share is not None and share < 100:
        endpoint.spread({other: share, current: 100 - share})
        return
    endpoint.spread({other: 100})
    if current:
        endpoint.remove(current)


def exists(manager, variables):
    """Whether this application and environment have an endpoint, by its tags."""
    subscription = variables.get("AZURE_SUBSCRIPTION_ID")
    if not subscription:
        # Before the very first provisioning.
        return False
    ours = {"application": application(), "azd-env-name": variables.need("AZURE_ENV_NAME")}
    only = "$filter=resourceType%20eq%20'Microsoft.MachineLearningServices/workspaces/onlineEndpoints'"
    found = manager.pages(f"/subscriptions/{subscription}/resources?{only}&{LIST}")
    return any(all((item.get("tags") or {}).get(name) == value for name, value in ours.items()) for item in found)


def percent(text):
    """A share of the requests."""
    if not 0 <= int(text) <= 100:
        raise ValueError
    return int(text)


def main():
    chosen = options(
        __doc__,
        [
            (["--share"], {"metavar": "PERCENT", "type": percent, "help": "of the requests (default: 100)"}),
            (["--image"], {"help": "address of an image that somebody pushed to the registry; nothing is built then"}),
            (["--look"], {"action": "store_true", "help": "only tell azd whether there is an endpoint already"}),
            (["--timeout"], {"metavar": "SECONDS", "type": float, "default": 3600, "help": "a step (default: 3600)"}),
        ],
    )
    variables = Variables()
    manager = Api(RESOURCE_MANAGER)
    if chosen.look:
        variables.keep("AZURE_ML_ENDPOINT_EXISTS", "true" if exists(manager, variables) else "false")
        return
    endpoint = Endpoint(manager, variables, chosen.timeout)
    release(endpoint, Registry(manager, variables), chosen.share, chosen.image)
    variables.keep("AZURE_ML_ENDPOINT_EXISTS", "true")


if __name__ == "__main__":
    run(main)
