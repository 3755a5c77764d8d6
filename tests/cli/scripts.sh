#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# The scripts of generated repositories: each tests/scripts/<name>_test.py runs
# them in repositories of every pattern, against programs that are played.
. "${srcdir:-.}/tests/lib.sh"

need_scripts
export REPOSITORIES="$work/repositories" PYTHONDONTWRITEBYTECODE=1
mkdir "$REPOSITORIES"
for pattern in microservice event-driven multi-region chat-baseline; do
	azstamp init "$REPOSITORIES/$pattern" --pattern "$pattern" --name shop \
		--no-git --quiet 2>/dev/null
done
for file in "$srcdir"/tests/scripts/*_test.py; do
	name=${file##*/}
	check "the tests of ${name%_test.py} pass" python3 -W error "$file"
done
finish
