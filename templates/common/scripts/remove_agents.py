#!/usr/bin/env python3
"""Removes Foundry from an environment with a private network, before azd down.

Its agents hold on to their subnet until the account is deleted and purged, and for a while afterwards; azd down would
fail at the network, and leave the account behind. This deletes the account with all agents, purges it, and waits until
the subnet is free. Run it again when something fails; then azd down --purge.
"""

import sys
from urllib.parse import urlsplit

from azure_api import RESOURCE_MANAGER, Api, Problem, Refused, Variables, options, run, say, until

ACCOUNTS = "api-version=2026-07-01"
NETWORKS = "api-version=2025-09-01"


class Removal:
    """Deletes one thing after the other."""

    def __init__(self, variables, interval, timeout):
        self.manager, self.interval, self.timeout = Api(RESOURCE_MANAGER), interval, timeout
        self.group = variables.group()
        self.name = urlsplit(variables.need("AZURE_AI_PROJECT_ENDPOINT")).hostname.partition(".")[0]
        self.account = f"{self.group}/providers/Microsoft.CognitiveServices/accounts/{self.name}"

    def delete(self, path):
        """Deletes what is at a path, if it is there, and waits until it is gone."""
        found = self.manager.find(f"{path}?{ACCOUNTS}")
        if found is None:
            return
        say(f"Deleting {path.rpartition('/providers/')[2]}")

        def gone():
            # Azure refuses while it is still busy with another change.
            try:
                self.manager.send("DELETE", f"{path}?{ACCOUNTS}")
            except Refused as refusal:
                if refusal.status not in (404, 409):
                    raise
            return True if self.manager.find(f"{path}?{ACCOUNTS}") is None else None

        if not until(gone, self.timeout, self.interval):
            raise Problem(f"still there: {path}; run this again later")

    def children(self, path, kind):
        """Paths of what is below."""
        return [item["id"] for item in self.manager.pages(f"{path}/{kind}?{ACCOUNTS}")]

    def remove_account(self):
        """Deletes the account, from the inside out, and purges it."""
        found = self.manager.find(f"{self.account}?{ACCOUNTS}")
        if found is not None:
            for project in self.children(self.account, "projects"):
                for host in self.children(project, "capabilityHosts"):
                    self.delete(host)
                self.delete(project)
            for kind in ("capabilityHosts", "deployments"):
                for child in self.children(self.account, kind):
                    self.delete(child)
            self.delete(self.account)
        subscription, _, group = self.group.rpartition("/resourceGroups/")
        for item in self.manager.pages(f"{subscription}/providers/Microsoft.CognitiveServices/deletedAccounts?{ACCOUNTS}"):
            if item["id"].lower().endswith(f"/resourcegroups/{group}/deletedaccounts/{self.name}".lower()):
                self.delete(item["id"])

    def links(self):
        """What holds on to the subnets of the environment."""
        held = []
        for network in self.manager.pages(f"{self.group}/providers/Microsoft.Network/virtualNetworks?{NETWORKS}"):
            for subnet in network["properties"].get("subnets") or []:
                for link in subnet["properties"].get("serviceAssociationLinks") or []:
                    if (link["properties"].get("linkedResourceType") or "").lower() == "microsoft.app/environments":
                        held.append(subnet["name"])
        return held

    def wait_for_subnet(self):
        """Waits until nothing holds on to the subnet."""
        if not self.links():
            return
        say("The subnet of the agents gets free; that takes up to an hour.")
        if not until(lambda: None if self.links() else True, self.timeout, self.interval):
            raise Problem(f"still held: {', '.join(self.links())}; run this again later")


def main():
    chosen = options(
        __doc__,
        [
            (["--yes"], {"action": "store_true", "help": "ask nobody whether it is meant"}),
            (["--interval"], {"metavar": "SECONDS", "type": float, "default": 30, "help": "between looks (default: 30)"}),
            (["--timeout"], {"metavar": "SECONDS", "type": float, "default": 5400, "help": "of a step (default: 5400)"}),
        ],
    )
    variables = Variables()
    name = variables.need("AZURE_ENV_NAME")
    removal = Removal(variables, chosen.interval, chosen.timeout)
    if not chosen.yes:
        if not sys.stdin.isatty():
            raise Problem(f"this deletes {removal.name} of {name}, with all agents: say --yes if you mean it")
        if input(f"Delete {removal.name} with all agents? Type the name of the environment: ").strip() != name:
            raise Problem("nothing was done")
    removal.remove_account()
    removal.wait_for_subnet()
    say("Foundry is gone, its subnet is free: azd down --purge")


if __name__ == "__main__":
    run(main)
