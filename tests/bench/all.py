"""`make bench`: the web pages, then the registry, the inventory, the impact of a cut and the
agenda at size.

`SIZE=million make bench`: every page beside a million proposals instead.
"""

import os
import subprocess
import sys

env = {
    **os.environ,
    "DEMO": "1",
    "STAFF_MFA_REQUIRED": "0",
    "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
}
MODULES = (
    "tests.bench",
    "tests.bench.registry",
    "tests.bench.inventory",
    "tests.bench.impact",
    "tests.bench.cameras",
    "tests.bench.agenda",
    "tests.bench.monitoring",
)
large = os.environ.get("SIZE") == "million"
for module in ("tests.bench.million",) if large else MODULES:
    print(f"\n== {module}", flush=True)
    code = subprocess.run(
        [sys.executable, "-m", module, *(sys.argv[1:] if module == "tests.bench" else [])],
        env=env,
        check=False,
    ).returncode
    if code:
        sys.exit(code)
