#!/usr/bin/env bash
# Reads what is in git without running it: lint.sh infrastructure (Bicep), or lint.sh texts (shell, YAML, Markdown).
# Exit status: 0 nothing found, 1 something found, 2 wrong use.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

infrastructure() {
  local failed=0 file output
  az bicep install || return
  while IFS= read -r -d '' file; do
    output=$(az bicep lint --file "$file" 2>&1) || failed=1
    echo "$file: ${output:-no findings}"
    # A warning does not change the exit status.
    if grep --quiet --extended-regexp ' : (Warning|Error) ' <<<"$output"; then
      failed=1
    fi
  done < <(git ls-files -z 'infra/*.bicep' 'infra/*.bicepparam')
  return "$failed"
}

texts() {
  local failed=0
  git ls-files -z '*.sh' | xargs -0 --no-run-if-empty shellcheck || failed=1
  git ls-files -z '*.yml' '*.yaml' | xargs -0 --no-run-if-empty yamllint --strict || failed=1
  git ls-files -z '*.md' | xargs -0 --no-run-if-empty npx --yes markdownlint-cli2@0.24.1 || failed=1
  return "$failed"
}

case ${1-} in
infrastructure | texts) "$1" ;;
--help | -h) sed -n '2,3s/^# //p' "$0" ;;
*)
  echo 'lint: say infrastructure or texts' >&2
  exit 2
  ;;
esac
