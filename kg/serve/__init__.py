"""A graph over HTTP: the explorer, a query page, a SPARQL endpoint and entities that dereference (floor 7).

    serve(Settings(Path("out")), host="127.0.0.1", port=8000)

app.py says which address leads where; protocol.py is the endpoint, site.py has the pages. What is asked of
the graph runs in worker processes: pool.py has them, worker.py is one, tasks.py is what one can do.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable

from kg.errors import KgError
from kg.serve.settings import Settings

__all__ = ["CannotListen", "Settings", "is_loopback", "serve"]

_CONNECTIONS = 200


class CannotListen(KgError):
    """The address is taken, or not this machine's."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        self.host = host
        self.port = port
        super().__init__(
            f"{host}:{port}: cannot listen here ({reason}). Choose another with --port or --host."
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted; `ready` is told the address, once it answers. Port 0 takes a free one.

    Raises `CannotListen`, and `NotAGraph` for a folder without a graph.
    """
    # A worker process imports this package too, and starts in half the time without these.
    import uvicorn

    from kg.query import open_store
    from kg.serve.app import create_app

    # Loads a large graph into its store before anybody waits for it, and complains here if there is none.
    open_store(settings.out)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise CannotListen(host, port, str(error)) from error
    shown = f"[{host}]" if ":" in host else host
    hosts = ["localhost", "127.0.0.1", "::1", "[::1]", host] if is_loopback(host) else ["*"]

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if ready is not None and self.started:
                ready(f"http://{shown}:{listener.getsockname()[1]}/")

    config = uvicorn.Config(
        create_app(settings, hosts=hosts),
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=2,
        ws="none",
        http="h11",
    )
    with listener:
        Server(config).run(sockets=[listener])
