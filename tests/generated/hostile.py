# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""hostile.py sets | values FILE... | show FILE: texts that mean something
elsewhere, as --set options; are they what the values and the command say?"""

import json
import sys

TAGS = {
    "double": 'a "quoted" word',
    "single": "it's 'quoted'",
    "bicep": "${subscription().id} and ${x}",
    "azd": "${AZURE_ENV_NAME=x}",
    "backslash": "a\\nb \\ \\\\ \\u{41} \\x41",
    "percent": "100% %s %n %AZURE%",
    "html": "<b>&amp;</b> ]]> -->",
    "mustache": "{{x}} {{{x}}} {{#x}} <%x%>",
    "github": "${{ secrets.GITHUB_TOKEN }}",
    "shell": "$(id) `id` ; | && > /dev/null",
    "yaml": "- a: b # c",
    "yaml-2": ": [ ] { } , & * ! | > @",
    "yes": "yes",
    "number": "0123",
    "decimal": "1e3",
    "null": "null",
    "tilde": "~",
    "empty": "",
    "blanks": "  before and after  ",
    "unicode": "Grüße 日本 \U0001f600 e\u0301",
    "line separator": "a\u2028b\u2029c\u0085d\u00a0e\ufeff",
    "dash": "---",
    "dots": "...",
    "hash": "#",
    "question": "? x",
    "long": "word " * 19 + "end",
    "it's a \"key\"": "1",
    "${key}": "2",
    "key: # {}": "3",
    "{{key}}": "4",
    "1": "5",
    "true": "6",
    "Ключ": "7",
}
EMAILS = ["o'brien+${x}%s@example.com".replace("'", "`"), "a{{x}}b@example.com", "back\\slash@example.com", "ü@example.com"]


# Raw, these are an error: some readers of YAML take them for line breaks.
ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "\u2028\u2029\u0085\ufeff"}


def as_yaml(value):
    return json.dumps(value, ensure_ascii=False).translate(ESCAPED)


def main(kind, *files):
    if kind == "sets":
        print("--set=tags=" + as_yaml(TAGS))
        print("--set=budget.contactEmails=" + as_yaml(EMAILS))
        return 0
    if kind == "values":
        for name in files:
            with open(name, encoding="utf-8") as file:
                data = json.load(file)
            assert data["tags"] == TAGS, data["tags"]
            assert data["budget"]["contactEmails"] == EMAILS, data["budget"]
        return 0 if files else 1
    with open(files[0], encoding="utf-8") as file:
        data = json.load(file)
    assert {item["path"][5:]: item["value"] for item in data} == TAGS, data
    return 0


sys.exit(main(*sys.argv[1:]))
