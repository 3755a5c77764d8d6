#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# A mistake in any file of a project with five environments is found with its
# line and column, also where environments extend each other.
# shellcheck disable=SC2016,SC2317 # texts with `; check calls functions
. "${srcdir:-.}/tests/lib.sh"

command -v python3 >/dev/null || {
	skip 'the places of mistakes' 'no python3'
	finish
}
azstamp init shop -q --no-git --env dev,staging,prod || exit 1
printf '# Größe 🚀\nextends: staging\n' >shop/profiles/qa.yaml
printf 'extends: prod\r\nlevel: production\r\n' >shop/profiles/live.yaml
run azstamp -C shop update -q
run azstamp -C shop check
check 'without a mistake there is no finding' out_is 'No findings.'

# places.py REPOSITORY: put one mistake after another behind the lines of each
# file, "^" marks its place, and look for the finding there.
cat >places.py <<'END'
import json, os, subprocess, sys

root = sys.argv[1]
AZSTAMP = os.environ["AZSTAMP"]
PROFILE = [
    ("AZS0001", "tags: ^[a, b"),
    ("AZS0001", "tags: ^*x"),
    ("AZS0002", "^opnai: { capacity: 5 }"),
    ("AZS0002", "keyVault: { ^retention: 5 }"),
    ("AZS0002", "keyVault:\n  retentionDays: 30\n  ^x: 5"),
    ("AZS0002", '^"größe": 5'),
    ("AZS0003", "keyVault: { retentionDays: ^1000 }"),
    ("AZS0003", "keyVault: ^5"),
    ("AZS0003", "monitoring: { alertEmails: [ä@b.example, ^5] }"),
    ("AZS0003", 'tags: { "größe 🚀": "x", b: ^5 }'),
    ("AZS0003", "registry:\n\n  # größe\n  sku: ^basic"),
    ("AZS0005", "services: { ^Api: { containers: { cpu: 1.0 } } }"),
    ("AZS0101|AZS0124", "locations: [eastus2, ^nowhere]"),
    ("AZS0125", "services: { ^none: { containers: { cpu: 0.5, memory: 1.0Gi } } }"),
    ("AZS0128", 'tags: { ^"a<b": x }'),
    ("AZS0102", "services: { text-service: { containers: { minReplicas: ^9, "
                "maxReplicas: 8 } } }"),
]
APPLICATION = [
    ("AZS0001", "routing: ^'x"),
    ("AZS0002", "^brnch: main"),
    ("AZS0002", "  extra: { host: containerapp, project: api, ^use: [] }"),
    ("AZS0003", "  extra: { host: ^vm, project: api }"),
    ("AZS0003", "  extra: { host: containerapp, project: ^../x }"),
    ("AZS0004", "  ^extra: { host: containerapp }"),
    ("AZS0005", "  ^Extra: { host: containerapp, project: api }"),
    ("AZS0113", "  extra: { host: containerapp, project: api, uses: [openai, ^serch] }"),
    ("AZS0206", "  extra: { host: containerapp, project: ^nowhere }"),
]

def findings():
    run = subprocess.run([AZSTAMP, "-C", root, "check", "--format", "json"],
                         capture_output=True, text=True)
    assert run.stdout, run.stderr
    return json.loads(run.stdout)["findings"]

def look(name, text, mistakes):
    """One mistake at a time; its place is counted here, in characters."""
    count = 0
    eol = "\r\n" if "\r\n" in text else "\n"
    for rule, mistake in mistakes:
        head, rest = mistake.split("^")
        lines = (text + head.replace("\n", eol)).split(eol)
        with open(f"{root}/{name}", "w", newline="") as file:
            file.write(text + (head + rest).replace("\n", eol) + eol)
        found = [f for f in findings() if f["file"] == name
                 and f["line"] == len(lines) and f["column"] == len(lines[-1]) + 1
                 and f["rule"] in rule.split("|")]
        assert found, (name, rule, mistake, len(lines), len(lines[-1]) + 1,
                       findings())
        count += 1
    with open(f"{root}/{name}", "w", newline="") as file:
        file.write(text)
    return count

def read(name):
    with open(f"{root}/{name}", newline="") as file:
        return file.read()

total = 0
for name in "dev", "staging", "prod", "qa", "live":
    total += look(f"profiles/{name}.yaml", read(f"profiles/{name}.yaml"), PROFILE)
total += look("azstamp.yaml", read("azstamp.yaml"), APPLICATION)
print(total)
END
run python3 -B places.py shop
check 'each mistake in each file is found where it is' status_is 0
check 'there were mistakes in all six files' test "$(cat "$out")" = $((5 * 16 + 9))
run azstamp -C shop check
check 'the files are as they were' out_is 'No findings.'

# Two values that do not go together, of two files.
cd shop || exit 1
printf 'containers:\n  memory: 3.0Gi\n' >>profiles/qa.yaml
run azstamp check
check 'what an environment adds to what it inherits is found at its own line' \
	out_has 'profiles/qa.yaml:4:11: error[AZS0104]: containers.cpu 1.0 with memory 3.0Gi'
check 'it is the only finding about sizes' test "$(grep -c AZS0104 "$out")" = 1
sed -i '/^containers/,$d' profiles/qa.yaml
sed -i 's/memory: 2.0Gi/memory: 3.0Gi/' profiles/staging.yaml
run azstamp check
check 'what an environment hands down is found at its line' out_has \
	'profiles/staging.yaml:15:11: error[AZS0104]'
check 'once, though two environments have it' test "$(grep -c AZS0104 "$out")" = 1
sed -i 's/memory: 3.0Gi/memory: 2.0Gi/' profiles/staging.yaml
cp profiles/staging.yaml "$work/staging"
printf 'extends: azstamp/staging\nopenai:\n  deployments:\n    more:\n      sku: Standard\n' \
	>profiles/staging.yaml
run azstamp check
check 'what is missing in all who inherit it is found where it should be' out_has \
	'profiles/staging.yaml:4:5: error[AZS0004]: openai.deployments.more.model is missing'
printf 'extends: live\n' >profiles/staging.yaml
sed -i 's/^extends: .*/extends: qa/' profiles/live.yaml
run azstamp check
check 'a circle names its chain' out_has \
	'error[AZS0006]: the profiles extend each other in a circle: live -> qa -> staging -> live'
check 'a circle has a place' grep -q '^profiles/live.yaml:1:10: error\[AZS0006\]' \
	"$out"
finish
