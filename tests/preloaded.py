"""`kg` without its start: a process that has loaded everything and forks for each command.

Most of the seconds of a small build go into loading libraries, model and rules, and the documentation has
some thirty of them. A command still runs in a process of its own, with its own folder, environment and pipes;
what it prints and its exit code are those of `kg`. That `kg` starts by itself is for other tests to see.

    python -m tests.preloaded SOCKET                  the process
    python tests/preloaded.py SOCKET kg build …       a command in it; `worker` is a builder's worker
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

_LARGEST = 1 << 20
# What commands import when they run.
_MODULES = (
    *(
        "kg.audit",
        "kg.build.local",
        "kg.build.ruling",
        "kg.build.worker",
        "kg.diff",
        "kg.evaluate",
        "kg.explain",
    ),
    *("kg.export.html", "kg.export.network", "kg.export.rdf", "kg.query", "pandas"),
)


def command(place: Path, what: str) -> list[str]:
    """What to run for `kg`, or for a builder's `worker`, in the process that listens at `place`."""
    return [sys.executable, "-I", "-S", __file__, str(place), what]


@contextmanager
def listening(place: Path) -> Iterator[Path]:
    """Starts the process, which listens at `place` until the block ends."""
    root = Path(__file__).resolve().parent.parent
    env = {**os.environ, "PYTHONPATH": str(root), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    served = subprocess.Popen(
        [sys.executable, "-m", "tests.preloaded", str(place)], cwd=root, env=env, stdout=subprocess.PIPE
    )
    try:
        assert served.stdout is not None
        # It says so when it is ready.
        assert served.stdout.readline(), "the process ended while it loaded"
        yield place
    finally:
        served.kill()
        served.wait()


def serve(place: Path) -> None:
    """Loads everything, then forks for each command that is asked for."""
    _load()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as server:
        server.bind(str(place))
        server.listen(64)
        # Nobody waits for those that have ended.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        print("ready", flush=True)
        while True:
            caller, _ = server.accept()
            with caller:
                message, pipes, _, _ = socket.recv_fds(caller, _LARGEST, 3)
                if os.fork() == 0:
                    server.close()
                    _become(json.loads(message), pipes, place, caller)
                for pipe in pipes:
                    os.close(pipe)


def _load() -> None:
    from kg.build.stages import Setup, extract, load_stages
    from kg.cli import COMMANDS
    from kg.cli import command as declared
    from kg.records import Document

    for name in COMMANDS:
        declared(name)
    for module in _MODULES:
        import_module(module)
    text = "岚水县县长周敏到柳堰镇调研。周敏的丈夫何耀庭毕业于华东农林大学。"
    list(extract([Document("doc-0", "a.txt", text, "zh")], load_stages(Setup())))


def _become(asked: dict[str, object], pipes: list[int], place: Path, caller: socket.socket) -> None:
    """The command that was asked for, in a process of its own; never returns."""
    code = 70
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, pipe in enumerate(pipes):
            os.dup2(pipe, number)
            os.close(pipe)
        os.environ.clear()
        os.environ.update(dict(asked["environment"]))  # type: ignore[call-overload]
        os.chdir(str(asked["folder"]))
        code = _run(list(asked["words"]), place)  # type: ignore[call-overload]
    finally:
        with suppress(OSError):
            sys.stdout.flush()
        with suppress(OSError):
            caller.send(str(code).encode())
        os._exit(code)


def _run(words: list[str], place: Path) -> int:
    from kg.build import pool, worker
    from kg.cli import main

    pool.COMMAND = tuple(command(place, "worker"))  # type: ignore[assignment]
    what, *arguments = words
    try:
        if what == "worker":
            worker.main()
        else:
            main(arguments, prog_name="kg")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def ask(place: str, words: list[str]) -> int:
    """Has a command run with this process's folder, environment and pipes; its exit code."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as server:
        server.connect(place)
        asked = {"words": words, "folder": os.getcwd(), "environment": dict(os.environ)}  # noqa: PTH109
        socket.send_fds(server, [json.dumps(asked).encode()], [0, 1, 2])
        return int(server.recv(16) or b"70")


def script(words: list[str]) -> str:
    """A program that runs these words with its own arguments behind them."""
    return f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n'


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(ask(sys.argv[1], sys.argv[2:]))
    serve(Path(sys.argv[1]))
