#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# templates/README.md is true: the pattern it builds works as it stands there,
# without C. AZSTAMP_UPDATE_GOLDEN=1 puts the real output into its console block.
# shellcheck disable=SC2016,SC2317 # texts with `; check calls the functions
. "${srcdir:-.}/tests/lib.sh"

readme=$srcdir/templates/README.md
mkdir bin
ln -s "$AZSTAMP" bin/azstamp
PATH=$work/bin:$PATH

# The blocks whose first line names a file: "```yaml house/nightly/x.yaml".
write_blocks() {
	local line file=''
	while IFS= read -r line; do
		if [[ $line =~ ^\`\`\`[a-z]+\ (house/[^ ]+)$ ]]; then
			file=${BASH_REMATCH[1]}
			mkdir -p "${file%/*}"
			: >"$file"
		elif [ "$line" = '```' ]; then
			file=''
		elif [ -n "$file" ]; then
			printf '%s\n' "$line" >>"$file"
		fi
	done <"$1"
}
write_blocks "$readme"
check 'the pattern has its files' test "$(find house -type f | wc -l)" = 4

replay "$readme" >real
if [ "${AZSTAMP_UPDATE_GOLDEN-}" = 1 ]; then
	cat real >"$readme"
fi
check 'templates/README.md shows the real output' diff -u "$readme" real

cd nights || exit 1
check 'the repository has what the pattern adds' \
	test -s docs/calendar.md -a -s infra/modules/apps/container-job.bicep
check 'main.bicep calls the job' grep -qF \
	"module inboxJob 'modules/apps/container-job.bicep' = {" infra/main.bicep
check 'and what patterns share' grep -q '^module budget ' infra/main.bicep
cp azstamp.yaml ..
sed -i 's/uses: .*/uses: [eventHubs]/' azstamp.yaml
run azstamp check --template-dir ../house
check 'what the pattern is not made for is refused' status_is 3
check 'it is named' out_has 'azstamp.yaml:' 'eventHubs'
mv ../azstamp.yaml .
cp -r ../house . && sed -i '1i templateDir: house' azstamp.yaml
run azstamp check
check 'with templateDir no option is needed' status_is 0
sed -i 's/02:00/03:00/' house/nightly/calendar.md.mustache
run azstamp update
check 'update brings a change of the folder' out_has 'updated   docs/calendar.md'
check 'and nothing else' test "$(grep -c '^updated ' "$out")" = 1
cd ..

run azstamp init plain --pattern nightly
check 'without the folder there is no such pattern' status_is 2
if [ -n "${BICEP-}" ]; then
	check 'Bicep lints' bash -c '
		"$BICEP" lint nights/infra/main.bicep \
			nights/infra/environments/*.bicepparam >log 2>&1 &&
		! grep -E " : (Error|Warning) " log || { cat log; exit 1; }'
else
	skip 'Bicep lints' 'no bicep: set BICEP'
fi

# --- What the text says of the modules here

# The modules in no manifest, and those in the table, without ".bicep".
for module in "$srcdir"/templates/modules/*/*.bicep; do
	module=${module#"$srcdir/templates/"}
	grep -rqF "source: $module" "$srcdir"/templates --include=manifest.yaml ||
		echo "$module"
done >blocks
sed -n '/^## Building blocks/,/^## /s/^| `\([^`]*\)`.*/modules\/\1/p' \
	"$readme" >blocks.told
check 'the building blocks are the modules that no pattern takes' \
	diff <(sort blocks) <(sort blocks.told)
check 'the manual of developers names files that exist' bash -c '
	grep -o "\`\.\./[a-z/-]*\.[a-z0-9]*\`" "$1" | tr -d "\`" | sort -u |
	while read -r file; do
		ls "${1%/*}/"$file >/dev/null || exit 1
	done' - "$readme"
finish
