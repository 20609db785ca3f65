"""A daemon that speaks like clamd, on a socket of its own: it reads one file to its end and says what it is told to say."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Answer = Callable[[bytes], bytes]


@contextmanager
def a_daemon(folder: Path, answer: Answer) -> Iterator[str]:
    """Its address is a path in `folder`."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "clamd.ctl"))
        yield from _serving(server, answer, str(folder / "clamd.ctl"))


@contextmanager
def a_daemon_on_a_port(answer: Answer) -> Iterator[str]:
    """Its address is host:port."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        yield from _serving(server, answer, f"127.0.0.1:{server.getsockname()[1]}")


def _serving(server: socket.socket, answer: Answer, address: str) -> Iterator[str]:
    server.listen()
    server.settimeout(10)
    thread = threading.Thread(target=_serve, args=(server, answer), daemon=True)
    thread.start()
    yield address
    thread.join(5)


def _serve(server: socket.socket, answer: Answer) -> None:
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as lines:
        assert lines.readline() == b"nINSTREAM\n"
        content = b""
        while size := struct.unpack(">I", lines.read(4))[0]:
            content += lines.read(size)
        connection.sendall(answer(content))
