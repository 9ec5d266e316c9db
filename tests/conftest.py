"""What every test may use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-extensions",
]


def require_program(*names: str) -> str:
    """The path of the first of these programs that is installed.

    Where none is, the test is skipped with the reason; under `CI=true` it fails, so that a green run there
    means that everything ran.
    """
    found = next((path for name in names if (path := shutil.which(name)) is not None), None)
    if found is not None:
        return found
    reason = f"{' or '.join(names)} is not installed"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the source tree."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Real Chromium, one for all tests: two at once do not share a thread."""
    program = require_program(*_PROGRAMS)
    from playwright.sync_api import expect, sync_playwright

    # The machine that tests may be busy with other work; what passes does so at once all the same.
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield chromium
        chromium.close()
