"""Starts the portal on this machine: the web server, the job worker beside it, and one place that stops both.

The port is $PORT, or 8000. Ctrl-C or SIGTERM stops everything. A worker that dies is started again, because letters and
deadlines must not stop while pages still answer; a web server that dies ends the program, as there is nothing left to see.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

HOST = "127.0.0.1"
PATIENCE = 60  # seconds the web server may take to answer, and a process to finish what it is doing
PAUSE = 5  # seconds before a worker that died is started again

FLASK = [sys.executable, "-m", "flask"]


class Stop(Exception):
    """Somebody asked us to stop."""


def stop(number: int, frame: FrameType | None) -> None:
    """Signal handler: leave whatever we are waiting for."""
    raise Stop


def web(port: int) -> list[str]:
    """The web server's command: a synchronous worker for each core, and no control socket (new in gunicorn 27)."""
    cores = str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    options = ["--workers", cores, "--worker-class", "sync", "--bind", f"{HOST}:{port}", "--log-level", "warning"]
    return [sys.executable, "-m", "gunicorn", *options, "--no-control-socket", "portal:create_app()"]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """A process of its own session: the Ctrl-C of the terminal reaches only us, and we pass it on in order."""
    return subprocess.Popen(command, start_new_session=True)


def finish(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and wait; if it does not, end it."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def is_taken(port: int) -> bool:
    """Whether another program listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def answer(port: int) -> int | None:
    """The status of the home page, or None while nobody listens; asked directly, never through a proxy."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def welcome(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait for the first answer, then say where the portal is and who can sign in."""
    deadline = time.monotonic() + PATIENCE
    status = None
    while status is None and server.poll() is None and time.monotonic() < deadline:
        time.sleep(0.2)
        status = answer(port)
    if server.poll() is not None:
        return
    if status is None or status >= 500:
        print(f"The home page answers with {status or 'nothing'}; the messages above may say why.", file=sys.stderr, flush=True)
    print(f"\nThe portal is at http://{HOST}:{port}  (Ctrl-C stops it)\n", flush=True)
    subprocess.run([*FLASK, "demo", "signins"], check=False)


def watch(server: subprocess.Popen[bytes], children: list[subprocess.Popen[bytes]]) -> int:
    """Stay until the server ends; keep a job worker running meanwhile. Returns the server's exit code."""
    worker = start([*FLASK, "jobs", "work"])
    children.append(worker)
    while server.poll() is None:
        time.sleep(0.5)
        if worker.poll() is not None:
            print(f"The job worker ended with code {worker.returncode}; starting it again in {PAUSE} seconds.", flush=True)
            time.sleep(PAUSE)
            children.remove(worker)
            worker = start([*FLASK, "jobs", "work"])
            children.append(worker)
    return server.returncode


def main() -> int:
    """Start, say where, watch, and stop what was started."""
    port = int(os.environ.get("PORT") or 8000)
    if is_taken(port):
        print(f"Port {port} is in use already. Choose another: make run PORT={port + 1}", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    children: list[subprocess.Popen[bytes]] = []
    try:
        server = start(web(port))
        children.append(server)
        welcome(server, port)
        return watch(server, children)
    except Stop:
        print("\nStopping.", flush=True)
        return 0
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for child in children:
            child.send_signal(signal.SIGTERM)
        for child in children:
            finish(child)


if __name__ == "__main__":
    sys.exit(main())
