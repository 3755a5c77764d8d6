"""What a release consists of, and what a deploy has changed: files that can be checked and read again."""

import hashlib
import json
import tarfile

from azure_api import Problem


def digest_of(path):
    """The digest of a file, or of the image in an archive: the name that a registry gives it."""
    if path.suffix == ".tar":
        with tarfile.open(path) as archive:
            index = json.load(archive.extractfile("index.json"))
        return index["manifests"][0]["digest"]
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


class Release:
    """What was built: files whose digests are as they were when they were built."""

    def __init__(self, directory):
        self.directory = directory
        try:
            release = json.loads((directory / "release.json").read_text(encoding="utf-8"))
            self.commit, self.files = release["commit"], release["files"]
            for service, entry in self.files.items():
                if digest_of(directory / entry["file"]) != entry["digest"]:
                    raise Problem(f"{directory / entry['file']} is not what was built: its digest differs")
        except (OSError, ValueError, LookupError, tarfile.TarError, TypeError) as error:
            raise Problem(f"{directory} holds no release: {error}") from error

    def file(self, service):
        """The file of a service."""
        if service not in self.files:
            raise Problem(f"the release in {self.directory} has no {service}")
        return self.directory / self.files[service]["file"]

    def digest(self, service):
        """The digest of a service."""
        self.file(service)
        return self.files[service]["digest"]


class Journal:
    """What a deploy changed, written down before it happens."""

    def __init__(self, directory, environment):
        self.path = directory / f"deployed-{environment}.json"
        self.commit, self.steps = None, []

    def begin(self, commit):
        """For a deploy; one more of the same release goes on where the last one ended."""
        if self.path.exists():
            self.load()
        if self.commit != commit:
            self.commit, self.steps = commit, []
        self.write()

    def load(self):
        """The steps that were done, the last one first."""
        try:
            journal = json.loads(self.path.read_text(encoding="utf-8"))
            self.commit, self.steps = journal["commit"], journal["steps"]
        except FileNotFoundError:
            raise Problem(f"nothing was deployed from here: there is no {self.path}") from None
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise Problem(f"{self.path} cannot be read: {error}") from error
        return list(reversed(self.steps))

    def end(self):
        """There is nothing to take back any more."""
        self.steps = []
        self.write()

    def add(self, **step):
        """Notes a step, on disk before it is done."""
        self.steps.append(step)
        self.write()
        return step

    def write(self):
        """Replaces the file as a whole."""
        temporary = self.path.with_suffix(".new")
        text = json.dumps({"commit": self.commit, "steps": self.steps}, indent=2) + "\n"
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(self.path)
