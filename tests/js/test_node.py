"""Runs the unit tests of the explorer's modules with node's own test runner."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def test_the_modules_pass_their_unit_tests() -> None:
    node = shutil.which("node")
    if node is None:
        reason = "node is not installed"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    tests = sorted(str(path) for path in Path(__file__).parent.glob("*.test.mjs"))
    done = subprocess.run([node, "--test", *tests], capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
