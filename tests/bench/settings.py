from egov.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
SENT_PER_HOUR_BY_ACCOUNT = SENT_PER_HOUR_BY_RW = 1_000_000
KEEP_PUBLIC_PAGES = False  # what is measured is the page, not its copy
