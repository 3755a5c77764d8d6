# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""scripts/set_up_github.py of generated repositories, against a gh and an az that are played."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

REPOSITORIES = Path(os.environ["REPOSITORIES"])
SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
OTHER = "66666666-7777-8888-9999-000000000000"

STAND_IN = '''
import json, os, sys
from pathlib import Path
play = Path(os.environ["PLAY"])
program, words = Path(sys.argv[0]).name, sys.argv[1:]
with (play / "calls").open("a") as calls:
    calls.write(json.dumps([program, *words]) + "\\n")
if program == "gh":
    answers = json.loads((play / "gh.json").read_text())
    key = next((key for key in answers if key in " ".join(words)), None)
    refused = os.environ.get("REFUSED")
    if refused and "PUT" in words and refused in " ".join(words):
        sys.exit("gh: Failed to create the environment protection rule. Please ensure the billing plan supports "
                 "the required reviewers protection rule. (HTTP 422)")
    if "PUT" in words or "POST" in words or words[0] == "variable":
        print("{}")
    elif key is None:
        sys.exit("gh: Not Found (HTTP 404)")
    else:
        print(json.dumps(answers[key]))
elif words[0] == os.environ.get("FAIL"):
    sys.exit("ERROR: please run az login")
elif words[:2] == ["identity", "create"]:
    print(json.dumps({"principalId": "principal", "clientId": "client", "tenantId": "tenant"}))
elif words[:3] == ["identity", "federated-credential", "list"]:
    print((play / "credentials.json").read_text())
elif words[:3] == ["role", "assignment", "create"] and "--condition" in words:
    print(json.dumps({"id": "r", "condition": os.environ.get("HELD") or words[words.index("--condition") + 1]}))
elif words[:2] == ["account", "show"]:
    print(json.dumps({"id": "%s"}))
else:
    print("{}")
''' % SUBSCRIPTION


class SetUp(unittest.TestCase):
    """Three environments."""

    def setUp(self):
        self.play = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.play)
        for name in ("gh", "az"):
            (self.play / name).write_text(f"#!{sys.executable} -IS\n{STAND_IN}")
            (self.play / name).chmod(0o755)
        self.answers = {"repo view": {"nameWithOwner": "contoso/shop"}, "users/ada": {"id": 7}}
        self.credentials = []
        self.pattern = "microservice"

    def run_script(self, *arguments, **environment):
        """Runs the script; the calls it made."""
        (self.play / "gh.json").write_text(json.dumps(self.answers))
        (self.play / "credentials.json").write_text(json.dumps(self.credentials))
        (self.play / "calls").write_text("")
        self.result = subprocess.run(
            [sys.executable, "scripts/set_up_github.py", *arguments],
            cwd=REPOSITORIES / self.pattern,
            env={**os.environ, "PATH": f"{self.play}:{os.environ['PATH']}", "PLAY": str(self.play), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return [json.loads(line) for line in (self.play / "calls").read_text().splitlines()]

    def option(self, call, name):
        """The value of an option of a call."""
        return call[call.index(name) + 1]

    def subjects(self, calls):
        """The subjects of the credentials that were made."""
        return [self.option(call, "--subject") for call in calls if call[1:4] == ["identity", "federated-credential", "create"]]

    def test_each_environment_of_the_workflows_gets_its_own_credential(self):
        calls = self.run_script()
        self.assertEqual(self.result.returncode, 0, self.result.stderr)
        text = (REPOSITORIES / "microservice/.github/workflows/deploy.yml").read_text()
        used = sorted(set(re.findall(r'environment: "([a-z]+)"', text)))
        self.assertEqual(used, ["dev", "prod", "staging"])
        self.assertEqual(sorted(self.subjects(calls)), [f"repo:contoso/shop:environment:{name}" for name in used])
        for call in calls:
            if call[1:4] == ["identity", "federated-credential", "create"]:
                self.assertEqual(self.option(call, "--issuer"), "https://token.actions.githubusercontent.com")
                self.assertEqual(self.option(call, "--audiences"), "api://AzureADTokenExchange")

    def test_the_subject_is_the_one_github_tells(self):
        prefix = "repo:contoso@12/shop@34"
        self.answers["oidc/customization/sub"] = {"use_default": True, "sub_claim_prefix": prefix}
        self.assertEqual(self.subjects(self.run_script("--env", "prod")), [f"{prefix}:environment:prod"])
        self.answers["oidc/customization/sub"].update(use_default=False, include_claim_keys=["repo", "context"])
        self.assertEqual(self.subjects(self.run_script("--env", "prod")), [f"{prefix}:environment:prod"])

    def test_a_subject_of_other_claims_is_refused_before_anything_is_made(self):
        self.answers["oidc/customization/sub"] = {"use_default": False, "include_claim_keys": ["job_workflow_ref"]}
        calls = self.run_script()
        self.assertEqual(self.result.returncode, 1)
        self.assertIn("makes subjects of job_workflow_ref", self.result.stderr)
        self.assertFalse(any(call[0] == "az" or "PUT" in call for call in calls))

    def test_subjects_are_told_without_changing_anything(self):
        calls = self.run_script("--subjects")
        self.assertEqual(json.loads(self.result.stdout)["dev"], "repo:contoso/shop:environment:dev")
        self.assertTrue(all(call[0] == "gh" for call in calls))

    def test_production_is_for_the_branch_and_waits_for_the_reviewer(self):
        calls = self.run_script("--reviewer", "ada")
        made = {call[4].rpartition("/")[2]: call for call in calls if "PUT" in call}
        self.assertIn("reviewers[][id]=7", made["prod"])
        self.assertNotIn("reviewers[][id]=7", made["staging"])
        policies = [call for call in calls if "POST" in call]
        self.assertEqual([call[4:] for call in policies],
                         [["repos/contoso/shop/environments/prod/deployment-branch-policies", "--field", "name=main"]])

    def test_what_exists_is_kept(self):
        for name in ("dev", "staging", "prod"):
            self.answers[f"environments/{name}"] = {"name": name, "protection_rules": []}
            self.credentials.append({"subject": f"repo:contoso/shop:environment:{name}",
                                     "issuer": "https://token.actions.githubusercontent.com"})
        self.answers["environments/prod"] = self.protected("branch_policy", "required_reviewers")
        calls = self.run_script("--reviewer", "ada")
        self.assertEqual(self.subjects(calls), [])
        self.assertFalse(any("PUT" in call for call in calls))

    def protected(self, *rules):
        """What GitHub tells of an environment."""
        policy = {"protected_branches": True, "custom_branch_policies": False} if "branch_policy" in rules else None
        return {"name": "prod", "protection_rules": [{"type": rule} for rule in rules], "deployment_branch_policy": policy}

    def test_production_that_github_made_by_itself_is_protected(self):
        self.answers["environments/prod"] = self.protected()
        calls = self.run_script("--env", "prod", "--reviewer", "ada")
        self.assertIn("deployment_branch_policy[custom_branch_policies]=true", [word for call in calls if "PUT" in call for word in call])
        self.assertTrue([call for call in calls if "POST" in call and "name=main" in call])
        self.assertIn("reviewers[][id]=7", [word for call in calls for word in call])

    def test_reviewers_are_added_to_what_has_none_and_its_branches_stay(self):
        self.answers["environments/prod"] = self.protected("branch_policy")
        calls = self.run_script("--env", "prod", "--reviewer", "ada")
        put = [call for call in calls if "PUT" in call]
        self.assertEqual(len(put), 1)
        self.assertIn("deployment_branch_policy[protected_branches]=true", put[0])
        self.assertIn("reviewers[][id]=7", put[0])
        self.assertFalse([call for call in calls if "POST" in call])

    def test_rules_of_people_are_left_alone_and_what_they_lack_is_told(self):
        self.answers["environments/prod"] = self.protected("branch_policy", "wait_timer")
        calls = self.run_script("--env", "prod", "--reviewer", "ada")
        self.assertFalse([call for call in calls if "PUT" in call])
        self.assertIn("nobody has to approve a deployment; its settings on GitHub say who", self.result.stdout + self.result.stderr)

    # https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments (2026-11)
    def test_where_the_plan_has_no_reviewers_production_is_for_the_branch_all_the_same(self):
        calls = self.run_script("--env", "prod", "--reviewer", "ada", REFUSED="reviewers")
        self.assertEqual(self.result.returncode, 1)
        self.assertIn("reviewers need Enterprise", self.result.stderr)
        self.assertTrue([call for call in calls if "POST" in call and "name=main" in call])
        self.assertFalse([call for call in calls if call[0] == "az" and call[1] != "account"])

    def test_the_identity_grants_the_roles_of_the_infrastructure_and_no_others(self):
        calls = self.run_script("--env", "prod")
        roles = [call for call in calls if call[1:4] == ["role", "assignment", "create"]]
        self.assertEqual([self.option(call, "--role") for call in roles], ["Contributor", "User Access Administrator"])
        condition = self.option(roles[1], "--condition")
        self.assertEqual(set(re.findall(r"[0-9a-f-]{36}", condition)), self.granted("microservice"))
        self.assertIn("!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})", condition)
        self.assertIn("@Resource[Microsoft.Authorization/roleAssignments:RoleDefinitionId]", condition)
        # Nobody may make an owner or a contributor of anybody.
        self.assertNotIn("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", condition)
        self.assertNotIn("b24988ac-6180-42a0-ab88-20f7382dd24c", condition)

    def granted(self, pattern):
        """Ids of the roles that the infrastructure grants, by the ways it has to do so."""
        infra = REPOSITORIES / pattern / "infra"
        text = (infra / "modules/shared/roles.bicep").read_text()
        ids = {quoted or plain: role for quoted, plain, role in re.findall(r"(?:'([^'\n]+)'|(\w+)): '([0-9a-f-]{36})'", text)}
        ways = r"role: '([^']+)'|grantAll\([^'\n]*'([^']+)'\)|grantProperties\(\w+, '([^']+)'\)|roleIds\['([^']+)'\]|roleName\[\] = \[([^\]]+)\]"
        texts = [path.read_text() for path in infra.rglob("*.bicep") if path.name != "roles.bicep"]
        found = [way for text in texts for match in re.findall(ways, text) for way in match if way]
        return {ids[name.strip(" '")] for names in found for name in names.split(",")}

    def test_the_roles_of_each_pattern_are_those_its_infrastructure_grants(self):
        for pattern in ("microservice", "event-driven", "multi-region", "chat-baseline"):
            self.pattern = pattern
            calls = self.run_script("--env", "prod")
            condition = next(self.option(call, "--condition") for call in calls if "--condition" in call)
            self.assertEqual(set(re.findall(r"[0-9a-f-]{36}", condition)), self.granted(pattern), pattern)

    def test_where_models_are_tested_the_identity_may_ask_them(self):
        for environment, asks in (("dev", False), ("staging", True), ("prod", False)):
            calls = self.run_script("--env", environment)
            roles = [self.option(call, "--role") for call in calls if call[1:4] == ["role", "assignment", "create"]]
            self.assertEqual("Cognitive Services OpenAI User" in roles, asks)

    def test_an_old_limit_of_the_roles_is_brought_up_to_date(self):
        calls = self.run_script("--env", "prod")
        self.assertFalse([call for call in calls if call[1:4] == ["role", "assignment", "update"]])
        calls = self.run_script("--env", "prod", HELD="old")
        update = next(call for call in calls if call[1:4] == ["role", "assignment", "update"])
        self.assertIn("ForAnyOfAnyValues:GuidEquals", json.loads(update[-4])["condition"])

    def test_environments_may_have_subscriptions_of_their_own(self):
        calls = self.run_script("--subscription", f"prod={OTHER}")
        values = {(self.option(call, "--env"), call[3]): self.option(call, "--body") for call in calls if call[1] == "variable"}
        self.assertEqual(values["prod", "AZURE_SUBSCRIPTION_ID"], OTHER)
        self.assertEqual(values["dev", "AZURE_SUBSCRIPTION_ID"], SUBSCRIPTION)
        self.assertEqual(values["dev", "AZURE_CLIENT_ID"], "client")

    def test_wrong_operands_are_told(self):
        for arguments, message in (
            (["--subscription", "prod=mine"], "no id of a subscription"),
            (["--subscription", f"qa={OTHER}"], "there is no environment qa"),
            (["--env", "qa"], "there is no environment qa"),
        ):
            self.run_script(*arguments)
            self.assertEqual(self.result.returncode, 1)
            self.assertIn(message, self.result.stderr)

    def test_a_missing_login_is_told(self):
        self.run_script(FAIL="account")
        self.assertEqual(self.result.returncode, 1)
        self.assertIn("please run az login", self.result.stderr)


if __name__ == "__main__":
    unittest.main()
