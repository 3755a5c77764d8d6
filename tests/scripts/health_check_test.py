# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""scripts/health_check.py of generated repositories, against servers that misbehave."""

import json
import unittest

from stage import Server, Stage

HEALTHY = (200, {"status": "healthy"})
QUICK = ("--timeout", "3", "--interval", "0.1", "--request-timeout", "0.5")


class HealthCheck(unittest.TestCase):
    def look(self, answers, *arguments, **environment):
        """One address; the run, and the check it printed."""
        stage = Stage("event-driven")
        with Server({"/health": answers}) as server:
            result = stage.run("health_check.py", "--endpoint", server.url, *QUICK, *arguments, "--json", **environment)
        return result, json.loads(result.stdout)["checks"][0]

    def test_healthy(self):
        result, check = self.look(HEALTHY)
        self.assertEqual((result.returncode, check["state"], check["problem"]), (0, "passed", None))

    def test_waits_until_it_is(self):
        result, check = self.look([(500,), (503,), HEALTHY])
        self.assertEqual(result.returncode, 0)
        self.assertGreater(check["seconds"], 0.2)

    def test_says_what_is_wrong_in_the_end(self):
        for answers, problem in (
            ((500,), "status 500"),
            ((302, b"", {"Location": "http://127.0.0.1:1/"}), "status 302"),
            ((200, b"<html>"), "not JSON"),
            ((200, {"status": "degraded"}), "does not say that it is healthy"),
            ((200, ["healthy"]), "does not say that it is healthy"),
            ((200, {"status": "healthy"}, {}, 2), "timed out"),
        ):
            result, check = self.look(answers, "--timeout", "0")
            self.assertEqual((result.returncode, check["state"]), (1, "failed"), problem)
            self.assertIn(problem, check["problem"])

    def test_a_new_front_door_takes_longer(self):
        unknown = (404, b"<html>", {"X-Azure-Ref": "0abc"})
        result, check = self.look([unknown] * 5 + [HEALTHY], "--timeout", "0")
        self.assertEqual((result.returncode, check["problem"]), (0, None))
        result, check = self.look(unknown, "--timeout", "0", "--edge-timeout", "0.3")
        self.assertEqual(result.returncode, 1)
        self.assertIn("Front Door does not know the way yet", check["problem"])
        # It has found the service, which is what fails; and a service that lacks the path does not wait.
        for answer in ((503, b"<html>", {"X-Azure-Ref": "0abc"}), (404, b"{}")):
            result, check = self.look([answer, HEALTHY], "--timeout", "0")
            self.assertEqual((result.returncode, check["problem"]), (1, f"status {answer[0]}"))

    def test_a_host_that_is_not_there(self):
        stage = Stage("event-driven")
        for url in ("http://127.0.0.1:1/", "http://nothing.invalid/"):
            result = stage.run("health_check.py", "--endpoint", url, "--timeout", "0")
            self.assertEqual(result.returncode, 1, url)
            self.assertIn(f"failed  endpoint: {url}health: ", result.stderr)

    def test_a_certificate_that_nobody_trusts_or_of_another(self):
        stage = Stage("event-driven")
        other = stage.certificate("www.contoso.test")
        own = stage.certificate("127.0.0.1")
        for certificate, trusted, status in ((own, own, 0), (own, other, 1), (other, other, 1)):
            with Server({"/health": HEALTHY}, certificate) as server:
                result = stage.run(
                    "health_check.py", "--endpoint", server.url, "--timeout", "0", SSL_CERT_FILE=str(trusted[0])
                )
            self.assertEqual(result.returncode, status, result.stderr)
            self.assertEqual("certificate" in result.stderr.lower(), status == 1)

    def test_all_that_is_public_is_looked_at(self):
        with Server({"/": (200, b"page"), "/api/health": [(500,), HEALTHY]}) as server:
            stage = Stage("microservice", SERVICE_WEB_URL=server.url, SERVICE_API_GATEWAY_URL=server.url)
            result, suite, cases = stage.junit("health_check.py", "--env", "prod", *QUICK)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual((suite["tests"], suite["failures"]), ("2", "0"))
        self.assertEqual(cases, {f"{server.url}/": None, f"{server.url}/api/health": None})
        self.assertIn("azd env get-values --output json", stage.calls())

    def test_junit_says_what_failed(self):
        with Server({"/health": (500,)}) as server:
            stage = Stage("chat-baseline", SERVICE_CHAT_URL=server.url)
            result, suite, cases = stage.junit("health_check.py", "--timeout", "0")
        self.assertEqual((result.returncode, suite["failures"]), (1, "1"))
        self.assertEqual(cases, {f"{server.url}/health": "status 500"})

    def test_addresses_that_cannot_be_found_out(self):
        stage = Stage("chat-baseline")
        result = stage.run("health_check.py", "--env", "prod")
        self.assertEqual(result.returncode, 2)
        self.assertIn("no SERVICE_CHAT_URL: is it provisioned?", result.stderr)
        result = stage.run("health_check.py", PATH="/nowhere")
        self.assertEqual(result.returncode, 2)
        self.assertIn("azd cannot be started", result.stderr)

    def test_nothing_is_public(self):
        result = Stage("event-driven").run("health_check.py")
        self.assertEqual((result.returncode, result.stdout), (0, "nothing is public\n"))

    def test_wrong_use(self):
        stage = Stage("event-driven")
        for arguments in (["--endpoint", "example.com"], ["--endpoint", "http://x/", "--env", "dev"], ["--timeout", "x"]):
            self.assertEqual(stage.run("health_check.py", *arguments).returncode, 2, arguments)

    def test_each_region_by_itself(self):
        stage = Stage("multi-region")
        domain = stage.certificate("www.contoso.test")
        with Server({"/health": HEALTHY}, domain) as one, Server({"/health": (500,)}, domain) as other:
            # Both gateways have the same port in life; here it comes from the url.
            for server, state in ((one, "passed"), (other, "failed")):
                stage.values(
                    SERVICE_API_URL=f"https://www.contoso.test:{server.port}",
                    AZURE_REGION_HOSTS='["primary=127.0.0.1", "secondary="]',
                )
                result = stage.run("health_check.py", "--timeout", "0", "--json", SSL_CERT_FILE=str(domain[0]))
                states = {check["group"]: check["state"] for check in json.loads(result.stdout)["checks"]}
                # The name itself leads nowhere.
                self.assertEqual(states, {"primary": state, "api": "failed"})
                self.assertEqual(server.requests[0][2]["Host"], f"www.contoso.test:{server.port}")

    def test_a_gateway_with_the_certificate_of_another(self):
        stage = Stage("multi-region")
        certificate = stage.certificate("127.0.0.1")
        with Server({"/health": HEALTHY}, certificate) as server:
            stage.values(
                SERVICE_API_URL=f"https://www.contoso.test:{server.port}", AZURE_REGION_HOSTS='["primary=127.0.0.1"]'
            )
            result = stage.run("health_check.py", "--timeout", "0", SSL_CERT_FILE=str(certificate[0]))
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, "primary: .*certificate")

    def test_regions_before_there_is_a_domain(self):
        stage = Stage("multi-region", SERVICE_API_URL="", AZURE_REGION_HOSTS='["primary=nothing.invalid"]')
        result = stage.run("health_check.py", "--timeout", "0")
        self.assertEqual(result.returncode, 1)
        self.assertIn("primary: https://nothing.invalid/health", result.stderr)
        stage.values(SERVICE_API_URL="", AZURE_REGION_HOSTS='["primary="]')
        result = stage.run("health_check.py", "--timeout", "0")
        self.assertEqual(result.returncode, 2)
        self.assertIn("with a domain?", result.stderr)


if __name__ == "__main__":
    unittest.main()
