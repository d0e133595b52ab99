"""Neo4j Browser's pages out of its jar, on this machine alone, for a graph that no Neo4j server holds."""

from __future__ import annotations

import json
import mimetypes
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.errors import ConfigError

if TYPE_CHECKING:
    from kg.config import Target

HOST = "127.0.0.1"
_INDEX = "browser/index.html"


@contextmanager
def served_page(jar: Path, target: Target, guide: Path, port: int = 0) -> Iterator[str]:
    """Serve Browser while the context is open, and give its address.

    Args:
        jar: `neo4j-browser-….jar`, as Neo4j publishes it.
        target: What Browser is told to connect with.
        guide: A guide, served as `/guide.html` beside it.
        port: Port of the loopback interface; 0 for a free one.

    Raises:
        ConfigError: If the file holds no Browser, or the port is taken.
    """
    try:
        pages = zipfile.ZipFile(jar)
        pages.getinfo(_INDEX)
    except (OSError, KeyError, zipfile.BadZipFile) as err:
        hint = "It is on Maven Central as org.neo4j.client:neo4j-browser, a file such as neo4j-browser-5.24.0.jar."
        raise ConfigError(f"{jar} holds no Neo4j Browser.", hint=hint) from err
    with pages:
        try:
            server = ThreadingHTTPServer((HOST, port), _handler(pages, target, guide))
        except (OSError, OverflowError) as err:
            raise ConfigError(f"Port {port} cannot be used: {err}.", hint="Give another with --port.") from err
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            # The name, not the number: Browser takes guides from `localhost`.
            yield f"http://localhost:{server.server_address[1]}/browser/"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _handler(pages: zipfile.ZipFile, target: Target, guide: Path) -> type[BaseHTTPRequestHandler]:
    names = set(pages.namelist())
    reading = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path.lstrip("/")
            entry = _INDEX if path == "browser/" else path
            if not path:
                about = {"bolt_direct": target.uri, "neo4j_version": "5.26.0", "neo4j_edition": "community"}
                self._send("application/json", json.dumps(about).encode())
            elif path == "guide.html":
                self._send("text/html; charset=utf-8", guide.read_bytes())
            elif entry in names and entry.startswith("browser/") and not entry.endswith("/"):
                with reading:
                    content = pages.read(entry)
                self._send(mimetypes.guess_type(entry)[0] or "application/octet-stream", content)
            else:
                self.send_error(404)

        def _send(self, kind: str, content: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Write nothing: what is asked for is no result."""

    return Handler
