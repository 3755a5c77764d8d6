#!/usr/bin/env python3
"""Closes API Management to the Internet, once its private endpoint is there.

Azure creates an API Management with a public way in only. azd runs this before each provisioning, so that Bicep knows
whether the way can stay closed (AZURE_API_MANAGEMENT_EXISTS), and after it, to close the way the first time.
"""

from azure_api import RESOURCE_MANAGER, Api, Problem, Variables, application, options, run, say, until

SERVICE = "api-version=2024-05-01"
LIST = "api-version=2021-04-01"


def services_of(manager, subscription, environment):
    """Resource ids of the API Managements of this application and environment, by their tags."""
    ours = {"application": application(), "azd-env-name": environment}
    only = "$filter=resourceType%20eq%20'Microsoft.ApiManagement/service'"
    for resource in manager.pages(f"/subscriptions/{subscription}/resources?{only}&{LIST}"):
        tags = resource.get("tags") or {}
        if all(tags.get(name) == value for name, value in ours.items()):
            yield resource["id"]


def has_endpoint(service):
    """Whether a private endpoint leads to it."""
    connections = service["properties"].get("privateEndpointConnections") or []
    states = [(item.get("properties") or {}).get("privateLinkServiceConnectionState") or {} for item in connections]
    return any(state.get("status") == "Approved" for state in states)


def close(manager, service_id, timeout):
    """Takes the public way from a service."""

    def settled():
        service = manager.get(f"{service_id}?{SERVICE}")["properties"]
        return service if service.get("provisioningState") == "Succeeded" else None

    service = until(settled, timeout)
    if service and service.get("publicNetworkAccess") != "Disabled":
        say(f"API Management gets closed to the Internet; that may take some minutes: {service_id}")
        manager.send("PATCH", f"{service_id}?{SERVICE}", {"properties": {"publicNetworkAccess": "Disabled"}})
        service = until(settled, timeout)
    if not service or service.get("publicNetworkAccess") != "Disabled":
        raise Problem(f"API Management is not closed in time, azd hooks run postprovision tries again: {service_id}")


def main():
    chosen = options(
        __doc__,
        [(["--timeout"], {"metavar": "SECONDS", "type": float, "default": 1800, "help": "of a step (default: 1800)"})],
    )
    variables = Variables()
    subscription = variables.get("AZURE_SUBSCRIPTION_ID")
    if not subscription:
        # Before the very first provisioning.
        variables.keep("AZURE_API_MANAGEMENT_EXISTS", "false")
        return
    manager = Api(RESOURCE_MANAGER)
    found = list(services_of(manager, subscription, variables.need("AZURE_ENV_NAME")))
    # Region by region: Bicep closes all of them or none.
    reachable = bool(found) and all(has_endpoint(manager.get(f"{service}?{SERVICE}")) for service in found)
    if reachable and variables.get("AZURE_API_MANAGEMENT_PRIVATE") == "true":
        for service in found:
            close(manager, service, chosen.timeout)
        say("API Management: only the private endpoint leads in.")
    variables.keep("AZURE_API_MANAGEMENT_EXISTS", "true" if reachable else "false")


if __name__ == "__main__":
    run(main)
