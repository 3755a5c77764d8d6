"""Other programs that the scripts of a release start: az, azd, docker, skopeo."""

import json
import subprocess

from azure_api import Problem


def run(*command, env=None, quiet=True):
    """What a program prints; its own messages are shown unless quiet."""
    try:
        return subprocess.run(
            command,
            check=True,
            encoding="utf-8",
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.PIPE if quiet else None,
        ).stdout
    except OSError as error:
        raise Problem(f"{command[0]} cannot be started: {error}") from error
    except subprocess.CalledProcessError as error:
        why = (error.stderr or "").strip() or f"exit status {error.returncode}"
        raise Problem(f"{' '.join(command[:4])}: {why}") from error


def az(*arguments):
    """The answer of an az command, None when it has none."""
    text = run("az", *arguments, "--output", "json", "--only-show-errors")
    try:
        return json.loads(text) if text.strip() else None
    except ValueError as error:
        raise Problem(f"az {' '.join(arguments[:3])}: the answer is not JSON") from error
