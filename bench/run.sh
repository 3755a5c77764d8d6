#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# Times what users wait for: bench/run.sh [AZSTAMP]. Needs hyperfine. Machines
# differ and are noisy: compare medians of two builds on one machine.
# Aims (design): --help, check and env render below 10 ms, update without changes
# of 150 files below 30 ms, init with its commit below 80 ms, 1,000 services in 50
# environments below 3 s and 300 MB.
set -eu
azstamp=$(realpath "${1:-build/azstamp}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com
export GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com

bench() { # NAME [hyperfine options...] COMMAND
	local name=$1
	shift
	hyperfine -N --warmup 3 --style none --export-json result.json "$@" >/dev/null 2>&1
	python3 - "$name" <<'PY'
import json, sys
r = json.load(open("result.json"))["results"][0]
print(f"{sys.argv[1]:32} median {r['median']*1000:8.1f} ms   "
      f"min {r['min']*1000:8.1f}   max {r['max']*1000:8.1f}")
PY
}

"$azstamp" init shop -q
bench 'help' -r 50 "$azstamp --help"
bench 'check' -r 50 "$azstamp -C shop check"
bench 'env render' -r 50 "$azstamp -C shop env render"
bench 'update, nothing to do' -r 50 "$azstamp -C shop update"
bench 'init with its commit' -r 20 --prepare 'rm -rf new' "$azstamp init new -q"
bench 'init --no-git' -r 20 --prepare 'rm -rf new' "$azstamp init new -q --no-git"

# A large model, of NUMBER services in 50 environments. Twice the services take
# twice the time and at most twice the memory.
large() { # NUMBER
	python3 - "$1" <<'PY'
import os, sys
n = int(sys.argv[1])
os.makedirs(f"large{n}/profiles")
with open(f"large{n}/azstamp.yaml", "w") as f:
    f.write("name: large\npattern: microservice\nlocations: [eastus2]\nservices:\n")
    for i in range(n):
        f.write(f"  s{i}:\n    host: containerapp\n    project: services/s{i}\n"
                "    uses: [openai, search]\n")
for e in range(50):
    with open(f"large{n}/profiles/e{e}.yaml", "w") as f:
        f.write("extends: azstamp/staging\nservices:\n")
        for i in range(n):
            f.write(f"  s{i}:\n    containers:\n      maxReplicas: {20 + i % 5}\n")
PY
	mkdir "large$1/.azstamp"
	echo '{"format": 1, "azstamp": "0", "templates": "0", "files": []}' \
		>"large$1/.azstamp/lock.json"
	"$azstamp" -C "large$1" env render -q >/dev/null
	for command in 'env list' check 'env render'; do
		bench "$1 services x 50: $command" -r 5 -i \
			"$azstamp -C large$1 $command"
		# shellcheck disable=SC2086 # the words of a command
		/usr/bin/time -q -f "$1 services x 50: $command   %M KB at its peak" \
			"$azstamp" -C "large$1" $command >/dev/null || true
	done
}
large 250
large 500
large 1000
