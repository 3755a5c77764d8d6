# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""The matrix of tests/matrix.sh: every pattern with its features on and off.

matrix.py plan SOURCE DEFAULTS
    The combinations, a JSON object a line. SOURCE has the field table, DEFAULTS
    a repository of each pattern, as init makes it; templates go to over/.
matrix.py make LINE...
    Make these repositories and keep what differs, by its hash: store/HASH/infra,
    yaml/HASH.yaml, azure/HASH.yaml; the results go to results/. All infra
    folders lie in hall/ over each other, too, where the checker meets each
    module once; names of files that differ have the hash in them there.
matrix.py report
    A line a claim: the sentence, a tab, what is wrong ("" if nothing); what is
    to be printed goes to figures.
"""

import filecmp
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

from combinations import plan


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


# The files of infra/ that differ between repositories, and what they say of each
# other.
OWN = re.compile(r"(main|stamp|modules/shared/profile)\.bicep$|environments/")
SAID = re.compile(r"'((?:\.\./)?main|stamp|modules/shared/profile)\.bicep'|'environments/")


def hang(folder, name):
    """Hang the infra folder up in the hall, and take the modules from there."""
    problems = []
    for where, _, files in os.walk(folder):
        for file in files:
            path = os.path.relpath(os.path.join(where, file), folder)
            target = f"hall/{path}"
            if OWN.match(path):
                target = re.sub(r"^hall/environments", rf"hall/environments-{name}", target)
                target = re.sub(r"(main|stamp|shared/profile)\.bicep$", rf"\1-{name}.bicep", target)
            elif path == "main.parameters.json":
                continue
            os.makedirs(os.path.dirname(target), exist_ok=True)
            if OWN.match(path) and path.endswith((".bicep", ".bicepparam")):
                with open(f"{folder}/{path}", encoding="utf-8") as source:
                    text = source.read()
                text = SAID.sub(lambda said: f"'{said[1]}-{name}.bicep'" if said[1] else f"'environments-{name}/", text)
                with open(target, "w", encoding="utf-8") as copy:
                    copy.write(text)
                continue
            try:
                os.link(f"{folder}/{path}", target)
            except FileExistsError:
                if not filecmp.cmp(f"{folder}/{path}", target, shallow=False):
                    problems.append(f"{path} is not the same in every repository")
    return problems


def azstamp(*args):
    return subprocess.run([os.environ["AZSTAMP"], *args], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def make_one(combination):
    folder = "repos/" + combination["name"].replace("/", "_")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs("repos", exist_ok=True)
    ran = azstamp("init", folder, "--no-prompt", "-q", "--no-git", *combination["args"])
    result = {**combination, "problems": [], "refused": []}
    # Templates that are broken by an option are not those of `check`.
    if ran.returncode == 0 and "mutant" not in combination:
        ran = azstamp("-C", folder, "check")
    said = re.findall(r"error\[(AZS[0-9]+)\]: *(.*)", ran.stdout + ran.stderr)
    if combination.get("refused"):
        result["refused"] = [f"{rule} {text}" for rule, text in said]
        if not said:
            result["problems"].append("it is not refused")
        shutil.rmtree(folder, ignore_errors=True)
        return result
    if ran.returncode != 0:
        result["problems"].append("azstamp: " + ran.stdout.strip() + ran.stderr.strip())
    if not os.path.exists(folder):
        return result
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
    result["problems"] += hang(f"store/{infra}/infra", infra)
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


def findings():
    """What the tools say, by the hash of what they say it about."""
    about, rest = {}, []
    checked = 0
    for line in sorted(set(read_lines("lint.log"))):
        found = re.match(r"(?:.*/)?hall/(.*?)-([0-9a-f]{24})(/[^(]*)?(.*?) : (Error|Warning) (.*)", line)
        if found and not found[6].startswith("BCP104:"):  # follows from another
            about.setdefault(found[2], []).append(f"{found[1]}{found[3] or ''}{found[4]}: {found[5]} {found[6]}")
        elif re.search(r" : (Error|Warning) ", line) and not found:
            rest.append(line)
    for line in read_lines("lint.log"):
        checked += int((re.match(r"(\d+) files? checked: ", line) or [0, 0])[1])
    if checked != len(read_lines("files")):
        rest.append(f"{checked} of {len(read_lines('files'))} files were linted")
    inspected = {}
    for line in read_lines("inspected"):
        item = json.loads(line)
        name = item["infra"].split("/")[1]
        inspected[name] = item
        about.setdefault(name, []).extend(item["problems"])
    for line in read_lines("yaml.log") + read_lines("schema.log"):
        found = re.match(r"((?:yaml|azure)/[0-9a-f]+\.yaml): (.*)", line)
        if found:
            about.setdefault(found[1], []).append(found[2])
        else:
            rest.append(line)
    return about, inspected, rest


def conditions(result, by_name, inspected):
    """What one switch brings: absent where it is off, conditional where some
    environments have it, unconditional where all have."""
    base = inspected.get(by_name.get(result.get("base"), {}).get("infra"))
    mine = inspected.get(result.get("infra"))
    if not base or not mine or "everywhere" not in result:
        return []
    wanted = not result["everywhere"]
    new = set(mine["modules"]) - set(base["modules"])
    return [
        f"{name} is {'not conditional' if wanted else 'conditional'}" for name in sorted(new) if mine["modules"][name] != wanted
    ]


def report():
    results = [json.loads(line) for name in sorted(os.listdir("results")) for line in read_lines(f"results/{name}")]
    order = {json.loads(line)["name"]: number for number, line in enumerate(read_lines("plan"))}
    results.sort(key=lambda result: order[result["name"]])
    by_name = {result["name"]: result for result in results}
    about, inspected, rest = findings()
    with open("plan.json", encoding="utf-8") as file:
        planned = json.load(file)

    say("the matrix knows every field", planned["problems"])
    say("every combination was made", sorted(set(order) - set(by_name)))
    say("the tools looked at everything, and the modules are right", rest)
    for result in results:
        problems = list(result["problems"])
        problems += about.get(result.get("infra"), [])
        for name, path in result.get("yaml", []):
            problems += [f"{path}: {text}" for text in about.get(name, [])]
        problems += conditions(result, by_name, inspected)
        if result.get("mutant"):
            tool, words = result["mutant"]
            if not words or not os.path.exists(tool):
                continue
            found = any(re.search(words, problem) for problem in problems)
            say(f"{result['name'].split('/')[1]} is found", [] if found else ["not found", *problems])
            continue
        say(f"{result['name']} is {'refused' if result['refused'] else 'right'}", problems)
    results = [result for result in results if not result.get("mutant")]
    if not os.environ.get("MATRIX"):
        whole(planned["files"], results, by_name)
    figures(results, inspected)


def whole(files, results, by_name):
    """Is every switch tried, and does it do something?"""
    seen = set().union(*(shown(result["args"]) for result in results))
    for path, profile, states in files:
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
        refused = [result for result in mine if result["refused"]]
        lines.append(f"# {pattern}: {len(mine)} combinations, {len(infra)} different, {len(refused)} refused")
        sizes = [inspected[name] for name in infra if name in inspected]
        default = inspected.get(next((result.get("infra") for result in mine if result.get("first")), None))
        if not sizes or not default:
            continue
        most = {key: max(size[key] for size in sizes) for key in ("bytes", "copied")}
        lines[-1] += f"; KB of Bicep and values: {default['bytes'] // 1000} by default, {most['bytes'] // 1000} at most"
        lines[-1] += f"; with a copy for each call: {default['copied'] // 1000}, {most['copied'] // 1000}"
        say(f"{pattern}: Bicep is below 1 MB with a copy for each call", [str(most["copied"])] * (most["copied"] >= 1000000))
        lines += [f"#   {result['name']}: {'; '.join(result['refused'])}" for result in refused]
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
