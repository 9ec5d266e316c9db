"""kg doctor"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from gettext import gettext as _
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import click

from kg import __version__
from kg.cli.options import echo_json, json_option

# Libraries of single features: the extra of kg that brings each, and what for.
_OPTIONAL: Mapping[str, tuple[str, Callable[[], str]]] = {
    "pandas": ("notebook", lambda: _("the Python API's tables")),
    "matplotlib": ("notebook", lambda: _("plots in the notebooks")),
    "pyspark": ("spark", lambda: _("building with Spark")),
}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "firefox")
_LITTLE_DISK = 1 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and found, whether that is as it should be, whether a build needs it."""

    name: str
    found: str
    ok: bool
    needed: bool = True


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Check what kg needs here, and what is missing.

    Versions, model and disk, then what single features need: browser, fonts, Java.

    Exit code 1 if a build cannot run.

    \b
    kg doctor
    kg doctor --json      for machines, or for a bug report
    """
    found = list(findings())
    works = all(item.ok for item in found if item.needed)
    if as_json:
        echo_json({"works": works, "findings": [asdict(item) for item in found]})
    else:
        width = max(len(item.name) for item in found)
        marks = {
            True: click.style(f"{_('ok'):<8}", fg="green"),
            False: click.style(f"{_('MISSING'):<8}", fg="red", bold=True),
        }
        for item in found:
            mark = marks[item.ok] if item.ok or item.needed else f"{'-':<8}"
            click.echo(f"{mark} {item.name:<{width}}  {item.found}")
        click.echo(_("A build can run.") if works else _("A build cannot run: mend what is MISSING."))
    sys.exit(0 if works else 1)


def findings() -> Iterator[Finding]:
    """What a build needs, then what only single features need."""
    yield Finding("kg", __version__, True)
    yield Finding("python", f"{platform.python_version()} ({sys.executable})", sys.version_info >= (3, 11))
    yield from _libraries()
    yield _model("zh", "tagger.onnx")
    yield _model("en", "meta.json", needed=False)
    yield _disk()
    for library, (extra, purpose) in _OPTIONAL.items():
        found = _version(library)
        words = _("not installed; only for {purpose}: pip install 'kg[{extra}]'").format(
            purpose=purpose(), extra=extra
        )
        yield Finding(library, found or words, found is not None, needed=False)
    yield _java()
    browser = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    yield Finding(
        "browser", browser or _("none found; to look at graph.html"), browser is not None, needed=False
    )
    yield _fonts()


def _libraries() -> Iterator[Finding]:
    """What the installed package says it requires, each of which must be there in that version."""
    from packaging.requirements import Requirement

    try:
        wanted = [Requirement(text) for text in requires("kg") or ()]
    except PackageNotFoundError:
        # Run from a folder of sources, kg is no installed package and says nothing.
        wanted = []
    for requirement in wanted:
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        found = _version(requirement.name)
        if found is None:
            words = _("not installed. Run: pip install '{requirement}'").format(requirement=requirement)
            yield Finding(requirement.name, words, False)
        elif not requirement.specifier.contains(found, prereleases=True):
            words = _("{found}, but {wanted} is needed. Run: pip install '{requirement}'")
            said = words.format(found=found, wanted=requirement.specifier, requirement=requirement)
            yield Finding(requirement.name, said, False)
        else:
            yield Finding(requirement.name, found, True)


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _model(language: str, file: str, *, needed: bool = True) -> Finding:
    """The recognizer of a language: whether it can be loaded and finds somebody, and where its card is."""
    from kg.resources import packaged

    name = f"model {language}"
    folder = packaged("model", "data", language)
    if not folder.joinpath(file).is_file():
        return Finding(name, _("not in this installation. Install kg again."), False, needed)
    card = folder.joinpath("MODEL_CARD.md")
    if language != "zh":
        return Finding(name, _("there; its card: {card}").format(card=card), True, needed)
    size = sum(len(item.read_bytes()) for item in folder.iterdir() if item.name.endswith(".onnx")) / 1e6
    try:
        from kg.model import Tagger

        names = Tagger.load(threads=1).tag(["青石县人民医院的护士长周敏在门口等着。"])[0]
    # Whatever a broken library raises, it is what the person at the terminal must see.
    except Exception as error:
        told = _("cannot be loaded ({error}). Install kg again.").format(error=error)
        return Finding(name, told, False, needed)
    told = _("{size:.0f} MB, reads; its card: {card}").format(size=size, card=card)
    return Finding(name, told if names else _("finds no names. Install kg again."), bool(names), needed)


def _disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free
    if not os.access(Path.cwd(), os.W_OK):
        return Finding("disk", _("this folder cannot be written"), False)
    told = _("{free:.1f} GB free here").format(free=free / (1 << 30))
    return Finding("disk", told, free > _LITTLE_DISK)


def _java() -> Finding:
    program = shutil.which("java")
    if program is None:
        return Finding("java", _("not found; only the Spark engine needs it"), False, needed=False)
    # java prints its version to standard error.
    shown = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)
    lines = shown.stderr.splitlines() or [""]
    return Finding("java", f"{lines[0]} ({program})", shown.returncode == 0, needed=False)


def _fonts() -> Finding:
    """Fonts with Chinese characters, for plots and for the explorer."""
    program = shutil.which("fc-list")
    if program is None:
        return Finding("fonts", _("cannot be listed (fc-list is missing)"), True, needed=False)
    listed = subprocess.run([program, ":lang=zh", "family"], capture_output=True, text=True, check=False)
    families = sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line})
    none = _("none for Chinese; a Debian package is fonts-noto-cjk")
    return Finding("fonts", ", ".join(families[:3]) or none, bool(families), needed=False)
