#!/usr/bin/env python3
"""Registers the application with Microsoft Entra ID, so that people can sign in to its apps.

Brings the registration to what the environment needs, as far as that is known: azd runs it before provisioning, when
the apps need the client id (AZURE_AUTH_CLIENT_ID), and after it, when their addresses and identities are known. There
is no secret: the managed identity of an app vouches for the registration.

Who may not change the directory, a workflow for one, provisions without. Then somebody who may runs this once, and the
client id becomes a variable of the environment there. Until then the apps turn everybody away.
"""

from pathlib import Path

from azure_api import GRAPH, Api, Problem, Refused, Variables, application, options, run, say, until

ROOT = Path(__file__).resolve().parent.parent
APPLICATIONS = "/v1.0/applications"
FIELDS = "$select=id,appId,displayName,identifierUris,web"
AUDIENCE = "api://AzureADTokenExchange"


def patiently(action):
    """The result of an action on something so new that not every server of the directory knows it yet."""

    def attempt():
        try:
            return (action(),)
        except Refused as refusal:
            if refusal.status == 404 or "does not reference a valid application" in refusal.message:
                return None
            raise

    done = until(attempt, 120, 5)
    if done is None:
        raise Problem("the directory does not know the new registration yet: run this again in a minute")
    return done[0]


def registration(graph, variables, name):
    """The registration: the one azd knows, else that of this environment, else a new one."""
    client_id = variables.get("AZURE_AUTH_CLIENT_ID")
    if client_id:
        found = graph.find(f"{APPLICATIONS}(appId='{client_id}')?{FIELDS}")
        if not found:
            raise Problem(
                f"AZURE_AUTH_CLIENT_ID is {client_id}, but there is no such registration in this tenant;"
                ' for a new one: azd env set AZURE_AUTH_CLIENT_ID ""'
            )
        return found
    # The name of an environment is unique in its application and subscription only.
    unique = f"{name}-{variables.need('AZURE_SUBSCRIPTION_ID')}"
    path = f"{APPLICATIONS}(uniqueName='{unique}')"
    found = graph.find(f"{path}?{FIELDS}")
    if found:
        return found
    body = {"displayName": name, "signInAudience": "AzureADMyOrg"}
    made = graph.send("PATCH", path, body, {"Prefer": "create-if-missing"})
    say(f"Registered {name}.")
    return made if "appId" in made else patiently(lambda: graph.get(f"{path}?{FIELDS}"))


def differences(found, hosts):
    """What is to be changed in a registration. What others added stays."""
    changes = {}
    address = f"api://{found['appId']}"
    if address not in (found.get("identifierUris") or []):
        changes["identifierUris"] = [*(found.get("identifierUris") or []), address]
    web = found.get("web") or {}
    known = web.get("redirectUris") or []
    missing = [uri for uri in (f"https://{host}/.auth/login/aad/callback" for host in hosts) if uri not in known]
    if missing:
        changes.setdefault("web", {})["redirectUris"] = [*known, *missing]
    if not (web.get("implicitGrantSettings") or {}).get("enableIdTokenIssuance"):
        changes.setdefault("web", {})["implicitGrantSettings"] = {"enableIdTokenIssuance": True}
    return changes


def trust(graph, path, principals, issuer):
    """Lets managed identities vouch for the registration."""
    known = {(item["issuer"], item["subject"]) for item in patiently(lambda: list(graph.pages(path)))}
    for principal in principals:
        if (issuer, principal) not in known:
            body = {"name": f"identity-{principal}", "issuer": issuer, "subject": principal, "audiences": [AUDIENCE]}
            patiently(lambda body=body: graph.send("POST", path, body))
            say(f"The identity {principal} may vouch for the registration.")


def register(graph, variables, name):
    """Brings the registration to what is needed."""
    found = registration(graph, variables, name)
    variables.keep("AZURE_AUTH_CLIENT_ID", found["appId"])
    path = f"{APPLICATIONS}/{found['id']}"
    changes = differences(found, variables.items_of("AZURE_SIGN_IN_HOSTS"))
    if changes:
        patiently(lambda: graph.send("PATCH", path, changes))
    if not graph.find(f"/v1.0/servicePrincipals(appId='{found['appId']}')?$select=id"):
        patiently(lambda: graph.send("POST", "/v1.0/servicePrincipals", {"appId": found["appId"]}))
    principals = variables.items_of("AZURE_SIGN_IN_PRINCIPAL_IDS")
    if principals:
        issuer = f"https://login.microsoftonline.com/{variables.need('AZURE_TENANT_ID')}/v2.0"
        trust(graph, f"{path}/federatedIdentityCredentials", principals, issuer)
    say(f"Sign-in: {found.get('displayName') or name}, client id {found['appId']}.")


def main():
    chosen = options(
        __doc__,
        [(["--strict"], {"action": "store_true", "help": "fail when this login may not change the directory"})],
    )
    variables = Variables()
    if not variables.get("AZURE_SUBSCRIPTION_ID"):
        say("Sign-in: registered after the provisioning, which asks for the subscription; the next one switches it on.")
        return
    name = f"{application()}-{variables.need('AZURE_ENV_NAME')}"
    known = variables.get("AZURE_AUTH_CLIENT_ID")
    try:
        register(Api(GRAPH), variables, name)
    except Refused as refusal:
        if chosen.strict or refusal.status not in (401, 403):
            raise
        say(f"Sign-in: this login may not change the directory ({refusal.code or refusal.status}).")
        if variables.get("AZURE_AUTH_CLIENT_ID"):
            say("It stays as it is; after a change of addresses or identities somebody who may runs:")
        else:
            say("The apps turn everybody away until somebody who may runs this and AZURE_AUTH_CLIENT_ID is set:")
        say(f"  python3 scripts/register_sign_in.py --env {variables['AZURE_ENV_NAME']}")
        return
    client_id = variables["AZURE_AUTH_CLIENT_ID"]
    if client_id != known:
        environment = variables["AZURE_ENV_NAME"]
        say("Pipelines, which do not know the variables of azd here, need it too:")
        if (ROOT / ".github").is_dir():
            say(f"  gh variable set AZURE_AUTH_CLIENT_ID --env {environment} --body {client_id}")
        if (ROOT / ".azdo").is_dir():
            say(f"  AZURE_AUTH_CLIENT_ID={client_id} in the variable group {environment} of Azure DevOps")


if __name__ == "__main__":
    run(main)
