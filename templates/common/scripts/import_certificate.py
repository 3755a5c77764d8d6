#!/usr/bin/env python3
"""Puts the certificate of a domain into the key vault of an azd environment, and tells azd to use it.

Sets AZURE_CUSTOM_DOMAIN and AZURE_CERTIFICATE_URI; azd provision then takes the domain into service. The same again,
with a newer file, renews the certificate: the gateway takes it over within hours, Container Apps within half a day.

FILE is a .pfx with the private key and the whole chain. Its password is asked for, or taken from PFX_PASSWORD. You need
the role Key Vault Certificates Officer. A vault that is closed to this machine lets in its address while this runs.
"""

import base64
import getpass
import ipaddress
import os
import re
import sys
from datetime import datetime, timezone
from pathlib import Path

from azure_api import RESOURCE_MANAGER, Api, Problem, Refused, Variables, finally_do, options, run, say, until

VAULT = "api-version=2026-02-01"
DATA = "api-version=7.4"

# Refusals of the network, not for lack of a role.
CLOSED = frozenset(["ForbiddenByConnection", "ForbiddenByFirewall"])
MOST_ADDRESSES = 4


def domain_name(text):
    """A host name with a dot in it."""
    name = text.lower()
    label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
    if len(name) > 253 or not re.fullmatch(rf"({label}\.)+(?!\d){label}", name):
        raise Problem(f"not a domain: {text}")
    return name


def content_of(path):
    """The certificate file, and its password."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise Problem(f"the certificate cannot be read: {error}") from error
    if not content.startswith(b"\x30"):
        raise Problem(f"{path} is no .pfx file: openssl pkcs12 -export makes one of certificate, chain and key")
    password = os.environ.get("PFX_PASSWORD")
    if password is None:
        password = getpass.getpass(f"Password of {path} (empty: none): ") if sys.stdin.isatty() else ""
    return base64.b64encode(content).decode(), password


class Vault:
    """The key vault: its settings, and the certificates in it."""

    def __init__(self, variables):
        self.id = f"{variables.group()}/providers/Microsoft.KeyVault/vaults/{variables.need('AZURE_KEY_VAULT_NAME')}"
        self.manager = Api(RESOURCE_MANAGER)
        self.before = self.network()
        uri = self.manager.get(f"{self.id}?{VAULT}")["properties"]["vaultUri"]
        if not re.fullmatch(r"https://[a-z0-9-]+\.vault\.azure\.net/?", uri, re.IGNORECASE):
            raise Problem(f"not the address of a key vault: {uri}")
        self.data = Api(uri, "https://vault.azure.net/.default")

    def network(self):
        """Who may reach it: the part of the settings that this script changes."""
        properties = self.manager.get(f"{self.id}?{VAULT}")["properties"]
        rules = properties.get("networkAcls") or {"bypass": "AzureServices", "defaultAction": "Allow"}
        access = properties.get("publicNetworkAccess") or "Enabled"
        return {"publicNetworkAccess": access, "networkAcls": {"ipRules": [], "virtualNetworkRules": [], **rules}}

    def set_network(self, settings):
        """Says who may reach it."""
        self.manager.send("PATCH", f"{self.id}?{VAULT}", {"properties": settings})

    def refusal(self):
        """How the network refuses this machine, or None when it does not."""
        try:
            self.data.get(f"/certificates?maxresults=1&{DATA}")
        except Refused as refusal:
            if refusal.status == 403 and refusal.detail in CLOSED:
                return refusal
            raise with_advice(refusal, self.id) from None
        return None

    def open(self):
        """Lets this machine in: no other address, and no further than the network."""
        rules = {**self.before["networkAcls"], "defaultAction": "Deny"}
        addresses = []

        def admitted():
            refusal = self.refusal()
            if refusal is None:
                return True
            # The vault knows best from where we come; behind some networks it is not always the same address.
            seen = re.search(r"Client address: *([0-9a-fA-F.:]+)", refusal.message)
            if seen and seen[1] not in addresses:
                if len(addresses) == MOST_ADDRESSES or ipaddress.ip_address(seen[1]).version != 4:
                    seen_all = ", ".join([*addresses, seen[1]])
                    raise Problem(f"this machine cannot be let in by its address, it comes from {seen_all}")
                addresses.append(seen[1])
                say(f"The key vault lets in {seen[1]} for the moment.")
                entries = [*rules["ipRules"], *({"value": f"{address}/32"} for address in addresses)]
                self.set_network({"publicNetworkAccess": "Enabled", "networkAcls": {**rules, "ipRules": entries}})
            return None

        self.set_network({"publicNetworkAccess": "Enabled", "networkAcls": rules})
        if not until(admitted, 300):
            raise Problem("the key vault does not let this machine in")

    def close(self):
        """Gives the network back the settings it had, and makes sure."""

        def closed():
            try:
                self.set_network(self.before)
                return True if self.network() == self.before else None
            except Problem as problem:
                say(f"not closed yet: {problem}")
                return None

        if not until(closed, 300):
            raise Problem(f"THE KEY VAULT IS STILL OPEN for this machine, azd provision --no-state closes it: {self.id}")
        say("The key vault is closed again.")


def with_advice(refusal, vault):
    """A refusal for lack of a role, with what to do about it."""
    if refusal.status != 403:
        return refusal
    return Problem(
        f"{refusal.message}\nYou need a role first, which takes some minutes to work:\n"
        f'az role assignment create --role "Key Vault Certificates Officer" --scope {vault} \\\n'
        '  --assignee-object-id "$(az ad signed-in-user show --query id --output tsv)" --assignee-principal-type User'
    )


def import_file(vault, name, file):
    """The certificate that is in the vault after the import."""
    content, password = file
    body = {"value": content, "pwd": password, "policy": {"secret_props": {"contentType": "application/x-pkcs12"}}}
    return vault.data.send("POST", f"/certificates/{name}/import?{DATA}", body)


def make_test_certificate(vault, name, domain):
    """A certificate that no browser trusts, made by the vault; one that is there already stays."""
    there = vault.data.find(f"/certificates/{name}?{DATA}")
    if there:
        if there["policy"].get("issuer", {}).get("name") != "Self":
            raise Problem(f"{domain} has a real certificate, which one for tests does not replace")
        if there["attributes"]["exp"] > datetime.now(timezone.utc).timestamp() + 7 * 86400:
            return there
    policy = {
        "issuer": {"name": "Self"},
        "key_props": {"exportable": True, "kty": "RSA", "key_size": 2048, "reuse_key": False},
        "secret_props": {"contentType": "application/x-pkcs12"},
        "x509_props": {
            "subject": f"CN={domain[:64]}",
            "sans": {"dns_names": [domain]},
            "ekus": ["1.3.6.1.5.5.7.3.1"],
            "validity_months": 3,
        },
    }
    vault.data.send("POST", f"/certificates/{name}/create?{DATA}", {"policy": policy})

    def made():
        state = vault.data.get(f"/certificates/{name}/pending?{DATA}")
        if state["status"] == "inProgress":
            return None
        if state["status"] != "completed":
            why = (state.get("error") or {}).get("message") or state["status"]
            raise Problem(f"the key vault does not make a certificate: {why}")
        return True

    if not until(made, 300):
        raise Problem("the key vault is still making the certificate: run this again")
    return vault.data.get(f"/certificates/{name}?{DATA}")


def covers(pattern, domain):
    """Whether a name of a certificate holds for a domain."""
    pattern = pattern.lower()
    return pattern == domain or (pattern.startswith("*.") and pattern[2:] == domain.partition(".")[2])


def address_of(certificate, domain):
    """Where the certificate is found, without a version so that renewals arrive."""
    names = ((certificate.get("policy") or {}).get("x509_props") or {}).get("sans", {}).get("dns_names") or []
    if names and not any(covers(name, domain) for name in names):
        raise Problem(f"the certificate is for {', '.join(names)}, not for {domain}: import the right one")
    if certificate["attributes"]["exp"] < datetime.now(timezone.utc).timestamp():
        raise Problem("the certificate has expired: import a newer one")
    return certificate["sid"].rpartition("/")[0]


def explain(variables, domain, address):
    """Says what is left to do."""
    say(f"\nThe certificate of {domain} is at {address}")
    say("\n1. Make the DNS records:")
    if variables.get("AZURE_DOMAIN_VERIFICATION_ID"):
        # Container Apps looks for it when it gets the domain.
        say(f"   asuid.{domain}  TXT  {variables['AZURE_DOMAIN_VERIFICATION_ID']}")
    by_name = "AZURE_TRAFFIC_MANAGER_HOST" in variables.outputs
    kind, leads_to = ("CNAME", "AZURE_TRAFFIC_MANAGER_HOST") if by_name else ("A", "AZURE_GATEWAY_ADDRESS")
    say(f"   {domain}  {kind}  {variables.get(leads_to) or f'(after step 2: azd env get-value {leads_to})'}")
    say("2. azd provision")
    say("3. For the workflow, which does not know the variables of this machine, write into the profile and commit:")
    say(f"   edge:\n     domain: {domain}\n     certificateUri: {address}")


def main():
    chosen = options(
        __doc__,
        [
            (["domain"], {"metavar": "DOMAIN", "help": "such as www.contoso.com"}),
            (["file"], {"metavar": "FILE", "nargs": "?", "help": "the certificate"}),
            (["--self-signed-for-test"], {"action": "store_true", "help": "in place of FILE: one no browser trusts"}),
        ],
        lambda given: bool(given.file) == given.self_signed_for_test and "give FILE or --self-signed-for-test",
    )
    domain = domain_name(chosen.domain)
    file = content_of(chosen.file) if chosen.file else None
    name = domain.replace(".", "-")
    variables = Variables()
    vault = Vault(variables)

    def put():
        return import_file(vault, name, file) if file else make_test_certificate(vault, name, domain)

    try:
        if vault.refusal() is None:
            certificate = put()
        else:
            with finally_do(vault.close):
                vault.open()
                certificate = put()
    except Refused as refusal:
        raise with_advice(refusal, vault.id) from None
    address = address_of(certificate, domain)
    variables.keep("AZURE_CUSTOM_DOMAIN", domain)
    variables.keep("AZURE_CERTIFICATE_URI", address)
    explain(variables, domain, address)


if __name__ == "__main__":
    run(main)
