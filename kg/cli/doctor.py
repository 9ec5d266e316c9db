"""kg doctor"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from kg import __version__

_LIBRARIES = ("spacy", "onnxruntime", "pyarrow", "pyoxigraph", "rdflib", "networkx")
_OPTIONAL = {"pandas": "the Python API's tables", "matplotlib": "plots in the notebooks"}
_LITTLE_DISK = 1 << 30

# What is checked, what was found, and whether a build can do without it.
Finding = tuple[str, str, bool]


@click.command()
def doctor() -> None:
    """Check what kg needs here: versions, model, disk, fonts, Java, Chromium.

    Exit code 1 if a build cannot run.
    """
    sound = True
    for name, found, works in findings():
        click.echo(f"{'ok     ' if works else 'MISSING'}  {name:<14} {found}")
        sound = sound and works
    sys.exit(0 if sound else 1)


def findings() -> Iterator[Finding]:
    """What a build needs, then what only single features need."""
    yield "kg", __version__, True
    yield "python", platform.python_version(), sys.version_info >= (3, 11)
    for library in _LIBRARIES:
        found = _version(library)
        yield library, found or "not installed. Run: pip install kg", found is not None
    yield _model()
    free = shutil.disk_usage(Path.cwd()).free
    yield "disk", f"{free / (1 << 30):.1f} GB free here", free > _LITTLE_DISK
    for library, purpose in _OPTIONAL.items():
        yield library, _version(library) or f"not installed; only for {purpose}", True
    yield "java", shutil.which("java") or "not found; only the Spark engine needs it", True
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    yield "chromium", browser or "not found; only the browser tests need it", True
    yield "fonts", _fonts(), True


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _model() -> Finding:
    from kg.resources import packaged

    model = packaged("model", "data", "zh", "tagger.onnx")
    if not model.is_file():
        return "model", "the Chinese recognizer is not in this installation. Install kg again.", False
    return "model", f"zh, {len(model.read_bytes()) / 1e6:.0f} MB", True


def _fonts() -> str:
    program = shutil.which("fc-list")
    if program is None:
        return "cannot be listed (fc-list is missing)"
    listed = subprocess.run([program, ":lang=zh", "family"], capture_output=True, text=True, check=False)
    families = sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line})
    return ", ".join(families[:3]) or "none for Chinese; a Debian package is fonts-noto-cjk"
