"""What the checks among the scripts found: for people, for programs, and as JUnit for the test page of a workflow.

Run by itself, it reports what stands in lines: group, name and problem, with tabs between.
"""

import argparse
import json
import sys
from pathlib import Path
from xml.etree import ElementTree

ARGUMENTS = [
    (["--json"], {"action": "store_true", "help": "print what was found as JSON"}),
    (["--junit"], {"metavar": "FILE", "help": "write what was found as JUnit, too"}),
]


class Check:
    """One thing that was looked at; problem is None when it is as it should be."""

    def __init__(self, group, name, problem=None, seconds=0.0, skipped=False, **details):
        self.group, self.name, self.problem = group, name, problem
        self.seconds, self.skipped, self.details = seconds, skipped, details

    def state(self):
        """In a word."""
        return "skipped" if self.skipped else "passed" if self.problem is None else "failed"

    def line(self):
        """For people."""
        return f"{self.state():8}{self.group}: {self.name}" + (f": {self.problem}" if self.problem else "")

    def data(self):
        """For programs."""
        known = {"group": self.group, "name": self.name, "state": self.state(), "seconds": round(self.seconds, 3)}
        return {**known, "problem": self.problem, **self.details}


def junit(suite, checks):
    """The checks as JUnit."""
    count = {state: str(sum(check.state() == state for check in checks)) for state in ("failed", "skipped")}
    seconds = f"{sum(check.seconds for check in checks):.3f}"
    sizes = {"tests": str(len(checks)), "failures": count["failed"], "skipped": count["skipped"], "time": seconds}
    root = ElementTree.Element("testsuite", name=suite, **sizes)
    for check in checks:
        place = {"classname": f"{suite}.{check.group}", "name": check.name, "time": f"{check.seconds:.3f}"}
        case = ElementTree.SubElement(root, "testcase", place)
        if check.state() != "passed":
            kind = "failure" if check.state() == "failed" else "skipped"
            # XML has no place for most control characters.
            text = "".join(sign if sign >= " " else " " for sign in check.problem or "")
            ElementTree.SubElement(case, kind, message=text)
    return ElementTree.ElementTree(root)


def report(suite, checks, chosen, **more):
    """Tells what was found; whether all is as it should be. More goes into the JSON."""
    passed = all(check.state() != "failed" for check in checks)
    if chosen.json:
        print(json.dumps({"suite": suite, "passed": passed, **more, "checks": [check.data() for check in checks]}, indent=2))
    else:
        for check in checks:
            print(check.line(), file=sys.stderr if check.state() == "failed" else sys.stdout, flush=True)
    if chosen.junit:
        Path(chosen.junit).parent.mkdir(parents=True, exist_ok=True)
        junit(suite, checks).write(chosen.junit, encoding="utf-8", xml_declaration=True)
    return passed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suite")
    for names, keywords in ARGUMENTS:
        parser.add_argument(*names, **keywords)
    chosen = parser.parse_args()
    lines = [line.rstrip("\n").split("\t") for line in sys.stdin]
    return 0 if report(chosen.suite, [Check(*line[:2], line[2] or None) for line in lines], chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
