"""What a release says of itself in several files: version, licence, authors, reasons for dependencies."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

import kg

ROOT = Path(__file__).parents[1]


def _project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def _name(requirement: str) -> str:
    return re.split(r"[<>=\[; ]", requirement)[0].lower()


def test_one_version_everywhere() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))

    assert kg.__version__ == _project()["version"] == cited["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", kg.__version__)


def test_the_citation_has_what_its_format_needs() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))

    assert {"cff-version", "message", "title", "type", "version", "license", "authors"} <= set(cited)
    assert "1.2.0" == cited["cff-version"]
    assert _project()["license"] == cited["license"]
    # The licence names the same holder.
    [author] = cited["authors"]
    assert author["name"] in (ROOT / "LICENSE").read_text("utf-8")


def test_every_change_has_a_kind_and_every_release_a_date() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    releases = [line for line in lines if line.startswith("## ")]
    kinds = {line for line in lines if line.startswith("### ")}

    assert "## [Unreleased]" == releases[0]
    assert [] == [
        line for line in releases[1:] if not re.fullmatch(r"## \[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", line)
    ]
    assert kinds <= {
        f"### {kind}" for kind in ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
    }


def test_every_dependency_has_a_reason() -> None:
    project = _project()
    _, _, rest = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("\n## Dependencies\n")
    reasons = rest.partition("\n## ")[0]
    extras = [item for extra in project["optional-dependencies"].values() for item in extra]

    # By whole names: `pyarrow` is not a reason for `pyarrow-stubs`.
    named = set(re.findall(r"[\w-]+", reasons.lower()))
    assert set() == {_name(item) for item in (*project["dependencies"], *extras)} - named
