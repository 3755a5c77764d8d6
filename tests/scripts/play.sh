# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# For the tests of the scripts of generated repositories, after lib.sh: an azd
# and an Azure that are played. $PYTHON runs the scripts of repo/scripts.
#
#   play/values    the variables of azd, as JSON
#   play/world     what is in Azure, as JSON
#   play/calls     what azd and Azure were asked, a line each
#   play/sitecustomize.py is the test's own: it says what Azure answers by
#                  played.serve(), see there.
#
# AZD_FAULT="WORD WORD" makes that command of azd fail.
# shellcheck disable=SC2154 # lib.sh sets work

need_scripts
mkdir -p bin play repo/scripts
cp "$srcdir/tests/scripts/played.py" play
export PATH="$work/bin:$PATH" PYTHONPATH="$work/play" PYTHONDONTWRITEBYTECODE=1
PYTHON=$(python3 -c 'import sys; print(sys.executable)')
export PYTHON PLAY="$work/play"
unset "${!AZURE_@}"

cat >bin/azd <<'END'
#!/bin/sh
echo "azd $*" >>"$PLAY/calls"
if [ "${AZD_FAULT-}" = "$1 $2" ]; then
	echo 'ERROR: not logged in, run `azd auth login` to login' >&2
	exit 1
fi
case "$1 $2" in
'env get-values') cat "$PLAY/values" ;;
'env set') exec "$PYTHON" -IS "$PLAY/played.py" "$3" "$4" ;;
'auth token')
	echo "{\"token\": \"SECRET-$4\", \"expiresOn\": \"2999-01-01T00:00:00Z\"}"
	;;
*) exit 1 ;;
esac
END
chmod +x bin/azd

value_is() { # NAME VALUE: what azd knows
	text_is <("$PYTHON" -IS -c 'import json, sys
print(json.load(open(sys.argv[1])).get(sys.argv[2], "none"))' play/values "$1") "$2"
}
play() { # NAME ARGUMENT...: the last run is it
	: >play/calls
	run "$PYTHON" "repo/scripts/$1.py" "${@:2}"
}
