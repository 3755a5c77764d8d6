# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""same_trees.py WANTED GOT BEFORE: have two repositories the same generated files?

Starter code is left out, also that of BEFORE, from which GOT was made: it is the
user's from the moment it is written.
"""
import json
import os
import sys


def lock(root):
    with open(f"{root}/.azstamp/lock.json", encoding="utf-8") as file:
        return json.load(file)["files"]


def files(root, starters):
    entries, found = lock(root), {}
    for place, folders, names in os.walk(root):
        if place == f"{root}/.azstamp" and "undo" in folders:
            folders.remove("undo")
        for name in names:
            path = os.path.relpath(os.path.join(place, name), root)
            if path not in starters and path != ".azstamp/lock.json":
                with open(os.path.join(root, path), "rb") as file:
                    found[path] = (file.read(), os.stat(file.name).st_mode & 0o777)
    for entry in entries:
        if entry["policy"] != "once":
            found["lock: " + entry["id"]] = sorted(entry.items())
    return found


starters = {entry["path"] for root in sys.argv[1:] for entry in lock(root) if entry["policy"] == "once"}
wanted, got = files(sys.argv[1], starters), files(sys.argv[2], starters)
differ = [path for path in sorted({*wanted, *got}) if wanted.get(path) != got.get(path)]
for path in differ[:20]:
    print(path, "is missing" if path not in got else "is too much" if path not in wanted else "differs")
sys.exit(not wanted or bool(differ))
