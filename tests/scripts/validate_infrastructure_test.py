# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""scripts/validate_infrastructure.sh of generated repositories, against an az that is played."""

import json
import subprocess
import unittest

from stage import Stage

# Answers from the world, as --query and --output tsv would make them of what Azure has; FAIL names a command that fails.
AZ = """
import json, os, sys
from pathlib import Path
play = Path(os.environ["PLAY"])
with open(play / "calls", "a") as calls:
    print("az", *sys.argv[1:], file=calls)
words = " ".join(word for word in sys.argv[1:sys.argv.index("--query")] if not word.startswith("-"))
command = next(name for name in ("resource list", "account list", "deployment list", "private-endpoint list") if name in words)
if os.environ.get("FAIL") == command:
    sys.exit("ERROR: Please run 'az login' to setup account.")
options = dict(zip(sys.argv, sys.argv[1:]))
assert options["--resource-group"] == "rg" and options["--subscription"] == "s" and options["--output"] == "tsv"
for row in json.loads((play / "world").read_text()).get(command, []):
    print(*row, sep="\\t")
"""


class ValidateInfrastructure(unittest.TestCase):
    def play(self, pattern, hosts, **values):
        """An environment that is as it should be."""
        self.stage = Stage(pattern, AZURE_ENV_NAME="prod", AZURE_SUBSCRIPTION_ID="s", AZURE_RESOURCE_GROUP="rg", **values)
        azd = (self.stage.folder / "bin" / "azd").read_text().replace(
            "else:\n    sys.exit(1)",
            'elif sys.argv[1:3] == ["env", "get-value"]:\n    print(values[sys.argv[3]]) if sys.argv[3] in values else sys.exit(1)',
        )
        self.stage.program("azd", azd.partition("\n")[2])
        self.stage.program("az", AZ)
        sizes = json.loads((self.stage.repository / "infra/environments/prod.json").read_text())
        wanted = sizes["openai"]["deployments"]
        self.world = {
            "resource list": [[name, kind, f"x-{name}", "Succeeded"] for name, kind in hosts.items()],
            "account list": [["oai-1"]],
            "deployment list": [[one["name"], one["model"], one["version"], "Succeeded", "application"] for one in wanted],
            "private-endpoint list": [["pep-vault", "Succeeded", "Approved"]],
        }

    def look(self, *arguments, **environment):
        """Exit status, and the problems by name."""
        (self.stage.folder / "world").write_text(json.dumps(self.world))
        self.result = self.stage.run("validate_infrastructure.sh", "--json", *arguments, **environment)
        if self.result.returncode == 2:
            return 2, {}
        found = json.loads(self.result.stdout)["checks"]
        return self.result.returncode, {check["name"]: check["problem"] for check in found if check["problem"]}

    def chat(self, **values):
        """The smallest of them."""
        self.play("chat-baseline", {"chat": "Microsoft.Web/sites"}, AZURE_NETWORK_PRIVATE="true", **values)

    def test_all_is_there(self):
        apps = ("api-gateway", "chat-service", "vision-service", "text-service")
        hosts = {"web": "Microsoft.Web/staticSites", **dict.fromkeys(apps, "microsoft.app/containerapps")}
        self.play("microservice", hosts, AZURE_NETWORK_PRIVATE="true")
        self.assertEqual(self.look("--env", "prod"), (0, {}))
        self.play("event-driven", {"processor": "Microsoft.Web/sites"}, AZURE_NETWORK_PRIVATE="false")
        self.assertEqual(self.look(), (0, {}))
        self.assertFalse([call for call in self.stage.calls() if "private-endpoint" in call])

    def test_services(self):
        self.chat()
        for rows, problem in (
            ([], "0 resources of type Microsoft.Web/sites"),
            ([["chat", "Microsoft.Web/sites", "a", "Succeeded"]] * 2, "2 resources"),
            ([["chat", "Microsoft.App/containerApps", "a", "Succeeded"]], "0 resources"),
            ([["other", "Microsoft.Web/sites", "a", "Succeeded"]], "0 resources"),
        ):
            self.world["resource list"] = rows
            status, problems = self.look()
            self.assertEqual((status, list(problems)), (1, ["chat"]))
            self.assertIn(problem, problems["chat"])

    def test_resources_that_failed(self):
        self.chat()
        # Identities carry the name of their service, too.
        self.world["resource list"] += [
            ["chat", "Microsoft.ManagedIdentity/userAssignedIdentities", "id-chat", "Succeeded"],
            ["-", "Microsoft.KeyVault/vaults", "kv-1", "Failed"],
        ]
        self.assertEqual(self.look(), (1, {"kv-1": "is in the state Failed, as Microsoft.KeyVault/vaults"}))

    def test_models(self):
        self.chat()
        good = self.world["deployment list"]
        for change, problem in (
            ({3: "Creating"}, "in the state Creating"),
            ({1: "gpt-2"}, "is gpt-2"),
            ({4: "Microsoft.DefaultV2"}, "no content filter"),
            ({0: "other"}, "is not there"),
        ):
            row = [change.get(i, cell) for i, cell in enumerate(good[0])]
            self.world["deployment list"] = [row, *good[1:]]
            status, problems = self.look()
            self.assertEqual((status, list(problems)), (1, [f"oai-1/{good[0][0]}"]))
            self.assertIn(problem, problems[f"oai-1/{good[0][0]}"])
        self.world["deployment list"], self.world["account list"] = good, []
        self.assertEqual(self.look(), (1, {"accounts": "there is none"}))

    def test_private_endpoints(self):
        self.chat()
        self.world["private-endpoint list"].append(["pep-blob", "Succeeded", "Pending"])
        self.assertEqual(self.look(), (1, {"pep-blob": "is Succeeded, its connection Pending"}))
        self.world["private-endpoint list"] = []
        self.assertEqual(self.look(), (1, {"all": "there is none"}))

    def test_a_region_that_an_environment_has_not(self):
        hosts = {"api-primary": "Microsoft.App/containerApps", "api-secondary": "Microsoft.App/containerApps"}
        for told, status in (("true", 1), ("false", 0)):
            self.play("multi-region", hosts, AZURE_NETWORK_PRIVATE="false", AZSTAMP_REGION_SECONDARY=told)
            self.assertEqual(self.look(), (0, {}))
            self.world["resource list"].pop()
            self.assertEqual(self.look()[0], status)

    def test_what_cannot_be_found_out(self):
        self.chat()
        for command in ("resource list", "account list", "deployment list", "private-endpoint list"):
            self.assertEqual(self.look(FAIL=command)[0], 2, command)
            self.assertIn("az login", self.result.stderr)
        self.stage.values()
        self.assertEqual(self.look()[0], 2)
        self.assertIn("is it provisioned", self.result.stderr)
        self.stage.values(AZURE_ENV_NAME="my-own", AZURE_SUBSCRIPTION_ID="s", AZURE_RESOURCE_GROUP="rg")
        self.assertEqual(self.look()[0], 2)
        self.assertIn("set AZSTAMP_PROFILE", self.result.stderr)
        for arguments in (["--nonsense"], ["--env"], ["--junit"]):
            self.assertEqual(self.stage.run("validate_infrastructure.sh", *arguments).returncode, 2)

    def test_another_name_with_a_profile(self):
        self.chat(AZSTAMP_PROFILE="prod")
        self.assertEqual(self.look("--env", "my-own"), (0, {}))

    def test_help_and_junit(self):
        self.chat()
        result = self.stage.run("validate_infrastructure.sh", "--help")
        self.assertEqual(result.returncode, 0)
        self.assertIn("usage: ", result.stdout)
        self.world["resource list"] = []
        (self.stage.folder / "world").write_text(json.dumps(self.world))
        result, suite, cases = self.stage.junit("validate_infrastructure.sh")
        self.assertEqual((result.returncode, suite["failures"]), (1, "1"))
        self.assertIn("0 resources", cases["chat"])
        self.assertIn("failed  services: chat", result.stderr)

    def test_shellcheck(self):
        try:
            subprocess.run(["shellcheck", "--version"], check=True, capture_output=True)
        except OSError:
            self.skipTest("no shellcheck")
        for pattern in ("microservice", "event-driven", "multi-region", "chat-baseline"):
            script = Stage(pattern).repository / "scripts/validate_infrastructure.sh"
            done = subprocess.run(["shellcheck", str(script)], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    unittest.main()
