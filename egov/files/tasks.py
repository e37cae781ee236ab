from egov.files.orphans import forget_orphans as forget
from egov.verbs.background import task


@task()
def forget_orphans() -> int:
    """Deletes pictures that nothing has shown for a year (UU PDP: no longer than needed)."""
    return forget()
