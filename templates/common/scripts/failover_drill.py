#!/usr/bin/env python3
"""Takes a region out of use, watches how the application goes on without it, and puts the region back.

While it runs, users are served by the other regions: each second the address of the application is asked for its
health, so the longest time without an answer is what users would have waited. The region itself goes on running. It is
put back whatever happens, also when this is interrupted. Without --region it is the first one, which serves the users.

Exit status: 0 the others took over in time, 1 they did not, 2 wrong use.
"""

import json
import re
import socket
import sys
import time
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urljoin

from azure_api import RESOURCE_MANAGER, Api, Problem, Variables, finally_do, opener, options, run, say, until
from reports import ARGUMENTS, Check, report

MANAGER = "api-version=2022-04-01"
DOOR = "api-version=2025-12-01"


class TrafficManager:
    """Leads by name: what the name leads to says who serves."""

    def __init__(self, variables, manager):
        self.host, self.manager = variables["AZURE_TRAFFIC_MANAGER_HOST"], manager
        name = self.host.partition(".")[0]
        self.path = f"{variables.group()}/providers/Microsoft.Network/trafficmanagerprofiles/{name}"

    def regions(self):
        """Names of the regions, the one that is preferred first."""
        found = self.manager.get(f"{self.path}?{MANAGER}")["properties"]["endpoints"]
        self.targets = {one["name"]: one["properties"]["target"] for one in found}
        used = [one for one in found if one["properties"]["endpointStatus"] == "Enabled"]
        return [one["name"] for one in sorted(used, key=lambda one: one["properties"]["priority"])]

    def use(self, region, used):
        """Takes a region out, or puts it back."""
        body = {"properties": {"endpointStatus": "Enabled" if used else "Disabled"}}
        self.manager.send("PATCH", f"{self.path}/externalEndpoints/{region}?{MANAGER}", body)

    def left(self, region):
        """Whether nobody is led to the region any more; None as long as somebody is."""
        try:
            led_to = addresses_of(self.host)
            return True if led_to and not led_to & addresses_of(self.targets[region]) else None
        except OSError:
            return None


class FrontDoor:
    """Leads by itself, and tells when it has taken over what it was told."""

    def __init__(self, variables, manager):
        self.path = f"{variables.group()}/providers/Microsoft.Cdn/profiles/{variables.need('AZURE_FRONT_DOOR_NAME')}"
        self.manager = manager

    def regions(self):
        """Names of the regions, the one that is preferred first."""
        groups = self.manager.pages(f"{self.path}/originGroups?{DOOR}")
        found = [origin for group in groups for origin in self.manager.pages(f"{group['id']}/origins?{DOOR}")]
        self.origins = {one["name"]: one["id"] for one in found}
        used = [one for one in found if one["properties"]["enabledState"] == "Enabled"]
        return [one["name"] for one in sorted(used, key=lambda one: one["properties"]["priority"])]

    def use(self, region, used):
        """Takes a region out, or puts it back."""
        self.state = "Enabled" if used else "Disabled"
        self.manager.send("PATCH", f"{self.origins[region]}?{DOOR}", {"properties": {"enabledState": self.state}})

    def left(self, region):
        """Whether the change was taken over; None as long as it was not."""
        found = self.manager.get(f"{self.origins[region]}?{DOOR}")["properties"]
        done = found["enabledState"] == self.state and found.get("deploymentStatus", "Succeeded") in ("Succeeded", "NotStarted")
        return True if done and found["provisioningState"] == "Succeeded" else None


class Watch:
    """What a user sees at the address of the application."""

    def __init__(self, url, timeout):
        self.url, self.timeout = url, timeout
        self.start = self.good = time.monotonic()
        self.longest, self.looks, self.bad, self.problem = 0.0, 0, 0, None

    def look(self):
        """Asks once; whether the answer is healthy."""
        self.looks += 1
        try:
            with opener.open(self.url, timeout=self.timeout) as response:
                state = json.loads(response.read(65536))
            problem = None if isinstance(state, dict) and state.get("status") == "healthy" else "not healthy"
        except HTTPError as error:
            problem = f"status {error.code}"
        except (OSError, ValueError, HTTPException) as error:
            problem = str(error) or type(error).__name__
        now = time.monotonic()
        self.longest = max(self.longest, now - self.good if problem else self.longest)
        if problem is None:
            self.good = now
        else:
            self.bad, self.problem = self.bad + 1, problem
        return problem is None

    def until(self, found, seconds, interval):
        """Looks again and again until found gives something and the answer is healthy; the time, or None."""
        begin, seen = time.monotonic(), None
        while time.monotonic() - begin < seconds:
            healthy = self.look()
            seen = seen or found()
            if seen and healthy:
                return time.monotonic() - begin
            time.sleep(interval)
        return None


def addresses_of(host):
    """The addresses a name leads to."""
    return {entry[4][0] for entry in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)}


def address_of(variables):
    """Where the application tells its health."""
    found = [variables[name] for name in sorted(variables.outputs) if re.fullmatch(r"SERVICE_\w+_URL", name) and variables.get(name)]
    if not found:
        raise Problem("the environment has no address: is it provisioned, with a domain?")
    return urljoin(found[0], "/health")


def confirmed(name, region):
    """Whether the person at the terminal means it."""
    if not sys.stdin.isatty():
        raise Problem(f"this takes {region} of {name} out of use: say --yes if you mean it")
    return input(f"Take {region} of {name} out of use for the drill? Type the name of the environment: ").strip() == name


def drill(entry, region, watch, chosen):
    """The checks of the drill; the region is back afterwards."""
    checks, limit = [], chosen.max_seconds

    def back():
        def done():
            try:
                entry.use(region, True)
                return True
            except Problem as problem:
                say(f"not in use yet: {problem}")
                return None

        if not until(done, 60 * chosen.interval, chosen.interval):
            raise Problem(f"{region} IS STILL OUT OF USE: azd provision --no-state puts it back")
        say(f"{region} is in use again.")

    with finally_do(back):
        say(f"{region} goes out of use.")
        entry.use(region, False)
        took = watch.until(lambda: entry.left(region), limit, chosen.interval)
        late = None if took is not None else f"not within {limit:g} s; last: {watch.problem or 'users are still led to it'}"
        checks.append(Check("failover", f"served without {region}", late, took or limit))
        if took is not None:
            say(f"Served without {region} after {took:.0f} s; watched for {chosen.hold:g} s more.")
            end = time.monotonic() + chosen.hold
            watch.until(lambda: True if time.monotonic() >= end else None, chosen.hold + limit, chosen.interval)
    slow = None if watch.longest <= limit else f"{watch.longest:.0f} s: {watch.problem}"
    checks.append(Check("failover", f"no user waits longer than {limit:g} s", slow, watch.longest))
    returned = watch.until(lambda: True, limit, chosen.interval)
    gone = None if returned is not None else f"not healthy afterwards: {watch.problem}"
    checks.append(Check("failover", "healthy afterwards", gone, returned or limit))
    return checks


def main():
    seconds = {"metavar": "SECONDS", "type": float}
    chosen = options(
        __doc__,
        [
            (["--region"], {"metavar": "NAME", "help": "that is taken out, such as primary (default: the first)"}),
            (["--yes"], {"action": "store_true", "help": "ask nobody whether it is meant"}),
            (["--max-seconds"], {**seconds, "default": 3600, "help": "for the others to take over (default: 3600)"}),
            (["--hold"], {**seconds, "default": 300, "help": "that the others serve alone (default: 300)"}),
            (["--interval"], {**seconds, "default": 1, "help": "between looks (default: 1)"}),
            (["--request-timeout"], {**seconds, "default": 10, "help": "for an answer (default: 10)"}),
            *ARGUMENTS,
        ],
    )
    variables = Variables()
    url, name = address_of(variables), variables.need("AZURE_ENV_NAME")
    kind = TrafficManager if "AZURE_TRAFFIC_MANAGER_HOST" in variables.outputs else FrontDoor
    entry = kind(variables, Api(RESOURCE_MANAGER))
    regions = entry.regions()
    region = chosen.region or (regions[0] if regions else None)
    if region not in regions or len(regions) < 2:
        raise Problem(f"{region or 'no region'} cannot be taken out: in use are {', '.join(regions) or 'none'}")
    if not chosen.yes and not confirmed(name, region):
        raise Problem("nothing was done")
    watch = Watch(url, chosen.request_timeout)
    if not until(lambda: watch.look() or None, 30, chosen.interval):
        raise Problem(f"nothing was done: {url} is not healthy now: {watch.problem}")
    watch = Watch(url, chosen.request_timeout)
    checks = drill(entry, region, watch, chosen)
    figures = {"looks": watch.looks, "failed_looks": watch.bad, "longest_outage": round(watch.longest, 2)}
    if not report("drill", checks, chosen, environment=name, region=region, **figures):
        sys.exit(1)


if __name__ == "__main__":
    run(main)
