#!/usr/bin/env python3
"""Lets Front Door in: approves the private links that its own origins ask for, and no others.

azd runs it after each provisioning; a link that is approved stays so. A request is ours when it has the message of an
origin of this Front Door, and only as many are approved as its origins make.
"""

from collections import Counter

from azure_api import RESOURCE_MANAGER, Api, Problem, Refused, Variables, options, run, say, until

CDN = "api-version=2025-12-01"

# What can be behind a link, and the version of its private endpoint connections.
CONNECTIONS = {
    "microsoft.app/managedenvironments": "api-version=2026-01-01",
    "microsoft.web/sites": "api-version=2025-03-01",
}


def links_of(manager, profile):
    """The private links of the origins: target, message, and for each request whether Front Door has it approved."""
    links = {}
    for group in manager.pages(f"{profile}/originGroups?{CDN}"):
        for origin in manager.pages(f"{group['id']}/origins?{CDN}"):
            link = origin["properties"].get("sharedPrivateLinkResource")
            if not link:
                continue
            target, message = link["privateLink"]["id"], link.get("requestMessage")
            if not message:
                raise Problem(f"the private link of origin {origin['name']} has no message to know its request by")
            # Origins of the same target, part and place share one request.
            place = link.get("groupId"), link.get("privateLinkLocation")
            links.setdefault((target.lower(), message), {})[place] = link.get("status") == "Approved"
    return [(target, message, places) for (target, message), places in links.items()]


def version_for(target):
    """The version of the connections of a target."""
    # /subscriptions/S/resourceGroups/G/providers/PROVIDER/TYPE/NAME
    parts = target.lower().split("/")
    version = CONNECTIONS.get("/".join(parts[6:8])) if len(parts) == 9 else None
    if not version:
        raise Problem(f"approve the private link by hand, this script does not know such a target: {target}")
    return version


def state_of(connection):
    """Status and message of a connection."""
    state = connection["properties"].get("privateLinkServiceConnectionState") or {}
    return state.get("status"), state.get("description")


def approve(manager, sent, target, message, places):
    """True once all our requests at a target are approved; None while some are still to come."""
    version, wanted = version_for(target), len(places)
    connections = manager.pages(f"{target}/privateEndpointConnections?{version}")
    ours = [item for item in connections if state_of(item)[1] == message]
    states = Counter(state_of(item)[0] for item in ours)
    if not ours and all(places.values()):
        # By hand, with another text.
        return True
    if states["Approved"] >= wanted:
        if states["Pending"]:
            say(f"left alone: {states['Pending']} more with our message at {target}; reject it if it is not yours")
        return True
    if states["Approved"] + states["Pending"] > wanted:
        raise Problem(
            f"{states['Approved'] + states['Pending']} private links at {target} say that they are of this Front Door,"
            f" which makes {wanted}: approve the right one by hand and reject the others"
        )
    if states["Rejected"]:
        raise Problem(f"somebody rejected the private link of this Front Door at {target}: approve it by hand")
    for connection in ours:
        if state_of(connection)[0] == "Pending" and connection["id"] not in sent:
            # The message stays, by it the next run knows the link again.
            connection["properties"]["privateLinkServiceConnectionState"]["status"] = "Approved"
            try:
                manager.send("PUT", f"{connection['id']}?{version}", connection)
                sent.add(connection["id"])
                say(f"approved: {connection['name']} at {target}")
            except Refused as refusal:
                # The target is busy with something else.
                if refusal.status != 409:
                    raise
    return None


def main():
    chosen = options(
        __doc__,
        [(["--timeout"], {"metavar": "SECONDS", "type": float, "default": 900, "help": "altogether (default: 900)"})],
    )
    variables = Variables()
    name = variables.get("AZURE_FRONT_DOOR_NAME")
    if not name:
        say("No Front Door, so no private links to approve.")
        return
    manager = Api(RESOURCE_MANAGER)
    links = links_of(manager, f"{variables.group()}/providers/Microsoft.Cdn/profiles/{name}")
    if not links:
        say("Front Door has no private links.")
        return
    open_links, sent = list(links), set()

    def progress():
        for link in list(open_links):
            if approve(manager, sent, *link):
                open_links.remove(link)
        return None if open_links else True

    if not until(progress, chosen.timeout):
        targets = ", ".join(target for target, _, _ in open_links)
        raise Problem(f"not approved in time; azd hooks run postprovision tries again: {name} at {targets}")
    say("Front Door: the private links are approved. It may take some minutes until they carry requests.")


if __name__ == "__main__":
    run(main)
