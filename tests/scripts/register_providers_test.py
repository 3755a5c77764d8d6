# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""scripts/register_providers.py of generated repositories, against a Resource Manager that is played."""

import json
import shutil
import unittest
from pathlib import Path

from stage import Server, Stage

VALUES = {"AZURE_ENV_NAME": "prod", "AZURE_SUBSCRIPTION_ID": "s"}
APP, CONTAINERS = "/subscriptions/s/providers/Microsoft.App", "/subscriptions/s/providers/Microsoft.ContainerService"


def state(name):
    """What Azure says of a provider."""
    return 200, {"registrationState": name}


class RegisterProviders(unittest.TestCase):
    def look(self, answers, pattern="chat-baseline", **values):
        """Runs it."""
        stage = Stage(pattern, **{**VALUES, **values})
        python = stage.folder / "python"
        python.mkdir()
        shutil.copy(Path(__file__).with_name("names.py"), python / "sitecustomize.py")
        certificate = stage.certificate("management.azure.com")
        with Server(answers, certificate) as server:
            (stage.folder / "names").write_text(json.dumps({"management.azure.com": f"127.0.0.1:{server.port}"}))
            environment = {"NAMES": str(stage.folder / "names"), "SSL_CERT_FILE": str(certificate[0])}
            result = stage.run("register_providers.py", "--timeout", "0", PYTHONPATH=str(python), **environment)
        self.changes = [path.partition("?")[0] for method, path, _, _ in server.requests if method != "GET"]
        self.asked = len(server.requests)
        return result

    def test_what_is_missing_is_registered(self):
        answers = {
            APP: state("Registered"),
            CONTAINERS: [state("NotRegistered"), state("Registered")],
            f"{CONTAINERS}/register": (200, {}),
        }
        result = self.look(answers)
        self.assertEqual((result.returncode, self.changes), (0, [f"{CONTAINERS}/register"]), result.stderr)
        self.assertIn("Microsoft.ContainerService gets registered", result.stdout)

    def test_what_is_there_stays(self):
        result = self.look({APP: state("Registered"), CONTAINERS: state("Registered")})
        self.assertEqual((result.returncode, result.stdout, self.changes), (0, "", []))

    def test_functions_need_one(self):
        result = self.look({APP: state("Registered")}, "event-driven")
        self.assertEqual((result.returncode, self.asked), (0, 1), result.stderr)

    def test_it_takes_too_long(self):
        result = self.look({APP: state("Registering"), f"{APP}/register": (200, {})})
        self.assertEqual(result.returncode, 1)
        self.assertIn("still being registered: run azd provision again", result.stderr)

    def test_who_may_not(self):
        refused = (403, {"error": {"code": "AuthorizationFailed", "message": "no"}})
        result = self.look({APP: state("NotRegistered"), f"{APP}/register": refused})
        self.assertEqual(result.returncode, 1)
        self.assertIn("az provider register --namespace Microsoft.App --subscription s --wait", result.stderr)

    def test_without_a_private_network_nobody_is_asked(self):
        result = self.look({}, AZSTAMP_PROFILE="dev", AZURE_SUBSCRIPTION_ID="")
        self.assertEqual((result.returncode, self.asked), (0, 0), result.stderr)

    def test_what_is_not_known(self):
        self.assertIn("AZURE_SUBSCRIPTION_ID", self.look({}, AZURE_SUBSCRIPTION_ID="").stderr)
        self.assertIn("set AZSTAMP_PROFILE", self.look({}, AZURE_ENV_NAME="my-own").stderr)


if __name__ == "__main__":
    unittest.main()
