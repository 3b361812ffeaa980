"""What the rules that read and the rules that join names are, noted beside their versions.

`python -m tests.rules`

A changed rule needs a new RULES_VERSION, or `kg build --refresh` passes over what older rules read.
`tests/data/rules.json` has a digest of each module's code; comments, docstrings, annotations and
the way it is laid out do not count. Of the code and not of what it finds in a sample: most rules
touch one abstract in a hundred or fewer, and the reader's scores differ between processors.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.extract.version import RULES_VERSION as EXTRACT_VERSION
from kg.resolve.update import RULES_VERSION as RESOLVE_VERSION

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "tests" / "data" / "rules.json"
PLACES = {"extract": "kg/extract/version.py", "resolve": "kg/resolve/update.py"}
VERSIONS = {"extract": EXTRACT_VERSION, "resolve": RESOLVE_VERSION}
# They hold no rule.
PLUMBING = {"arguments", "errors", "records", "resources", "settings", "sql", "extract.version"}
# Fields of the syntax tree that change nothing that is found.
SILENT = {"annotation", "returns", "ctx", "kind", "type_comment", "type_ignores"}
Noted = Mapping[str, object]


def imports_of(path: Path) -> set[str]:
    """Return the names of what a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            # Previously such a call went up unseen.
            name = node.args[0]
            found |= {str(name.value)} if isinstance(name, ast.Constant) else set()
    return found


def modules_of(package: str) -> list[Path]:
    """Return the modules of a package and those of kg that they lean on, without the plumbing."""
    found: set[Path] = set()
    waiting = [f"kg.{package}.{path.stem}" for path in (ROOT / "kg" / package).glob("*.py")]
    while waiting:
        name = waiting.pop().removesuffix(".__init__")
        place = ROOT.joinpath(*name.split("."))
        path = next((p for p in (place.with_suffix(".py"), place / "__init__.py") if p.exists()), 0)
        if path and path not in found and name.removeprefix("kg.") not in PLUMBING:
            found.add(path)
            waiting += [other for other in imports_of(path) if other.startswith("kg.")]
    return sorted(found)


def digest(text: str) -> str:
    """Return a digest of what a module does, the same in all versions of Python."""
    return hashlib.sha256("\n".join(_parts(ast.parse(text))).encode()).hexdigest()[:12]


def _parts(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _parts(item)
    elif not isinstance(node, ast.AST):
        yield repr(node)
    elif not _is_silent(node):
        yield type(node).__name__
        for name, value in ast.iter_fields(node):
            if value not in (None, []) and name not in SILENT:
                yield name
                yield from _parts(value)
        yield "."


def _is_silent(node: ast.AST) -> bool:
    """Whether it is a string that stands for itself, or the version."""
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) == "RULES_VERSION"
    return isinstance(node, ast.Expr) and isinstance(getattr(node.value, "value", None), str)


def found_rules(package: str) -> dict[str, object]:
    """Return the version and the digests as they are."""
    modules = {
        str(path.relative_to(ROOT)): digest(path.read_text(encoding="utf-8"))
        for path in modules_of(package)
    }
    return {"version": VERSIONS[package], "modules": modules}


def changed(noted: Noted, found: Noted) -> list[str]:
    """Return the modules that are not as they were noted, also those that came or went."""
    old, new = dict(noted["modules"]), dict(found["modules"])  # type: ignore[call-overload]
    return sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))


def complaint(package: str, noted: Noted, found: Noted) -> str | None:
    """Return what is to be done, or None where the note is of the rules as they are."""
    paths = changed(noted, found)
    if noted["version"] != found["version"]:
        return f"RULES_VERSION of {PLACES[package]} is new; note it with: python -m tests.rules"
    if not paths:
        return None
    return (
        f"{', '.join(paths)} changed under RULES_VERSION {found['version']} of {PLACES[package]}. "
        "If they find something else now, raise it, then run: python -m tests.rules. "
        "If they find the same, run: python -m tests.rules --same"
    )


def read_note() -> dict[str, Noted]:
    """Return what was noted last."""
    noted: dict[str, Noted] = json.loads(FILE.read_text(encoding="utf-8"))
    return noted


def main(arguments: list[str] | None = None) -> int:
    """Note the rules as they are; refuse where one changed and its version did not."""
    cli = argparse.ArgumentParser(prog="python -m tests.rules", description=__doc__)
    cli.add_argument("--same", action="store_true", help="what changed finds what it found before")
    same = cli.parse_args(arguments).same
    noted = read_note()
    found = {package: found_rules(package) for package in VERSIONS}
    for package, now in found.items():
        before = noted[package]
        if before["version"] == now["version"] and changed(before, now) and not same:
            sys.stderr.write(f"Error: {complaint(package, before, now)}\n")
            return 1
    FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
