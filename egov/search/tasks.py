from egov.search import indexing, misses
from egov.verbs.background import task


@task()
def drain_queue() -> int:
    """Reads again what changed since the last time."""
    return indexing.drain()


@task()
def mend_index() -> int:
    """Nightly: whatever index and sources do not say alike, for time has passed or by a fault."""
    return indexing.mend()


@task()
def forget_misses() -> int:
    """Words without result are kept four weeks."""
    return misses.forget()
