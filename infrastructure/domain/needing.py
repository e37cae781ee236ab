"""What an application needs to run: another application, or a thing of the inventory."""

from __future__ import annotations

from dataclasses import dataclass

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb
from infrastructure.domain.service_tables import DependencyTable
from infrastructure.domain.tables import record_rows
from infrastructure.models import Asset, Dependency
from infrastructure.vocabulary import Need
from regulations.models import Application


@dataclass(frozen=True)
class Terms:
    """How much it is needed; of rows of one `group`, `min_up` must be there."""

    need: str = Need.HARD
    group: str = ""
    min_up: int = 1


ALONE = Terms()


@verb
def depend(
    *,
    actor: User,
    consumer: Application,
    provider: Application | None = None,
    asset: Asset | None = None,
    terms: Terms = ALONE,
) -> Dependency:
    """`consumer` counts as failing without it from now on. The way back is `release`.

    Refuses: `one_of_two`, `already_needed`, and what the table of dependencies refuses.
    """
    values = {
        "application": consumer.code,
        "needs": provider.code if provider else "",
        "asset": asset.code if asset else "",
        "need": terms.need,
        "group": terms.group,
        "min_up": terms.min_up,
    }
    if Dependency.objects.filter(consumer=consumer, application=provider, asset=asset).exists():
        field = "needs" if provider else "asset"
        raise Invalid("already_needed", "Ketergantungan ini sudah tercatat.", field=field)
    (item,) = record_rows(table=DependencyTable(actor), rows=[values])
    if item.refusal is not None:
        raise item.refusal
    made: Dependency = item.row
    return made


@verb
def release(*, actor: User, dependency: Dependency) -> None:
    """It is needed no more; the history keeps who said so. The way back is `depend`."""
    require(actor, "infrastructure.keep_dependency", dependency)
    dependency.delete()
