#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp readiness: what separates environments from production.
# shellcheck disable=SC2016,SC2317 # texts with `; check calls the functions
. "${srcdir:-.}/tests/lib.sh"

# An expression of Python about the item ID of ENV, called i.
item_is() { # ENV ID EXPRESSION
	azstamp readiness "$1" -o json | python3 -c '
import json, sys
_, name, expression = sys.argv
e = json.load(sys.stdin)["environments"][0]
i = [i for i in e["items"] if i["id"] == name][0]
ok = eval(expression)
if not ok: print(json.dumps(i, indent=1))
sys.exit(not ok)' "$2" "$3"
}
status_of() { item_is "$1" "$2" "i['status'] == '$3'"; } # ENV ID STATUS

run azstamp init shop
cd shop || exit 1

run azstamp readiness
check 'all environments without operands' out_has 'dev (development): ' \
	'staging (staging): ' 'prod (production): '
check 'exit 0 without --min' status_is 0
run azstamp readiness prod
check 'one environment' not grep -q '^dev ' "$out"
check 'the value, its place and the place it gets to' out_has \
	'network.private = true (azstamp/prod:4), in infra/environments/prod.json:6'
check 'the line of a module' grep -Eq \
	'infra/modules/security/key-vault.bicep:[0-9]+ enableRbacAuthorization: true' "$out"
check 'no colors in a pipe' not grep -q $'\033' "$out"
if terminal true >"$out" 2>&1; then
	run terminal "$AZSTAMP" readiness prod
	check 'a terminal gets colors' out_has $'\033[32mPASS\033[0m' \
		$'\033[33mWARN\033[0m'
	run terminal "$AZSTAMP" readiness prod --no-color
	check '--no-color is honored' not grep -q $'\033' "$out"
else
	skip 'colors on a terminal' 'this machine gives no pseudo-terminal'
fi
run azstamp readiness -q prod
check '-q leaves the evidence out' not grep -q 'main.bicep:' "$out"
check '-q keeps what to do' out_has \
	"-> azstamp env set prod 'monitoring.alertEmails=[oncall@example.com]'"
line_of() { grep -n "$1" infra/main.bicep | head -n 1 | cut -d: -f1; }
check 'the line is that of the file' item_is prod secrets-in-vault \
	"[f['line'] for f in i['files']][0] == $(line_of key-vault.bicep)"

# What the user changes.
run azstamp env set prod network.private=false
check 'env set that is not strict enough is written' grep -q 'private: false' \
	profiles/prod.yaml
run azstamp check
check 'check refuses it' status_is 3
check 'readiness looks all the same: fail' status_of prod private-endpoints fail
check 'the place of the value' item_is prod private-endpoints \
	"i['gaps'][0]['source'].startswith('profiles/prod.yaml:')"
check 'what mends it' item_is prod private-endpoints \
	"i['gaps'][0]['fix'] == 'azstamp env set prod network.private=true'"
check 'values that are not generated yet are a gap' item_is prod \
	private-endpoints "any('does not say' in g['text'] for g in i['gaps'])"
git checkout -q .
check 'in development it warns' status_of dev private-endpoints warn

rm infra/modules/security/key-vault.bicep
check 'a deleted file proves nothing' status_of prod secrets-in-vault fail
check 'how to get it back' item_is prod secrets-in-vault \
	"i['gaps'][0]['fix'] == 'azstamp update --restore infra/modules/security/key-vault.bicep'"
git checkout -q .
sed -i 's/enableRbacAuthorization: true/enableRbacAuthorization: false/' \
	infra/modules/security/key-vault.bicep
check 'an edit that takes the proof away' status_of prod secrets-in-vault fail
git checkout -q .
sed -i 's,^ *enableRbacAuthorization: true,    // enableRbacAuthorization: true,' \
	infra/modules/security/key-vault.bicep
check 'a comment is no proof' status_of prod secrets-in-vault fail
git checkout -q .
echo '// ours' >>infra/modules/security/key-vault.bicep
check 'another edit does not matter' item_is prod secrets-in-vault \
	"i['status'] == 'pass' and i['files'][-1]['state'] == 'edited'"
git checkout -q .
rm services/chat/src/breaker.ts
check 'starter code that is gone' status_of prod circuit-breakers fail
git checkout -q .
sed -i 's/"capacity": 100/"capacity": 7/' infra/environments/prod.json
check 'values edited by hand' item_is prod right-sizing \
	"i['gaps'][0]['fix'] == 'azstamp env render prod'"
git checkout -q .

# What is said to help, helps: the commands, one after the other.
cat >../fixes.py <<'END'
import json, shlex, subprocess, sys
program, environment = sys.argv[1:]
def run(*words):
    return subprocess.run([program, *words], capture_output=True, text=True)
def gaps():
    report = json.loads(run("readiness", environment, "-o", "json").stdout)
    return {(i["id"], g["text"], g["fix"]) for i in report["environments"][0]["items"]
            for g in i["gaps"] if g["status"] in ("warn", "fail")}
before = {gap for gap in gaps() if gap[2].startswith("azstamp env ")
          and "WHY" not in gap[2] and "&&" not in gap[2]}
for fix in sorted({gap[2] for gap in before}):
    done = run(*shlex.split(fix)[1:])
    if done.returncode: sys.exit(f"{fix}: {done.returncode}: {done.stderr}")
run("update", "-q")
left = before & gaps()
print(len(before), "gaps")
sys.exit(f"still there: {left}" if left or len(before) < 5 else 0)
END
check 'the commands of development help' python3 ../fixes.py "$AZSTAMP" dev
git checkout -q .
git clean -qfd

# The score.
run azstamp readiness prod --min 50
check '--min reached' status_is 0
run azstamp readiness prod --min 100
check '--min missed: 3' status_is 3
check '--min says where' grep -Eq 'below 100 %: prod \([0-9]+ %\)' "$err"
run azstamp readiness dev prod --min 80
check '--min looks at those that are named' grep -q 'dev (' "$err"
for n in x -1 101 '' 1.5 1000; do
	run azstamp readiness --min "$n"
	check "--min '$n': 2" status_is 2
done
run azstamp readiness nowhere
check 'an unknown environment: 2' status_is 2
check 'an unknown environment: the list' err_has 'dev, staging, prod'
run azstamp readiness --format xml
check 'an unknown format: 2' status_is 2

# What a profile suppresses.
run azstamp env set prod 'suppress.multi-region.reason=<b>fast</b> | `x` & @me' \
	suppress.multi-region.until=2099-12-31
check 'an item is suppressed by its id' status_of prod multi-region suppressed
check 'with its reason and where it stands' item_is prod multi-region \
	"i['gaps'][0]['reason'] == '<b>fast</b> | \`x\` & @me' and i['gaps'][0]['suppressedBy'].startswith('profiles/prod.yaml:')"
run azstamp check
check 'check takes it' not grep -q multi-region "$out"
run azstamp env set prod suppress.multi-regions.reason=x \
	suppress.multi-regions.until=2099-12-31
check 'but no other name' err_has 'there is no such rule, nor item of readiness'
run azstamp env unset prod suppress.multi-regions
run azstamp env set prod suppress.multi-region.until=2020-01-31
check 'it is over' status_of prod multi-region warn
run azstamp env set prod suppress.multi-region.until=2099-12-31

# The formats.
run azstamp readiness --format markdown
cp "$out" report.md
check 'markdown: a table of the environments' out_has \
	'| Environment | Level | Score | Pass | Warn | Fail | Manual | Suppressed | n/a |'
check 'markdown: what a person wrote is text' out_has \
	'&lt;b&gt;fast&lt;/b&gt; &#124; &#96;x&#96; &amp; \@me'
cells() { awk '/^\|/ { n = gsub(/\|/, "|")
	if ($0 ~ /^\| (Environment|---)/) next
	print n }' report.md | sort -u | tr '\n' ' '; }
check 'markdown: each row has all its cells' test "$(cells)" = '10 4 '
run azstamp readiness -q --format markdown
check 'markdown: -q leaves the evidence out' not grep -q details "$out"
check 'markdown: short enough for an issue' test "$(wc -c <"$out")" -lt 30000
run azstamp readiness --format html
cp "$out" report.html
check 'html: one page, well formed, that needs nothing else' python3 - <<'END'
import html.parser, sys
class Page(html.parser.HTMLParser):
    void = {"meta", "br"}
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.text = [], set(), set(), ""
    def handle_starttag(self, tag, attrs):
        assert tag not in ("script", "link", "img", "iframe", "b"), tag
        for name, value in attrs:
            assert not name.startswith("on") and name not in ("src", "style")
            if name == "id": self.ids.add(value)
            if name == "href": self.links.add(value)
        if tag not in self.void: self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag
    def handle_data(self, data):
        self.text += data
page = Page()
text = open("report.html").read()
page.feed(text)
page.close()
assert not page.open, page.open
assert page.links == {"#dev", "#staging", "#prod"} == {"#" + i for i in page.ids}
assert "url(" not in text and "@import" not in text
assert "<b>fast</b> | `x` & @me" in page.text
END
git checkout -q .

sed -i 's/cpu: 2.0/cpu: [/' profiles/prod.yaml
run azstamp readiness
check 'a broken model: 3' status_is 3
check 'a broken model: its findings' err_has 'profiles/prod.yaml:'
git checkout -q .

finish
