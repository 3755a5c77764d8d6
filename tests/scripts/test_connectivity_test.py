# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""scripts/test_connectivity.py of generated repositories, against services that misbehave."""

import json
import unittest

from stage import Server, Stage

PATH = "/openai/v1/models"
GUARDED = {PATH: lambda request: (200, {}) if "Authorization" in request[2] else (401,)}
NO_NETWORK = (403, {"error": {"code": "403", "message": "Public access is disabled. Please configure private endpoint."}})


class Connectivity(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("microservice")
        self.certificate = self.stage.certificate("localhost", "127.0.0.1")

    def look(self, answers, *arguments, host="localhost", trusted=None, certificate=None, **values):
        """The run against one account, and its checks by name without the host: what is wrong."""
        with Server(answers, certificate or self.certificate) as server:
            # The vault is there in name only, and its name leads nowhere.
            self.stage.values(
                AZURE_KEY_VAULT_NAME="none.invalid", AZURE_OPENAI_ENDPOINT=f"https://{host}:{server.port}/", **values
            )
            command = ["test_connectivity.py", "--timeout", "2", "--json", *arguments]
            result = self.stage.run(*command, SSL_CERT_FILE=str((trusted or self.certificate)[0]))
        self.requests = server.requests
        report = json.loads(result.stdout)
        self.assertEqual(result.returncode, 0 if report["passed"] else 1)
        found = [check for check in report["checks"] if check["group"] == "AZURE_OPENAI_ENDPOINT"]
        return {check["name"].split()[0]: check["problem"] for check in found}

    def test_a_service_that_asks_for_a_token_and_takes_it(self):
        self.assertEqual(self.look(GUARDED), {"name": None, "certificate": None, "answers": None})
        tokens = [request[2].get("Authorization") for request in self.requests]
        self.assertEqual(tokens, [None, "Bearer SECRET https://cognitiveservices.azure.com/.default"])

    def test_a_login_without_a_role_gets_that_far(self):
        answers = {PATH: [(401,), (403, {"error": {"code": "PermissionDenied"}})]}
        self.assertIsNone(self.look(answers)["answers"])

    def test_what_is_wrong(self):
        for answers, problem in (
            ((200, {}), "answers without a token: status 200"),
            ([(401,), (401,)], "status 401 with a token"),
            ([(401,), (500,)], "status 500 with a token"),
            ([(401,), (302, b"", {"Location": "https://elsewhere.example/"})], "status 302 with a token"),
        ):
            self.assertEqual(self.look({PATH: answers})["answers"], problem)

    def test_what_cannot_be_reached(self):
        self.assertIn("timed out", self.look({PATH: (401, b"", {}, 4)})["reached"])
        self.assertIn("Public access", self.look({PATH: NO_NETWORK})["reached"])
        self.assertIn("Public access", self.look({PATH: [(401,), NO_NETWORK]})["reached"])

    def test_a_certificate_that_is_wrong(self):
        other = self.stage.certificate("www.contoso.test")
        for trusted in (self.certificate, other):
            checks = self.look(GUARDED, trusted=trusted, certificate=other)
            self.assertIn("certificate verify failed", checks["certificate"])
            self.assertNotIn("answers", checks)

    def test_a_name_that_leads_nowhere(self):
        checks = self.look(GUARDED, host="nothing.invalid")
        self.assertEqual(list(checks), ["name"])
        self.assertTrue(checks["name"])

    def test_outside_what_is_private_is_closed(self):
        for answers in (NO_NETWORK, [(401,), NO_NETWORK], [(401,), (403,)], (401, b"", {}, 4)):
            self.assertEqual(
                self.look({PATH: answers}, AZURE_NETWORK_PRIVATE="true"),
                {"name": None, "certificate": None, "closed": None},
            )
        checks = self.look({PATH: [(401,), (403, {"code": "ForbiddenByRbac"})]}, AZURE_NETWORK_PRIVATE="true")
        self.assertIn("it is not: takes the token", checks["closed"])
        checks = self.look(GUARDED, AZURE_NETWORK_PRIVATE="true")
        self.assertIn("it is not: status 200 with a token", checks["closed"])
        self.assertIsNone(self.look(GUARDED, "--allowed", AZURE_NETWORK_PRIVATE="true")["answers"])

    def test_inside_names_lead_to_private_addresses(self):
        self.assertIsNone(self.look(GUARDED, "--inside", AZURE_NETWORK_PRIVATE="true")["answers"])
        checks = self.look(GUARDED, "--inside", host="8.8.8.8", AZURE_NETWORK_PRIVATE="true")
        self.assertEqual(list(checks), ["name"])
        self.assertIn("leads to 8.8.8.8, which is public", checks["name"])

    def test_junit(self):
        self.stage.values(AZURE_KEY_VAULT_NAME="none.invalid")
        result, suite, cases = self.stage.junit("test_connectivity.py")
        self.assertEqual((result.returncode, suite["name"], suite["failures"]), (1, "connectivity", "1"))
        self.assertEqual(list(cases), ["name none.invalid.vault.azure.net"])

    def test_nobody_is_logged_in(self):
        with Server(GUARDED, self.certificate) as server:
            self.stage.values(AZURE_KEY_VAULT_NAME="n.invalid", AZURE_OPENAI_ENDPOINT=f"https://localhost:{server.port}/")
            result = self.stage.run("test_connectivity.py", SSL_CERT_FILE=str(self.certificate[0]), AZD_REFUSES="1")
        self.assertEqual(result.returncode, 1)
        self.assertIn("azd auth login", result.stderr)

    def test_no_secret_is_told(self):
        with Server({PATH: [(401,), (500,)]}, self.certificate) as server:
            self.stage.values(AZURE_KEY_VAULT_NAME="n.invalid", AZURE_OPENAI_ENDPOINT=f"https://localhost:{server.port}/")
            result = self.stage.run("test_connectivity.py", SSL_CERT_FILE=str(self.certificate[0]))
        self.assertNotIn("SECRET", result.stdout + result.stderr)

    def test_not_provisioned(self):
        self.stage.values()
        result = self.stage.run("test_connectivity.py")
        self.assertEqual(result.returncode, 2)
        self.assertIn("is it provisioned?", result.stderr)


if __name__ == "__main__":
    unittest.main()
