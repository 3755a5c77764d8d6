"""New revisions of container apps: made aside, tried, given requests in steps, taken back."""

import base64
import contextlib
import json
import tempfile
import time

from azure_api import Problem, say, until
from azure_cli import az

# The image of an app that was never deployed; nothing protects it.
PLACEHOLDER = "mcr.microsoft.com/azuredocs/containerapps-helloworld"
# Shares of the requests that a new revision gets, in percent.
STEPS = [10, 50, 100]


class Apps:
    """The container apps of a resource group; a new revision has timeout seconds to become healthy."""

    def __init__(self, group, timeout=600):
        self.group, self.timeout = group, timeout
        self.all = {}
        for app in az("containerapp", "list", "--resource-group", group) or []:
            self.all[(app.get("tags") or {}).get("azd-service-name")] = app

    def az(self, *arguments, app):
        """An az containerapp command about one app."""
        return az("containerapp", *arguments, "--name", app, "--resource-group", self.group)

    def revision(self, app, name):
        """The state of a revision."""
        return self.az("revision", "show", "--revision", name, app=app)["properties"]

    def shift(self, app, **weights):
        """Says which revision gets which share of the requests."""
        pairs = [f"{name}={weight}" for name, weight in weights.items()]
        self.az("ingress", "traffic", "set", "--revision-weight", *pairs, app=app)

    def wait(self, app, name):
        """Waits until a revision is healthy."""

        def state():
            revision = self.revision(app, name)
            if revision.get("provisioningState") == "Failed" or revision.get("runningState") == "Failed":
                raise Problem(f"{name} failed: {revision.get('provisioningError') or 'see the logs of the app'}")
            # An app that may scale to zero has no replica that could be healthy.
            idle = str(revision.get("runningState")).startswith("Scale")
            ready = revision.get("healthState") == "Healthy" or idle
            return revision if revision.get("provisioningState") == "Provisioned" and ready else None

        if until(state, self.timeout) is None:
            raise Problem(f"{name} was not healthy after {self.timeout} seconds")


    def undo(self, step):
        """Takes back what prepare and switch did with an app."""
        app, before, after = step["app"], step["before"], step["after"]
        if not before:
            say(f"{app}: there is nothing before it to go back to")
            return
        if step["kind"] == "image":
            self.az("update", "--image", before, app=app)
        else:
            self.shift(app, **{before: 100})
            if any(revision["name"] == after for revision in self.az("revision", "list", app=app) or []):
                self.az("revision", "deactivate", "--revision", after, app=app)
        say(f"{app}: back to {before}")

    def stop_replaced(self, steps):
        """Stops revisions that get no requests any more."""
        for step in steps:
            for revision in self.az("revision", "list", app=step["app"]) if step["kind"] == "revisions" else []:
                state = revision["properties"]
                if state.get("active") and not state.get("trafficWeight") and revision["name"] != step["after"]:
                    self.az("revision", "deactivate", "--revision", revision["name"], app=step["app"])
                    say(f"{revision['name']}: stopped")


def live_revision(app):
    """The revision that gets the requests."""
    properties = app["properties"]
    traffic = (properties["configuration"].get("ingress") or {}).get("traffic") or []
    most = max(traffic, key=lambda entry: entry.get("weight") or 0, default={})
    return most.get("revisionName") or properties["latestReadyRevisionName"]


def prepare(apps, app, image, journal):
    """Makes a revision with the image that no request reaches yet; the step, or None when it is there already."""
    name, properties = app["name"], app["properties"]
    current = properties["template"]["containers"][0]["image"]
    several = properties["configuration"]["activeRevisionsMode"] == "Multiple"
    fresh = current.startswith(PLACEHOLDER)
    live = live_revision(app)
    latest = properties["latestRevisionName"]
    if current == image and (not several or latest == live):
        say(f"{name}: runs {image} already")
        return None
    if several and not fresh:
        # By name, or the new revision would get the requests as soon as it is ready.
        apps.shift(name, **{live: 100})
    suffix = f"r{int(time.time())}"
    after = latest if current == image else f"{name}--{suffix}"
    before = None if fresh else live if several else current
    step = journal.add(kind="revisions" if several else "image", app=name, before=before, after=after)
    say(f"{name}: {after}")
    if current != image:
        apps.az("update", "--image", image, "--revision-suffix", suffix, app=name)
    apps.wait(name, after)
    if several and fresh:
        apps.shift(name, **{after: 100})
    return step


def switch(apps, steps, pause, check):
    """Gives new revisions their requests, share by share, with a pause after each; check complains if all is not well."""
    waiting = [step for step in steps if step["kind"] == "revisions" and step["before"]]
    for share in STEPS if waiting else []:
        for step in waiting:
            weights = {step["before"]: 100 - share, step["after"]: share}
            apps.shift(step["app"], **{name: weight for name, weight in weights.items() if weight})
        say(f"{share} % of the requests go to the new revisions")
        time.sleep(pause)
        for step in waiting:
            apps.wait(step["app"], step["after"])
        check()


@contextlib.contextmanager
def registry_login(registry):
    """A file with the login to a registry, for skopeo."""
    answer = az("acr", "login", "--name", registry.partition(".")[0], "--expose-token")
    secret = base64.b64encode(f"00000000-0000-0000-0000-000000000000:{answer['accessToken']}".encode()).decode()
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".json") as file:
        json.dump({"auths": {registry: {"auth": secret}}}, file)
        file.flush()
        yield file.name
