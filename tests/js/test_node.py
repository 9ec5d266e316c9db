"""Runs the unit tests of the explorer's modules with node's own test runner."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.conftest import require_program


def test_the_modules_pass_their_unit_tests() -> None:
    node = require_program("node")
    tests = sorted(str(path) for path in Path(__file__).parent.glob("*.test.mjs"))
    done = subprocess.run([node, "--test", *tests], capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
