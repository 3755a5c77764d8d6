# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""The matrix of tests/matrix.sh: every pattern with its features on and off.

matrix.py plan SOURCE DEFAULTS
    The combinations, a JSON object a line. SOURCE has the field table, DEFAULTS
    a repository of each pattern, as init makes it; templates go to over/.
matrix.py make LINE...
    Make these repositories and keep what differs, by its hash: store/HASH/infra,
    yaml/HASH.yaml, azure/HASH.yaml; the results go to results/.
matrix.py report
    A line a claim: the sentence, a tab, what is wrong ("" if nothing); what is
    to be printed goes to figures.
"""

import hashlib
import itertools
import json
import os
import re
import shutil
import subprocess
import sys

# What a switch needs beside it, and what every combination of switches gets so
# that each of them is allowed: sizes, which shape no file.
WITH = {
    ("edge.kind", "app-gateway"): {
        "edge.domain": "shop.example.com",
        "edge.certificateUri": "https://shop.vault.azure.net/secrets/shop",
    },
    ("apiManagement.enabled", "true"): {"apiManagement.publisherEmail": "a@example.com"},
}
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
}
ROW = re.compile(
    r'^\{ *(APP|PRO), *"([^"]+)", *([A-Z]+), *(FILES|VALUES), *(?:NULL|"[^"]*"), *(NULL|[A-Z_]+|"[^"]*"),'
    r' *-?\d+, *-?\d+, *(NULL|"(?:[^"\\]|\\.)*"),',
    re.M,
)


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
        return [self.fallback] + [value for value in self.values if value != self.fallback]


def fields(source):
    with open(f"{source}/src/field.c", encoding="utf-8") as file:
        return [Field(*row) for row in ROW.findall(file.read())]


def resources(source):
    """The words of `uses` that are no services."""
    with open(f"{source}/src/feature.c", encoding="utf-8") as file:
        table = re.search(r"azs_resources\[\] = \{([^}]*)\}", file.read())
    return re.findall(r'"([^"]+)"', table[1])


# ---- the plan


class Pattern:
    def __init__(self, name, folder, table, words):
        self.name = name
        self.words = words
        self.table = table
        self.count = 0
        with open(f"{folder}/azstamp.yaml", encoding="utf-8") as file:
            head, self.services = file.read().split("\nservices:\n")
        self.hosts = list(dict.fromkeys(re.findall(r"host: *([a-z]+)", self.services)))
        self.regional = os.path.exists(f"{folder}/infra/stamp.bicep")
        options = [field for field in table if not field.profile and field.kind == "ENUM" and "." not in field.path]
        own = [field for field in options if re.search(rf"^{field.path}:", head, re.M)]
        self.foreign = [field for field in options if field not in own]
        self.variants = [
            dict(zip((field.path for field in own), values))
            for values in itertools.product(*(field.values for field in own))
        ]
        self.switches = [
            field
            for field in table
            if field.profile and field.files and field.kind in ("BOOL", "ENUM") and field.path != "level"
        ]

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
        self.count += 1
        args = [f"--pattern={self.name}", "--name=shop"] + args
        if services is not None or options:
            args.append("--template-dir=" + self.application(services or self.services, options or {}))
        print(json.dumps({"name": f"{self.name}/{name}", "args": args, **more}))

    def plan(self):
        self.sizes()
        self.applications()
        for variant in self.variants:
            title = "".join(f"{value}/" for value in variant.values())
            self.extremes(title, variant)
            self.alone(title, variant)
            for kind, services in (("usual", self.services), ("full", self.full())):
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
        for host in hosts:
            maybe = host not in self.hosts
            web = "  web: {host: staticwebapp, project: services/web, uses: [api]}\n"
            if host != "staticwebapp":
                self.add(f"host-{host}", [], self.bare("", host), maybe=maybe)
                self.add(f"host-{host}-full", [], self.bare(", ".join(self.words), host), maybe=maybe)
                self.add(f"host-{host}-beside", [], self.bare() + self.bare("openai", host).replace("api:", "other:").replace("services/api", "services/other"), maybe=maybe)
            if host == "containerapp":
                public = self.bare("", host).replace("uses", "ingress: external, uses")
                inside = public.replace("external", "internal")
                self.add("internal", [], inside, maybe=maybe)
                self.add("public", [], public, maybe=maybe)
                self.add("site", [], web + public, maybe=maybe or "staticwebapp" not in self.hosts)
                self.add("two-sites", [], web + "  shop: {host: staticwebapp, project: services/shop}\n" + public, maybe=maybe or "staticwebapp" not in self.hosts)
                self.add("lone-site", [], "  shop: {host: staticwebapp, project: services/shop}\n" + self.bare(), maybe=maybe or "staticwebapp" not in self.hosts)
                self.add("many", [], public.replace("uses: []", "uses: [b, c]") + "".join(f"  {x}: {{host: containerapp, project: {x}, uses: [{y}]}}\n" for x, y in (("b", "c, openai"), ("c", "openai, keyVault, storage"), ("d-e", "search"))), maybe=maybe)
        everything = "".join(self.bare(", ".join(self.words), host).replace("api:", f"my-{host}:").replace("services/api", f"services/{host}") for host in hosts if host != "staticwebapp")
        self.add("all-hosts", [], everything, maybe=True)
        for field in self.foreign:
            for value in field.values:
                self.add(f"{field.path}-{value}", [], options={field.path: value}, maybe=True)

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
                    self.add(f"{title}{field.path}-{value}-alone{some}", args, self.full(), variant, base=f"{self.name}/{name}off", switch=[field.path, value])
                    args = ["--env=test,stage"] + self.sets({**self.all(True), field.path: {"*": value, where: off}})
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


def plan(source, defaults):
    table = fields(source)
    words = resources(source)
    for name in sorted(os.listdir(defaults)):
        Pattern(name, f"{defaults}/{name}", table, words).plan()
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


# ---- one combination


def digest(files, root):
    total = hashlib.sha256()
    for path in sorted(files):
        with open(f"{root}/{path}", "rb") as file:
            total.update(f"{path}\0".encode() + hashlib.sha256(file.read()).digest())
    return total.hexdigest()[:24]


def keep(source, target):
    """Move a file or folder to a place named by its content."""
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if not os.path.exists(target):
        try:
            os.rename(source, target)
        except OSError:
            pass  # the same came first


def azstamp(*args):
    return subprocess.run([os.environ["AZSTAMP"], *args], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def make_one(combination):
    folder = "repos/" + combination["name"].replace("/", "_")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs("repos", exist_ok=True)
    ran = azstamp("init", folder, "--no-prompt", "-q", "--no-git", *combination["args"])
    result = {**combination, "problems": [], "refused": False}
    if ran.returncode != 0:
        if combination.get("maybe") and "error[AZS" in ran.stderr:
            result["refused"] = True
        else:
            result["problems"].append("init: " + ran.stderr.strip())
        return result
    ran = azstamp("-C", folder, "check")
    if ran.returncode != 0:
        result["problems"].append("check: " + ran.stdout.strip() + ran.stderr.strip())
    files = [
        os.path.relpath(os.path.join(where, name), folder)
        for where, _, names in os.walk(folder)
        for name in names
    ]
    model = re.compile(r"\.azstamp/|profiles/|azstamp\.yaml$|infra/environments/[^/]*\.json$")
    result["shape"] = digest([path for path in files if not model.match(path)], folder)
    infra = digest([path for path in files if path.startswith("infra/")], folder)
    result["infra"] = infra
    result["yaml"] = []
    for path in files:
        if re.search(r"\.ya?ml$", path):
            kind = "azure" if path == "azure.yaml" else "yaml"
            name = f"{kind}/{digest([path], folder)}.yaml"
            keep(f"{folder}/{path}", name)
            result["yaml"].append([name, path])
    keep(f"{folder}/infra", f"store/{infra}/infra")
    shutil.rmtree(folder)
    return result


def make(lines):
    os.makedirs("results", exist_ok=True)
    with open(f"results/{os.getpid()}", "w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(make_one(json.loads(line))) + "\n")


# ---- the report


def read_lines(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read().splitlines()


def report():
    results = [json.loads(line) for name in sorted(os.listdir("results")) for line in read_lines(f"results/{name}")]
    order = {json.loads(line)["name"]: number for number, line in enumerate(read_lines("plan"))}
    results.sort(key=lambda result: order[result["name"]])
    by_name = {result["name"]: result for result in results}
    about = {}
    for line in read_lines("lint.log"):
        found = re.match(r"store/([0-9a-f]+)/(.*?) : (Error|Warning) (.*)", line)
        if found and not found[4].startswith("BCP104:"):  # follows from another
            about.setdefault(found[1], []).append(f"{found[2]}: {found[3]} {found[4]}")
    inspected = {}
    for line in read_lines("inspected"):
        item = json.loads(line)
        name = item["infra"].split("/")[1]
        inspected[name] = item
        about.setdefault(name, []).extend(item["problems"])
    for line in read_lines("yaml.log"):
        found = re.match(r"((?:yaml|azure)/[0-9a-f]+\.yaml): (.*)", line)
        if found:
            about.setdefault(found[1], []).append(found[2])
    with open("plan.json", encoding="utf-8") as file:
        planned = json.load(file)

    say("the matrix knows every field", planned["problems"])
    say("every combination was made", sorted(set(order) - set(by_name)))
    for result in results:
        problems = list(result["problems"])
        problems += about.get(result.get("infra"), [])
        for name, path in result.get("yaml", []):
            problems += [f"{path}: {text}" for text in about.get(name, [])]
        words = "is refused" if result["refused"] else "is right"
        say(f"{result['name']} {words}", problems)
    seen = set().union(*(shown(result["args"]) for result in results))
    for path, profile, states in planned["files"]:
        missing = [f"no combination has {path}={state}" for state in states if (path, state) not in seen]
        if path not in {known for known, _ in seen}:
            missing = ["it shapes files, but no combination has it"]
        say(f"{path} is in the matrix", missing)
        if path == "level" or path.startswith("services."):
            continue
        for value in states[1:]:
            pairs = [(r, by_name[r["base"]]) for r in results if r.get("switch") == [path, value]]
            shapes = any(r.get("shape") != base.get("shape") for r, base in pairs)
            say(f"{path}={value} shapes files", [] if shapes else ["no combination differs by it"])
    figures(results, inspected)


def shown(args):
    """The fields that a combination sets, with what they say."""
    for arg in args:
        option, value = arg.split("=", 1)
        if option == "--set":
            path, value = value.split("=", 1)
            path = path.split(":")[-1]
            yield path, value
            yield re.sub(r"^(services|openai\.deployments)\.[^.]*", r"\1.*", path), value
        elif option == "--template-dir":
            yield from shown_application(value)
        else:
            yield {"--location": "locations"}.get(option, option[2:]), value


def shown_application(folder):
    for pattern in os.listdir(folder):
        for line in read_lines(f"{folder}/{pattern}/application.yaml.mustache"):
            top = re.match(r"([a-zA-Z]+): (.*)", line)
            if top:
                yield top[1], top[2]
            for key, value in re.findall(r"([a-z]+): (\[[^]]*\]|[^],}]+)", line):
                yield f"services.*.{key}", value


def figures(results, inspected):
    lines = []
    for pattern in dict.fromkeys(result["name"].split("/")[0] for result in results):
        mine = [result for result in results if result["name"].split("/")[0] == pattern]
        infra = {result.get("infra") for result in mine} - {None}
        refused = sum(result["refused"] for result in mine)
        lines.append(f"# {pattern}: {len(mine)} combinations, {len(infra)} different, {refused} refused")
        sizes = [inspected[name] for name in infra if name in inspected]
        default = inspected.get(next((result.get("infra") for result in mine if result.get("first")), None))
        if not sizes or not default:
            continue
        most = {key: max(size[key] for size in sizes) for key in ("bytes", "copied")}
        lines[-1] += f"; KB of Bicep and values: {default['bytes'] // 1000} by default, {most['bytes'] // 1000} at most"
        lines[-1] += f"; with a copy for each call: {default['copied'] // 1000}, {most['copied'] // 1000}"
        say(f"{pattern}: Bicep is below 1 MB with a copy for each call", [str(most["copied"])] * (most["copied"] >= 1000000))
    total = {result.get("infra") for result in results} - {None}
    lines.append(f"# total: {len(results)} combinations, {len(total)} different")
    with open("figures", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def say(sentence, problems):
    text = "; ".join(problems).replace("\n", " ").replace("\t", " ")
    print(f"{sentence}\t{text}")


if sys.argv[1] == "plan":
    plan(*sys.argv[2:])
elif sys.argv[1] == "make":
    make(sys.argv[2:])
else:
    report()
