# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# For the shell tests: `. "${srcdir:-.}/tests/lib.sh"`, then claims, then
# `finish`. A test runs in a new, empty working folder ($work) that is removed
# at the end, with nothing of the caller's locale, HOME or git settings.
#
#   run azstamp init shop          runs it; sets $status, fills $out and $err
#   check 'init makes azure.yaml' test -e shop/azure.yaml
#   skip 'the Bicep lints' 'no bicep: set BICEP'
#
# A check is a sentence and a command that must succeed; it prints "ok" or
# "not ok" and the sentence (then what the command printed, and the last run).
# To be used as the command of a check, about the last run:
#
#   status_is N      out_is TEXT      out_has TEXT...    out_empty
#                    err_is TEXT      err_has TEXT...    err_empty
#   shows LINE       (blanks squeezed)                   json_ok
#   json_has PYTHON-EXPRESSION over the output d
#   not COMMAND...   file_is FILE TEXT                   same_files DIR DIR
#
# About the git repository here: `changed_is LINE...` (of `git status`),
# `lines_changed FILE` prints those that went and came, `restore` undoes all.
#
# `replay FILE` prints a document with the output of its console blocks.

set -u
export LC_ALL=C TZ=UTC
unset CDPATH "${!GIT_@}"
srcdir=$(cd "${srcdir:-.}" && pwd)
AZSTAMP=${AZSTAMP:-$srcdir/build/azstamp}
work=$(mktemp -d)
out=$work.out err=$work.err
passed=0 failed=0 skipped=0 finished=0 last='' status=0
: >"$out"
: >"$err"
mkdir "$work.home"
export srcdir AZSTAMP HOME="$work.home" XDG_CONFIG_HOME="$work.home/.config"
export GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES="${work%/*}"
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com
export GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com
umask 022
# Nobody is there to answer questions.
exec </dev/null
cd "$work" || exit 1

# A test that ends without finish has failed.
leave() {
	local status=$?
	cd / || status=1
	chmod -R u+rwX "$work" "$work.home"
	rm -rf "$work" "$work.home" "$out" "$err"
	if [ "$finished" = 0 ]; then
		failed=$((failed + 1))
		echo "not ok - ended before finish (exit status $status)"
		echo "# $passed passed, $failed failed, $skipped skipped"
		status=1
	fi
	exit "$status"
}
trap leave EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

azstamp() { "$AZSTAMP" "$@"; }

run() {
	last="$*"
	"$@" >"$out" 2>"$err" </dev/null
	status=$?
	return 0
}

# COMMAND...: what it prints on a terminal. Fails where there is none to be had.
terminal() {
	python3 -c 'import os, pty, sys
def read(fd):
    return os.read(fd, 4096)
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], read)))' \
		"$@" </dev/null
}

check() {
	local sentence=$1 said
	shift
	if said=$("$@" 2>&1); then
		passed=$((passed + 1))
		echo "ok - $sentence"
		return
	fi
	failed=$((failed + 1))
	echo "not ok - $sentence"
	{
		echo "failed: $*"
		[ -z "$said" ] || head -n 40 <<<"$said"
		if [ -n "$last" ]; then
			echo "last run: $last (exit status $status)"
			head -n 20 "$out"
			head -n 20 "$err"
		fi
	} | sed 's/^/#   /'
}

skip() {
	skipped=$((skipped + 1))
	echo "ok - $1 # SKIP $2"
}

finish() {
	finished=1
	echo "# $passed passed, $failed failed, $skipped skipped"
	if [ "$failed" != 0 ]; then
		exit 1
	fi
	[ "$passed" != 0 ] || exit 77
	exit 0
}

# For tests of the scripts of repositories: they end here if it is not for them.
need_scripts() {
	if [ "${SCRIPTS-}" = once ]; then
		skip 'the scripts' 'they are the same in every build, and tested in one'
		finish
	fi
	command -v python3 >/dev/null || {
		skip 'the scripts' 'no python3'
		finish
	}
}

not() { ! "$@"; }

status_is() { [ "$status" = "$1" ]; }

text_is() { diff -u --label wanted --label got <(printf '%s\n' "$2") "$1"; }
text_has() {
	local file=$1 text
	shift
	for text; do
		grep -qF -e "$text" "$file" || {
			echo "lacks: $text"
			return 1
		}
	done
}

out_is() { text_is "$out" "$1"; }
out_has() { text_has "$out" "$@"; }
out_empty() { [ ! -s "$out" ]; }
err_is() { text_is "$err" "$1"; }
err_has() { text_has "$err" "$@"; }
err_empty() { [ ! -s "$err" ]; }
shows() { tr -s ' ' <"$out" | grep -qxF -e "$1"; }
json_ok() { python3 -m json.tool "$out"; }
json_has() {
	python3 -c 'import json, sys
d = json.load(open(sys.argv[1]))
print(d)
sys.exit(not eval("(" + sys.argv[2] + ")"))' "$out" "$1"
}
file_is() { text_is "$1" "$2"; }
same_files() { diff -r "$1" "$2"; }

changed() { git status --porcelain | sort; }
changed_is() { text_is <(changed) "$(printf '%s\n' "$@")"; }
lines_changed() { git diff -U0 "$1" | grep '^[-+][^-+]'; }
restore() { git checkout -q . && git clean -fdqx; }

# A document whose console blocks hold what their commands really print.
replay() {
	local line block=0
	while IFS= read -r line <&3; do
		if [ "$block" = 1 ] && [[ $line == '$ '* ]]; then
			printf '%s\n' "$line"
			eval "${line#??}" 2>&1 </dev/null
			continue
		fi
		# shellcheck disable=SC2016 # a fence
		case $line in
		'```console') block=1 ;;
		'```') block=0 ;;
		*) [ "$block" = 0 ] || continue ;;
		esac
		printf '%s\n' "$line"
	done 3<"$1"
}
