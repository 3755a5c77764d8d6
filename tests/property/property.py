# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""Random sequences of edits, updates and undos against three claims.

property.py AZSTAMP [SEQUENCES [SEED]]: each sequence starts from a new
repository of the pattern tiny beside this file and takes random steps: edit
the model, edit, delete or rename a file, turn it to CRLF, update, undo.

After each update:
- a file that was not edited is what a new repository of the same model has;
- a merged file is, byte for byte, what the program `git merge-file --diff3`
  makes of the same three texts, and one that is deleted or holds markers stays;
- every line that the user wrote is still there (of values: in the journal);
- a second update writes nothing;
- undo gives back every byte and mode, and then the update does the same again.
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
LABELS = ("yours", "generated before", "generated now")
STATISTICS = {"merged": 0, "conflicts": 0}
ENVIRONMENTS = ["dev", "staging", "prod", "qa", "uat"]


class Failure(Exception):
    """A claim does not hold."""


def run(azstamp, folder, *words):
    """azstamp in folder; its exit status, and what it said on a failure."""
    done = subprocess.run([azstamp, "-C", folder, *words], capture_output=True, text=True)
    if done.returncode not in (0, 4):
        raise Failure(f"{words}: exit {done.returncode}: {done.stdout}{done.stderr}")
    return done.returncode


def tree(folder):
    """Bytes and mode by path, without the journal."""
    found = {}
    for place, folders, files in os.walk(folder):
        if place.endswith("/.azstamp") and "undo" in folders:
            folders.remove("undo")
        for name in files:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = (file.read(), os.stat(path).st_mode & 0o777)
    return found


def as_lf(text):
    return text.replace(b"\r\n", b"\n")


def like(text, model):
    """text with the line endings that most lines of model have."""
    crlf = model.count(b"\r\n")
    return text.replace(b"\n", b"\r\n") if crlf > model.count(b"\n") - crlf else text


def has_markers(text):
    return b"\n>>>>>>> " in b"\n" + text and b"\n<<<<<<< " in b"\n" + text


def merge_file(work, ours, base, theirs):
    """What the git program makes of three texts."""
    names = []
    for name, text in zip(("ours", "base", "theirs"), (ours, base, theirs)):
        names.append(os.path.join(work, name))
        with open(names[-1], "wb") as file:
            file.write(as_lf(text))
    words = ["git", "merge-file", "--diff3", "-p"]
    for label in LABELS:
        words += ["-L", label]
    return subprocess.run(words + names, capture_output=True).stdout


class Repository:
    def __init__(self, azstamp, work, rng):
        self.azstamp, self.work, self.rng = azstamp, work, rng
        self.root = os.path.join(work, "repository")
        self.environments = {}
        self.name, self.undoable, self.token = "shop", None, 0
        self.log = []
        os.makedirs(self.root + "/.azstamp")
        os.mkdir(self.root + "/api")
        with open(self.root + "/.azstamp/lock.json", "w") as file:
            json.dump({"format": 1, "azstamp": "0", "templates": "1", "files": []}, file)
        for name in rng.sample(ENVIRONMENTS, rng.randint(1, 3)):
            self.environments[name] = {}
        self.write_model(self.root)
        self.update()

    def write_model(self, root):
        shutil.rmtree(root + "/profiles", ignore_errors=True)
        os.mkdir(root + "/profiles")
        with open(root + "/azstamp.yaml", "w") as file:
            file.write(f"name: {self.name}\npattern: tiny\nlocations: [eastus2]\nbranch: main\n"
                       "services:\n  api:\n    host: containerapp\n    project: api\n"
                       "    uses: [openai, search, cache]\n")
        for name, values in self.environments.items():
            kind = name if name in ("dev", "staging", "prod") else "staging"
            with open(f"{root}/profiles/{name}.yaml", "w") as file:
                file.write(f"extends: azstamp/{kind}\n")
                for group, fields in sorted(values.items()):
                    file.write(f"{group}:\n")
                    for field, value in sorted(fields.items()):
                        file.write(f"  {field}: {value}\n")

    def fresh(self):
        """The files of a new repository of the same model."""
        root = os.path.join(self.work, "fresh")
        shutil.rmtree(root, ignore_errors=True)
        os.makedirs(root + "/.azstamp")
        os.mkdir(root + "/api")
        with open(root + "/.azstamp/lock.json", "w") as file:
            json.dump({"format": 1, "azstamp": "0", "templates": "1", "files": []}, file)
        self.write_model(root)
        run(self.azstamp, root, "update", "-q", "--template-dir", HERE)
        return tree(root)

    def lock(self):
        with open(self.root + "/.azstamp/lock.json") as file:
            return {entry["path"]: entry for entry in json.load(file)["files"]}

    # The steps.

    def edit_model(self):
        kind = self.rng.randrange(5)
        names = list(self.environments)
        if kind == 0 and len(names) < len(ENVIRONMENTS):
            self.environments[self.rng.choice([e for e in ENVIRONMENTS if e not in names])] = {}
        elif kind == 1 and len(names) > 1:
            del self.environments[self.rng.choice(names)]
        elif kind == 2:
            self.name = self.rng.choice(["shop", "store", "till"])
        else:
            values = self.environments[self.rng.choice(names)]
            if self.rng.random() < 0.6:
                group = self.rng.choice(["search", "cache", "budget"])
                values.setdefault(group, {})["enabled"] = self.rng.choice(["true", "false"])
            else:
                values.setdefault("openai", {})["capacity"] = self.rng.randint(10, 90)
        self.write_model(self.root)
        self.log.append(f"model: {self.name} {self.environments}")

    def some_file(self, policies):
        lock = self.lock()
        there = [p for p, entry in lock.items()
                 if entry["policy"] in policies and os.path.isfile(f"{self.root}/{p}")]
        # The files that change most, most often.
        there += [p for p in there if p in ("list.txt", "deep/er/conditions.txt")] * 3
        return self.rng.choice(sorted(there)) if there else None

    def edit_file(self):
        path = self.some_file(("managed", "owned", "once"))
        if path is None:
            return
        full = f"{self.root}/{path}"
        with open(full, "rb") as file:
            lines = file.read().split(b"\n")
        for _ in range(self.rng.randint(1, 3)):
            self.token += 1
            at = self.rng.randrange(len(lines))
            mine = b"mine %d" % self.token
            kind = self.rng.randrange(4)
            if kind == 0 and not lines[at].startswith(b"mine"):
                lines[at] = mine
            elif kind == 1 and len(lines) > 1 and b"mine" not in lines[at]:
                del lines[at]
            else:
                lines.insert(at, mine)
        with open(full, "wb") as file:
            file.write(b"\n".join(lines))
        if self.rng.random() < 0.15:
            os.chmod(full, self.rng.choice([0o755, 0o644, 0o600]))
        self.log.append(f"edit {path}")

    def working_day(self):
        """What users do most: a few edits, a change of the model, an update."""
        for _ in range(self.rng.randint(1, 4)):
            self.edit_file()
        self.edit_model()
        self.update()

    def delete_file(self):
        path = self.some_file(("managed", "owned"))
        if path is not None:
            os.remove(f"{self.root}/{path}")
            self.log.append(f"delete {path}")

    def rename_file(self):
        path = self.some_file(("managed",))
        if path is not None:
            self.token += 1
            os.rename(f"{self.root}/{path}", f"{self.root}/renamed-{self.token}")
            self.log.append(f"rename {path}")

    def to_crlf(self):
        path = self.some_file(("managed",))
        if path is None:
            return
        with open(f"{self.root}/{path}", "rb") as file:
            text = as_lf(file.read()).replace(b"\n", b"\r\n")
        with open(f"{self.root}/{path}", "wb") as file:
            file.write(text)
        self.log.append(f"crlf {path}")

    def resolve(self):
        """Take the markers out of a file, all lines stay."""
        for path in sorted(self.lock()):
            full = f"{self.root}/{path}"
            if not os.path.isfile(full):
                continue
            with open(full, "rb") as file:
                text = file.read()
            if not has_markers(text):
                continue
            marks = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
            with open(full, "wb") as file:
                file.write(b"\n".join(x for x in text.split(b"\n") if not x.startswith(marks)))
            self.log.append(f"resolve {path}")
            return

    def undo(self):
        if self.undoable is None or tree(self.root).keys() != self.undoable[1].keys():
            return
        if tree(self.root) != self.undoable[1]:
            return
        run(self.azstamp, self.root, "update", "undo")
        self.expect(tree(self.root) == self.undoable[0], "undo gives back all")
        self.undoable = None
        self.log.append("undo")

    # The claims.

    def expect(self, holds, claim):
        if not holds:
            raise Failure(claim)

    def update(self):
        before, lock = tree(self.root), self.lock()
        status = run(self.azstamp, self.root, "update", "--template-dir", HERE)
        self.log.append(f"update: {status}")
        after, fresh = tree(self.root), self.fresh()
        self.expect_merged(before, after, fresh, lock)
        self.expect_no_loss(before, after)
        run(self.azstamp, self.root, "update", "--template-dir", HERE)
        self.expect(tree(self.root) == after, "a second update writes nothing")
        if after != before:
            run(self.azstamp, self.root, "update", "undo")
            self.expect(tree(self.root) == before, "undo gives back every byte and mode")
            run(self.azstamp, self.root, "update", "--template-dir", HERE)
            self.expect(tree(self.root) == after, "the update does the same again")
            self.undoable = (before, after)

    def expect_merged(self, before, after, fresh, lock):
        now = {entry["path"]: entry for entry in
               json.loads(fresh[".azstamp/lock.json"][0])["files"]}
        for path, entry in now.items():
            old = lock.get(path)
            ours, generated = before.get(path), fresh[path][0]
            if entry["policy"] == "owned":
                self.expect(as_lf(after[path][0]) == generated, f"values are written: {path}")
            elif entry["policy"] == "managed" and not (old or {}).get("released"):
                base = before.get(f".azstamp/base/{path}.base", (b"", 0))[0]
                wanted = self.wanted(old, ours, base, generated)
                got = after.get(path, (None, 0))[0]
                self.expect(got == wanted, f"{path}: wanted {wanted!r}, got {got!r}")
        for path, entry in lock.items():
            if path in now or entry["policy"] != "managed" or path not in before:
                continue
            base = before.get(f".azstamp/base/{path}.base", (b"", 0))[0]
            pristine = as_lf(before[path][0]) == base and not entry.get("released")
            self.expect((path in after) != pristine, f"gone from the model: {path}")

    def wanted(self, old, ours, base, generated):
        """What a managed file has to be, by an oracle that is not azstamp."""
        if ours is None:
            return generated if old is None else None
        text = ours[0]
        if has_markers(text) or as_lf(text) == generated or (old and base == generated):
            return text
        if as_lf(text) == base and old:
            return like(generated, text)
        merged = merge_file(self.work, text, base if old else b"", generated)
        STATISTICS["conflicts" if has_markers(merged) else "merged"] += 1
        return like(merged, text)

    def expect_no_loss(self, before, after):
        kept = b"\n".join(text for text, _ in after.values())
        for place, _, files in os.walk(self.root + "/.azstamp/undo/last/files"):
            for name in files:
                if "/values" in place:
                    with open(os.path.join(place, name), "rb") as file:
                        kept += b"\n" + file.read()
        lines = {line.rstrip(b"\r") for line in kept.split(b"\n")}
        for path, (text, _) in before.items():
            for line in text.split(b"\n"):
                if line.startswith(b"mine"):
                    self.expect(line.rstrip(b"\r") in lines, f"{path}: {line!r} is lost")


def main():
    azstamp = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20261121
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    failed = updates = 0
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        work = tempfile.mkdtemp(prefix="azstamp-property-", dir=memory)
        repository = None
        try:
            repository = Repository(azstamp, work, rng)
            for _ in range(rng.randint(3, 6)):
                rng.choice([
                    repository.working_day, repository.working_day, repository.working_day, repository.edit_model,
                    repository.delete_file, repository.rename_file, repository.to_crlf,
                    repository.resolve, repository.undo])()
            repository.update()
        except Failure as failure:
            failed += 1
            print(f"not ok - sequence {number}: {failure}")
            print("#   " + "\n#   ".join(repository.log if repository else []))
            if failed == 5:
                break
        finally:
            if repository:
                updates += sum(line.startswith("update") for line in repository.log)
            shutil.rmtree(work)
    print(f"# {count} sequences, {updates} updates, seed {seed}: "
          f"{STATISTICS['merged']} files merged, {STATISTICS['conflicts']} with conflicts")
    if failed == 0 and count >= 100 and min(STATISTICS.values()) < count // 10:
        failed = 1
        print("not ok - the sequences merge files, and some conflict")
    if failed == 0:
        print(f"ok - {count} random sequences of edits, updates and undos keep every claim")
    print(f"# {int(failed == 0)} passed, {failed} failed, 0 skipped")
    sys.exit(failed != 0)


main()
