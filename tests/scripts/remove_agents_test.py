# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""scripts/remove_agents.py of generated repositories, against a Resource Manager that is played."""

import json
import shutil
import unittest
from pathlib import Path

from stage import Server, Stage

GROUP = "/subscriptions/s/resourceGroups/rg"
ACCOUNT = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/aif-1"
PROJECT = f"{ACCOUNT}/projects/proj-shop"
DELETED = "/subscriptions/s/providers/Microsoft.CognitiveServices/locations/eastus2/resourceGroups/rg/deletedAccounts/aif-1"
OTHER = DELETED.replace("rg/", "rg2/")
NETWORK = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/vnet"


class World:
    """What is there; a parent that has children is not deleted, and the subnet is held until the purge and longer."""

    def __init__(self, held=3, busy=0):
        self.there = [ACCOUNT, PROJECT, f"{PROJECT}/capabilityHosts/agents", f"{ACCOUNT}/deployments/chat"]
        self.there += [f"{ACCOUNT}/capabilityHosts/aif-1@aml_aiagentservice", OTHER]
        self.held, self.busy, self.deleted, self.refuses = held, busy, [], ""

    def below(self, path):
        """The children of a path."""
        return [one for one in self.there if one.rpartition("/")[0] == path]

    def delete(self, path):
        """A deletion that is accepted, or not."""
        if self.refuses and self.refuses in path:
            return 403, {"error": {"code": "AuthorizationFailed", "message": "no"}}
        if path not in self.there:
            return 404, {"error": {"code": "ResourceNotFound"}}
        if self.busy > 0 or any(one.startswith(path + "/") for one in self.there):
            self.busy -= 1
            return 409, {"error": {"code": "Conflict", "message": "busy, or nested resources exist"}}
        self.there.remove(path)
        self.deleted.append(path.rpartition("/")[2])
        if path == ACCOUNT:
            self.there.append(DELETED)
        return 202, {}

    def __call__(self, request):
        """An answer."""
        method, path = request[0], request[1].partition("?")[0].replace("%40", "@")
        if method == "DELETE":
            status, body = self.delete(path)
        elif path.endswith("/virtualNetworks"):
            gone = ACCOUNT not in self.there and DELETED not in self.there
            self.held -= gone
            links = [{"properties": {"linkedResourceType": "Microsoft.App/environments"}}] if self.held > 0 else []
            links += [{"properties": {"linkedResourceType": "Microsoft.Web/serverfarms"}}]
            subnets = [{"name": "agents", "properties": {"serviceAssociationLinks": links}}, {"name": "x", "properties": {}}]
            status, body = 200, {"value": [{"properties": {"subnets": subnets}}]}
        elif path.endswith("/providers/Microsoft.CognitiveServices/deletedAccounts"):
            status, body = 200, {"value": [{"id": one} for one in self.there if "/deletedAccounts/" in one]}
        elif path.rpartition("/")[2] in ("projects", "capabilityHosts", "deployments"):
            status, body = 200, {"value": [{"id": one} for one in self.below(path)]}
        else:
            status, body = (200, {}) if path in self.there else (404, {"error": {"code": "ResourceNotFound"}})
        return status, json.dumps(body).encode(), {}


class RemoveAgents(unittest.TestCase):
    def look(self, world, *arguments):
        """Runs it."""
        endpoint = "https://aif-1.services.ai.azure.com/api/projects/proj-shop"
        values = {"AZURE_ENV_NAME": "prod", "AZURE_SUBSCRIPTION_ID": "s", "AZURE_RESOURCE_GROUP": "rg"}
        stage = Stage("chat-baseline", **values, AZURE_AI_PROJECT_ENDPOINT=endpoint)
        python = stage.folder / "python"
        python.mkdir()
        shutil.copy(Path(__file__).with_name("names.py"), python / "sitecustomize.py")
        certificate = stage.certificate("management.azure.com")
        server = Server({}, certificate)
        server.answer = world
        with server:
            (stage.folder / "names").write_text(json.dumps({"management.azure.com": f"127.0.0.1:{server.port}"}))
            environment = {"NAMES": str(stage.folder / "names"), "SSL_CERT_FILE": str(certificate[0])}
            quick = ["--interval", "0.05", "--timeout", "2", *arguments]
            return stage.run("remove_agents.py", *quick, PYTHONPATH=str(python), **environment)

    def test_from_the_inside_out_then_the_purge_then_the_subnet(self):
        world = World(busy=3)
        result = self.look(world, "--yes")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(world.deleted, ["agents", "proj-shop", "aif-1@aml_aiagentservice", "chat", "aif-1", "aif-1"])
        self.assertEqual((world.there, world.held <= 0), ([OTHER], True))
        self.assertIn("azd down --purge", result.stdout)

    def test_again_when_azd_down_failed_half_way(self):
        world = World()
        world.there = [DELETED, OTHER]
        self.assertEqual(self.look(world, "--yes").returncode, 0)
        self.assertEqual((world.deleted, world.there), (["aif-1"], [OTHER]))
        world = World(held=0)
        world.there = []
        self.assertEqual((self.look(world, "--yes").returncode, world.deleted), (0, []))

    def test_nobody_says_yes(self):
        world = World()
        result = self.look(world)
        self.assertEqual((result.returncode, world.deleted), (1, []))
        self.assertIn("say --yes if you mean it", result.stderr)

    def test_it_is_refused_or_takes_too_long(self):
        world = World()
        world.refuses = "/projects/"
        result = self.look(world, "--yes")
        self.assertEqual((result.returncode, ACCOUNT in world.there), (1, True))
        self.assertIn("AuthorizationFailed", result.stderr)
        result = self.look(World(held=9999), "--yes", "--timeout", "0.3")
        self.assertEqual(result.returncode, 1)
        self.assertIn("still held: agents; run this again later", result.stderr)
        result = self.look(World(busy=9999), "--yes", "--timeout", "0.3")
        self.assertEqual(result.returncode, 1)
        self.assertIn("still there", result.stderr)


if __name__ == "__main__":
    unittest.main()
