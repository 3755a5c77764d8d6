#!/usr/bin/env python3
"""Checks the prompt libraries: every file NAME-VERSION.json in a folder called prompts.

The files are well formed, declare their variables, are not too long, and their shares leave no user without a prompt. A
text that changed since a commit (--base) has a new version, so that telemetry and rollback mean what they say.

Exit status: 0 all is as it should be, 1 something is not, 2 the commit cannot be read.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from azure_api import Unknown, options, run
from reports import ARGUMENTS, Check, report

ROOT = Path(__file__).resolve().parent.parent
FIELDS = {"name": str, "version": str, "description": str, "variables": list, "template": list}
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
VARIABLE = re.compile(r"\{(\w+)\}")
# Letters other than Latin ones may be a token each.
DENSE = re.compile(r"[^\u0000-\u024f\u1e00-\u1eff]")


def tokens(text):
    """A cautious estimate."""
    dense = len(DENSE.findall(text))
    return dense + -(-(len(text) - dense) // 3)


def files():
    """The files of all libraries, those of packages left out."""
    found = (path for path in ROOT.glob("**/prompts/*.json"))
    hidden = {"node_modules", "dist", ".git", ".azstamp"}
    return sorted(path for path in found if not hidden & set(path.relative_to(ROOT).parts))


def shape(prompt):
    """What is wrong with the fields."""
    if not isinstance(prompt, dict):
        return "is no object"
    missing = [name for name in FIELDS if name not in prompt]
    unknown = [name for name in prompt if name not in (*FIELDS, "share")]
    if missing or unknown:
        return "; ".join([f"lacks {name}" for name in missing] + [f"has an unknown field {name}" for name in unknown])
    wrong = [name for name, kind in FIELDS.items() if not isinstance(prompt[name], kind) or not prompt[name] and kind is str]
    wrong += [name for name in ("variables", "template") if not all(isinstance(item, str) for item in prompt[name])]
    share = prompt.get("share", 100)
    if isinstance(share, bool) or not isinstance(share, int) or not 0 <= share <= 100:
        wrong.append("share")
    if not wrong and not "".join(prompt["template"]).strip():
        wrong.append("template")
    if not wrong and not NAME.fullmatch(prompt["name"]):
        wrong.append("name")
    if not wrong and not VERSION.fullmatch(prompt["version"]):
        wrong.append("version")
    return f"has a wrong {', '.join(dict.fromkeys(wrong))}" if wrong else None


def problem_of(path, prompt, most):
    """What is wrong with one file, or None."""
    why = shape(prompt)
    if why:
        return why
    wanted = f"{prompt['name']}-{prompt['version']}.json"
    if path.name != wanted:
        return f"is called {path.name}, not {wanted}"
    text = "\n".join(prompt["template"])
    used, declared = set(VARIABLE.findall(text)), set(prompt["variables"])
    if used - declared:
        return f"does not declare {', '.join(sorted(used - declared))}"
    if declared - used:
        return f"declares {', '.join(sorted(declared - used))}, which its text does not have"
    if tokens(text) > most:
        return f"has about {tokens(text)} tokens, more than {most}"
    return None


def shares(versions):
    """What is wrong with the versions of one prompt together: newer ones come first."""
    left = 100
    for prompt in sorted(versions, key=lambda one: [int(part) for part in one["version"].split(".")], reverse=True):
        if left <= 0:
            return f"nobody gets version {prompt['version']}: newer ones have all users"
        left -= prompt.get("share", 100)
    return f"{left} % of the users get no version: one has to have no share" if left > 0 else None


def git(*arguments):
    """What git prints, or None."""
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, encoding="utf-8", check=False)
    return done.stdout if done.returncode == 0 else None


def changed(path, prompt, base):
    """What is wrong with a file that is in the commit, too."""
    before = git("show", f"{base}:./{path.relative_to(ROOT).as_posix()}")
    try:
        old = json.loads(before) if before is not None else None
    except ValueError:
        old = None
    if isinstance(old, dict) and any(old.get(part) != prompt[part] for part in ("template", "variables")):
        return f"changed since {base[:12]}: give the new text a version of its own, beside the old one"
    return None


def look(base, most):
    """The checks of all files."""
    checks, libraries = [], {}
    for path in files():
        place, prompt = path.relative_to(ROOT).as_posix(), None
        try:
            prompt = json.loads(path.read_text(encoding="utf-8"))
            problem = problem_of(path, prompt, most)
        except (OSError, ValueError) as error:
            problem = f"is no JSON: {error}"
        if problem is None:
            libraries.setdefault((path.parent.relative_to(ROOT).as_posix(), prompt["name"]), []).append(prompt)
            problem = base and changed(path, prompt, base)
        checks.append(Check("files", place, problem or None))
    for (folder, name), versions in sorted(libraries.items()):
        checks.append(Check("shares", f"{folder}: {name}", shares(versions)))
    return checks


def main():
    chosen = options(
        __doc__,
        [
            (["--base"], {"metavar": "COMMIT", "help": "texts that changed since it need a new version"}),
            (["--max-tokens"], {"metavar": "N", "type": int, "default": 1000, "help": "of a prompt (default: 1000)"}),
            *ARGUMENTS,
        ],
    )
    base = chosen.base or os.environ.get("PROMPTS_BASE")
    if base:
        commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", base + "^{commit}")
        if not commit:
            raise Unknown(f"there is no commit {base} here: fetch it first")
        base = commit.strip()
    checks = look(base, chosen.max_tokens)
    if not report("prompts", checks, chosen):
        sys.exit(1)
    if not checks and not chosen.json:
        print("there are no prompt libraries")


if __name__ == "__main__":
    run(main)
