# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""An Azure that is played inside the script that is tried, for play.sh. Run by itself, it sets a variable of azd."""

import io
import json
import os
import sys
import time
import urllib.parse
import urllib.request
import urllib.response
from email.message import Message
from pathlib import Path

PLAY = Path(os.environ["PLAY"])
# What a status comes with.
HEADERS = {302: {"Location": "https://elsewhere.example/"}, 429: {"Retry-After": "7"}}

clock = [0.0]
# How many there were.
requests = [0]


def error(status, code, message="played", inner=None):
    """An answer that is an error of Azure."""
    return status, {"error": {"code": code, "message": message, **({"innererror": {"code": inner}} if inner else {})}}


def serve(answer, after=lambda *found: found):
    """Lets answer(world, method, url, path, data, headers) say status and content of each HTTPS request. What it changes of
    the world stays; after(status, content) may still say something else. Waiting takes no time."""

    def https_open(_handler, request):
        requests[0] += 1
        url = urllib.parse.urlsplit(request.full_url)
        method, path = request.get_method(), urllib.parse.unquote(url.path)
        headers = {name.capitalize(): value for name, value in request.header_items()}
        with (PLAY / "calls").open("a") as calls:
            print(method, url.hostname, path, file=calls)
        world = json.loads((PLAY / "world").read_text())
        status, content = answer(world, method, url, path, request.data, headers)
        (PLAY / "world").write_text(json.dumps(world))
        status, content = after(status, content)
        text = content if isinstance(content, str) else json.dumps(content)
        message = Message()
        for name, value in HEADERS.get(status, {}).items():
            message[name] = value
        response = urllib.response.addinfourl(io.BytesIO(text.encode()), message, request.full_url, status)
        response.msg = "played"
        return response

    time.monotonic = lambda: clock[0]
    time.sleep = lambda seconds: clock.__setitem__(0, clock[0] + max(seconds, 0.5))
    urllib.request.HTTPSHandler.https_open = https_open


if __name__ == "__main__":
    file = PLAY / "values"
    file.write_text(json.dumps({**json.loads(file.read_text()), sys.argv[1]: sys.argv[2]}))
