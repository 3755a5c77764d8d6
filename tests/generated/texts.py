# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""texts.py ends|blank|json|python|strict FILE: checks of many texts.

FILE lists their names, each ended by a NUL; that of strict is itself the
bicepconfig.json in which the age of API versions becomes a warning.
"""

import json
import re
import sys


def no_duplicates(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError(f"a name twice in {names}")
    return dict(pairs)


def problem(kind, name, data):
    if kind == "ends":
        if not data:
            return "empty"
        if not data.endswith(b"\n") or data.endswith(b"\n\n"):
            return "does not end in one line end"
        return "has a carriage return" if b"\r" in data else None
    text = data.decode("utf-8")
    if kind == "blank":
        return "has two blank lines" if "\n\n\n" in text else None
    try:
        if kind == "json":
            json.loads(text, object_pairs_hook=no_duplicates)
        else:
            compile(text, name, "exec")
    except (ValueError, SyntaxError) as error:
        return str(error)
    return None


def main(kind, name):
    if kind == "strict":
        with open(name, encoding="utf-8") as file:
            text = file.read()
        text, count = re.subn(r'("use-recent-api-versions": *\{\s*"level": *)"info"', r'\1"warning"', text)
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)
        return 0 if count == 1 else 1
    with open(name, "rb") as file:
        names = [item.decode() for item in file.read().split(b"\0") if item]
    failed = not names
    for name in names:
        with open(name, "rb") as file:
            found = problem(kind, name, file.read())
        if found:
            print(f"{name}: {found}")
            failed = True
    return 1 if failed else 0


sys.exit(main(*sys.argv[1:]))
