from egov.files.models import StoredFile
from egov.files.orphans import forget_orphans as forget
from egov.files.renditions import make_renditions as make
from egov.verbs.background import task


@task()
def forget_orphans() -> int:
    """Deletes files that nothing has shown for a year (UU PDP: no longer than needed)."""
    return forget()


@task()
def make_renditions(pk: str) -> int:
    """The sizes of one picture; none where it is gone."""
    stored = StoredFile.objects.filter(pk=pk).first()
    return make(stored) if stored is not None else 0
