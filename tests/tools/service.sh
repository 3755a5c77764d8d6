#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# service.sh DIR...: type-check generated TypeScript services and run their
# tests, with the TypeScript and the Node.js 22 that are installed beside it.
set -eu
tools=$(cd "$(dirname "$0")" && pwd)/node_modules
for bin in "$tools"/node-linux-*/bin; do
	PATH=$bin:$PATH
done
case $(node --version) in
v22.*) ;;
*) echo "service.sh: Node.js 22 is not installed for $(uname -m)" && exit 1 ;;
esac
linked=
trap '[ -z "$linked" ] || rm "$linked"' EXIT
for dir; do
	# A service that needs packages finds them among the tools.
	if grep -q '"dependencies"' "$dir/package.json"; then
		ln -s "$tools" "$dir/node_modules"
		linked=$dir/node_modules
	fi
	echo "$dir: $(node "$tools/typescript/bin/tsc" --version)"
	node "$tools/typescript/bin/tsc" --project "$dir" \
		--typeRoots "$tools/@types"
	echo "$dir: Node.js $(node --version)"
	(cd "$dir" && npm test --silent)
	if [ -n "$linked" ]; then
		rm "$linked"
		linked=
	fi
done
