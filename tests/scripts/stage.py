# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""Where scripts of generated repositories are tried: an azd that is played, and servers that misbehave."""

import json
import os
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

REPOSITORIES = Path(os.environ["REPOSITORIES"])

AZD = """
import json, os, sys
from pathlib import Path
play = Path(os.environ["PLAY"])
with open(play / "calls", "a") as calls:
    print("azd", *sys.argv[1:], file=calls)
values = json.loads((play / "values").read_text())
if sys.argv[1:3] == ["env", "get-values"]:
    print(json.dumps(values))
elif sys.argv[1:3] == ["env", "set"]:
    (play / "values").write_text(json.dumps({**values, sys.argv[3]: sys.argv[4]}))
elif sys.argv[1:3] == ["auth", "token"]:
    if "AZD_REFUSES" in os.environ:
        sys.exit("ERROR: not logged in, run `azd auth login` to login")
    print(json.dumps({"token": "SECRET " + sys.argv[4], "expiresOn": "2999-01-01T00:00:00Z"}))
else:
    sys.exit(1)
"""


class Stage:
    """A generated repository, and the variables of its azd environment."""

    def __init__(self, pattern, **values):
        self.folder = Path(tempfile.mkdtemp())
        self.repository = REPOSITORIES / pattern
        (self.folder / "bin").mkdir()
        self.program("azd", AZD)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("AZURE_", "SERVICE_"))},
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "PLAY": str(self.folder),
        }
        self.values(**values)

    def program(self, name, text):
        """Puts a Python program on PATH."""
        path = self.folder / "bin" / name
        path.write_text(f"#!{sys.executable} -IS\n{text}")
        path.chmod(0o755)

    def values(self, **values):
        """Sets the variables of azd."""
        (self.folder / "values").write_text(json.dumps(values))
        (self.folder / "calls").write_text("")

    def value(self, name):
        """A variable of azd."""
        return json.loads((self.folder / "values").read_text()).get(name)

    def calls(self):
        """The calls of the programs."""
        return (self.folder / "calls").read_text().splitlines()

    def run(self, script, *arguments, **environment):
        """Runs a script in the repository."""
        command = [self.repository / "scripts" / script, *arguments]
        if script.endswith(".py"):
            command = [sys.executable, "-W", "error", *command]
        return subprocess.run(
            command,
            cwd=self.repository,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    def junit(self, script, *arguments, **environment):
        """The run of a script, and the JUnit it wrote: attributes of the suite, and the problems by name."""
        file = self.folder / "junit.xml"
        file.unlink(missing_ok=True)
        result = self.run(script, *arguments, "--junit", str(file), **environment)
        suite = ElementTree.parse(file).getroot()
        cases = {case.get("name"): next((inner.get("message") for inner in case), None) for case in suite}
        return result, dict(suite.attrib), cases

    def certificate(self, *names):
        """Certificate and key for host names; trusted where SSL_CERT_FILE is the first."""
        stem = self.folder / names[0].replace("*", "any")
        chain, key = stem.with_suffix(".crt"), stem.with_suffix(".key")
        kinds = [f"IP:{name}" if name.replace(".", "").isdigit() else f"DNS:{name}" for name in names]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
            + ["-subj", f"/CN={names[0]}", "-addext", f"subjectAltName={','.join(kinds)}"]
            + ["-keyout", str(key), "-out", str(chain)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return chain, key


class Server(ThreadingHTTPServer):
    """A server on loopback. Each path has a function of the request or answers that come one after the other, the last
    one again and again: (status, body, headers, seconds to wait); what is left out is 200, nothing, none, 0."""

    daemon_threads = True
    request_queue_size = 2048

    def __init__(self, answers, certificate=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.requests, self.lock = answers, [], threading.Lock()
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.port = self.server_address[1]
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.shutdown()
        self.server_close()

    def handle_error(self, *_request):
        """Clients that hang up are part of the play."""

    def answer(self, request):
        """The answer to a request: method, path, headers, body."""
        with self.lock:
            self.requests.append(request)
            answers = self.answers.get(urlsplit(request[1]).path, (404,))
            if callable(answers):
                found = answers(request)
            elif isinstance(answers, list):
                found = answers.pop(0) if len(answers) > 1 else answers[0]
            else:
                found = answers
        status, body, headers, seconds = (*found, *(None, b"", {}, 0)[len(found) :])
        time.sleep(seconds)
        return status or 200, body if isinstance(body, bytes) else json.dumps(body).encode(), headers


class Handler(BaseHTTPRequestHandler):
    """Hands requests to the server's answers."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_request(self):
        """Any method."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, content, headers = self.server.answer((self.command, self.path, dict(self.headers), body))
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_request

    def log_message(self, *_arguments):
        """Tests have their own words."""
