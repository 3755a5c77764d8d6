#!/usr/bin/env python3
"""Tests the way to every service of Azure that an environment uses: its name, its certificate, and its answers.

Nobody may get in without a token. With one this machine gets in, whether it has a role or not, except to what is in a
private network: there it must be turned away, unless it is --inside; then names must lead to private addresses. Whoever
is among the network.allowedAddresses of the profile says --allowed.

Exit status: 0 all is as it should be, 1 something is not, 2 the addresses cannot be found out.
"""

import ipaddress
import re
import socket
import ssl
import sys
import time
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request

from azure_api import Api, Problem, Unknown, Variables, opener, options, run
from reports import ARGUMENTS, Check, report

AI = "https://cognitiveservices.azure.com"

# The azd variable with the addresses, where the environment has the service; how one becomes a url, a path to ask for
# (None: nothing is asked), for whom a token is needed (None: none is shown).
SERVICES = [
    ("AZURE_KEY_VAULT_NAME", "https://{}.vault.azure.net/", "secrets?maxresults=1&api-version=7.4", "https://vault.azure.net"),
    ("AZURE_OPENAI_ENDPOINT", "{}", "openai/v1/models", AI),
    ("AZURE_OPENAI_ENDPOINTS", "{}", "openai/v1/models", AI),
    ("AZURE_AI_PROJECT_ENDPOINT", "{}/", "deployments?api-version=v1", "https://ai.azure.com"),
    ("AZURE_ML_SCORING_URI", "{}", None, None),
    ("AZURE_VISION_ENDPOINT", "{}", "vision/v3.2/models", AI),
    ("AZURE_DOCUMENT_INTELLIGENCE_ENDPOINT", "{}", "documentintelligence/info?api-version=2024-11-30", AI),
    ("AZURE_CONTENT_SAFETY_ENDPOINT", "{}", "contentsafety/text/blocklists?api-version=2024-09-01", AI),
    ("AZURE_SEARCH_ENDPOINT", "{}/", "indexes?api-version=2024-07-01&$select=name", "https://search.azure.com"),
    ("AZURE_STORAGE_BLOB_ENDPOINT", "{}", "?comp=list&maxresults=1", "https://storage.azure.com"),
    ("AZURE_COSMOS_ENDPOINT", "{}", "", None),
    ("AZURE_APP_CONFIGURATION_ENDPOINT", "{}/", "kv?api-version=2023-11-01", "https://appconfig.azure.com"),
    ("AZURE_EVENT_HUBS_HOST", "https://{}/", None, None),
    ("AZURE_SERVICE_BUS_HOST", "https://{}/", None, None),
    ("AZURE_CONTAINER_REGISTRY_ENDPOINT", "https://{}/", "v2/", None),
]

# Images may be pushed from outside (registry.publicAccess).
OPEN_ANYWAY = frozenset(["AZURE_CONTAINER_REGISTRY_ENDPOINT"])

HEADERS = {"x-ms-version": "2023-11-03"}
# How services say whether the network or a role refuses. AI Search, for one, says nothing.
NETWORK = re.compile(r"public (network )?access|private endpoint|firewall|virtual network|ForbiddenByConnection", re.IGNORECASE)
ROLE = re.compile(r"rbac|permission|role assignment", re.IGNORECASE)


class Closed(Exception):
    """The network does not let this machine in."""


def addresses_of(host):
    """The addresses a name leads to."""
    return sorted({entry[4][0] for entry in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)})


def handshake(url, timeout):
    """The version of TLS that is spoken, after the certificate was found to be right."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port or 443), timeout) as plain:
        with ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname) as secure:
            return secure.version()


def answer(url, timeout, token=None):
    """Status and the beginning of the answer."""
    headers = {**HEADERS, **({"Authorization": token} if token else {})}
    try:
        with opener.open(Request(url, headers=headers), timeout=timeout) as response:
            return response.status, ""
    except HTTPError as error:
        return error.code, error.read(4000).decode(errors="replace")


def refused(status, text, place):
    """Complains when it is the network that refuses; who says nothing is believed to mean what is right here."""
    if status == 403 and (NETWORK.search(text) or (place == "outside" and not ROLE.search(text))):
        raise Closed(f"status 403: {text[:200]}")


def talk(url, scope, place, timeout):
    """What the service says to somebody without a token, and with one; raises Closed, or ValueError if it is wrong."""
    status, text = answer(url, timeout)
    if status < 400:
        raise ValueError(f"answers without a token: status {status}")
    refused(status, text, place)
    if scope is None:
        if status not in (401, 403):
            raise ValueError(f"status {status} without a token, not 401")
        return "asks for a token"
    status, text = answer(url, timeout, Api(scope).authorization())
    refused(status, text, place)
    if status == 403:
        return "takes the token, but this login has no role"
    if status in (401, 407, 429) or status >= 500 or 300 <= status < 400:
        raise ValueError(f"status {status} with a token")
    return f"status {status} with a token"


def look(group, url, path, scope, place, timeout):
    """The checks of one service; place: open, inside or outside."""
    checks, start = [], time.monotonic()

    def done(name, problem=None, **details):
        checks.append(Check(group, name, problem, time.monotonic() - start, **details))

    host = urlsplit(url).hostname
    try:
        addresses = addresses_of(host)
    except OSError as error:
        done(f"name {host}", str(error))
        return checks
    public = [address for address in addresses if not ipaddress.ip_address(address.partition("%")[0]).is_private]
    if place == "inside" and public:
        done(f"name {host}", f"leads to {', '.join(public)}, which is public: is this machine in the network, with its DNS?")
        return checks
    done(f"name {host}", addresses=addresses)
    try:
        version = handshake(url, timeout)
        done("certificate", tls=version)
        if path is not None:
            said = talk(urljoin(url, path), scope, place, timeout)
            done("answers", said=said)
    except ssl.SSLCertVerificationError as error:
        done("certificate", str(error))
    except ValueError as error:
        done("answers", str(error))
    except (Closed, OSError, HTTPException) as error:
        if place == "outside":
            done("closed to this machine")
        else:
            done("reached", str(error) or type(error).__name__)
    else:
        if place == "outside" and path is not None:
            done("closed to this machine", f"it is not: {said}")
    return checks


def main():
    chosen = options(
        __doc__,
        [
            (["--inside"], {"action": "store_true", "help": "this machine is in the private network"}),
            (["--allowed"], {"action": "store_true", "help": "this machine is among network.allowedAddresses"}),
            (["--timeout"], {"metavar": "SECONDS", "type": float, "default": 15, "help": "of a request (default: 15)"}),
            *ARGUMENTS,
        ],
    )
    try:
        variables = Variables()
        variables.need("AZURE_KEY_VAULT_NAME")
    except Problem as problem:
        raise Unknown(f"the addresses cannot be found out: {problem}") from problem
    private = variables.get("AZURE_NETWORK_PRIVATE") == "true"
    place = "open" if not private or chosen.allowed else "inside" if chosen.inside else "outside"
    checks = []
    for variable, form, path, scope in SERVICES:
        here = "open" if variable in OPEN_ANYWAY and place == "outside" else place
        for address in filter(None, variables.get(variable, "").split(",")):
            checks += look(variable, re.sub("//$", "/", form.format(address)), path, scope, here, chosen.timeout)
    if not report("connectivity", checks, chosen, place=place):
        sys.exit(1)


if __name__ == "__main__":
    run(main)
