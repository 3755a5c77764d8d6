# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""scripts/validate_infrastructure.sh of generated repositories, against an az and an azd that are played."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

REPOSITORIES = Path(os.environ["REPOSITORIES"])

# az answers by the words of a command, azd by the variable that is asked for.
STAND_IN = '''
import json, os, sys
from pathlib import Path
play = json.loads(Path(os.environ["PLAY"]).read_text())
words = " ".join(sys.argv[1:])
if Path(sys.argv[0]).name == "azd":
    value = play["values"].get(sys.argv[-1])
    sys.exit(1) if value is None else print(value)
else:
    key = next((key for key in play["az"] if key in words), None)
    rows = play["az"].get(key)
    if rows is None:
        sys.exit("ERROR: Please run az login")
    for row in rows:
        print("\\t".join(row))
'''


class Validate(unittest.TestCase):
    """Everything is there, then something is not."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("az", "azd"):
            (self.folder / name).write_text(f"#!{sys.executable} -IS\n{STAND_IN}")
            (self.folder / name).chmod(0o755)
        self.values = {"AZURE_RESOURCE_GROUP": "rg", "AZURE_ENV_NAME": "prod"}
        apps = ["api-gateway", "chat-service", "vision-service", "text-service"]
        self.resources = [["Microsoft.App/containerApps", f"ca-{name}", "Succeeded", name] for name in apps]
        self.resources += [["Microsoft.Web/staticSites", "stapp-web", "Succeeded", "web"],
                           ["Microsoft.KeyVault/vaults", "kv-1", "Succeeded", "-"],
                           # Identities carry the name of their service, too.
                           ["Microsoft.ManagedIdentity/userAssignedIdentities", "id-1", "Succeeded", "web"]]
        self.az = {"resource list": self.resources, "account list": [["oai-1"]],
                   "deployment list": [["chat", "Succeeded"], ["embedding", "Succeeded"]]}

    def validate(self, *arguments, pattern="microservice"):
        """Runs the script."""
        (self.folder / "play").write_text(json.dumps({"values": self.values, "az": self.az}))
        environment = {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}", "PLAY": str(self.folder / "play")}
        environment.pop("AZURE_ENV_NAME", None)
        command = [str(REPOSITORIES / pattern / "scripts/validate_infrastructure.sh"), *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def problems(self, **options):
        """What failed."""
        result = self.validate("--json", **options)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        found = {entry["name"]: entry["problem"] for entry in json.loads(result.stdout) if entry["state"] == "failed"}
        self.assertEqual(result.returncode, 1 if found else 0)
        return found

    def test_all_is_there(self):
        result = self.validate("--env", "prod")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("passed  service api-gateway\n", result.stdout)
        self.assertIn("passed  model chat in oai-1\n", result.stdout)

    def test_a_service_is_missing(self):
        del self.resources[1]
        self.assertEqual(self.problems(), {"service chat-service": "no Microsoft.App/containerApps has its tag"})

    def test_a_service_is_there_twice(self):
        self.resources.append(["microsoft.app/containerapps", "old", "Succeeded", "chat-service"])
        self.assertIn("2 resources have its tag", self.problems()["service chat-service"])

    def test_a_resource_failed(self):
        self.resources[5][2] = "Failed"
        self.assertEqual(self.problems(), {"kv-1": "Microsoft.KeyVault/vaults is Failed"})

    def test_a_model_is_missing_or_not_ready(self):
        self.az["deployment list"] = [["embedding", "Creating"]]
        self.assertEqual(self.problems()["model chat in oai-1"], "it is not there")

    def test_there_is_no_account(self):
        self.az["account list"] = []
        self.assertEqual(self.problems(), {"models": "no account serves models"})

    def test_regions_that_an_environment_does_not_have_are_not_asked_for(self):
        self.resources[:] = [["Microsoft.App/containerApps", "ca-api", "Succeeded", "api-primary"]]
        self.values["AZURE_ENV_NAME"] = "dev"
        self.assertEqual(self.problems(pattern="multi-region"), {})
        self.values["AZSTAMP_REGION_SECONDARY"] = "true"
        self.assertEqual(list(self.problems(pattern="multi-region")), ["service api-secondary"])

    def test_what_cannot_be_asked_is_told(self):
        for change, message in (
            (lambda: self.az.pop("deployment list"), "the models of oai-1 cannot be listed"),
            (lambda: self.az.pop("resource list"), "the resources of rg cannot be listed"),
            (lambda: self.values.update(AZURE_ENV_NAME="mine"), "there is no profile mine"),
            (lambda: self.values.pop("AZURE_RESOURCE_GROUP"), "is it provisioned?"),
        ):
            self.setUp()
            change()
            result = self.validate()
            self.assertEqual(result.returncode, 2)
            self.assertIn(message, result.stderr)

    def test_wrong_use_is_told(self):
        self.assertEqual(self.validate("--fast").returncode, 2)
        self.assertEqual(self.validate("--env").returncode, 2)
        self.assertIn("Exit status", self.validate("--help").stdout)


if __name__ == "__main__":
    unittest.main()
