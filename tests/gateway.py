"""A gateway for short messages on the loopback, as a provider's door looks from here."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "tokengerbanguji"  # of this fake alone


@dataclass
class FakeGateway:
    """`taken`: (number, text) of each message; `answers` with this status."""

    taken: list[tuple[str, str]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    status: int = 202
    url: str = ""

    def serve(self) -> ThreadingHTTPServer:
        """Begins to listen; the caller shuts it down."""
        door = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                known = self.headers["Authorization"] == f"Bearer {TOKEN}"
                if known and door.status < 300:
                    door.taken.append((body["to"], body["text"]))
                    door.references.append(body["reference"])
                self.send_response(door.status if known else 401)
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_address[1]}/kirim"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server
