import os

from egov.settings import *  # noqa: F403

if os.environ.get("BENCH_OPEN"):  # as a city's own portal: a demo asks search engines to stay away
    DEMO = False

ROOT_URLCONF = "tests.bench.urls"
SENT_PER_HOUR_BY_ACCOUNT = SENT_PER_HOUR_BY_RW = 1_000_000
KEEP_PUBLIC_PAGES = False  # what is measured is the page, not its copy
