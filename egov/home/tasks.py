from egov.home import sitemap
from egov.verbs.background import task


@task()
def find_changes() -> int:
    """Hourly: when pages last changed. It reads all proposals: too long for who asks a page."""
    return sitemap.find_changes()
