#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""Stands in for az, azd, docker and skopeo, by the name it is started under.

PLAY is a folder: world.json has the container apps, web apps and variables;
calls gets a line for each call of az and azd. FAIL is "FROM-TO:WHEN": those
calls fail, before or after they had their effect. BROKEN lists images whose
revisions never become healthy.
"""

import json
import os
import sys
from pathlib import Path

PLAY = Path(os.environ["PLAY"])
WORLD = PLAY / "world.json"


def options_of(arguments):
    """The words, and the options with their values."""
    words, options, name = [], {}, None
    for argument in arguments:
        if argument.startswith("--"):
            name = argument
            options[name] = []
        elif name:
            options[name].append(argument)
        else:
            words.append(argument)
    return words, options


def answer(value):
    print(json.dumps(value))


def az(world, arguments):
    words, options = options_of(arguments)
    name = options.get("--name", [""])[0]
    command = " ".join(words)
    if command == "acr login":
        return {"accessToken": "SECRET"}
    if command == "containerapp list":
        return list(world["apps"].values())
    if command == "webapp list":
        return world.get("sites", [])
    if command == "webapp deployment slot list":
        return world["slots"]
    if command == "webapp deployment slot swap":
        world["live"], world["slot"] = world["slot"], world["live"]
        return None
    app = world["apps"][name]
    properties = app["properties"]
    revisions = world["revisions"][name]
    revision = options.get("--revision", [""])[0]
    ingress = properties["configuration"]["ingress"]
    if command == "containerapp update":
        image = options["--image"][0]
        suffix = options.get("--revision-suffix", [f"x{len(revisions)}"])[0]
        if image == properties["template"]["containers"][0]["image"]:
            return app
        properties["template"]["containers"][0]["image"] = image
        properties["latestRevisionName"] = f"{name}--{suffix}"
        revisions[f"{name}--{suffix}"] = {"image": image, "active": True}
        if image not in os.environ.get("BROKEN", "").split():
            properties["latestReadyRevisionName"] = f"{name}--{suffix}"
        return app
    if command == "containerapp revision show":
        return shown(revision, revisions[revision])
    if command == "containerapp revision list":
        shares = {entry.get("revisionName"): entry["weight"] for entry in ingress["traffic"]}
        return [shown(key, value, shares.get(key, 0)) for key, value in revisions.items()]
    if command == "containerapp revision deactivate":
        revisions[revision]["active"] = False
        return None
    if command == "containerapp ingress traffic set":
        pairs = [pair.split("=") for pair in options["--revision-weight"]]
        if sum(int(weight) for _name, weight in pairs) != 100 or any(key not in revisions for key, _weight in pairs):
            sys.exit("the weights are wrong")
        ingress["traffic"] = [{"revisionName": key, "weight": int(weight)} for key, weight in pairs]
        return ingress["traffic"]
    sys.exit(f"az {command} is not played")


def shown(name, revision, weight=0):
    broken = revision["image"] in os.environ.get("BROKEN", "").split()
    state = {
        "active": revision["active"],
        "trafficWeight": weight,
        "provisioningState": "Provisioned",
        "healthState": "Unhealthy" if broken else "Healthy",
        "runningState": "Failed" if broken and os.environ.get("LOUD") else "Running",
    }
    return {"name": name, "properties": state}


def azd(world, arguments):
    words, options = options_of(arguments)
    if words[:2] == ["env", "get-values"]:
        return world["values"]
    if words[:1] == ["package"]:
        Path(options["--output-path"][0]).write_text(f"{words[1]} {world.get('source', 1)}")
        return None
    if words[:1] == ["deploy"]:
        slot = next((value for key, value in os.environ.items() if key.startswith("AZD_DEPLOY_")), None)
        text = Path(options["--from-package"][0]).read_text() if "--from-package" in options else "source"
        world["slot" if slot else "live"] = text
        return None
    sys.exit(f"azd {' '.join(words)} is not played")


def docker(arguments):
    """Writes an archive whose digest goes by what the Dockerfile says."""
    if arguments[1] != "build":
        return
    import tarfile  # slow to load, and seldom needed

    target = next(word.partition("dest=")[2] for word in arguments if word.startswith("type=oci"))
    index = PLAY / "index.json"
    text = (Path(arguments[-1]) / "Dockerfile").read_bytes()
    index.write_text(json.dumps({"manifests": [{"digest": f"sha256:{len(text):064x}"}]}))
    with tarfile.open(target, "w") as archive:
        archive.add(index, "index.json")


def main():
    program, arguments = Path(sys.argv[0]).name, sys.argv[1:]
    with (PLAY / "calls").open("a") as calls:
        calls.write(f"{program} {' '.join(arguments)}\n")
    if program == "docker":
        docker(arguments)
        return
    if program == "skopeo":
        login = Path(arguments[arguments.index("--authfile") + 1])
        if login.stat().st_mode & 0o077 or "auths" not in json.loads(login.read_text()):
            sys.exit("the login is wrong")
        return
    number = len((PLAY / "calls").read_text().splitlines())
    first, last, when = 0, -1, ""
    if os.environ.get("FAIL"):
        span, _colon, when = os.environ["FAIL"].partition(":")
        first, last = (int(part) for part in span.split("-"))
    fails = first <= number <= last
    if fails and when == "before":
        sys.exit(f"{program}: it does not work")
    world = json.loads(WORLD.read_text())
    if program == "az":
        assert arguments[-3:] == ["--output", "json", "--only-show-errors"]
        result = az(world, arguments[:-3])
    else:
        result = azd(world, arguments)
    WORLD.write_text(json.dumps(world, indent=1))
    if fails:
        sys.exit(f"{program}: it worked, but says it did not")
    if result is not None:
        answer(result)


main()
