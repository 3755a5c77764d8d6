# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""scripts/release.py of generated repositories, against azure_stand_in.py."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORIES = Path(os.environ["REPOSITORIES"])
GROUP = {"AZURE_RESOURCE_GROUP": "rg", "AZURE_ENV_NAME": "prod", "AZURE_CONTAINER_REGISTRY_ENDPOINT": "cr.azurecr.io"}


class Play:
    """A copy of a generated repository, and a cloud for it."""

    def __init__(self, pattern):
        self.folder = Path(tempfile.mkdtemp())
        self.repository = self.folder / "repository"
        shutil.copytree(REPOSITORIES / pattern, self.repository)
        for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
            subprocess.run(["git", *command], cwd=self.repository, check=True)
        # Healthy unless the file says otherwise; each look is counted.
        (self.repository / "scripts" / "health_check.py").write_text(
            "import os, pathlib, sys\n"
            "play = pathlib.Path(os.environ['PLAY'])\n"
            "looks = play / 'looks'\n"
            "looks.write_text(looks.read_text() + '.' if looks.exists() else '.')\n"
            "sys.exit(len(looks.read_text()) >= int(os.environ.get('SICK', '999')))\n"
        )
        programs = self.folder / "bin"
        programs.mkdir()
        for name in ("az", "azd", "docker", "skopeo"):
            (programs / name).write_text(f"#!{sys.executable} -IS\n" + (HERE / "azure_stand_in.py").read_text())
            (programs / name).chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PLAY": str(self.folder)}
        self.world = {"values": GROUP, "apps": {}, "revisions": {}}
        self.begin()

    def app(self, name, service, mode, image="old"):
        """A container app that runs one revision."""
        live = f"{name}--old"
        self.world["revisions"][name] = {live: {"image": image, "active": True}}
        self.world["apps"][name] = {
            "name": name,
            "tags": {"azd-service-name": service},
            "properties": {
                "latestRevisionName": live,
                "latestReadyRevisionName": live,
                "template": {"containers": [{"image": image}]},
                "configuration": {
                    "activeRevisionsMode": mode,
                    "ingress": {"traffic": [{"latestRevision": True, "weight": 100}]},
                },
            },
        }

    def begin(self):
        """Writes the cloud down anew."""
        (self.folder / "world.json").write_text(json.dumps(self.world))
        for name in ("calls", "looks", "release/deployed-prod.json"):
            (self.folder / name).unlink(missing_ok=True)

    def run(self, *arguments, **environment):
        """Runs release.py."""
        return subprocess.run(
            [sys.executable, "scripts/release.py", *arguments],
            cwd=self.repository,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def deploy(self, **environment):
        """Deploys what was built, without waiting."""
        release = str(self.folder / "release")
        watch = ["--watch", "0"] if self.world["apps"] else []
        return self.run("deploy", release, "--env", "prod", "--timeout", "0", *watch, **environment)

    def now(self):
        """The cloud as it is."""
        return json.loads((self.folder / "world.json").read_text())

    def calls(self):
        """What was called, line by line."""
        return (self.folder / "calls").read_text().splitlines()

    def image(self, service):
        """The image of the release."""
        files = json.loads((self.folder / "release" / "release.json").read_text())["files"]
        return f"cr.azurecr.io/shop/{service}@{files[service]['digest']}"


def requests(world, app):
    """Shares of the requests by the image of the revision."""
    shares = {}
    for entry in world["apps"][app]["properties"]["configuration"]["ingress"]["traffic"]:
        name = entry.get("revisionName") or world["apps"][app]["properties"]["latestReadyRevisionName"]
        image = world["revisions"][app][name]["image"]
        shares[image] = shares.get(image, 0) + entry["weight"]
        assert world["revisions"][app][name]["active"], "requests go to a revision that was stopped"
    return shares


class Packaged:
    """A release of the pattern is there."""

    @classmethod
    def setUpClass(cls):
        cls.play = Play(cls.pattern)
        result = cls.play.run("package", str(cls.play.folder / "release"))
        assert result.returncode == 0, result.stderr

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.play.folder)


class Containers(Packaged, unittest.TestCase):
    """Two regions, revisions side by side."""

    pattern = "multi-region"

    def setUp(self):
        self.play.app("ca-1", "api-primary", "Multiple")
        self.play.app("ca-2", "api-secondary", "Multiple")
        self.play.begin()

    def test_a_release_gets_its_requests_in_steps(self):
        result = self.play.deploy()
        self.assertEqual(result.returncode, 0, result.stderr)
        new, world = self.play.image("api"), self.play.now()
        self.assertEqual([requests(world, app) for app in ("ca-1", "ca-2")], [{new: 100}] * 2)
        shares = [call.partition("--revision-weight ")[2].split(" --name")[0] for call in self.play.calls() if " traffic set " in call]
        self.assertEqual([share.count("=") for share in shares], [1, 1, 2, 2, 2, 2, 1, 1])
        self.assertTrue(shares[2].startswith("ca-1--old=90 ca-1--r"), shares[2])
        self.assertEqual((self.play.folder / "looks").read_text(), "....")

    def test_the_image_is_pushed_once_and_kept_as_built(self):
        self.play.deploy()
        pushes = [call for call in self.play.calls() if call.startswith("skopeo")]
        self.assertEqual(len(pushes), 1)
        self.assertIn("--preserve-digests", pushes[0])
        self.assertNotIn("SECRET", pushes[0])

    def test_a_second_deploy_changes_nothing(self):
        self.play.deploy()
        before = self.play.now()
        result = self.play.deploy()
        self.assertIn("already", result.stdout)
        self.assertEqual(self.play.now(), before)

    def test_what_provisioning_changed_is_released_too(self):
        self.play.deploy()
        world = self.play.now()
        live = world["apps"]["ca-1"]["properties"]["latestRevisionName"]
        world["revisions"]["ca-1"]["ca-1--settings"] = dict(world["revisions"]["ca-1"][live])
        world["apps"]["ca-1"]["properties"]["latestRevisionName"] = "ca-1--settings"
        (self.play.folder / "world.json").write_text(json.dumps(world))
        self.assertEqual(self.play.deploy().returncode, 0)
        traffic = self.play.now()["apps"]["ca-1"]["properties"]["configuration"]["ingress"]["traffic"]
        self.assertEqual(traffic, [{"revisionName": "ca-1--settings", "weight": 100}])

    def test_a_first_image_is_not_protected(self):
        self.play.app("ca-1", "api-primary", "Multiple", "mcr.microsoft.com/azuredocs/containerapps-helloworld:latest")
        self.play.begin()
        self.assertEqual(self.play.deploy().returncode, 0)
        self.assertEqual(requests(self.play.now(), "ca-1"), {self.play.image("api"): 100})

    def test_a_broken_revision_gets_no_request(self):
        for loud in ("", "1"):
            with self.subTest(loud=loud):
                self.setUp()
                result = self.play.deploy(BROKEN=self.play.image("api"), LOUD=loud)
                self.assertEqual(result.returncode, 1)
                self.assertIn("failed" if loud else "was not healthy", result.stdout)
                self.assertEqual(requests(self.play.now(), "ca-1"), {"old": 100})
                weights = [call for call in self.play.calls() if " traffic set " in call]
                self.assertTrue(all("--old=100" in call for call in weights), weights)

    def test_users_who_suffer_get_the_old_revision_back(self):
        for look in range(1, 5):
            with self.subTest(look=look):
                self.setUp()
                result = self.play.deploy(SICK=str(look))
                self.assertEqual(result.returncode, 1)
                world = self.play.now()
                self.assertEqual([requests(world, app) for app in ("ca-1", "ca-2")], [{"old": 100}] * 2)
                active = [revision for revision in world["revisions"]["ca-1"].values() if revision["active"]]
                self.assertEqual(active, [{"image": "old", "active": True}])

    def test_wherever_a_call_fails_requests_go_to_one_healthy_revision(self):
        self.play.deploy()
        calls = self.play.calls()
        self.assertGreater(len(calls), 20)
        for number, call in enumerate(calls, 1):
            changes = any(word in call for word in (" update ", " set ", " deactivate "))
            for when in ("before", "after") if changes else ("before",):
                with self.subTest(call=call, number=number, when=when):
                    self.setUp()
                    result = self.play.deploy(FAIL=f"{number}-{number}:{when}")
                    world = self.play.now()
                    new = self.play.image("api")
                    shares = [requests(world, app) for app in ("ca-1", "ca-2")]
                    self.assertIn(shares, [[{"old": 100}] * 2, [{new: 100}] * 2])
                    self.assertEqual(shares[0] == {new: 100}, result.returncode == 0, result.stderr)

    def test_a_cloud_that_stays_away_is_said_to_be_left_as_it_is(self):
        self.play.deploy()
        switch = next(i for i, call in enumerate(self.play.calls(), 1) if "=90" in call)
        self.setUp()
        result = self.play.deploy(FAIL=f"{switch + 1}-999:before")
        self.assertEqual(result.returncode, 1)
        self.assertIn("this was not taken back", result.stderr)
        # Once the cloud is there again, rollback does it.
        result = self.play.run("rollback", str(self.play.folder / "release"), "--env", "prod")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual([requests(self.play.now(), app) for app in ("ca-1", "ca-2")], [{"old": 100}] * 2)

    def test_rollback_takes_back_a_release_and_finish_stops_the_old(self):
        release = str(self.play.folder / "release")
        self.play.deploy()
        self.assertEqual(self.play.run("finish", release, "--env", "prod").returncode, 0)
        states = {item["image"]: item["active"] for item in self.play.now()["revisions"]["ca-1"].values()}
        self.assertEqual(states, {"old": False, self.play.image("api"): True})
        self.setUp()
        self.play.deploy()
        self.assertEqual(self.play.run("rollback", release, "--env", "prod").returncode, 0)
        self.assertEqual(requests(self.play.now(), "ca-2"), {"old": 100})

    def test_what_two_deploys_of_a_release_did_is_taken_back_together(self):
        release = str(self.play.folder / "release")
        self.play.deploy()
        self.assertEqual(self.play.deploy().returncode, 0)
        self.assertEqual(self.play.run("rollback", release, "--env", "prod").returncode, 0)
        self.assertEqual(requests(self.play.now(), "ca-1"), {"old": 100})

    def test_after_finish_there_is_nothing_to_take_back(self):
        release = str(self.play.folder / "release")
        self.play.deploy()
        self.play.run("finish", release, "--env", "prod")
        self.assertEqual(self.play.run("rollback", release, "--env", "prod").returncode, 0)
        self.assertEqual(requests(self.play.now(), "ca-1"), {self.play.image("api"): 100})

    def test_one_revision_at_a_time_goes_back_to_its_image(self):
        self.play.app("ca-1", "api-primary", "Single")
        self.play.app("ca-2", "api-secondary", "Single")
        self.play.begin()
        self.assertEqual(self.play.deploy(SICK="1").returncode, 1)
        image = self.play.now()["apps"]["ca-1"]["properties"]["template"]["containers"][0]["image"]
        self.assertEqual(image, "old")

    def test_a_file_that_is_not_what_was_built_is_refused(self):
        path = self.play.folder / "release" / "release.json"
        text = path.read_text()
        self.addCleanup(path.write_text, text)
        path.write_text(text.replace("sha256:0", "sha256:1"))
        result = self.play.deploy()
        self.assertEqual(result.returncode, 1)
        self.assertIn("its digest differs", result.stderr)
        self.assertFalse((self.play.folder / "calls").exists())

    def test_a_folder_without_a_release_is_refused(self):
        result = self.play.run("deploy", str(self.play.folder), "--env", "prod")
        self.assertEqual(result.returncode, 1)
        self.assertIn("holds no release", result.stderr)

    def test_wrong_use_is_told(self):
        self.assertEqual(self.play.run("shipit", "x").returncode, 2)
        self.assertEqual(self.play.run("--help").returncode, 0)


class Sites(Packaged, unittest.TestCase):
    """A web app with a slot."""

    pattern = "chat-baseline"

    def setUp(self):
        self.play.world.update(
            live="old",
            slot="older",
            sites=[{"name": "app-1", "tags": {"azd-service-name": "chat"}}],
            slots=[{"name": "app-1/staging", "defaultHostName": "localhost:1", "publicNetworkAccess": "Disabled"}],
        )
        self.play.begin()

    def test_a_release_is_swapped_in(self):
        result = self.play.deploy()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual((self.play.now()["live"], self.play.now()["slot"]), ("chat 1", "old"))

    def test_users_who_suffer_get_the_old_version_back(self):
        self.assertEqual(self.play.deploy(SICK="1").returncode, 1)
        self.assertEqual(self.play.now()["live"], "old")

    def test_a_slot_that_is_not_healthy_is_not_swapped_in(self):
        self.play.world["slots"][0]["publicNetworkAccess"] = "Enabled"
        self.play.begin()
        result = self.play.deploy()
        self.assertEqual(result.returncode, 1)
        self.assertIn("localhost:1 is not healthy", result.stdout)
        self.assertEqual(self.play.now()["live"], "old")

    def test_rollback_swaps_back(self):
        self.play.deploy()
        result = self.play.run("rollback", str(self.play.folder / "release"), "--env", "prod")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.play.now()["live"], "old")

    def test_without_a_slot_azure_keeps_nothing_to_go_back_to(self):
        self.play.world["slots"] = []
        self.play.begin()
        result = self.play.deploy(SICK="1")
        self.assertEqual(result.returncode, 1)
        self.assertIn("Azure keeps no former version", result.stderr)


if __name__ == "__main__":
    unittest.main()
