"""Who may see and do what with agenda and news, one permission a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from egov.accounts.predicates import administers, is_administrator, is_auditor, is_staff
from egov.desk.predicates import holds, is_superuser
from egov.verbs.permission import permit, predicate
from news.models.visits.hosting import is_hosted
from news.vocabulary import CONTRIBUTOR, EDITOR, HOST, PLANNER

if TYPE_CHECKING:
    from egov.accounts.models import User

is_editor = holds(EDITOR)
writes = holds(EDITOR, CONTRIBUTOR)
reads = holds(EDITOR, CONTRIBUTOR, PLANNER) | is_auditor | is_administrator | is_superuser


@predicate
def keeps(user: User, obj: Any) -> bool:
    """The editor keeps everything, a contributor what belongs to their agency."""
    if obj is None or user.holds(EDITOR):
        return user.holds(EDITOR, CONTRIBUTOR)
    own = user.agencies_of(CONTRIBUTOR)
    return obj.agency_id is not None and obj.agency_id in own


@predicate
def is_somebody(user: User) -> bool:
    return user.is_authenticated


@predicate
def keeps_its_event(user: User, obj: Any) -> bool:
    """Of an occurrence, or of who signed up to one."""
    if obj is None:
        return bool(keeps(user, None))
    occurrence = getattr(obj, "occurrence", obj)
    return bool(keeps(user, occurrence.event))


@predicate
def keeps_its_article(user: User, obj: Any) -> bool:
    """Of a text, by its article."""
    return bool(keeps(user, obj.article if obj is not None else None))


@predicate
def hosts(user: User, obj: Any) -> bool:
    """Who receives the guests of the visit's agency; where nobody does, the editor."""
    visit = getattr(obj, "visit", obj)  # of a question: its visit
    if visit is None:
        return user.holds(HOST, EDITOR)
    if visit.host_id in user.agencies_of(HOST):
        return True
    return user.holds(EDITOR) and not is_hosted(visit.host_id)


@predicate
def keeps_days(user: User, obj: Any) -> bool:
    """Hours and days of the own agency; of every agency, and of the whole region, the editor."""
    if obj is None or user.holds(EDITOR):
        return user.holds(HOST, EDITOR)
    own = user.agencies_of(HOST)
    return obj.agency_id is not None and obj.agency_id in own


rules.add_perm("news", is_staff)
_reads_visits = holds(HOST, EDITOR) | is_auditor | is_administrator | is_superuser
for _model in ("visit", "visitquestion", "visithours", "blackoutday"):
    rules.add_perm(f"news.view_{_model}", _reads_visits & administers)
rules.add_perm("news.add_visithours", holds(HOST, EDITOR))
rules.add_perm("news.add_blackoutday", holds(HOST, EDITOR))
permit(
    "news.host_visit",
    hosts,
    code="not_host",
    sentence="Kunjungan diurus penerima tamu perangkat daerahnya; bila tidak ada, penyunting.",
)
_DAYS_KEPT_BY = {
    "code": "not_host",
    "sentence": "Diurus penerima tamu untuk perangkat daerahnya sendiri, atau penyunting.",
}
permit("news.keep_visit_hours", keeps_days, **_DAYS_KEPT_BY)
permit("news.keep_blackout", keeps_days, **_DAYS_KEPT_BY)
for _model in ("event", "occurrence", "signup", "room", "article", "edition"):
    rules.add_perm(f"news.view_{_model}", reads & administers)
rules.add_perm("news.add_event", writes)
rules.add_perm("news.add_edition", writes)
rules.add_perm("news.add_room", writes)

permit(
    "news.keep_event",
    keeps,
    code="not_your_agency",
    sentence="Acara dicatat penyunting, atau kontributor untuk perangkat daerahnya sendiri.",
)
permit(
    "news.keep_room",
    keeps,
    code="not_your_agency",
    sentence="Ruang dicatat penyunting, atau kontributor untuk perangkat daerahnya sendiri.",
)
_OF_ITS_AGENCY = {
    "code": "not_your_agency",
    "sentence": "Acara diurus penyunting, atau kontributor perangkat daerahnya sendiri.",
}
permit("news.keep_occurrence", keeps_its_event, **_OF_ITS_AGENCY)
permit("news.keep_sign_up", keeps_its_event, **_OF_ITS_AGENCY)
permit(
    "news.sign_up",
    is_somebody,
    code="not_signed_in",
    sentence="Masuk dahulu untuk mendaftar.",
)
_WRITTEN_BY = {
    "code": "not_your_agency",
    "sentence": "Teks ditulis penyunting, atau kontributor untuk perangkat daerahnya sendiri.",
}
permit("news.write_article", keeps, **_WRITTEN_BY)
permit("news.write_text", keeps_its_article, **_WRITTEN_BY)
_EDITED_BY = {
    "code": "not_editor",
    "sentence": "Hanya penyunting yang mengembalikan, menyetujui, atau menarik.",
}
permit("news.edit_article", is_editor, **_EDITED_BY)
permit("news.edit_text", is_editor, **_EDITED_BY)
rules.add_perm("news.view_emergency", holds(EDITOR, PLANNER) | is_auditor | is_administrator)
rules.add_perm("news.add_emergency", is_editor)
permit(
    "news.write_emergency",
    is_editor,
    code="not_editor",
    sentence="Pengumuman darurat ditulis penyunting.",
)
permit(
    "news.confirm_emergency",
    holds(PLANNER),
    code="not_planner",
    sentence="Pengumuman darurat dipastikan perencana.",
)
permit(
    "news.end_emergency",
    holds(EDITOR, PLANNER),
    code="not_editor",
    sentence="Pengumuman darurat diakhiri penyunting atau perencana.",
)
