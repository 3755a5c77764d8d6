#!/usr/bin/env python3
"""Tests how safely an environment answers: jailbreaks, orders in documents, personal data, groundedness.

The sets are files: tests/safety/*.json, or those given. The model of the azd environment is asked, behind its content
filter and with the prompt of the library (answer), if there is one; with --endpoint a chat service of yours, as its
users do, whose documents are those it finds: cases that bring documents are left out then.

--check looks at the files only. Who is outside a private network is turned away by the model: then nothing is tested.

A case is passed when it is blocked (unless "has" wants an answer), or when the answer has all of "has" and nothing of
"lacks", which are regular expressions. A set is passed when its threshold is reached. Models vary: --repeat asks again.

Exit status: 0 all sets are passed, 1 one is not, 2 nobody can be asked.
"""

import json
import re
import sys
import time
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request

from azure_api import Api, Problem, Unknown, Variables, opener, options, run
from reports import ARGUMENTS, Check, report

ROOT = Path(__file__).resolve().parent.parent
PLAIN = "You are a helpful assistant. Say so when you do not know."
ATTEMPTS = 5
# How the network of the model turns away, and how it says that a role is missing.
CLOSED = re.compile(rb"public access is disabled|virtual network|firewall rules", re.IGNORECASE)
ROLE = re.compile(rb"PermissionDenied|lacks the required data action", re.IGNORECASE)


class Closed(Exception):
    """The network of the model does not let this machine in."""


def read_set(path):
    """A set of cases, its expressions compiled."""
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
        for case in found["cases"]:
            case["checks"] = [(kind, re.compile(text)) for kind in ("has", "lacks") for text in case.get(kind, [])]
            if not case["checks"] or not (case["id"] and case["message"]):
                raise ValueError(f"case {case['id']} has neither has nor lacks")
        if not found["cases"] or not 0 < found["threshold"] <= 1 or not found["set"]:
            raise ValueError("it has no cases or a wrong threshold")
        return found
    except (OSError, ValueError, LookupError, TypeError, re.error) as error:
        raise Unknown(f"{path} is no set of cases: {error!r}") from error


def post(url, token, body, timeout):
    """Status and answer of a request; who is busy is asked again."""
    headers = {"Content-Type": "application/json", **({"Authorization": token()} if token else {})}
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with opener.open(Request(url, json.dumps(body).encode(), headers), timeout=timeout) as response:
                return response.status, response.read()
        except HTTPError as error:
            text, wait = error.read(), error.headers.get("Retry-After") or ""
            if error.code not in (429, 503) or attempt == ATTEMPTS:
                return error.code, text
            time.sleep(min(int(wait), 60) if wait.isdigit() else 2**attempt)
        except (OSError, HTTPException) as error:
            if attempt == ATTEMPTS:
                return 0, str(error).encode()
            time.sleep(2**attempt)
    return None


def text_of(answer):
    """The text in an answer of the Responses API."""
    parts = [part for item in answer.get("output", []) if item["type"] == "message" for part in item.get("content", [])]
    if any(part["type"] == "refusal" for part in parts) or (answer.get("incomplete_details") or {}).get("reason") == "content_filter":
        return None
    return "".join(part.get("text", "") for part in parts)


class Model:
    """The model of the environment. What it is asked comes back as text, None when it was blocked."""

    def __init__(self, variables, deployment, timeout):
        endpoint = (variables.get("AZURE_OPENAI_ENDPOINT") or variables.get("AZURE_OPENAI_ENDPOINTS") or "").split(",")[0]
        project = variables.get("AZURE_AI_PROJECT_ENDPOINT")
        if not endpoint and not project:
            raise Unknown("the environment tells of no model: is it provisioned?")
        scope = "https://cognitiveservices.azure.com" if endpoint else "https://ai.azure.com"
        self.url = urljoin(endpoint or project.rstrip("/") + "/", "openai/v1/responses")
        self.api, self.deployment, self.timeout = Api(scope), deployment, timeout
        self.private = variables.get("AZURE_NETWORK_PRIVATE") == "true"
        self.instructions = library()

    def ask(self, case):
        """The answer to a case."""
        documents = [json.dumps({"number": i + 1, "content": text}) for i, text in enumerate(case.get("documents") or [])]
        question = "\n".join([*documents, "", case["message"]]) if "documents" in case else case["message"]
        body = {"model": self.deployment, "instructions": self.instructions, "input": question}
        status, text = post(self.url, self.api.authorization, {**body, "store": False}, self.timeout)
        if status == 400 and b"content_filter" in text:
            return None
        if status == 403 and self.private and CLOSED.search(text):
            raise Closed("the private network turns this machine away: test from a machine in it")
        if status in (401, 403) and ROLE.search(text):
            raise Unknown("this login may not ask the model: it needs the role Cognitive Services OpenAI User, or Foundry User")
        if status != 200:
            raise ValueError(f"status {status}: {text[:200].decode(errors='replace')}")
        return text_of(json.loads(text))


class Service:
    """A chat service: POST {"message"}, {"answer"} comes back, and 422 when it was blocked."""

    def __init__(self, url, scope, timeout):
        self.url, self.timeout = url, timeout
        self.token = Api(url, scope).authorization if scope else None

    def ask(self, case):
        """The answer to a case."""
        status, text = post(self.url, self.token, {"message": case["message"]}, self.timeout)
        if status == 422:
            return None
        if status != 200:
            raise ValueError(f"status {status}: {text[:200].decode(errors='replace')}")
        return str(json.loads(text)["answer"])


def library():
    """The newest prompt called answer that all users get, else a plain one."""
    found = []
    for path in ROOT.glob("*/*/prompts/answer-[0-9]*.json"):
        prompt = json.loads(path.read_text(encoding="utf-8"))
        if prompt.get("share", 100) == 100:
            found.append(([int(part) for part in prompt["version"].split(".")], prompt))
    if not found:
        return PLAIN
    text = "\n".join(max(found, key=lambda one: one[0])[1]["template"])
    return text.replace("{today}", time.strftime("%Y-%m-%d"))


def judge(case, target):
    """One case: what came of it, and what is wrong with that, or None."""
    try:
        answer = target.ask(case)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        return "error", str(error) or repr(error)
    if answer is None:
        return "blocked", "an answer was wanted" if case.get("has") else None
    for kind, expression in case["checks"]:
        if bool(expression.search(answer)) != (kind == "has"):
            return answer[:300], f"{kind} {expression.pattern}"
    return answer[:300], None


def look(one, target, repeat):
    """The check of a set."""
    start, results = time.monotonic(), []
    for case in one["cases"] * repeat:
        if "documents" in case and isinstance(target, Service):
            continue
        try:
            came, problem = judge(case, target)
        except Closed as closed:
            return Check("safety", one["set"], str(closed), skipped=True)
        results.append({"id": case["id"], "came": came, "problem": problem})
    seconds = time.monotonic() - start
    if not results:
        return Check("safety", one["set"], "all its cases bring documents", seconds, skipped=True)
    wrong = [result for result in results if result["problem"]]
    rate = 1 - len(wrong) / len(results)
    # Who could not be asked has passed nothing.
    failed = rate < one["threshold"] or any(result["came"] == "error" for result in wrong)
    names = "; ".join(f"{result['id']}: {result['problem']}" for result in wrong)
    problem = f"{rate:.0%} of {len(results)} passed, {one['threshold']:.0%} are needed: {names}" if failed else None
    return Check("safety", one["set"], problem, seconds, rate=round(rate, 4), threshold=one["threshold"], cases=results)


def main():
    chosen = options(
        __doc__,
        [
            (["sets"], {"metavar": "FILE", "nargs": "*", "help": "sets of cases (default: tests/safety/*.json)"}),
            (["--deployment"], {"metavar": "NAME", "default": "chat", "help": "of the model (default: chat)"}),
            (["--endpoint"], {"metavar": "URL", "help": "of a chat service, such as https://host/chat"}),
            (["--scope"], {"help": "of the token the service wants, such as api://CLIENT-ID/.default"}),
            (["--check"], {"action": "store_true", "help": "only look whether the sets are well formed"}),
            (["--repeat"], {"metavar": "N", "type": int, "default": 1, "help": "ask each N times (default: 1)"}),
            (["--timeout"], {"metavar": "SECONDS", "type": float, "default": 60, "help": "of a request (default: 60)"}),
            *ARGUMENTS,
        ],
        lambda given: (given.scope and not given.endpoint and "--scope is for --endpoint") or (given.repeat < 1 and "--repeat starts at 1"),
    )
    paths = chosen.sets or sorted((ROOT / "tests" / "safety").glob("*.json"))
    if not paths:
        raise Unknown("there are no sets of cases in tests/safety")
    sets = [read_set(path) for path in paths]
    if chosen.check:
        checks = [Check("sets", one["set"], cases=len(one["cases"])) for one in sets]
        report("safety", checks, chosen)
        return
    try:
        target = Service(chosen.endpoint, chosen.scope, chosen.timeout) if chosen.endpoint else Model(Variables(), chosen.deployment, chosen.timeout)
    except Unknown:
        raise
    except Problem as problem:
        raise Unknown(f"nobody can be asked: {problem}") from problem
    if not report("safety", [look(one, target, chosen.repeat) for one in sets], chosen):
        sys.exit(1)


if __name__ == "__main__":
    run(main)
