# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""scripts/failover_drill.py of generated repositories, against a Traffic Manager and a Front Door that are played."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

from stage import REPOSITORIES, Server, Stage

GROUP = "/subscriptions/s/resourceGroups/rg/providers"
MANAGER = f"{GROUP}/Microsoft.Network/trafficmanagerprofiles/shop"
DOOR = f"{GROUP}/Microsoft.Cdn/profiles/afd"
HEALTHY, AWAY = (200, {"status": "healthy"}), (503,)
QUICK = ("--yes", "--interval", "0.05", "--hold", "0.3", "--max-seconds", "4", "--request-timeout", "1")
VALUES = {"AZURE_ENV_NAME": "staging", "AZURE_SUBSCRIPTION_ID": "s", "AZURE_RESOURCE_GROUP": "rg"}


class Cloud:
    """Two regions; what is asked of the application goes where its entry leads."""

    def __init__(self, door=False, asleep=0.2, refuses=(), fails_back=0):
        self.stage = Stage("multi-region")
        self.door, self.asleep, self.refuses, self.fails_back = door, asleep, refuses, fails_back
        self.state, self.changed, self.outage, self.sick = {"primary": "Enabled", "secondary": "Enabled"}, 0.0, 0.0, ()
        python = self.stage.folder / "python"
        python.mkdir()
        shutil.copy(Path(__file__).with_name("names.py"), python / "sitecustomize.py")
        certificate = self.stage.certificate("management.azure.com", "www.contoso.test")
        self.server = Server({"/health": self.health}, certificate)
        self.server.answer = self.answer
        self.names = self.stage.folder / "names"
        self.environment = {"PYTHONPATH": str(python), "NAMES": str(self.names), "SSL_CERT_FILE": str(certificate[0])}
        told = {"AZURE_FRONT_DOOR_NAME": "afd"} if door else {"AZURE_TRAFFIC_MANAGER_HOST": "shop.trafficmanager.net"}
        self.stage.values(**VALUES, **told, SERVICE_API_URL="https://www.contoso.test")
        self.lead()

    def lead(self):
        """Names follow the entry."""
        used = [number for number, name in enumerate(self.state, 2) if self.state[name] == "Enabled"]
        here = f"127.0.0.1:{self.server.port}"
        names = {"management.azure.com": here, "www.contoso.test": here, "one.test": "127.0.0.2", "two.test": "127.0.0.3"}
        fresh = self.names.with_suffix(".new")
        fresh.write_text(json.dumps({**names, "shop.trafficmanager.net": f"127.0.0.{used[0] if used else 9}"}))
        os.replace(fresh, self.names)

    def health(self):
        """The application: away for a moment after each change."""
        serving = next((name for name in self.state if self.state[name] == "Enabled"), None)
        away = time.monotonic() - self.changed < self.outage or serving in self.sick
        return AWAY if away else HEALTHY

    def resource(self, method, path, body):
        """Azure Resource Manager."""
        name = path.rpartition("/")[2]
        if method == "PATCH":
            [state] = json.loads(body)["properties"].values()
            if state in self.refuses or (state == "Enabled" and self.fails_back > 0):
                self.fails_back -= 1
                return 403, {"error": {"code": "AuthorizationFailed", "message": "no"}}
            self.state[name], self.changed = state, time.monotonic()
            self.lead()
            return 200, {}
        one = lambda name, i: {
            "name": name,
            "id": f"{DOOR}/originGroups/api/origins/{name}",
            "properties": {"enabledState": self.state[name], "priority": i, "provisioningState": self.busy()},
        }
        if path == f"{DOOR}/originGroups":
            return 200, {"value": [{"id": f"{DOOR}/originGroups/api"}]}
        if path == f"{DOOR}/originGroups/api/origins":
            return 200, {"value": [one("secondary", 2), one("primary", 1)]}
        if path.startswith(f"{DOOR}/originGroups/api/origins/"):
            return 200, one(name, 1)
        if path == MANAGER:
            endpoints = [
                {"name": name, "properties": {"target": target, "priority": i, "endpointStatus": self.state[name]}}
                for i, (name, target) in enumerate({"primary": "one.test", "secondary": "two.test"}.items(), 1)
            ]
            return 200, {"properties": {"endpoints": endpoints}}
        return 404, {"error": {"code": "ResourceNotFound", "message": path}}

    def busy(self):
        """What was told takes a while."""
        return "Updating" if time.monotonic() - self.changed < self.asleep else "Succeeded"

    def answer(self, request):
        """Both hosts have one server."""
        method, path, headers, body = request
        path = path.partition("?")[0]
        status, content = (*self.health(), {})[:2] if path == "/health" else self.resource(method, path, body)
        self.server.requests.append((method, path))
        return status, json.dumps(content).encode(), {}

    def run(self, *arguments, **environment):
        """Runs the drill."""
        with self.server:
            return self.stage.run("failover_drill.py", *QUICK, *arguments, **self.environment, **environment)

    def changes(self):
        """What was changed."""
        return [path.rpartition("/")[2] for method, path in self.server.requests if method == "PATCH"]


class FailoverDrill(unittest.TestCase):
    def test_the_others_take_over(self):
        for door in (False, True):
            cloud = Cloud(door)
            result = cloud.run("--json")
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
            found = json.loads(result.stdout[result.stdout.index("{") :])
            self.assertEqual((found["region"], found["failed_looks"], len(found["checks"])), ("primary", 0, 3))
            self.assertEqual((cloud.changes(), cloud.state["primary"]), (["primary", "primary"], "Enabled"))
            if door:
                self.assertGreater(found["checks"][0]["seconds"], 0.19)

    def test_how_long_users_waited(self):
        cloud = Cloud()
        cloud.outage = 0.6
        result = cloud.run("--json")
        found = json.loads(result.stdout[result.stdout.index("{") :])
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertTrue(0.5 < found["longest_outage"] < 3, found)
        self.assertGreater(found["failed_looks"], 3)
        cloud = Cloud()
        cloud.outage = 0.6
        result = cloud.run("--max-seconds", "0.4")
        self.assertEqual((result.returncode, cloud.state["primary"]), (1, "Enabled"))
        self.assertIn("served without primary: not within 0.4 s", result.stderr)
        self.assertNotIn("interrupted", result.stderr)

    def test_the_other_region_is_sick(self):
        cloud = Cloud()
        cloud.sick = ("secondary",)
        result = cloud.run("--max-seconds", "1")
        self.assertEqual((result.returncode, cloud.state["primary"]), (1, "Enabled"))
        self.assertIn("served without primary: not within 1 s; last: status 503", result.stderr)

    def test_another_region(self):
        cloud = Cloud()
        self.assertEqual(cloud.run("--region", "secondary").returncode, 0)
        self.assertEqual(cloud.changes(), ["secondary", "secondary"])

    def test_what_nothing_is_done_for(self):
        cloud = Cloud()
        result = cloud.run("--region", "tertiary")
        self.assertEqual((result.returncode, cloud.changes()), (1, []))
        self.assertIn("in use are primary, secondary", result.stderr)
        cloud = Cloud()
        cloud.state["secondary"] = "Disabled"
        self.assertEqual((cloud.run().returncode, cloud.changes()), (1, []))
        cloud = Cloud()
        with cloud.server:
            result = cloud.stage.run("failover_drill.py", **cloud.environment)
        self.assertEqual((result.returncode, cloud.changes()), (1, []))
        self.assertIn("say --yes if you mean it", result.stderr)
        cloud = Cloud()
        cloud.stage.values(**VALUES, AZURE_TRAFFIC_MANAGER_HOST="shop.trafficmanager.net", SERVICE_API_URL="")
        self.assertEqual((cloud.run().returncode, cloud.changes()), (1, []))

    def test_it_may_not_be_taken_out(self):
        cloud = Cloud(refuses=("Disabled",))
        result = cloud.run()
        self.assertEqual((result.returncode, cloud.state["primary"]), (1, "Enabled"))
        self.assertIn("AuthorizationFailed", result.stderr)

    def test_putting_back_is_tried_again_and_again(self):
        cloud = Cloud(fails_back=2)
        result = cloud.run()
        self.assertEqual((result.returncode, cloud.state["primary"]), (0, "Enabled"), result.stderr)
        cloud = Cloud(fails_back=9999)
        result = cloud.run()
        self.assertEqual((result.returncode, cloud.state["primary"]), (1, "Disabled"))
        self.assertIn("primary IS STILL OUT OF USE", result.stderr)

    def test_interrupted_it_is_put_back(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            cloud = Cloud()
            with cloud.server:
                process = subprocess.Popen(
                    [sys.executable, REPOSITORIES / "multi-region/scripts/failover_drill.py", *QUICK, "--hold", "60"],
                    env={**cloud.stage.environment, **cloud.environment},
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
                while cloud.state["primary"] != "Disabled" and process.poll() is None:
                    time.sleep(0.02)
                process.send_signal(number)
                _, errors = process.communicate(timeout=30)
            self.assertEqual((process.returncode, cloud.state["primary"]), (128 + number, "Enabled"), errors)

    def test_junit(self):
        cloud = Cloud()
        with cloud.server:
            result, suite, cases = cloud.stage.junit("failover_drill.py", *QUICK, **cloud.environment)
        self.assertEqual((result.returncode, suite["tests"], suite["failures"]), (0, "3", "0"))
        self.assertIn("served without primary", cases)


if __name__ == "__main__":
    unittest.main()
