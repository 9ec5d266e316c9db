"""What every test may use."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


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
