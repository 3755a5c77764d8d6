#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp version, and --version.
# shellcheck disable=SC2016,SC2317 # texts with $ and `; check calls functions
. "${srcdir:-.}/tests/lib.sh"

run azstamp version
check 'version succeeds' status_is 0
check 'version prints one line with three numbers' \
	grep -qxE 'azstamp [0-9]+\.[0-9]+\.[0-9]+' "$out"
check 'version prints nothing else' test "$(wc -l <"$out")" = 1
check 'version has no messages' err_empty
cp "$out" plain

run azstamp --version
check '--version succeeds' status_is 0
check '--version says the same' cmp "$out" plain

run azstamp version --facts
check '--facts succeeds' status_is 0
check '--facts names each kind of fact with its date' \
	out_has 'regions, zones, pairs ' 'models ' 'SKUs and limits' \
	'API versions' 'roles ' 'private endpoints' 'CPU and memory'
check '--facts dates every line but the first' \
	test "$(grep -cE ' 20[0-9]{2}(-[0-9]{2}){0,2}  +[A-Za-z]' "$out")" \
	= "$(($(wc -l <"$out") - 1))"

run azstamp version -o json
check '-o json succeeds' status_is 0
check '-o json is JSON' json_ok
check '-o json holds the version' \
	out_has "\"version\": \"$(cut -d' ' -f2 plain)\""
check '-o json holds sources and dates' out_has '"source":' '"date":'

run azstamp version extra
check 'an operand is wrong usage' status_is 2
check 'the operand is named' err_has 'unexpected operand "extra"'
check 'the page to read is named' err_has 'Try `azstamp help version`.'

run azstamp version --fact
check 'an unknown option is wrong usage' status_is 2
check 'the nearest option is named' \
	err_has 'unknown option --fact of azstamp version' '--facts?'

run azstamp -- version
check '-- may stand before the command' status_is 0
run azstamp version --
check '-- may stand last' status_is 0

run bash -c '"$AZSTAMP" version >/dev/full'
check 'a full disk is a failure' status_is 1
check 'a full disk is reported' err_has 'cannot write the output'
run bash -c '"$AZSTAMP" version >&-'
check 'a closed stdout is a failure' status_is 1
run bash -c '"$AZSTAMP" version <&- 2>&-'
check 'closed stdin and stderr do not matter' status_is 0

# Most commands end sooner than libgit2 and what it needs have started.
check 'libgit2 is not loaded before git is needed' \
	bash -c '! ldd "$AZSTAMP" | grep libgit2'
finish
