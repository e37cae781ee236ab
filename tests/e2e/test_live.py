"""In a real browser: a camera is watched through a gateway that asks the portal each time."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from infrastructure.models import CameraStream
from infrastructure.vocabulary import Visibility
from tests.factories.infrastructure import CameraFactory

FFMPEG = shutil.which("ffmpeg")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.skipif(FFMPEG is None, reason="NOT INSTALLED: ffmpeg, which makes the picture"),
]


class Gateway(ThreadingHTTPServer):
    """Serves `/<path>/...` as HLS to who the portal lets in, as MediaMTX does."""

    folder: Path
    hook: str

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[tuple[str, int]] = []

    def lets_in(self, path: str, query: str) -> bool:
        question = {"action": "read", "path": path, "protocol": "hls", "query": query}
        body = json.dumps(question).encode()
        request = urllib.request.Request(self.hook, body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                status = answer.status
        except urllib.error.HTTPError as error:
            status = error.code
        self.asked.append((path, status))
        return bool(status == 204)


class _Answer(BaseHTTPRequestHandler):
    server: Gateway

    def do_GET(self) -> None:
        address, _, query = self.path.partition("?")
        path, _, name = address.strip("/").rpartition("/")
        if not self.server.lets_in(path, query):
            self.send_error(401)
            return
        content = (self.server.folder / name).read_bytes()
        kind = "video/mp2t"
        if name.endswith(".m3u8"):  # the query goes along to each segment
            kind = "application/vnd.apple.mpegurl"
            lines = content.decode().splitlines()
            told = [line if line.startswith("#") else f"{line}?{query}" for line in lines]
            content = "\n".join(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: Any) -> None:
        """Not in the test's output."""


@pytest.fixture
def gateway(live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Gateway]:
    picture = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=10", "-t", "8"]
    coded = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "10"]
    into = ["-hls_time", "2", "-hls_list_size", "0", str(tmp_path / "index.m3u8")]
    quiet = [str(FFMPEG), "-nostdin", "-loglevel", "error"]
    subprocess.run([*quiet, *picture, *coded, *into], check=True)
    server = Gateway()
    server.folder, server.hook = tmp_path, f"{live_server.url}/infrastruktur/cctv/izin/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.CCTV_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}"
    settings.REDIS_URL = "redis://uji"  # live pictures want one; the test's cache is in the process
    yield server
    server.shutdown()
    server.server_close()


def test_a_citizen_watches_a_camera_under_the_policy(visit: Any, gateway: Gateway) -> None:
    camera = CameraFactory(
        asset__code="C-1", asset__name="Simpang Contoh", asset__visibility=Visibility.PUBLIC
    )
    CameraStream.objects.create(camera=camera, path="c-1", secret="KAMERA_UJI")
    v = visit(width=360)
    v.go("/infrastruktur/aset/C-1/")
    v.page.get_by_role("link", name="Tonton langsung").click()
    video = v.page.locator("video")
    end = time.monotonic() + 20
    while video.evaluate("v => v.currentTime") < 0.5:
        assert time.monotonic() < end, gateway.asked
        time.sleep(0.2)
    v.look()
    assert {status for _, status in gateway.asked} == {204}
    assert len(gateway.asked) >= 2  # the list, and each segment
    assert v.console == []
    other = video.get_attribute("src").replace("/c-1/", "/c-2/")
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(other, timeout=5)
    assert gateway.asked[-1] == ("c-2", 403)
