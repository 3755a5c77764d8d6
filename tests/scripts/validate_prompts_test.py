# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""scripts/validate_prompts.py of generated repositories, with prompts that are wrong."""

import json
import shutil
import subprocess
import unittest

from stage import Stage

GOOD = {"name": "answer", "version": "1.0.0", "description": "Answers.", "variables": ["day"], "template": ["On {day}."]}


class ValidatePrompts(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("chat-baseline")
        copy = self.stage.folder / "repository"
        shutil.copytree(self.stage.repository, copy)
        self.stage.repository = copy
        self.prompts = copy / "services/chat/prompts"

    def write(self, file="answer-1.0.0.json", **changes):
        """One prompt, the good one with changes; None takes a field away. No other is left."""
        prompt = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
        (self.prompts / file).write_text(json.dumps(prompt))

    def empty(self):
        shutil.rmtree(self.prompts)
        self.prompts.mkdir()

    def look(self, *arguments, **environment):
        """Exit status and the problems by place."""
        result = self.stage.run("validate_prompts.py", "--json", *arguments, **environment)
        found = json.loads(result.stdout)["checks"] if result.returncode < 2 else []
        self.output = result.stdout + result.stderr
        return result.returncode, {check["name"]: check["problem"] for check in found if check["problem"]}

    def test_what_azstamp_wrote_is_right(self):
        self.assertEqual(self.look(), (0, {}))
        self.assertEqual(self.output.count('"files"'), 3)

    def test_what_is_wrong_with_a_file(self):
        for changes, problem in (
            ({"version": "1.0"}, "wrong version"),
            ({"version": "01.0.0"}, "wrong version"),
            ({"name": "Answer"}, "wrong name"),
            ({"description": ""}, "wrong description"),
            ({"description": None}, "lacks description"),
            ({"owner": "me"}, "unknown field owner"),
            ({"share": 101}, "wrong share"),
            ({"share": True}, "wrong share"),
            ({"share": 0.5}, "wrong share"),
            ({"template": "On {day}."}, "wrong template"),
            ({"template": [], "variables": []}, "wrong template"),
            ({"template": [1]}, "wrong template"),
            ({"variables": []}, "does not declare day"),
            ({"variables": ["day", "night"]}, "declares night"),
            ({"name": "other"}, "is called answer-1.0.0.json, not other-1.0.0.json"),
            ({"template": ["{day}" + "word " * 1000]}, "tokens, more than 1000"),
            ({"template": ["{day}" + "\u65e5" * 1001]}, "tokens, more than 1000"),
        ):
            self.empty()
            self.write(**changes)
            status, problems = self.look()
            self.assertEqual(status, 1, changes)
            self.assertIn(problem, problems["services/chat/prompts/answer-1.0.0.json"])
        self.write(template=["{day}" + "word " * 1000])
        self.assertEqual(self.look("--max-tokens", "2000")[0], 0)

    def test_what_is_no_json(self):
        self.empty()
        for text in ("{", "[]", "\udc80".encode("utf-8", "surrogateescape")):
            (self.prompts / "answer-1.0.0.json").write_bytes(text if isinstance(text, bytes) else text.encode())
            self.assertEqual(self.look()[0], 1)

    def test_shares(self):
        for versions, problem in (
            ({"1.0.0": None}, None),
            ({"1.0.0": None, "1.1.0": 10}, None),
            ({"1.0.0": None, "1.10.0": 10, "1.9.0": 20}, None),
            ({"1.0.0": 100}, None),
            ({"1.0.0": 90}, "10 % of the users get no version"),
            ({"1.0.0": 10, "1.1.0": None}, "nobody gets version 1.0.0"),
            ({"1.0.0": None, "1.9.0": 50, "1.10.0": 50}, "nobody gets version 1.0.0"),
        ):
            self.empty()
            for version, share in versions.items():
                self.write(f"answer-{version}.json", version=version, share=share)
            status, problems = self.look()
            self.assertEqual(status, 0 if problem is None else 1, versions)
            if problem:
                self.assertIn(problem, problems["services/chat/prompts: answer"])

    def test_a_text_that_changed_has_a_new_version(self):
        def git(*arguments):
            subprocess.run(["git", *arguments], cwd=self.stage.repository, check=True, capture_output=True)

        self.empty()
        self.write()
        git("init", "-q")
        git("add", "-A")
        git("commit", "-qm", "before")
        self.assertEqual(self.look("--base", "HEAD"), (0, {}))
        self.write(description="Answers better.", share=100)
        self.assertEqual(self.look("--base", "HEAD")[0], 0)
        self.write(template=["At {day}."])
        for arguments, environment in ((["--base", "HEAD"], {}), ([], {"PROMPTS_BASE": "HEAD"})):
            status, problems = self.look(*arguments, **environment)
            self.assertEqual(status, 1)
            self.assertIn("a version of its own", problems["services/chat/prompts/answer-1.0.0.json"])
        self.assertEqual(self.look()[0], 0)
        self.write()
        self.write("answer-1.1.0.json", version="1.1.0", template=["At {day}."], share=10)
        self.assertEqual(self.look("--base", "HEAD"), (0, {}))
        for base in ("nothing", "--help", ""):
            status, _ = self.look(f"--base={base}")
            self.assertEqual(status, 2 if base else 0, base)

    def test_no_library(self):
        shutil.rmtree(self.prompts)
        result = self.stage.run("validate_prompts.py")
        self.assertEqual((result.returncode, result.stdout), (0, "there are no prompt libraries\n"))

    def test_libraries_of_packages_are_not_ours(self):
        other = self.stage.repository / "services/chat/node_modules/x/prompts"
        other.mkdir(parents=True)
        (other / "bad.json").write_text("{")
        self.assertEqual(self.look(), (0, {}))

    def test_junit(self):
        self.empty()
        self.write(version="1")
        result, suite, cases = self.stage.junit("validate_prompts.py")
        self.assertEqual((result.returncode, suite["failures"]), (1, "1"))
        self.assertEqual(cases, {"services/chat/prompts/answer-1.0.0.json": "has a wrong version"})


if __name__ == "__main__":
    unittest.main()
