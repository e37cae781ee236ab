"""gunicorn for the demo and for a small installation; every value can be set in the environment."""

import gc
import os

worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 20
backlog = 1024
control_socket_disable = True  # otherwise two checkouts share one socket under HOME
accesslog = (
    None  # addresses carry search words; the proxy in front keeps what the city's policy allows
)
errorlog = "-"
forwarder_headers = ""  # no client says under which prefix a page lies: SCRIPT_NAME, PATH_INFO


def post_worker_init(_worker: object) -> None:
    """What a worker has loaded stays: the collector need not walk it again."""
    gc.collect()
    gc.freeze()
