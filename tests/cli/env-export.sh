#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp env export: what main.bicep deploys, for other tools, and that azd
# hands it on unchanged. BICEP: the Bicep command, for its lint.
# shellcheck disable=SC2016,SC2317 # texts with $ and `; check calls functions
. "${srcdir:-.}/tests/lib.sh"

command -v python3 >/dev/null || {
	skip 'env export' 'no python3'
	finish
}
BICEP=${BICEP-$(command -v bicep || true)}
case $BICEP in
'' | /*) ;;
*/*) BICEP=$srcdir/$BICEP ;;
esac

# same.py REPOSITORY ENVIRONMENT: the parameters are the values that
# environments/<env>.json has, where main.bicep lets them win; and azd, which
# puts variables into main.parameters.json, hands the same to main.bicep.
cat >same.py <<'END'
import json, os, re, subprocess, sys

AZSTAMP = os.environ["AZSTAMP"]
root, env = sys.argv[1:]
PATHS = {"location": "location", "openAiSku": "openai.sku",
         "openAiCapacity": "openai.capacity", "searchSku": "search.sku",
         "containerCpu": "services.*.cpu", "containerMemory": "services.*.memory",
         "customDomain": "edge.domain", "certificateUri": "edge.certificateUri"}

def export(format):
    return subprocess.run([AZSTAMP, "-C", root, "env", "export",
                           env, "--format", format], check=True,
                          capture_output=True, text=True).stdout

def values(tree, path):
    """What main.bicep would use: one value, or several."""
    head, _, rest = path.partition(".")
    if head == "*":
        return {v for item in tree.values() for v in values(item, rest)}
    if head not in tree:
        return set()
    return {tree[head]} if not rest else values(tree[head], rest)

def substitute(text, variables):
    """As azd-facts.md has it: ${VAR} and ${VAR=default}, which ends at the
    first }; $$ is a dollar sign. Whatever else stands there is not ours."""
    def one(match):
        if match[0] == "$$":
            return "$"
        assert match[1] and not re.search(r"[:^,#%/]", match[1]), match[0]
        name, _, default = match[1].partition("=")
        return variables.get(name) or default
    return re.sub(r"\$\$|\$\{([^}]*)\}|\$", one, text)

def given(value, variables):
    """The value of a parameter, or None when azd drops it."""
    if isinstance(value, dict):
        return {k: given(v, variables) for k, v in value.items()}
    assert "\\" not in value, value
    # The value is put into the text of the JSON file as it is.
    text = json.loads('"' + substitute(value, variables) + '"')
    return text if text != "" else None

with open(f"{root}/infra/environments/{env}.json") as file:
    text = file.read()
assert export("json") == text, "json is the file"
tree = json.loads(text)
exported = {name: p["value"] for name, p in
            json.loads(export("parameters"))["parameters"].items()}
rows = {name: p["value"] for name, p in json.load(
    open(f"{root}/infra/main.parameters.json"))["parameters"].items()}
assert exported.pop("environmentName") == env
assert exported["profileName"] == env
assert set(exported) <= set(rows), "every parameter is one of main.bicep"
for name, path in PATHS.items():
    used = values(tree, path)
    wanted = used.pop() if len(used) == 1 and name in rows else None
    assert exported.get(name) == wanted, (name, exported.get(name), wanted)

dotenv = {}
for line in export("dotenv").splitlines():
    match = re.fullmatch(r'([A-Z][A-Z0-9_]*)="([^"\'\\$`]*)"', line)
    assert match, line
    dotenv[match[1]] = match[2]
assert "AZURE_ENV_NAME" not in dotenv, "azd sets it itself"
for name, value in rows.items():
    got = given(value, {**dotenv, "AZURE_ENV_NAME": env})
    if name in exported:
        assert got == str(exported[name]), (name, got, exported[name])
    # Without any variable the profile decides.
    bare = given(value, {"AZURE_ENV_NAME": env})
    if name in exported:
        assert bare is None, (name, bare)
    elif isinstance(bare, dict):
        assert set(bare.values()) <= {"false"}, bare
print(len(exported))
END

for pattern in microservice event-driven multi-region chat-baseline; do
	azstamp init "$pattern" --pattern "$pattern" --name shop -q --no-git ||
		exit 1
	for name in dev staging prod; do
		run python3 -B same.py "$pattern" "$name"
		check "$pattern $name: the export is what main.bicep uses, through azd too" \
			status_is 0
		check "$pattern $name: something is exported" test \
			"$(cat "$out")" -ge 4
		azstamp -C "$pattern" env export "$name" --format bicepparam \
			>"$pattern/$name.bicepparam"
		if [ -n "$BICEP" ]; then
			run "$BICEP" lint "$pattern/$name.bicepparam"
			check "$pattern $name: the export for Bicep lints" status_is 0
		else
			skip "$pattern $name: the export for Bicep lints" \
				'no bicep: set BICEP'
		fi
	done
done

cd microservice || exit 1
run azstamp env export prod
check 'dotenv is the default' out_is 'AZURE_LOCATION="eastus2"
AZSTAMP_PROFILE="prod"
AZURE_OPENAI_SKU="S0"
AZURE_OPENAI_CAPACITY="100"
AZURE_SEARCH_SKU="standard"
CONTAINER_CPU="2.0"
CONTAINER_MEMORY="4.0Gi"'
run azstamp env export prod -o json
check '-o json is --format json' cmp "$out" infra/environments/prod.json
azstamp env set prod -q services.chat-service.containers.cpu=1.0 \
	services.chat-service.containers.memory=2.0Gi edge.domain=www.contoso.com
azstamp env set dev -q search.enabled=false
azstamp update -q >"$out"
run azstamp env export prod
check 'what would win over different values is left out' not grep -q CONTAINER \
	"$out"
check 'what is set is there' out_has 'AZURE_CUSTOM_DOMAIN="www.contoso.com"'
run azstamp env export dev
check 'what is off is left out' not grep -q SEARCH "$out"
for name in dev prod; do
	run python3 -B ../same.py . "$name"
	check "$name: then, too, it is what main.bicep uses" status_is 0
done

# Templates of one's own may give any text; azd cannot hand on all of it.
mkdir -p house/common/infra
cp "$srcdir/templates/common/infra/manifest.yaml" house/common/infra
cat >>house/common/infra/manifest.yaml <<'END'
  - name: note
    value: "${NOTE}"
    overrides: tags.note
END
for note in 'a"b' 'a\\b' 'a$b' "a'b" 'a`b'; do
	azstamp env set prod -q "tags.note='${note//\'/\'\'}'" || exit 1
	run azstamp env export prod --template-dir house
	check "not for azd: $note" status_is 1
	check "named: $note" err_has 'the value of note has a character that azd'
	check "nothing is printed: $note" out_empty
	run azstamp env export prod --template-dir house --format parameters
	check "in a parameters file: $note" python3 -c 'import json, sys
assert json.load(open(sys.argv[1]))["parameters"]["note"]["value"] == sys.argv[2]
' "$out" "$note"
done
azstamp env set prod -q 'tags.note=Grüße, {x}: 50% # 1' || exit 1
run azstamp env export prod --template-dir house
check 'other characters are handed on' out_has 'NOTE="Grüße, {x}: 50% # 1"'

run azstamp env export qa
check 'an unknown environment is wrong usage' status_is 2
run azstamp env export prod --format yaml
check 'an unknown format is wrong usage' status_is 2
check 'an unknown format: those there are' err_has \
	'--format takes dotenv, parameters, bicepparam or json, not "yaml"'
sed -i 's/amount: 2000/amount: x/' profiles/prod.yaml
run azstamp env export prod
check 'nothing of an invalid model is exported' status_is 3
check 'nothing is printed then' out_empty
finish
