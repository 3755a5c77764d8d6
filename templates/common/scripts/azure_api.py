"""What the scripts share: the variables and the login of azd, and requests to Azure.

The login is azd's own, on a runner too, so no script needs another tool.
"""

import argparse
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import datetime
from functools import reduce
from http.client import HTTPException
from itertools import count
from operator import getitem
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

RESOURCE_MANAGER = "https://management.azure.com"
GRAPH = "https://graph.microsoft.com"

# Answers after which the same request may succeed.
PASSING = frozenset([408, 429, 500, 502, 503, 504])
ATTEMPTS = 5


class Problem(Exception):
    """What the person at the terminal should read; exit_status is what the script leaves with."""

    exit_status = 1


class Unknown(Problem):
    """A check cannot begin, so nobody knows whether all is well."""

    exit_status = 2


class Refused(Problem):
    """An answer that is an error; detail is the innermost code."""

    def __init__(self, request, status, body):
        try:
            error = json.loads(body)["error"]
            self.code, self.message = error.get("code") or "", error.get("message") or ""
            self.detail = (error.get("innererror") or {}).get("code") or self.code
        except (ValueError, LookupError, TypeError, AttributeError):
            self.code, self.message, self.detail = "", body[:500].decode(errors="replace"), ""
        self.status = status
        place = request.full_url.partition("?")[0]
        super().__init__(f"{request.get_method()} {place}: status {status} {self.code}: {self.message}".rstrip(": "))


class NoRedirect(HTTPRedirectHandler):
    """The token is for the host that was asked, and no other."""

    def redirect_request(self, *_args):
        return None


opener = build_opener(NoRedirect)


def azd(*arguments):
    """What an azd command prints."""
    try:
        return subprocess.run(
            ["azd", *arguments],
            check=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ).stdout
    except OSError as error:
        raise Problem(f"azd cannot be started: {error}") from error
    except subprocess.CalledProcessError as error:
        why = error.stderr.strip() or f"exit status {error.returncode}"
        raise Problem(f"azd {' '.join(arguments[:2])}: {why}") from error


class Variables(dict):
    """The variables of the azd environment, else of the process: those of GitHub, for one. An empty one is absent."""

    def __init__(self):
        stored = json.loads(azd("env", "get-values", "--output", "json"))
        super().__init__({**os.environ, **{name: value for name, value in stored.items() if value}})
        # What provisioning tells is there, but may be empty: it says what the environment can have.
        self.outputs = frozenset(stored)

    def need(self, name):
        """The value of a variable that provisioning sets."""
        if not self.get(name):
            raise Problem(f"the azd environment has no {name}: is it provisioned?")
        return self[name]

    def items_of(self, name):
        """A variable that is a list."""
        try:
            return [item for item in json.loads(self.get(name) or "[]") if item]
        except (ValueError, TypeError) as error:
            raise Problem(f"{name} is not a list: {self[name]}") from error

    def keep(self, name, value):
        """Stores a variable in the azd environment."""
        if self.get(name) != value or name not in self.outputs:
            azd("env", "set", name, value)
            self[name] = value

    def profile(self, *keys):
        """A value of the profile that the environment has, as Bicep reads it."""
        name = self.get("AZSTAMP_PROFILE") or self.need("AZURE_ENV_NAME")
        path = Path(__file__).resolve().parent.parent / "infra" / "environments" / f"{name}.json"
        try:
            return reduce(getitem, keys, json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise Problem(f"there is no profile {name}: set AZSTAMP_PROFILE ({error})") from error

    def group(self):
        """Resource id of the resource group."""
        return f"/subscriptions/{self.need('AZURE_SUBSCRIPTION_ID')}/resourceGroups/{self.need('AZURE_RESOURCE_GROUP')}"


class Api:
    """A host that takes tokens of Microsoft Entra."""

    def __init__(self, host, scope=None):
        self.host = host.rstrip("/")
        self.scope = scope or f"{self.host}/.default"
        self.token, self.expiry = None, 0

    def authorization(self):
        """The header with a token that is valid for some minutes more."""
        if time.time() > self.expiry - 300:
            answer = json.loads(azd("auth", "token", "--scope", self.scope, "--output", "json"))
            self.token = answer["token"]
            self.expiry = datetime.fromisoformat(answer["expiresOn"].replace("Z", "+00:00")).timestamp()
        return f"Bearer {self.token}"

    def send(self, method, path, body=None, headers=None):
        """The answer to a request, tried again while that may help; {} when the answer is empty."""
        data = None if body is None else json.dumps(body).encode()
        for attempt in count(1):
            headers_now = {"Authorization": self.authorization(), "Content-Type": "application/json", **(headers or {})}
            request = Request(self.host + path, data, headers_now, method=method)
            pause = 2**attempt
            try:
                with opener.open(request, timeout=60) as response:
                    text = response.read()
                try:
                    return json.loads(text) if text.strip() else {}
                except ValueError as error:
                    raise Problem(f"{method} {self.host}{path}: the answer is not JSON") from error
            except HTTPError as error:
                refusal = Refused(request, error.code, error.read())
                # Nobody knows whether a failed POST did something; one that came too early did not.
                if attempt == ATTEMPTS or error.code not in (PASSING if method != "POST" else [429]):
                    raise refusal from None
                with contextlib.suppress(TypeError, ValueError):
                    pause = min(int(error.headers.get("Retry-After")), 60)
            except (OSError, HTTPException) as error:
                if attempt == ATTEMPTS or method == "POST":
                    raise Problem(f"{method} {self.host}{path}: {error or type(error).__name__}") from error
            time.sleep(pause)

    def get(self, path):
        """What is at a path."""
        return self.send("GET", path)

    def find(self, path):
        """What is at a path, or None."""
        try:
            return self.get(path)
        except Refused as refusal:
            if refusal.status == 404:
                return None
            raise

    def pages(self, path):
        """The items of a list, page after page."""
        while path:
            answer = self.get(path)
            yield from answer.get("value") or []
            following = answer.get("nextLink") or answer.get("@odata.nextLink") or ""
            if following and not following.startswith(self.host + "/"):
                raise Problem(f"{self.host} refers to another host: {following}")
            path = following[len(self.host) :]


def until(found, timeout, interval=10):
    """Calls found until it gives something other than None, at most timeout seconds long; what it gave last."""
    end = time.monotonic() + timeout
    while True:
        result = found()
        if result is not None or time.monotonic() + interval > end:
            return result
        time.sleep(interval)


def application():
    """Name of the application, as azure.yaml has it."""
    path = Path(__file__).resolve().parent.parent / "azure.yaml"
    try:
        name = re.search(r"^name:[ \t]*[\"']?([a-z0-9][a-z0-9-]*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    except OSError as error:
        raise Problem(f"azure.yaml cannot be read: {error}") from error
    if not name:
        raise Problem("azure.yaml has no name")
    return name[1]


class _Stop:
    allowed, came = True, False


def _stop(number, _frame):
    # The first signal ends the work, the cleaning up after it is not disturbed by more of them.
    if _Stop.allowed:
        _Stop.allowed, _Stop.came = False, True
        raise SystemExit(128 + number)


@contextlib.contextmanager
def finally_do(undo):
    """Runs undo after the body, whatever happens and however often somebody presses Ctrl-C."""
    try:
        try:
            yield
        finally:
            # A signal up to here leads to undo as well; from here on there is none.
            _Stop.allowed = False
    finally:
        undo()
        _Stop.allowed = not _Stop.came


def say(text):
    """A line for the person at the terminal, at once."""
    print(text, flush=True)


def options(description, arguments=(), wrong=lambda _chosen: None):
    """The options of a script: (names, keywords) each; all take --env. Wrong says what does not go together."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    for names, keywords in arguments:
        parser.add_argument(*names, **keywords)
    parser.add_argument("--env", metavar="NAME", help="the azd environment (default: the selected one)")
    chosen = parser.parse_args()
    if wrong(chosen):
        parser.error(wrong(chosen))
    if chosen.env:
        # azd and what it starts go by it.
        os.environ["AZURE_ENV_NAME"] = chosen.env
    return chosen


def run(main):
    """Runs a script and leaves: 0 done, 1 failed, 2 wrong use, 128 and more interrupted."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    try:
        main()
    except Problem as problem:
        print(f"{Path(sys.argv[0]).stem}: {problem}", file=sys.stderr)
        sys.exit(problem.exit_status)
    except SystemExit:
        if _Stop.came:
            print(f"{Path(sys.argv[0]).stem}: interrupted", file=sys.stderr)
        raise
