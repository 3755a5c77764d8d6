# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""scripts/roll_out_model.py of generated repositories, against an az that is played."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

REPOSITORIES = Path(os.environ["REPOSITORIES"])

STAND_IN = '''
import json, os, sys
from pathlib import Path
play = Path(os.environ["PLAY"])
program, words = Path(sys.argv[0]).name, sys.argv[1:]
world = json.loads((play / "world").read_text())
with (play / "calls").open("a") as calls:
    calls.write(json.dumps(words) + "\\n")
number = len((play / "calls").read_text().splitlines())
first, last = (int(part) for part in os.environ.get("FAIL", "0-0").split("-"))
if first <= number <= last:
    sys.exit("ERROR: it does not work")
def option(name):
    return words[words.index(name) + 1]
if program == "azd":
    print(json.dumps(world["values"]))
elif words[:3] == ["cognitiveservices", "account", "list"]:
    print(json.dumps(world["accounts"]))
elif words[:4] == ["cognitiveservices", "account", "deployment", "list"]:
    print(json.dumps([{"name": name, "properties": {"provisioningState": state}} for name, state in world["models"].items()]))
elif words[:3] == ["appconfig", "kv", "set"]:
    world["settings"][option("--key")] = option("--value")
    (play / "world").write_text(json.dumps(world))
elif words[:3] == ["monitor", "metrics", "list"]:
    share = world["settings"].get("chat-service:canaryPercent", "0")
    name = "chat-next" if "chat-next" in option("--filter") else "chat"
    counts = world["counts"].get(name + share, world["counts"][name])
    print(json.dumps({"value": [{"timeseries": [
        {"metadatavalues": [{"name": {"value": "modeldeploymentname"}, "value": name},
                            {"name": {"value": "statuscode"}, "value": status}],
         "data": [{"total": count}, {}]} for status, count in counts.items()]}]}))
else:
    sys.exit("not played: " + " ".join(words))
'''


class RollOut(unittest.TestCase):
    """A new deployment beside the old one."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("az", "azd"):
            (self.folder / name).write_text(f"#!{sys.executable} -IS\n{STAND_IN}")
            (self.folder / name).chmod(0o755)
        self.world = {
            "values": {"AZURE_RESOURCE_GROUP": "rg", "AZURE_APP_CONFIGURATION_ENDPOINT": "https://c.azconfig.io"},
            "accounts": [{"name": "oai", "id": "/oai", "kind": "OpenAI"}, {"name": "cv", "id": "/cv", "kind": "ComputerVision"}],
            "models": {"chat": "Succeeded", "chat-next": "Succeeded"},
            "settings": {},
            "counts": {"chat": {"200": 900, "429": 2}, "chat-next": {"200": 100, "400": 30}},
        }

    def roll_out(self, *arguments, **environment):
        """Runs the script."""
        (self.folder / "world").write_text(json.dumps(self.world))
        (self.folder / "calls").write_text("")
        self.result = subprocess.run(
            [sys.executable, "scripts/roll_out_model.py", "--watch", "0", "--rounds", "2", *arguments],
            cwd=REPOSITORIES / "microservice",
            env={**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}", "PLAY": str(self.folder), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return self.result.returncode

    def calls(self):
        """The calls that were made."""
        return [json.loads(line) for line in (self.folder / "calls").read_text().splitlines()]

    def shares(self):
        """The shares that were set, in turn."""
        return [int(call[6]) for call in self.calls() if call[:3] == ["appconfig", "kv", "set"] and "canaryPercent" in call[4]]

    def share(self):
        """The share as it is."""
        return json.loads((self.folder / "world").read_text())["settings"].get("chat-service:canaryPercent", "0")

    def test_the_share_goes_up_in_steps(self):
        self.assertEqual(self.roll_out("--deployment", "chat-next"), 0, self.result)
        self.assertEqual(self.shares(), [0, 5, 25, 50, 100])
        settings = json.loads((self.folder / "world").read_text())["settings"]
        self.assertEqual(settings["chat-service:canaryDeployment"], "chat-next")
        self.assertIn("100 %: 130 requests, 0.0% failed", self.result.stdout)

    def test_only_accounts_that_serve_models_are_asked(self):
        self.roll_out("--deployment", "chat-next")
        self.assertEqual({call[4] for call in self.calls() if call[:2] == ["monitor", "metrics"]}, {"/oai"})

    def test_errors_take_the_share_back(self):
        for step in (5, 25, 50, 100):
            with self.subTest(step=step):
                self.world["counts"] = {"chat": {"200": 900}, "chat-next": {"200": 100}, f"chat-next{step}": {"200": 95, "500": 5}}
                self.assertEqual(self.roll_out("--deployment", "chat-next"), 1)
                self.assertEqual(self.shares()[-2:], [step, 0])
                self.assertIn("5.0% of the requests to chat-next failed", self.result.stderr)

    def test_a_deployment_that_is_worse_than_the_old_one_is_taken_back(self):
        self.world["counts"] = {"chat": {"200": 9990, "500": 10}, "chat-next": {"200": 995, "429": 5}}
        self.assertEqual(self.roll_out("--deployment", "chat-next"), 1)
        self.assertEqual(self.share(), "0")
        self.assertEqual(self.roll_out("--deployment", "chat-next", "--errors", "0.5"), 1)

    def test_too_few_requests_tell_nothing(self):
        self.world["counts"]["chat-next"] = {"200": 3}
        self.assertEqual(self.roll_out("--deployment", "chat-next"), 1)
        self.assertIn("only 3 requests came in time", self.result.stderr)
        self.assertEqual(self.share(), "0")

    def test_a_deployment_that_is_not_ready_gets_nothing(self):
        for state, message in (("Creating", "is Creating"), (None, "is not there")):
            self.world["models"] = {"chat": "Succeeded", **({"chat-next": state} if state else {})}
            self.assertEqual(self.roll_out("--deployment", "chat-next"), 1)
            self.assertIn(message, self.result.stderr)
            self.assertEqual(self.shares(), [])

    def test_wherever_a_call_fails_no_share_is_left(self):
        self.roll_out("--deployment", "chat-next")
        for number in range(1, len(self.calls()) + 1):
            with self.subTest(number=number):
                self.assertEqual(self.roll_out("--deployment", "chat-next", FAIL=f"{number}-{number}"), 1)
                self.assertEqual(self.share(), "0")

    def test_an_azure_that_stays_away_is_said_to_be_left_as_it_is(self):
        self.assertEqual(self.roll_out("--deployment", "chat-next", FAIL="8-99"), 1)
        self.assertIn("THE SHARE IS STILL THERE", self.result.stderr)

    def test_answers_that_make_no_sense_take_the_share_back(self):
        self.world["counts"] = {}
        self.assertEqual(self.roll_out("--deployment", "chat-next"), 1)
        self.assertEqual(self.share(), "0")

    def test_back_is_one_step(self):
        self.world["settings"] = {"chat-service:canaryPercent": "50"}
        self.assertEqual(self.roll_out("--back"), 0)
        self.assertEqual(self.share(), "0")

    def test_wrong_use_is_told(self):
        for arguments in ([], ["--deployment", "chat"], ["--deployment", "x", "--service", "web"]):
            self.assertEqual(self.roll_out(*arguments), 2)


if __name__ == "__main__":
    unittest.main()
