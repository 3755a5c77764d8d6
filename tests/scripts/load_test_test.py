# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""scripts/load_test.py of generated repositories, against servers that are slow, break off and refuse."""

import json
import shutil
import subprocess
import sys
import unittest
from pathlib import Path
from xml.etree import ElementTree

from stage import Server, Stage

CROWD = Path(__file__).with_name("crowd_server.py")
SHORT = ("--concurrent-users", "4", "--duration", "1.2", "--ramp-up", "0.2", "--think", "0.05")


def in_production():
    """A repository, in production."""
    return Stage("event-driven", AZURE_ENV_NAME="prod")


class LoadTest(unittest.TestCase):
    def look(self, answers, *arguments, certificate=None, path="/health", **environment):
        """The run, and what it printed as JSON."""
        self.stage = self.stage if certificate else in_production()
        with Server({"/health": answers}, certificate) as server:
            command = ["load_test.py", "--endpoint", f"{server.url}{path}", *SHORT, "--json", *arguments]
            result = self.stage.run(*command, **environment)
        self.requests = server.requests
        return result, json.loads(result.stdout)

    def crowd(self, users, share, slow, quick, *arguments):
        """Many users at a server that is known: what the test says, the most connections, and its requests."""
        server = subprocess.Popen(
            [sys.executable, CROWD, str(share), str(slow), str(quick)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        port = server.stdout.readline().strip()
        command = ["load_test.py", "--endpoint", f"http://127.0.0.1:{port}/", "--concurrent-users", str(users), "--json"]
        result = in_production().run(*command, *arguments)
        most, count = server.communicate("")[0].split()
        self.assertIn(result.returncode, (0, 1), result.stderr)
        return json.loads(result.stdout), int(most), int(count)

    def test_within_the_limits(self):
        result, found = self.look((200, {"status": "healthy"}))
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertGreater(found["requests"], 20)
        self.assertEqual((found["errors"], found["error_rate"]), ({}, 0))
        self.assertLessEqual(found["p50"], found["p95"])

    def test_the_profile_says_what_the_limits_are(self):
        levels = Path("infra", "environments", "prod.json")
        stage = in_production()
        source, stage.repository = stage.repository, stage.folder
        shutil.copytree(source / "scripts", stage.folder / "scripts")
        (stage.folder / levels).parent.mkdir(parents=True)
        known = json.loads((source / levels).read_text())
        known["serviceLevels"] = {**known["serviceLevels"], "responseMilliseconds": 250, "errorRate": "12.5"}
        (stage.folder / levels).write_text(json.dumps(known))

        def look(*arguments):
            answers = [(status, b"", {}, 0.3) for status in (500, 200, 200, 200, 200, 200, 200, 200, 200, 200)] * 200
            with Server({"/health": answers}) as server:
                result = stage.run("load_test.py", "--endpoint", f"{server.url}/health", *SHORT, "--json", *arguments)
            return result, [(check["name"], check["state"]) for check in json.loads(result.stdout)["checks"]]

        result, checks = look("--duration", "4")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertEqual(checks[0], ("95 of 100 answers within 0.25 s", "failed"))
        self.assertEqual(checks[1][0], "less than 12.5 %")
        _, checks = look("--max-p95", "9")
        self.assertEqual([name for name, _ in checks], ["95 of 100 answers within 9 s", "less than 12.5 %"])
        _, checks = look("--max-error-rate", "50")
        self.assertEqual(checks, [("95 of 100 answers within 0.25 s", "failed"), ("less than 50 %", "passed")])
        self.assertEqual(stage.calls(), ["azd env get-values --output json"] * 3)
        result, checks = look("--max-p95", "9", "--max-error-rate", "50")
        self.assertEqual((result.returncode, [state for _, state in checks]), (0, ["passed", "passed"]))
        self.assertEqual(len(stage.calls()), 3, "nobody is asked for limits that are given")

    def test_limits_that_nobody_knows(self):
        stage = Stage("event-driven", AZURE_ENV_NAME="my-own")
        for arguments in ((), ("--max-p95", "2"), ("--max-error-rate", "1")):
            result = stage.run("load_test.py", "--endpoint", "http://127.0.0.1:1/", *SHORT, *arguments)
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertRegex(result.stderr, "there is no profile my-own: set AZSTAMP_PROFILE .*; or give --max-p95")

    def test_too_slow(self):
        result, found = self.look((200, b"", {}, 0.3), "--max-p95", "0.25")
        self.assertEqual(result.returncode, 1)
        self.assertTrue(0.3 <= found["p50"] <= found["p95"] <= found["p99"] <= found["max"])
        self.assertEqual([check["state"] for check in found["checks"]], ["failed", "passed"])

    def test_errors(self):
        for answer, error in (
            ((500,), "status 500"),
            ((429, b"", {"Retry-After": "1"}), "status 429"),
            ((302, b"", {"Location": "/"}), "status 302"),
            ((200, b"", {}, 1), "no answer in time"),
        ):
            result, found = self.look(answer, "--timeout", "0.3")
            self.assertEqual((result.returncode, found["error_rate"]), (1, 100), answer)
            self.assertEqual(list(found["errors"]), [error])
        answers = [(500,), *[(200,)] * 9] * 200
        result, found = self.look(answers)
        self.assertEqual(result.returncode, 1)
        self.assertTrue(4 < found["error_rate"] < 18, found["error_rate"])
        result, _ = self.look([(500,), *[(200,)] * 9] * 200, "--max-error-rate", "30")
        self.assertEqual(result.returncode, 0)

    def test_connections_that_are_closed_are_opened_again(self):
        result, found = self.look((200, b"ok", {"Connection": "close"}))
        self.assertEqual((result.returncode, found["errors"]), (0, {}))

    def test_nobody_is_there(self):
        result = in_production().run("load_test.py", "--endpoint", "http://127.0.0.1:1/", *SHORT, "--json")
        found = json.loads(result.stdout)
        self.assertEqual((result.returncode, list(found["errors"])), (1, ["ConnectionRefusedError"]))

    def test_certificates_are_looked_at(self):
        self.stage = in_production()
        own, other = self.stage.certificate("127.0.0.1"), self.stage.certificate("www.contoso.test")
        for certificate, status in ((own, 0), (other, 1)):
            result, found = self.look((200,), certificate=certificate, SSL_CERT_FILE=str(certificate[0]))
            self.assertEqual(result.returncode, status, found)
            self.assertEqual("certificate" in " ".join(found["errors"]).lower() or "IP address" in str(found["errors"]), status == 1)

    def test_what_is_sent(self):
        self.look((200,), "--data", '{"message": "Hi"}', "--header", "X-Mine: a: b", "--scope", "api://id/.default", path="/health?a=b")
        method, path, headers, body = self.requests[0]
        self.assertEqual((method, path, body), ("POST", "/health?a=b", b'{"message": "Hi"}'))
        self.assertEqual((headers["X-Mine"], headers["Authorization"]), ("a: b", "Bearer SECRET api://id/.default"))
        file = self.stage.folder / "body.json"
        file.write_text("{}")
        self.look((200,), "--data", f"@{file}", "--method", "PUT")
        self.assertEqual((self.requests[0][0], self.requests[0][3]), ("PUT", b"{}"))

    def test_page_and_junit(self):
        stage = in_production()
        page = stage.folder / "load.html"
        with Server({"/<x>": (500,)}) as server:
            command = ["load_test.py", "--endpoint", f"{server.url}/<x>", *SHORT, "--html", str(page)]
            result, suite, cases = stage.junit(*command)
        self.assertEqual((result.returncode, suite["tests"], suite["failures"]), (1, "2", "1"))
        self.assertIn("status 500", cases["less than 0.1 %"])
        text = page.read_text()
        self.assertEqual(text.count("<polyline"), 3)
        self.assertNotIn("/<x>", text)
        self.assertNotRegex(text, "(src|href)=")
        for part in text.split("<svg ")[1:]:
            ElementTree.fromstring("<svg " + part.partition("</svg>")[0] + "</svg>")

    def test_a_thousand_users(self):
        # Of 100 answers 90 come after 0.2 s and 10 after 0.8 s; the machine may be busy, but not early.
        found, most, count = self.crowd(1000, 10, 0.8, 0.2, "--duration", "12", "--ramp-up", "5", "--think", "2", "--max-p95", "9")
        self.assertEqual((most, found["errors"]), (1000, {}))
        self.assertGreater(count, 3000)
        self.assertTrue(0.2 <= found["p50"] < 0.7, found)
        self.assertTrue(0.8 <= found["p95"] < 1.8, found)
        self.assertTrue(found["p95"] <= found["p99"] <= found["max"], found)

    def test_another_tool_says_the_same(self):
        if not shutil.which("wrk"):
            self.skipTest("no wrk")
        server = subprocess.Popen(
            [sys.executable, CROWD, "10", "0.3", "0.1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}/"
        said = subprocess.run(["wrk", "-t1", "-c20", "-d4s", "--latency", url], capture_output=True, text=True, check=True).stdout
        result = in_production().run(
            "load_test.py", "--endpoint", url, "--concurrent-users", "20", "--duration", "4", "--ramp-up", "0", "--think", "0", "--json"
        )
        server.communicate("")
        # A tenth of the answers takes 0.3 s, the others 0.1 s.
        for share, key, delta in (("50%", "p50", 0.03), ("99%", "p99", 0.1)):
            other = float(next(line for line in said.splitlines() if line.strip().startswith(share)).split()[1].removesuffix("ms"))
            self.assertAlmostEqual(json.loads(result.stdout)[key], other / 1000, delta=delta)

    def test_wrong_use(self):
        stage = in_production()
        for arguments in (
            [],
            ["--endpoint", "example.com"],
            ["--endpoint", "http://x/", "--duration", "10", "--ramp-up", "10"],
            ["--endpoint", "http://x/", "--concurrent-users", "0"],
            ["--endpoint", "http://x/", "--header", "Wrong"],
        ):
            self.assertEqual(stage.run("load_test.py", *arguments).returncode, 2, arguments)


if __name__ == "__main__":
    unittest.main()
