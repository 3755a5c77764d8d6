# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""The combinations of tests/matrix.sh, for matrix.py."""

import hashlib
import itertools
import json
import os
import re

# What a switch needs beside it, and what every combination of switches gets so
# that each of them is allowed: sizes, which shape no file.
WITH = {
    ("edge.kind", "app-gateway"): {
        "edge.domain": "shop.example.com",
        "edge.certificateUri": "https://shop.vault.azure.net/secrets/shop",
    },
    ("apiManagement.enabled", "true"): {"apiManagement.publisherEmail": "a@example.com"},
}
# What takes the place of a switch's last state where another one is off.
INSTEAD = {("network.private", "false"): {"edge.kind": "front-door"}}
ROOM = {
    "registry.sku": "Premium",
    "serviceBus.sku": "Premium",
    "apiManagement.sku": "StandardV2",
    "appService.sku": "P1v3",
    "appService.instances": "2",
    "appService.maxInstances": "3",
    "cosmos.maxThroughput": "1000",
}
# Each field that has no default, in the combinations where everything is on.
OPTIONAL = {
    "locations": None,  # below, by pattern
    "tags": "{owner: me}",
    "network.allowedAddresses": "[203.0.113.0/24]",
    "edge.domain": "shop.example.com",
    "edge.certificateUri": "https://shop.vault.azure.net/secrets/shop",
    "openai.deployments.*.model": "{name}:gpt-5.4-mini",
    "openai.deployments.*.version": "{name}:2026-03-17",
    "openai.deployments.*.capacity": "{name}:7",
    "cosmos.maxThroughput": "2000",
    "eventHubs.maxCapacity": "9",
    "apiManagement.publisherEmail": "a@example.com",
    "services.*.containers.cpu": "{service}:1.0",
    "services.*.containers.memory": "{service}:2.0Gi",
    "services.*.containers.minReplicas": "{service}:3",
    "services.*.containers.maxReplicas": "{service}:5",
    "services.*.containers.concurrentRequests": "{service}:9",
    "services.*.containers.cpuUtilization": "{service}:55",
    "staticWebApp.location": "westeurope",
    "monitoring.auditRetentionDays": "400",
    "monitoring.alertEmails": "[a@example.com, b@example.com]",
    "governance.requiredTags": "[owner]",
    "budget.contactEmails": "[a@example.com]",
    "budget.escalationEmails": "[b@example.com]",
    "suppress.*.reason": None,  # no file and no value has them
    "suppress.*.until": None,
}
ROW = re.compile(
    r'^\{ *(APP|PRO), *"([^"]+)", *([A-Z]+), *(FILES|VALUES), *(?:NULL|"[^"]*"), *(NULL|[A-Z_]+|"[^"]*"),'
    r' *-?\d+, *-?\d+, *(NULL|"(?:[^"\\]|\\.)*"),',
    re.M,
)


def emit(combination):
    if re.search(os.environ.get("MATRIX", ""), combination["name"]):
        print(json.dumps(combination))


class Field:
    def __init__(self, file, path, kind, effect, allowed, fallback):
        self.profile = file == "PRO"
        self.path = path
        self.kind = kind
        self.files = effect == "FILES"
        self.values = [] if allowed in ("NULL", "") or allowed[0] != '"' else allowed.strip('"').split("|")
        self.fallback = None if fallback == "NULL" else fallback.strip('"')

    def states(self):
        """What it can say: off first."""
        if self.kind == "BOOL":
            return ["false", "true"]
        first = [] if self.fallback is None else [self.fallback]
        return first + [value for value in self.values if value != self.fallback]


def fields(source):
    with open(f"{source}/src/field.c", encoding="utf-8") as file:
        return [Field(*row) for row in ROW.findall(file.read())]


def resources(source):
    """The words of `uses` that are no services."""
    with open(f"{source}/src/feature.c", encoding="utf-8") as file:
        table = re.search(r"azs_resources\[\] = \{([^}]*)\}", file.read())
    return re.findall(r'"([^"]+)"', table[1])


def composed(source, pattern, key):
    """The hosts or resources that the pattern has parts for."""
    with open(f"{source}/templates/{pattern}/manifest.yaml", encoding="utf-8") as file:
        words = re.search(rf"^{key}: *\[([^]]*)\]", file.read(), re.M)
    return re.findall(r"[A-Za-z]+", words[1])


# ---- the plan


class Pattern:
    def __init__(self, name, folder, table, source, common):
        self.name = name
        self.every = resources(source)
        self.words = composed(source, name, "resources")
        self.hosts = composed(source, name, "hosts")
        self.table = table
        with open(f"{folder}/azstamp.yaml", encoding="utf-8") as file:
            head, self.services = file.read().split("\nservices:\n")
        self.public = self.hosts != ["function"]
        self.regional = os.path.exists(f"{folder}/infra/stamp.bicep")
        # A choice of this pattern alone is tried with everything; one of all
        # patterns, such as where pipelines run, and one of others, by itself.
        options = [field for field in table if not field.profile and field.kind == "ENUM" and "." not in field.path]
        own = [field for field in options if re.search(rf"^{field.path}:", head, re.M) and field.path not in common]
        self.options = [field for field in options if field not in own]
        self.variants = [
            dict(zip((field.path for field in own), values))
            for values in itertools.product(*(field.values for field in own))
        ]
        self.switches = [
            field
            for field in table
            if field.profile and field.files and field.kind in ("BOOL", "ENUM") and self.knows(field.path)
        ]

    def knows(self, path):
        """Can a field that shapes files shape those of this pattern?"""
        group = path.split(".")[0]
        if group in self.every:
            return group in self.words
        return path != "level" and (group != "appService" or "appservice" in self.hosts)

    # Applications.

    def full(self, words=None):
        """Every host of the pattern, every resource."""
        uses = ", ".join(self.words if words is None else words)
        lines = []
        if "staticwebapp" in self.hosts:
            lines.append("  web: {host: staticwebapp, project: services/web, uses: [api]}")
        if "containerapp" in self.hosts:
            lines.append(f"  api: {{host: containerapp, project: services/api, ingress: external, uses: [worker, {uses}]}}")
            lines.append(f"  worker: {{host: containerapp, project: services/worker, uses: [{uses}]}}")
        if "function" in self.hosts:
            lines.append(f"  processor: {{host: function, project: services/processor, uses: [{uses}]}}")
        if "appservice" in self.hosts:
            lines.append(f"  chat: {{host: appservice, project: services/chat, uses: [{uses}]}}")
        return "\n".join(lines).replace(", ]", "]") + "\n"

    def bare(self, uses="", host=None):
        host = host or next(host for host in self.hosts if host != "staticwebapp")
        return f"  api: {{host: {host}, project: services/api, uses: [{uses}]}}\n"

    def application(self, services, options):
        """A folder of templates with that application."""
        lines = ['name: "{{name}}"', f"pattern: {self.name}"]
        lines.append("locations: [{{#locations}}{{name}}{{^last}}, {{/last}}{{/locations}}]")
        lines += [f"{key}: {value}" for key, value in options.items()]
        text = "\n".join(lines) + "\nservices:\n" + services
        folder = f"over/{hashlib.sha256(text.encode()).hexdigest()[:16]}"
        os.makedirs(f"{folder}/{self.name}", exist_ok=True)
        with open(f"{folder}/{self.name}/application.yaml.mustache", "w", encoding="utf-8") as file:
            file.write(text)
        return folder

    # Settings.

    def states(self, field):
        """Where a switch is on, for environments dev, test and stage."""
        off, *on = field.states()
        yield {"*": off}
        for value in on:
            yield {"*": value}
            yield {"*": off, "dev": value}
            yield {"*": value, "dev": off}
        if len(on) > 1:
            yield {"dev": off, "test": on[0], "stage": on[1]}

    def sets(self, chosen, room=True):
        """Options for switches: path -> {environment or * -> value}."""
        options = {("*", path): value for path, value in ROOM.items() if room and self.has(path)}
        for path, where in chosen.items():
            for environment, value in where.items():
                options[(environment, path)] = value
                for more, text in WITH.get((path, value), {}).items():
                    options[(environment, more)] = text
        # An Application Gateway stands in a network.
        for where in dict.fromkeys(["*", *(where for where, _ in options)]):
            kind, private = (options.get((where, path)) or options.get(("*", path)) for path in ("edge.kind", "network.private"))
            if kind == "app-gateway" and private != "true":
                options[(where, "network.private")] = "true"
        order = sorted(options.items(), key=lambda item: item[0][0] != "*")
        return ["--set=" + ("" if where == "*" else where + ":") + f"{path}={value}" for (where, path), value in order]

    def has(self, path):
        return any(field.path == path for field in self.table)

    def all(self, on):
        """Every switch at its first or last state."""
        return {field.path: {"*": field.states()[-1 if on else 0]} for field in self.switches}

    def optional(self, service):
        for field in self.table:
            value = OPTIONAL.get(field.path)
            if not field.profile or value is None:
                continue
            path = field.path
            if path.startswith("services.*") and service is None:
                continue
            if "*" in path:
                value = value.split(":", 1)[1]
                path = path.replace("*", "second" if path.startswith("openai") else service)
            yield f"--set={path}={value}"

    # Combinations.

    def add(self, name, args, services=None, options=None, **more):
        args = [f"--pattern={self.name}", "--name=shop"] + args
        if services is not None or options:
            args.append("--template-dir=" + self.application(services or self.services, options or {}))
        emit({"name": f"{self.name}/{name}", "args": args, **more})

    def plan(self):
        self.sizes()
        self.applications()
        for variant in self.variants:
            title = "".join(f"{value}/" for value in variant.values())
            self.extremes(title, variant)
            self.alone(title, variant)
            for kind, services in (("full", self.full()), ("usual", self.services)):
                # What the first variant shows of the usual application holds for the others.
                if kind == "usual" and variant != self.variants[0]:
                    continue
                for number, chosen in enumerate(self.pairs()):
                    args = ["--env=dev,test,stage"] + self.sets(chosen)
                    self.add(f"{title}pairs-{kind}-{number + 1}", args, services, variant)

    def sizes(self):
        """How many environments and regions there are."""
        five = "--env=dev,test,staging,prod-eu,prod-us"
        self.add("default", [], first=True)
        self.add("one-dev", ["--env=dev"])
        self.add("one-staging", ["--env=staging"])
        self.add("one-prod", ["--env=prod"])
        self.add("five", [five, "--set=prod-us:tags={owner: me}"])
        levels = ["--set=a:level=development", "--set=b:level=staging", "--set=c:level=production", "--set=c:extends=azstamp/prod"]
        self.add("levels", ["--env=a,b,c"] + levels)
        away = "[westus3]" if not self.regional else "[westus3, eastus]"
        self.add("five-locations", [five, "--location=westeurope" + ",northeurope" * self.regional, f"--set=prod-us:locations={away}"])
        if not self.regional:
            self.add("location", ["--location=southafricanorth"])
            self.add("location-without-zones", ["--location=northcentralus"])
            return
        regions = ["swedencentral", "westeurope", "northeurope", "eastus2", "westus3"]
        for variant in self.variants:
            title = "".join(f"{value}/" for value in variant.values())
            for kind, services in (("usual", self.services), ("full", self.full())):
                for count in (1, 2, 3, 5):
                    args = ["--location=" + ",".join(regions[:count])]
                    self.add(f"{title}{kind}-regions-{count}", args, services, variant)
                for some, where in (("single-dev", "dev:locations=[eastus2]"), ("single-prod", "prod:locations=[eastus2]"), ("more-in-prod", "prod:locations=[eastus2, westus3, centralus]")):
                    for count in (2, 3):
                        args = ["--location=" + ",".join(regions[:count]), "--set=" + where]
                        self.add(f"{title}{kind}-regions-{count}-{some}", args, services, variant)
                self.add(f"{title}{kind}-no-pair-alone", ["--env=dev", "--set=locations=[eastus2]"], services, variant)

    def applications(self):
        """Hosts and what services use. A pattern may refuse hosts."""
        hosts = next(field for field in self.table if field.path == "services.*.host").values
        self.add("application", ["--env=dev,prod"], options={"branch": "release/2", "defaultProfile": "dev", "templateDir": "services"})
        self.add("bare", [], self.bare())
        self.add("full", [], self.full())
        for word in self.words:
            self.add(f"uses-{word}", [], self.bare(word))
            self.add(f"without-{word}", [], self.full([other for other in self.words if other != word]))
        for word in self.every:
            if word not in self.words:
                self.add(f"uses-{word}", [], self.bare(word), refused=True)
        for host in hosts:
            self.host(host, "  web: {host: staticwebapp, project: services/web, uses: [api]}\n")
        args = ["--env=dev", "--set=edge.kind=app-gateway", "--set=edge.domain=shop.example.com", "--set=network.private=false"]
        if self.public and not self.regional:
            self.add("open-gateway", args, refused=True)
        for field in self.options:
            for value in field.values:
                more = {"base": f"{self.name}/{field.path}-{field.values[0]}", "switch": [field.path, value]}
                self.add(f"{field.path}-{value}", [], options={field.path: value}, **more)

    def host(self, host, web):
        refused = host not in self.hosts
        if host != "staticwebapp":
            self.add(f"host-{host}", [], self.bare("", host), refused=refused)
            self.add(f"host-{host}-full", [], self.bare(", ".join(self.words), host), refused=refused)
            other = self.bare("openai", host).replace("api:", "other:").replace("services/api", "services/other")
            self.add(f"host-{host}-beside", ["--env=dev", "--set=edge.kind=none"] if self.public else [], self.bare() + other, refused=refused)
        elif refused:
            self.add(f"host-{host}", [], self.bare() + web.replace("api", ""), refused=True)
        if host != "containerapp" or refused:
            return
        public = self.bare("", host).replace("uses", "ingress: external, uses")
        names = (("b", "c, openai"), ("c", "openai, keyVault, storage"), ("d-e", "search"))
        more = [f"  {x}: {{host: containerapp, project: {x}, uses: [{y}]}}\n" for x, y in names]
        self.add("internal", [], public.replace("external", "internal"))
        self.add("public", [], public)
        self.add("many", [], public.replace("uses: []", "uses: [b, c]") + "".join(more))
        if "staticwebapp" in self.hosts:
            shop = "  shop: {host: staticwebapp, project: services/shop}\n"
            self.add("site", [], web + public)
            self.add("two-sites", ["--env=dev", "--set=edge.kind=none"], web + shop + public)
            self.add("two-sites-behind-an-edge", [], web + shop + public, refused=True)
            self.add("lone-site", [], shop + self.bare())
            self.add("only-site", [], shop, refused=True)

    def extremes(self, title, variant):
        service = "worker" if "containerapp" in self.hosts else None
        for kind, services in (("usual", self.services), ("full", self.full()), ("bare", self.bare())):
            args = ["--env=dev"] + self.sets(self.all(False), room=False)
            changed = [item for item in variant.items() if item not in self.variants[0].items()]
            base = "".join(f"{value}/" for value in self.variants[0].values())
            more = {"base": f"{self.name}/{base}minimal-{kind}", "switch": changed[0]} if changed else {}
            self.add(f"{title}minimal-{kind}", args, services, variant, **more)
            name = service if kind == "full" else None
            for field in self.switches:
                for value in field.states()[1:]:
                    if field.kind != "ENUM" and field is not self.switches[0]:
                        continue
                    chosen = {**self.all(True), field.path: {"*": value}}
                    args = self.sets(chosen) + list(self.optional(name))
                    self.add(f"{title}maximal-{kind}-{value}", args, services, variant)

    def alone(self, title, variant):
        """Each switch by itself: on where all is off, off where all is on."""
        name = f"{title}all-"
        for on in (False, True):
            args = ["--env=test,stage"] + self.sets(self.all(on))
            self.add(name + ("on" if on else "off"), args, self.full(), variant)
        for field in self.switches:
            off, *values = field.states()
            for value in values:
                for where in ("*", "test"):
                    some = "" if where == "*" else "-in-one"
                    args = ["--env=test,stage"] + self.sets({**self.all(False), field.path: {"*": off, where: value}})
                    more = {"base": f"{self.name}/{name}off", "switch": [field.path, value], "everywhere": where == "*"}
                    self.add(f"{title}{field.path}-{value}-alone{some}", args, self.full(), variant, **more)
                    on = {path: {"*": text} for path, text in INSTEAD.get((field.path, off), {}).items()}
                    args = ["--env=test,stage"] + self.sets({**self.all(True), **on, field.path: {"*": value, where: off}})
                    self.add(f"{title}{field.path}-{value}-alone-off{some}", args, self.full(), variant)

    def pairs(self):
        """Combinations that hold each pair of states of two switches."""
        states = [list(self.states(field)) for field in self.switches]
        open_pairs = {
            (i, a, j, b)
            for i, j in itertools.combinations(range(len(states)), 2)
            for a in range(len(states[i]))
            for b in range(len(states[j]))
        }
        while open_pairs:
            row = {}
            i, a, j, b = min(open_pairs)
            row[i], row[j] = a, b
            for k in range(len(states)):
                if k not in row:
                    row[k] = max(
                        range(len(states[k])),
                        key=lambda s, k=k: (sum(pair(k, s, m, t) in open_pairs for m, t in row.items()), -s),
                    )
            open_pairs -= {pair(k, s, m, t) for (k, s), (m, t) in itertools.combinations(row.items(), 2)}
            yield {self.switches[k].path: states[k][s] for k, s in row.items()}


def pair(i, a, j, b):
    return (i, a, j, b) if i < j else (j, b, i, a)


# What is broken on purpose: file of the templates, text in it, what takes its
# place; whose log must say it then, with which words.
MUTANTS = {
    "a name that does not exist": ("common/infra/main/cache.bicep.mustache", "names.cache", "names.cash", "lint.log", "main.bicep.*cash"),
    "a parameter that nobody reads": ("common/infra/main/head.bicep.mustache", "param location string", "param location string\n\n@description('Spare.')\nparam spare string = ''", "lint.log", "no-unused-params.*spare"),
    "a module that is not reached": ("common/infra/manifest.yaml", "redis.bicep\n    when: cache", "redis.bicep\n  - id: spare\n    source: modules/messaging/service-bus.bicep\n    target: infra/modules/messaging/service-bus.bicep", "inspected", "service-bus.bicep is not reached"),
    "a module that is not there": ("common/infra/manifest.yaml", "redis.bicep\n    when: cache", "redis.bicep\n    when: mlEndpoint", "inspected", "redis.bicep does not exist"),
    "a value that nobody reads": ("common/infra/main/cache.bicep.mustache", "profile.cache{{{bang.cache}}}.sku", "'Balanced_B0'", "inspected", "nothing reads cache.sku"),
    "a value that is missing": ("common/infra/profile.bicep.mustache", "  highAvailability: bool", "  highAvailability: bool\n\n  @description('Spare.')\n  spare: string", "lint.log", "main.bicep.*BCP035.*spare"),
    "a feature that is kept where it is off": ("common/infra/main/operations.bicep.mustache", "module lock 'modules/governance/lock.bicep' = {{{if.locks}}}{", "module lock 'modules/governance/lock.bicep' = {", "inspected", "nothing reads governance.locks"),
    "an output of what may not be there": ("common/infra/main/cache.bicep.mustache", "location: location", "location: network!.outputs.name", "inspected", "network! is asked where"),
    "a parameter that azd does not give": ("common/infra/manifest.yaml", "  - name: searchSku\n", "  - name: searchSkus\n", "inspected", "the parameter searchSku is missing"),
    "a project that azd refuses": ("common/azure.yaml.mustache", "host: {{{host}}}", "hots: {{{host}}}", "schema.log", "azure.yaml.*'host'"),
}


def mutants(source):
    """The default of a pattern with a part of its templates broken."""
    for number, (name, (path, old, new, *said)) in enumerate(MUTANTS.items(), 1):
        with open(f"{source}/templates/{path}", encoding="utf-8") as file:
            text = file.read()
        if old not in text:
            raise SystemExit(f"{path} does not say {old!r}: change MUTANTS")
        folder = f"over/mutant-{number}"
        os.makedirs(os.path.dirname(f"{folder}/{path}"))
        with open(f"{folder}/{path}", "w", encoding="utf-8") as file:
            file.write(text.replace(old, new))
        args = ["--pattern=microservice", "--name=shop", f"--template-dir={folder}"]
        emit({"name": f"mutant/{name}", "args": args, "mutant": said})
    # Two environments in which a lock depends on what both agree on.
    folder = "over/mutant-condition"
    path = "common/infra/main/operations.bicep.mustache"
    with open(f"{source}/templates/{path}", encoding="utf-8") as file:
        text = file.read().replace("{{{if.locks}}}", "if (profile.governance.locks) ")
    os.makedirs(os.path.dirname(f"{folder}/{path}"))
    with open(f"{folder}/{path}", "w", encoding="utf-8") as file:
        file.write(text)
    for name, value in (("no lock", "false"), ("a condition that is none", "true")):
        args = ["--pattern=microservice", "--name=shop", f"--template-dir={folder}", f"--set=governance.locks={value}"]
        more = {} if value == "false" else {"base": "mutant/no lock", "switch": ["governance.locks", "true"], "everywhere": True}
        said = ["inspected", "main.bicep: lock is conditional"] if more else ["inspected", ""]
        emit({"name": f"mutant/{name}", "args": args, "mutant": said, **more})


def plan(source, defaults):
    table = fields(source)
    names = sorted(os.listdir(defaults))
    heads = []
    for name in names:
        with open(f"{defaults}/{name}/azstamp.yaml", encoding="utf-8") as file:
            heads.append(set(re.findall(r"^(\w+):", file.read(), re.M)))
    for name in names:
        Pattern(name, f"{defaults}/{name}", table, source, set.intersection(*heads)).plan()
    mutants(source)
    problems = []
    with open(f"{defaults}/{name}/.azstamp/schema/profile.json", encoding="utf-8") as file:
        known = dict(schema_fields(json.load(file), ""))
    ours = {field.path: field for field in table if field.profile}
    if set(known) != set(ours):
        problems.append(f"the field table and the schema differ: {sorted(set(known) ^ set(ours))}")
    optional = [path for path, part in known.items() if "default" not in part and path != "extends"]
    if set(optional) != set(OPTIONAL):
        problems.append(f"the optional fields are {sorted(optional)}: OPTIONAL of matrix.py differs: {sorted(set(optional) ^ set(OPTIONAL))}")
    with open("plan.json", "w", encoding="utf-8") as file:
        files = [[field.path, field.profile, field.states() if field.kind in ("BOOL", "ENUM") else []] for field in table if field.files]
        json.dump({"problems": problems, "files": files}, file)
    with open("switches", "w", encoding="utf-8") as file:
        file.write(" ".join(field.path for field in table if field.profile and field.files))


def schema_fields(schema, path):
    below = dict(schema.get("properties", {}))
    for part in schema.get("patternProperties", {}).values():
        below["*"] = part
    if not below:
        yield path, schema
    for name, part in below.items():
        yield from schema_fields(part, f"{path}.{name}" if path else name)
