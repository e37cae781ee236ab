"""The verb of following: a second press stops it."""

from __future__ import annotations

from egov.accounts.models import User
from egov.verbs.verb import verb
from regulations.models import Application, Following, Regulation


@verb
def toggle_follow(*, user: User, target: Regulation | Application) -> bool:
    """True when the person follows afterwards, False when they stopped."""
    application, regulation = (target, None) if isinstance(target, Application) else (None, target)
    row, new = Following.objects.get_or_create(
        user=user, application=application, regulation=regulation
    )
    if not new:
        row.delete()
    return new
