#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# The documents say what the program does. AZSTAMP_UPDATE_GOLDEN=1 puts the
# real output into the console blocks of README.md.
# shellcheck disable=SC2317 # check calls the functions
. "${srcdir:-.}/tests/lib.sh"

page1=$srcdir/man/azstamp.1 page5=$srcdir/man/azstamp-profile.5
mkdir -p bin clone/script
ln -s "$AZSTAMP" bin/azstamp
ln -s "$AZSTAMP" clone/script/azstamp
PATH=$work/bin:$PATH
export GIT_AUTHOR_DATE='@1700000000 +0000'
export GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE

# Two lists of lines are equal, in any order.
same_lines() { # FILE FILE
	diff --label program --label page -U0 <(sort -u "$1") <(sort -u "$2")
}

# --- README.md: its console blocks, with what their commands really print

# But for what differs from run to run, and with every template that is added;
# tests/cli/init.sh has the lists of files.
stable() {
	sed 's/^\(First commit: \)[0-9a-f]*$/\1<id>/
		s/^\(Created shop in shop: \)[0-9]* files/\1<number> files/' "$1"
}

(cd clone && replay "$srcdir/README.md") >README.real
if [ "${AZSTAMP_UPDATE_GOLDEN-}" = 1 ]; then
	cat README.real >"$srcdir/README.md"
fi
check 'README.md shows the real output' \
	diff -u <(stable "$srcdir/README.md") <(stable README.real)

# --- man pages: text between a section's heading and the next

section() { # PAGE HEADING
	awk -v heading="$2" '
		/^\.S[hs] / { on = substr($0, 5) == heading; next }
		on' "$1"
}

if command -v mandoc >/dev/null; then
	# What manuals the machine has is no fault of the pages.
	run mandoc -Tlint "$page1" "$page5"
	check 'mandoc finds nothing in the pages' not grep -hv \
		'outdated mandoc.db\|referenced manual not found' "$out" "$err"
else
	skip 'mandoc finds nothing in the pages' 'no mandoc'
fi

# --- azstamp(1)

# "name" or "name VALUE" for each option in a block of help.
options_of_help() {
	sed -n "/^$1:\$/,/^\$/p" "$out" |
		sed -n 's/^  [- ,a-zA-Z]*--\([a-z-]*\)\( [^ ]\)\{0,1\}.*/\1\2/p' |
		sed 's/ .$/ VALUE/'
}
options_of_page() {
	section "$page1" "$1" | grep '^\.It Fl' |
		sed 's/.*Fl -//; s/ [AO].*/ VALUE/'
}

run azstamp help
sed -n '/^Commands:$/,/^$/s/^  \([a-z ]*[a-z]\)  .*/\1/p' "$out" >commands
awk '/^\.Sh / { on = $2 == "COMMANDS" }
	on && /^\.Ss / && $2 != "Templates"' "$page1" |
	sed 's/^\.Ss //' >commands.page
check 'azstamp(1) has all commands and no others' \
	same_lines commands commands.page
options_of_help 'Options of every command' >options
options_of_page 'Global options' >options.page
check 'azstamp(1) has all global options and no others' \
	same_lines options options.page
while IFS= read -r command; do
	# shellcheck disable=SC2086 # the words of a command
	run azstamp help $command
	options_of_help Options >options
	options_of_page "$command" >options.page
	check "azstamp(1) has all options of $command and no others" \
		same_lines options options.page
done <commands

sed -n 's/.*exit \([0-9]\).*/\1/p' "$srcdir/src/error.h" >statuses
section "$page1" 'EXIT STATUS' | sed -n 's/^\.It //p' >statuses.page
check 'azstamp(1) has all exit statuses' same_lines statuses statuses.page

grep -oh 'getenv("[A-Z_]*")' "$srcdir"/src/*.c |
	sed 's/.*"\(.*\)".*/\1/' >variables
section "$page1" ENVIRONMENT | sed -n 's/^\.It Ev //p' | tr -d ' ' |
	tr ',' '\n' | grep -Fxf variables >variables.page
check 'azstamp(1) has all environment variables' \
	same_lines variables variables.page

mkdir examples
section "$page1" EXAMPLES |
	sed -n 's/^\.Dl \$ //p' | sed 's/\\e/\\/g' >examples.list
check 'azstamp(1) has examples' test -s examples.list
cd examples || exit 1
while IFS= read -r line; do
	run bash -c "$line"
	check "the example works: $line" status_is 0
done <../examples.list
cd ..

# --- azstamp-profile(5)

# "path<TAB>what<TAB>value" for each fact of a schema, which json.c has written
# with two blanks a level: a field's name stands at an even level, its facts
# at the odd one below.
facts() {
	awk '
	function path(level,  i, text) {
		for (i = 2; i < level; i += 2)
			text = text (i > 2 ? "." : "") \
			    (names[i - 1] == "patternProperties" ? "*" : names[i])
		return text
	}
	{
		match($0, /^ */)
		level = RLENGTH / 2
		line = substr($0, RLENGTH + 1)
		sub(/,$/, "", line)
	}
	match(line, /^"([^"\\]|\\.)*": /) {
		names[level] = substr(line, 2, RLENGTH - 4)
		line = substr(line, RLENGTH + 1)
		gsub(/^"|"$/, "", line)
		if (level % 2 == 0 || level < 3)
			next
		if (names[level] == "description")
			print path(level) "\tfield\t"
		else if (names[level] ~ /^(minimum|maximum|default)$/)
			print path(level) "\t" names[level] "\t" line
		next
	}
	names[level - 1] == "enum" && line ~ /^["0-9]/ {
		gsub(/"/, "", line)
		print path(level - 1) "\tenum\t" line
	}' "$1"
}

# A field's entry as words without macros and punctuation.
entry() { # HEADING PATH
	section "$page5" "$1" | awk -v item=".It Ic $2" '
		/^\.(It|El)/ { on = $0 == item; next }
		on { sub(/^\.(Cm|Ic|Ql|Pa|No) /, ""); print }' |
		tr '\n' ' ' | sed 's/\\-/-/g; s/[.,;:]* / /g'
}

# Each fact of a schema stands in the entry of its field.
has_facts() { # SCHEMA HEADING
	local path what value low='' text='' ok=0
	while IFS=$'\t' read -r path what value; do
		case $what in
		field) text=" $(entry "$2" "$path") " ;;
		minimum) low=$value && continue ;;
		maximum) value="from $low to $value" ;;
		default) value="Default $value" ;;
		esac
		[[ $text == *" $value "* || $what == field && $text == *[a-z]* ]] || {
			echo "$path: $what $value"
			ok=1
		}
	done < <(facts "$1")
	return "$ok"
}

describes() { # SCHEMA HEADING
	facts "$1" | sed -n 's/\tfield\t$//p' >fields
	section "$page5" "$2" | sed -n 's/^\.It Ic //p' >fields.page
	check "azstamp-profile(5), $2: all and no others" \
		same_lines fields fields.page
	check "azstamp-profile(5), $2: types, ranges and defaults" \
		has_facts "$1" "$2"
}

run azstamp init fresh
schema=fresh/.azstamp/schema
check 'the schemas have fields' test \
	"$(facts "$schema/profile.json" | grep -c 'field')" -gt 40
describes "$schema/application.json" 'Application fields'
describes "$schema/profile.json" 'Profile fields'

# What the three built-in profiles give, a row a field.
values() { azstamp -C fresh env show "$1" | awk '{ print $1, $2 }' | sort; }
both() { join -a 1 -a 2 -e - -o auto "$@"; }
both <(values dev) <(values staging) | both - <(values prod) >built
grep -v '^openai\.deployments\.' built >sizes
section "$page5" 'Built-in profiles' | sed 's/\\-/-/g' >built-in
sed -n 's/^\.It Ic \([a-zA-Z.]*\) Ta/\1/p' built-in | sed 's/ Ta / /g' |
	grep -v '^\(chat\|embedding\) ' >sizes.page
check 'azstamp-profile(5) has the sizes of the built-in profiles' \
	same_lines sizes sizes.page
awk -F '[. ]' '/^openai\.deployments\./ && !/versionUpgrade/ {
	role = $3; sub(/^[^ ]* /, "")
	split($0, v, " ")
	if (v[1] != v[2] || v[2] != v[3]) v[1] = "differs"
	fact[role] = fact[role] " " v[1] }
	END { for (role in fact) print role fact[role] }' \
	<(sed 's/\.model /.1 /; s/\.version /.2 /; s/\.sku /.3 /' built |
		sort) >deployments
sed -n 's/^\.It Ic \(chat\|embedding\) Ta/\1/p' built-in |
	sed 's/ Ta / /g' >deployments.page
check 'azstamp-profile(5) has the deployments of the built-in profiles' \
	same_lines deployments deployments.page

# Rules: the table of rules.c with its severities, the others by their ids.
awk '
/^#define [A-Z_]+ \{ AZS_/ {
	name = $2; $1 = $2 = ""; word[name] = $0; next
}
/^\{ "AZS[0-9]+"/ {
	split($0, part, "\""); id = part[2]; text = $0
	sub(/^\{ "[^"]*", "[^"]*", /, "", text)
	if (text !~ /^\{/) { sub(/,.*/, "", text); text = word[text] }
	sub(/\}.*/, "", text); gsub(/[{,]/, "", text)
	gsub(/AZS_ERROR/, "E", text); gsub(/AZS_WARNING/, "W", text)
	gsub(/AZS_OFF/, "-", text); gsub(/ +/, " ", text)
	sub(/^ /, "", text); sub(/ $/, "", text)
	print id, text
}' "$srcdir/src/rules.c" >severities
grep -oh '"AZS[0-9]\{4\}"' "$srcdir"/src/*.[ch] | tr -d '"' >rules
section "$page5" DIAGNOSTICS | sed -n 's/^\.It Li //p' |
	sed 's/\\-/-/g' | awk '{ print $1, $3, $5, $7 }' >severities.page
cut -d ' ' -f 1 severities.page >rules.page
check 'the table of rules is found' test "$(wc -l <severities)" -gt 20
check 'azstamp-profile(5) has all rules and no others' \
	same_lines rules rules.page
check 'azstamp-profile(5) has the severities of the table of rules' \
	same_lines severities <(grep -Ff <(cut -d ' ' -f 1 severities) \
		severities.page)

# shellcheck disable=SC2016 # azd's variables
find "$srcdir/templates" -name manifest.yaml -exec \
	grep -oh '"\${[A-Z_]*[}=]' {} + | tr -d '"${}=' |
	grep -v '^AZURE_ENV_NAME$' >variables
section "$page5" 'Variables of azd' | sed -n 's/^\.It Ev //p' |
	tr -d ' ' | tr ',' '\n' >variables.page
check 'azstamp-profile(5) has all variables of azd and no others' \
	same_lines variables variables.page

section "$page5" EXAMPLES |
	sed -n '/^\.Bd/,/^\.Ed/{/^\./!p}' >fresh/profiles/example.yaml
run azstamp -C fresh env show example budget.amount
check 'the example of azstamp-profile(5) is valid' \
	out_has 3000 profiles/example.yaml

# --- HACKING.md

check 'HACKING.md is short' test "$(wc -l <"$srcdir/HACKING.md")" -le 100
has_words() { # FILE: each word on standard input
	local word ok=0
	while IFS= read -r word; do
		grep -qw -e "$word" "$1" || {
			echo "lacks: $word"
			ok=1
		}
	done
	return "$ok"
}
{
	# Members of maps, and the lists with the flag of what is in them.
	sed -n 's/.*\(_text\|_flag\|_set\)([a-z]*, "\([A-Za-z]*\)".*/\2/p
		s/^\t{ "\([A-Za-z]*\)", "\(is[A-Za-z]*\)" },$/\2/p' \
		"$srcdir"/src/context*.c
	sed -n '/ parts\[\]/,/^};/s/^\t{ "\([A-Za-z]*\)".*/\1/p' \
		"$srcdir/src/context_services.c"
} >names
check 'the names that templates read are found' \
	test "$(wc -l <names)" -gt 40
check 'HACKING.md has the names that templates read' \
	has_words "$srcdir/HACKING.md" <names
grep -oh '^ *\(- \)\{0,1\}[a-zA-Z]*:' "$srcdir"/templates/*/manifest.yaml |
	tr -d ' :-' | sort -u >keys
check 'HACKING.md has the keys of manifests' \
	has_words "$srcdir/HACKING.md" <keys
finish
