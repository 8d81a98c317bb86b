"""Environments of their own for the peers, made on demand. A peer that cannot be installed is named, nothing fails."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

INSTALL_SECONDS = 90
_VERSIONS = """
import json, sys
from importlib.metadata import PackageNotFoundError, version
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = version(name)
    except PackageNotFoundError:
        found[name] = None
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Environment:
    """A virtual environment in a folder of the project."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    def provide(self, packages: tuple[str, ...]) -> dict[str, str | None]:
        """Install what is missing, each by itself; the versions that are there afterwards, None where there is none."""
        if not _works([str(self.python), "-c", ""]):
            print(f"making {self.folder.name} for the peers", flush=True)
            _works([sys.executable, "-m", "venv", "--clear", str(self.folder)])
        missing = [name for name, version in self.versions(packages).items() if version is None]
        for name in missing:
            print(f"installing {name} into {self.folder.name}", flush=True)
            pip = [str(self.python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
            _works([*pip, "--retries", "1", "--timeout", "10", "--only-binary", ":all:", name])
        return self.versions(packages)

    def versions(self, packages: tuple[str, ...]) -> dict[str, str | None]:
        """What is installed of some packages."""
        try:
            said = subprocess.run(
                [self.python, "-c", _VERSIONS, *packages], capture_output=True, check=True, timeout=INSTALL_SECONDS
            )
        except (OSError, subprocess.SubprocessError):
            return dict.fromkeys(packages)
        found: dict[str, str | None] = json.loads(said.stdout)
        return found


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=INSTALL_SECONDS).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False
