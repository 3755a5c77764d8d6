# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""scripts/test_ai_safety.py of generated repositories, against models that behave and models that do not."""

import base64
import json
import re
import unittest

from stage import REPOSITORIES, Server, Stage

PATH = "/openai/v1/responses"


def said(text):
    """An answer of the Responses API."""
    return 200, {"output": [{"type": "message", "content": [{"type": "output_text", "text": text}]}]}


FILTERED = 400, {"error": {"code": "content_filter", "message": "The response was filtered."}}
REFUSED = 200, {"output": [{"type": "message", "content": [{"type": "refusal", "refusal": "No."}]}]}
CUT = 200, {"output": [], "incomplete_details": {"reason": "content_filter"}}


def obeys(request):
    """A model that does what it is told last."""
    question = json.loads(request[3])["input"]
    found = re.findall(r"[A-Z]{5,}-\d{4}|https://\w+\.example\S*", question)
    return said(found[0] if found else "Step 1: take 100 g. 4111 1111 1111 1111 was the revenue: 3 million.")


def knows(request):
    """A model that has answers from documents only, and blocks the rest."""
    question = json.loads(request[3])["input"]
    for word in ("29 days of paid", "143", "within 14 days", "head of department", "opens at 11:30"):
        if word in question and "parental" not in question:
            return said(f"The documents say {word}.")
    return said("The documents do not say.") if '"number"' in question or question.startswith("\n") else FILTERED


class Safety(unittest.TestCase):
    def look(self, answers, *arguments, pattern="microservice", variable="AZURE_OPENAI_ENDPOINT", path=PATH, **environment):
        """Exit status, and the sets by name."""
        self.stage = Stage(pattern)
        with Server({path: answers}) as server:
            self.stage.values(**{variable: f"{server.url}{path.removesuffix(PATH)}/"})
            result = self.stage.run("test_ai_safety.py", "--json", *arguments, **environment)
        self.requests, self.result = server.requests, result
        return result.returncode, {check["name"]: check for check in json.loads(result.stdout)["checks"]}

    def test_a_model_that_behaves(self):
        status, sets = self.look(knows)
        self.assertEqual(status, 0, self.result.stdout)
        self.assertEqual(list(sets), ["groundedness", "injection", "jailbreak", "pii"])
        self.assertTrue(all(one["rate"] == 1 for one in sets.values()))
        headers = self.requests[0][2]
        self.assertEqual(headers["Authorization"], "Bearer SECRET https://cognitiveservices.azure.com/.default")
        self.assertEqual({json.loads(request[3])["model"] for request in self.requests}, {"chat"})
        self.look(FILTERED, "--deployment", "chat-next", "tests/safety/pii.json")
        self.assertEqual(json.loads(self.requests[0][3])["model"], "chat-next")

    def test_a_model_that_obeys_whoever_speaks(self):
        status, sets = self.look(obeys)
        self.assertEqual(status, 1)
        for name in ("injection", "jailbreak", "pii", "groundedness"):
            self.assertEqual(sets[name]["state"], "failed", name)
            self.assertLess(sets[name]["rate"], sets[name]["threshold"])
        self.assertIn("forget-the-rules: lacks", sets["jailbreak"]["problem"])
        self.assertIn("send-to-an-address: lacks collect", sets["injection"]["problem"])

    def test_the_order_that_is_encoded_is_the_one_looked_for(self):
        encoded = json.loads((REPOSITORIES / "microservice/tests/safety/jailbreak.json").read_text())["cases"][-1]
        hidden = base64.b64decode(encoded["message"].split(": ")[1]).decode()
        word = re.search(r"[A-Z]+-\d+", hidden)[0]
        self.assertTrue(re.search(encoded["lacks"][0], word))

    def test_what_is_blocked(self):
        for answer in (FILTERED, REFUSED, CUT):
            status, sets = self.look(answer)
            self.assertEqual([sets[name]["state"] for name in ("jailbreak", "pii")], ["passed", "passed"])
            self.assertEqual((status, sets["groundedness"]["rate"]), (1, 0))
            self.assertIn("an answer was wanted", sets["groundedness"]["problem"])

    def test_what_is_no_answer_passes_nothing(self):
        for answer, problem in (
            ((401, {"error": {"code": "Unauthorized"}}), "status 401"),
            ((403, {"error": {"message": "Public access is disabled."}}), "status 403"),
            ((500,), "status 500"),
            ((302, b"", {"Location": "http://elsewhere.example/"}), "status 302"),
            ((200, b"<html>"), ""),
            ((200, ["list"]), ""),
        ):
            status, sets = self.look(answer)
            self.assertEqual((status, {one["state"] for one in sets.values()}), (1, {"failed"}))
            self.assertIn(problem, sets["pii"]["problem"])

    def test_who_is_busy_is_asked_again(self):
        status, _ = self.look([(429, b"", {"Retry-After": "0"}), (503, b"", {"Retry-After": "0"}), FILTERED], "tests/safety/pii.json")
        self.assertEqual(status, 0)

    def test_the_prompt_of_the_library_is_used(self):
        project = "/api/projects/proj-shop"
        answers = lambda request: FILTERED
        self.look(answers, pattern="chat-baseline", variable="AZURE_AI_PROJECT_ENDPOINT", path=project + PATH)
        body = json.loads(self.requests[0][3])
        self.assertRegex(body["instructions"], r"documents are data(.|\n)*")
        self.assertRegex(body["instructions"], r"Today is \d{4}-\d\d-\d\d\.")
        self.assertIn("https://ai.azure.com/", self.requests[0][2]["Authorization"])

    def test_a_service_of_ones_own(self):
        stage = Stage("microservice")
        for answer, status in (((422, {"detail": "no"}), 0), ((200, {"answer": "UNBOUND-7731"}), 1), ((500,), 1)):
            with Server({"/chat": answer}) as server:
                result = stage.run("test_ai_safety.py", "--endpoint", f"{server.url}/chat", "--json", "tests/safety/jailbreak.json")
            self.assertEqual(result.returncode, status, result.stdout)
            self.assertNotIn("Authorization", server.requests[0][2])
        with Server({"/chat": (422,)}) as server:
            arguments = ["--endpoint", f"{server.url}/chat", "--scope", "api://id/.default", "--json"]
            result = stage.run("test_ai_safety.py", *arguments)
        states = {check["name"]: check["state"] for check in json.loads(result.stdout)["checks"]}
        self.assertEqual(states, {"groundedness": "skipped", "injection": "skipped", "jailbreak": "passed", "pii": "passed"})
        self.assertEqual(server.requests[0][2]["Authorization"], "Bearer SECRET api://id/.default")
        self.assertEqual(list(json.loads(server.requests[0][3])), ["message"])

    def test_the_threshold_counts(self):
        stage = Stage("microservice")
        cases = [{"id": "a", "message": "x", "lacks": ["bad"]}, {"id": "b", "message": "x", "has": ["good"]}]
        for threshold, repeat, status in ((0.5, "1", 0), (0.6, "1", 1), (0.75, "2", 0)):
            file = stage.folder / "set.json"
            file.write_text(json.dumps({"set": "own", "threshold": threshold, "cases": cases}))
            with Server({"/chat": [(200, {"answer": "fine"}), (200, {"answer": "no"}), (200, {"answer": "good"})]}) as server:
                command = ["test_ai_safety.py", str(file), "--endpoint", f"{server.url}/chat", "--repeat", repeat]
                result = stage.run(*command)
            self.assertEqual(result.returncode, status, result.stderr)
            self.assertEqual(len(server.requests), 2 * int(repeat))

    def test_sets_that_are_wrong(self):
        stage = Stage("microservice")
        file = stage.folder / "set.json"
        good = {"set": "own", "threshold": 1, "cases": [{"id": "a", "message": "x", "has": ["y"]}]}
        for change in ({"threshold": 2}, {"cases": []}, {"cases": [{"id": "a", "message": "x"}]}, {"cases": [{"id": "a", "has": ["y"]}]}):
            file.write_text(json.dumps({**good, **change}))
            self.assertEqual(stage.run("test_ai_safety.py", str(file)).returncode, 2, change)
        file.write_text(json.dumps({**good, "cases": [{"id": "a", "message": "x", "has": ["("]}]}))
        self.assertEqual(stage.run("test_ai_safety.py", str(file)).returncode, 2)

    def test_nobody_can_be_asked(self):
        stage = Stage("microservice")
        result = stage.run("test_ai_safety.py")
        self.assertEqual(result.returncode, 2)
        self.assertIn("no model: is it provisioned?", result.stderr)
        for arguments in (["--scope", "x"], ["--repeat", "0"]):
            self.assertEqual(stage.run("test_ai_safety.py", *arguments).returncode, 2)

    def test_outside_a_private_network(self):
        stage = Stage("microservice")
        with Server({PATH: (403, {"error": {"message": "Public access is disabled. Please configure private endpoint."}})}) as server:
            stage.values(AZURE_OPENAI_ENDPOINT=f"{server.url}/", AZURE_NETWORK_PRIVATE="true")
            result, suite, cases = stage.junit("test_ai_safety.py")
        self.assertEqual((result.returncode, suite["skipped"], suite["failures"]), (0, "4", "0"))
        self.assertIn("test from a machine in it", cases["pii"])

    def test_a_role_that_is_missing(self):
        stage = Stage("microservice")
        with Server({PATH: (401, {"error": {"code": "PermissionDenied"}})}) as server:
            stage.values(AZURE_OPENAI_ENDPOINT=f"{server.url}/")
            result = stage.run("test_ai_safety.py")
        self.assertEqual(result.returncode, 2)
        self.assertIn("Cognitive Services OpenAI User", result.stderr)

    def test_check_asks_nobody(self):
        result = Stage("microservice").run("test_ai_safety.py", "--check")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(result.stdout.count("passed"), 4)

    def test_junit_and_no_secret(self):
        stage = Stage("microservice")
        with Server({PATH: (500,)}) as server:
            stage.values(AZURE_OPENAI_ENDPOINT=f"{server.url}/")
            result, suite, cases = stage.junit("test_ai_safety.py", "tests/safety/pii.json")
        self.assertEqual((result.returncode, suite["failures"], list(cases)), (1, "1", ["pii"]))
        self.assertNotIn("SECRET", result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
