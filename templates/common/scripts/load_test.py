#!/usr/bin/env python3
"""Lets many users ask an address at the same time, and says how long they waited.

Each user sends a request, waits for the whole answer, pauses, and starts again. Users come one by one during the
ramp-up; what counts begins after it. Answers other than 2xx, and none in time, are errors. The limits are those of the
alerts: serviceLevels in the profile of the azd environment, unless options give both.

  load_test.py --endpoint https://www.contoso.com/health --concurrent-users 100 --duration 300 --ramp-up 60

Exit status: 0 within the limits, 1 not, 2 wrong use, or the limits cannot be found out.
"""

import argparse
import asyncio
import html
import ssl
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from azure_api import Api, Problem, Unknown, Variables, options, run, say
from reports import ARGUMENTS, Check, report

try:
    import resource
except ImportError:
    resource = None

LARGEST_HEAD = 64 * 1024


class Stale(Exception):
    """A connection that was kept had been closed in the meantime."""


class Client:
    """One user's connection, kept between requests."""

    def __init__(self, target):
        self.target = target
        self.reader = self.writer = None

    async def request(self):
        """The status of one answer, which is read to its end."""
        kept = self.writer is not None
        try:
            return await self.attempt()
        except Stale:
            self.close()
            if not kept:
                raise ConnectionError("closed before it answered") from None
            return await self.attempt()

    async def attempt(self):
        """Sends the request and reads the answer."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(
                self.target.host, self.target.port, ssl=self.target.tls, limit=LARGEST_HEAD
            )
        try:
            self.writer.write(self.target.request)
            await self.writer.drain()
            head = await self.reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            if getattr(error, "partial", b""):
                raise ConnectionError("closed within its answer") from error
            raise Stale from error
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status = int(first.split()[1])
        await self.body(status, headers)
        return status

    async def body(self, status, headers):
        """Reads what comes after the head."""
        kept = headers.get("connection", "").lower() != "close"
        if self.target.method == "HEAD" or status in (204, 304):
            pass
        elif headers.get("transfer-encoding", "").lower() == "chunked":
            size = -1
            while size != 0:
                size = int((await self.reader.readuntil(b"\r\n")).split(b";")[0], 16)
                await self.reader.readexactly(size + 2)
        elif "content-length" in headers:
            await self.reader.readexactly(int(headers["content-length"]))
        else:
            await self.reader.read()
            kept = False
        if not kept:
            self.close()

    def close(self):
        """Lets the connection go."""
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None


class Target:
    """What is asked."""

    def __init__(self, chosen):
        parts = urlsplit(chosen.endpoint)
        self.host, self.method = parts.hostname, chosen.method or ("POST" if chosen.data else "GET")
        self.port = parts.port or (443 if parts.scheme == "https" else 80)
        self.tls = ssl.create_default_context() if parts.scheme == "https" else None
        data = chosen.data or ""
        body = Path(data[1:]).read_bytes() if data.startswith("@") else data.encode()
        headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": "load_test", "Accept": "*/*"}
        if body:
            headers.update({"Content-Type": "application/json", "Content-Length": str(len(body))})
        if chosen.scope:
            headers["Authorization"] = Api(chosen.endpoint, chosen.scope).authorization()
        headers.update(line.split(": ", 1) for line in chosen.header)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        head = [f"{self.method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        self.request = "\r\n".join(head).encode("latin-1") + body


class Record:
    """What happened: when a request began, how long it took, and its error, if any."""

    def __init__(self):
        self.start, self.users, self.rows = time.monotonic(), 0, []

    def add(self, begin, error):
        """One request."""
        self.rows.append((begin - self.start, time.monotonic() - begin, error))


async def user(target, record, delay, chosen):
    """One user, from the ramp-up to the end."""
    await asyncio.sleep(delay)
    record.users += 1
    client, end = Client(target), record.start + chosen.duration
    while time.monotonic() < end:
        begin, error = time.monotonic(), None
        try:
            status = await asyncio.wait_for(client.request(), chosen.timeout)
            error = None if 200 <= status < 300 else f"status {status}"
        except asyncio.TimeoutError:
            error = "no answer in time"
        except (OSError, ValueError, IndexError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as problem:
            error = getattr(problem, "verify_message", "") or type(problem).__name__
        if error:
            client.close()
        record.add(begin, error)
        await asyncio.sleep(max(0, min(chosen.think, end - time.monotonic())))
    client.close()


async def play(target, chosen):
    """All users; the record of what they saw."""
    record = Record()
    step = chosen.ramp_up / chosen.concurrent_users
    users = [asyncio.create_task(user(target, record, i * step, chosen)) for i in range(chosen.concurrent_users)]
    while not all(task.done() for task in users):
        await asyncio.wait(users, timeout=10)
        if not chosen.json and not all(task.done() for task in users):
            say(f"{time.monotonic() - record.start:5.0f} s: {record.users} users, {len(record.rows)} requests")
    for task in users:
        task.result()
    return record


def percentile(ordered, share):
    """The time that a share of the requests stays within (nearest rank)."""
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)] if ordered else 0.0


def summary(rows, seconds):
    """The figures of some requests."""
    times = sorted(took for _, took, _ in rows)
    errors = Counter(error for _, _, error in rows if error)
    found = {f"p{share}": round(percentile(times, share), 4) for share in (50, 95, 99)}
    return {
        "requests": len(rows),
        "requests_per_second": round(len(rows) / seconds, 2),
        "errors": dict(errors.most_common()),
        "error_rate": round(100 * sum(errors.values()) / len(rows), 4) if rows else 100.0,
        **found,
        "max": round(times[-1], 4) if times else 0.0,
    }


def seconds_of(rows, duration):
    """The same for each second (of long tests: for each part of a hundredth and more)."""
    width = max(1, duration / 200)
    slots = [[] for _ in range(int(duration / width) + 1)]
    for row in rows:
        slots[min(int(row[0] / width), len(slots) - 1)].append(row)
    return [(i * width, summary(slot, width)) for i, slot in enumerate(slots) if slot]


def line(points, width, height, color, title):
    """One curve."""
    last, top = max(x for x, _ in points) or 1, max(y for _, y in points) or 1
    path = " ".join(f"{x / last * width:.1f},{height - y / top * height:.1f}" for x, y in points)
    return (
        f'<h2>{title} <small>(up to {top:g})</small></h2><svg viewBox="0 0 {width} {height}" role="img">'
        f'<title>{title}</title><polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/></svg>'
    )


def page(chosen, found, rows):
    """The report as a page that needs nothing else."""
    parts = seconds_of(rows, chosen.duration)
    curves = [
        line([(at, one["p95"]) for at, one in parts], 800, 160, "#0b6bcb", "Seconds, 95 of 100 answers"),
        line([(at, one["requests_per_second"]) for at, one in parts], 800, 160, "#2e7d32", "Requests a second"),
        line([(at, one["error_rate"]) for at, one in parts], 800, 160, "#c62828", "Errors in percent"),
    ]
    cells = "".join(f"<tr><th>{html.escape(name)}<td>{html.escape(str(value))}" for name, value in found.items())
    style = "body{font:16px system-ui;max-width:52rem;margin:2rem auto}svg{width:100%;background:#f5f5f5}th{text-align:left}"
    title = f"{chosen.concurrent_users} users at {chosen.endpoint}"
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title><style>{style}</style>'
        f"<h1>{html.escape(title)}</h1><table>{cells}</table>{''.join(curves)}</html>\n"
    )


def set_limits(chosen):
    """Takes the limits that no option gives from the profile of the environment."""
    if None not in (chosen.max_p95, chosen.max_error_rate):
        return
    try:
        variables = Variables()
        if chosen.max_p95 is None:
            chosen.max_p95 = variables.profile("serviceLevels", "responseMilliseconds") / 1000
        if chosen.max_error_rate is None:
            chosen.max_error_rate = float(variables.profile("serviceLevels", "errorRate"))
    except Problem as problem:
        raise Unknown(f"the limits cannot be found out: {problem}; or give --max-p95 and --max-error-rate") from problem


def address(text):
    """An absolute http(s) url."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise argparse.ArgumentTypeError(f"not a url: {text}")
    return text


def wrong(given):
    """What does not go together."""
    if given.concurrent_users < 1 or given.duration <= 0 or given.ramp_up < 0:
        return "there must be users and a duration"
    if given.ramp_up >= given.duration:
        return "the ramp-up must end before the test"
    if any(": " not in line for line in given.header):
        return "a header is NAME: VALUE"
    return None


def main():
    seconds = {"metavar": "SECONDS", "type": float}
    chosen = options(
        __doc__,
        [
            (["--endpoint"], {"metavar": "URL", "type": address, "required": True, "help": "what is asked"}),
            (["--concurrent-users"], {"metavar": "N", "type": int, "default": 100, "help": "users (default: 100)"}),
            (["--duration"], {**seconds, "default": 300, "help": "of the test (default: 300)"}),
            (["--ramp-up"], {**seconds, "default": 60, "help": "until all users are there (default: 60)"}),
            (["--think"], {**seconds, "default": 1, "help": "a user pauses between requests (default: 1)"}),
            (["--timeout"], {**seconds, "default": 30, "help": "for an answer (default: 30)"}),
            (["--method"], {"help": "of the requests (default: GET, with --data POST)"}),
            (["--data"], {"metavar": "TEXT", "help": "what is sent, or @FILE with it"}),
            (["--header"], {"metavar": "NAME: VALUE", "action": "append", "default": [], "help": "one more header"}),
            (["--scope"], {"help": "of the token that is sent, such as api://CLIENT-ID/.default"}),
            (["--max-p95"], {**seconds, "help": "limit for 95 of 100 answers (default: as the profile says)"}),
            (["--max-error-rate"], {"metavar": "PERCENT", "type": float, "help": "limit (default: as the profile says)"}),
            (["--html"], {"metavar": "FILE", "help": "write a page with curves, too"}),
            *ARGUMENTS,
        ],
        wrong,
    )
    set_limits(chosen)
    if resource:
        # A connection for each user.
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = chosen.concurrent_users + 200
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    rows = asyncio.run(play(Target(chosen), chosen)).rows
    counted = [row for row in rows if row[0] >= chosen.ramp_up]
    found = summary(counted, chosen.duration - chosen.ramp_up)
    if chosen.html:
        Path(chosen.html).write_text(page(chosen, found, rows), encoding="utf-8")
    slow = None if found["p95"] <= chosen.max_p95 else f"{found['p95']} s"
    kinds = ", ".join(f"{count} x {error}" for error, count in found["errors"].items())
    bad = None if found["error_rate"] < chosen.max_error_rate else f"{found['error_rate']} %: {kinds or 'no request'}"
    checks = [
        Check("response time", f"95 of 100 answers within {chosen.max_p95:g} s", slow, found["p95"]),
        Check("errors", f"less than {chosen.max_error_rate:g} %", bad),
    ]
    if not chosen.json:
        say(", ".join(f"{name} {value}" for name, value in found.items() if name != "errors"))
    if not report("load", checks, chosen, users=chosen.concurrent_users, **found):
        sys.exit(1)


if __name__ == "__main__":
    run(main)
