"""Each feature with tables has its own contract in pyproject.toml: its `records` are for its own reads and actions.

import-linter cannot ask for this by itself: a wildcard would let any feature's actions read any feature's tables,
and a contract that names a module which is not there is an error. So the contracts are listed, and counted here.
"""

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def exists(package: Path, room: str) -> bool:
    return (package / room).is_dir() or (package / f"{room}.py").is_file()


def wanted(package: Path) -> dict[str, object]:
    name = f"cip.{package.name}"
    importers = [f"{name}.{room}" for room in ("reads", "actions") if exists(package, room)]
    return {"protected_modules": [f"{name}.records"], "allowed_importers": [*importers, "cip.migrations"]}


def complaints(root: Path) -> list[str]:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    given = [
        {key: contract.get(key) for key in ("protected_modules", "allowed_importers")}
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "protected"
    ]
    features = [package for package in sorted((root / "cip").iterdir()) if exists(package, "records")]
    return [
        f"pyproject.toml: add a `protected` contract for {package.name}: {wanted(package)}"
        for package in features
        if wanted(package) not in given
    ]


def main() -> int:
    found = complaints(ROOT)
    for text in found:
        print(text)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
