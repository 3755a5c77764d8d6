#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# The questions of azstamp init, asked on a pseudo-terminal.
# shellcheck disable=SC2016,SC2317 # texts with $ and `; check calls functions
. "${srcdir:-.}/tests/lib.sh"

# talk.py COMMAND... <SCRIPT: run COMMAND on a terminal of its own. A line of
# the script is "expect TEXT", "send TEXT" (and Enter), "key X" (Ctrl-X).
# Everything the terminal shows goes to standard output.
cat >talk.py <<'END'
import os, pty, select, signal, sys, time

def finish(message=None):
    """Read to the end, say how the program ended."""
    while read(10):
        pass
    sys.stdout.write(shown)
    if message:
        print(f"\n{message}")
        sys.exit(99)
    # What neither ends nor says anything more would be waited for for ever.
    gone, status = os.waitpid(pid, os.WNOHANG)
    if not gone:
        time.sleep(1)
        gone, status = os.waitpid(pid, os.WNOHANG)
    if not gone:
        os.kill(pid, signal.SIGKILL)
        print("\nit does not end")
        sys.exit(99)
    sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status)
             else 128 + os.WTERMSIG(status))

def read(seconds):
    global shown
    if not select.select([fd], [], [], seconds)[0]:
        return False
    try:
        text = os.read(fd, 4096)
    except OSError: # the other end is closed
        return False
    shown += text.decode().replace("\r\n", "\n")
    return text != b""

pid, fd = pty.fork()
if pid == 0:
    # A job in the background has them ignored, and so would the program.
    for name in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
        signal.signal(name, signal.SIG_DFL)
    os.execvp(sys.argv[1], sys.argv[1:])
shown, seen = "", 0
for line in sys.stdin.read().splitlines():
    verb, _, text = line.partition(" ")
    if verb == "expect":
        end = time.monotonic() + 10
        while shown.find(text, seen) < 0:
            if not read(max(0, end - time.monotonic())):
                finish(f"never shown: {text}")
        seen = shown.find(text, seen) + len(text)
    elif verb == "send":
        os.write(fd, text.encode() + b"\n")
    else:
        os.write(fd, bytes([ord(text) & 31]))
finish()
END
talk() { # COMMAND... <SCRIPT
	last="$*"
	python3 -B talk.py "$@" >"$out" 2>"$err"
	status=$?
}
init() { talk "$AZSTAMP" init "$@"; }

if ! talk true </dev/null || [ "$status" != 0 ]; then
	skip 'the questions of init' 'this machine gives no pseudo-terminal'
	finish
fi

# Enter all the way: what the options would give.
init shop --no-git <<'END'
expect Pattern [microservice]: 
send
expect Name of the application [shop]: 
send
expect Azure regions [eastus2]: 
send
expect Environments [dev,staging,prod]: 
send
expect Created shop in shop
END
check 'Enter takes every default' status_is 0
check 'the patterns are shown, each with what it is' test "$(grep -c \
	'^  [1-4]  [a-z-]*  *[a-z].*' "$out")" = 4
azstamp init other --name shop --no-git -q --no-prompt
check 'the defaults are those of the options' same_files shop other

init fn <<'END'
expect Pattern [microservice]: 
send 3
expect Name of the application [fn]: 
send  shop2 
expect Azure regions [eastus2]: 
send swedencentral
expect Environments [dev,staging,prod]: 
send dev, prod
expect Created shop2 in fn
END
check 'answers are taken' status_is 0
check 'a pattern is taken by its number' grep -qx 'pattern: microservice' \
	fn/azstamp.yaml
check 'the name is taken without blanks' grep -qx 'name: "shop2"' fn/azstamp.yaml
check 'the region is taken' grep -qx 'locations: \[swedencentral\]' \
	fn/azstamp.yaml
check 'the environments are taken' test "$(ls fn/profiles)" = 'dev.yaml
prod.yaml'
check 'there is a first commit' git -C fn rev-parse -q --verify HEAD

# Each answer is checked at Enter.
init 'My App' --no-git <<'END'
expect Pattern [microservice]: 
send mikroservice
expect there is no pattern mikroservice
expect did you mean microservice?
expect Pattern [microservice]: 
send 9
expect Pattern [microservice]: 
send ../common
expect Pattern [microservice]: 
send multi-region
expect Name of the application: 
send
expect must be 2 to 32 lower-case letters
expect Name of the application: 
send Shop
expect must be 2 to 32 lower-case letters
expect Name of the application: 
send shop
expect Azure regions [eastus,westus2]: 
send East US
expect there is no region "East US"
expect Azure regions [eastus,westus2]: 
send westeurope,westeurope
expect westeurope stands there twice
expect Azure regions [eastus,westus2]: 
send westeurope
expect Environments [dev,staging,prod]: 
send dev,Prod
expect "Prod" cannot name an environment
expect Environments [dev,staging,prod]: 
send no
expect "no" cannot name an environment
expect Environments [dev,staging,prod]: 
send live
expect Created shop in My App
END
check 'a wrong answer is asked for again' status_is 0
check 'a folder'\''s name that is none is not offered' test -e 'My App/azure.yaml'
check 'a pattern for several regions gets a second one' grep -qx \
	'locations: \[westeurope, northeurope\]' 'My App/azstamp.yaml'

# What an option says is not asked.
init asked --name shop --env dev --pattern event-driven --no-git <<'END'
expect Azure regions [eastus2]: 
send
expect Created shop in asked
END
check 'what an option says is not asked' status_is 0
check 'there was one question' test "$(grep -c ']: ' "$out")" = 1
init full --name shop --env dev --pattern microservice --location eastus2 \
	--no-git <<'END'
expect Created shop in full
END
check 'with all options there is no question' not grep -q ']: ' "$out"
init plain --no-prompt --no-git <<'END'
expect Created plain in plain
END
check '--no-prompt asks nothing' not grep -q ']: ' "$out"
init dry --dry-run <<'END'
expect Pattern
send
expect Name
send
expect regions
send
expect Environments
send dev
expect nothing was written
END
check '--dry-run asks, too' status_is 0
check '--dry-run writes nothing' not test -e dry

# Ctrl-C and the end of the input, at every question, leave nothing.
answers='' n=0
for label in Pattern Name regions Environments; do
	n=$((n + 1))
	for key in C D; do
		mkdir "empty$n$key"
		(cd "empty$n$key" && exec python3 -B ../talk.py "$AZSTAMP" init \
			shop) >"$out" 2>"$err" <<END
${answers}expect $label
key $key
END
		status=$?
		last="Ctrl-$key at $label"
		[ "$key" = C ] && want=130 || want=1
		check "Ctrl-$key at the question $n ends it" status_is "$want"
		check "Ctrl-$key at the question $n leaves nothing" test -z \
			"$(ls -A "empty$n$key")"
		[ "$key" = C ] || check 'the end of the input is named' out_has \
			'azstamp: the input ended; nothing was written'
	done
	answers="${answers}expect $label
send
"
done

# A folder that cannot be filled is refused before the first question.
init shop <<'END'
expect is not empty
END
check 'a full folder is refused' status_is 1
check 'a full folder is refused before the first question' not grep -q ']: ' \
	"$out"

# Without a terminal nothing is asked.
run azstamp init quiet --no-git
check 'without a terminal nothing is asked' status_is 0
finish
