"""A program of our own that answers messages on its pipes: pickled objects, one answer to each.

It is a program and not a fork: no thread of the caller's is copied, and the caller's main module is not run
again. It ends when its input ends, and so with the caller, however that one ends.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from traceback import format_exception
from typing import Any, BinaryIO

from kg.errors import KgError

# Processes are many already: libraries that would start threads of their own may not.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Died(KgError):
    """The process gave no answer; `reason` says why, as what it did."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Process:
    """One process, used by one thread at a time; `close` may come from another.

    Args:
        command: the program; it calls `answers` and `say`.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._gate = threading.Lock()
        self.closed = False

    def start(self) -> None:
        """Starts the process, in place of one that died, unless it was closed."""
        with self._gate:
            if not self.closed:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env={**os.environ, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                    # Ctrl-C is for the builder, which then ends its processes.
                    process_group=None if sys.platform == "win32" else 0,
                )

    def ask(self, message: object, limit: float | None = None) -> Any:
        """The answer to a message; raises Died where there is none.

        Args:
            message: anything that can be pickled.
            limit: seconds after which a process that has not answered is killed.
        """
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise Died("was closed")
        late = threading.Event()

        def kill() -> None:
            late.set()
            process.kill()

        timer = None if limit is None else threading.Timer(limit, kill)
        if timer is not None:
            timer.daemon = True
            timer.start()
        try:
            pickle.dump(message, process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            return pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError, ValueError):
            self._end(process)
            took = limit is not None and late.is_set()
            raise Died(f"took longer than {limit:,.0f} s" if took else _how(process)) from None
        finally:
            if timer is not None:
                timer.cancel()

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    # What was buffered for it can no longer be sent.
                    continue

    def close(self) -> None:
        """Ends the process, whatever it is at."""
        with self._gate:
            self.closed = True
            if self._process is not None and self._process.poll() is None:
                self._process.kill()
                self._process.wait()


@dataclass(frozen=True)
class Failure:
    """An error as an answer, for an error's constructor may want more than the error keeps."""

    kind: type[Exception]
    args: tuple[Any, ...]
    values: dict[str, Any]
    trace: str

    @classmethod
    def of(cls, error: Exception) -> Failure:
        """The answer that says what was raised."""
        args = error.args
        if isinstance(error, OSError) and error.filename is not None:
            # The name of the file is not among the arguments.
            args = (error.errno, error.strerror, error.filename)
        return cls(type(error), args, dict(vars(error)), "".join(format_exception(error)))

    def error(self) -> Exception:
        """What was raised, to be raised here."""
        if issubclass(self.kind, OSError):
            error: Exception = self.kind(*self.args)
        else:
            error = self.kind.__new__(self.kind)
            error.args = self.args
        vars(error).update(self.values)
        error.add_note(self.trace)
        return error


def answers() -> BinaryIO:
    """Where the program that this is writes its answers; whatever a library prints goes to standard error."""
    # Ctrl-C reaches the whole group; the builder is the one that ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    found = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return found


def say(message: object, answers: BinaryIO) -> None:
    """Writes an answer."""
    pickle.dump(message, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


def _how(process: subprocess.Popen[bytes]) -> str:
    code = process.returncode
    if code >= 0:
        return f"ended the process that analysed it (exit code {code})"
    name = signal.Signals(-code).name
    more = ", perhaps for lack of memory" if name == "SIGKILL" else ""
    return f"ended the process that analysed it ({name}{more})"
