"""Public words of a disturbance: opened, update by update, closed with a last word on the cause."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from egov.accounts.models import User
from egov.verbs.outbox import publish
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.soon import soon
from egov.verbs.verb import verb
from infrastructure.models import Asset, Incident, IncidentUpdate, Outage
from infrastructure.vocabulary_monitoring import IncidentState
from regulations.models import Application

TOPIC = "infrastructure.incident"
TELL = "infrastructure.tell_incident"
WRITE = "infrastructure.tasks.write_status_page"
LONGEST_TITLE, LONGEST_TEXT = 120, 2000
MOST = 100  # services of one incident


@verb
def open_incident(
    *,
    actor: User,
    title: str,
    text: str,
    codes: Iterable[str],
    outage: Outage | None,
    now: datetime,
) -> Incident:
    """Tells the public of a disturbance of these services, or of those of an outage."""
    require(actor, TELL)
    name = _words(title, "title", LONGEST_TITLE)
    words = _words(text, "text", LONGEST_TEXT)
    assets, applications = _services(codes, outage)
    if not assets and not applications:
        sentence = "Sebut kode layanan atau lokasi yang terganggu dan terbuka untuk umum."
        raise Invalid("no_service", sentence, field="codes")
    row = Incident.objects.create(title=name, outage=outage, opened_at=now, opened_by=actor)
    row.assets.set(assets)
    row.applications.set(applications)
    _write(row, actor, IncidentState.INVESTIGATING, words, now)
    return row


@verb
def update_incident(
    *, actor: User, incident: Incident, state: str, text: str, cause: str, now: datetime
) -> Incident:
    """One more public word. The last one, that it is over, says what the cause was."""
    require(actor, TELL)
    row = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    if row.closed_at is not None:
        raise Refusal("closed", "Kabar ini sudah selesai. Buka kabar baru bila terganggu lagi.")
    if state not in IncidentState.values:
        raise Invalid("bad_state", "Pilih keadaannya.", field="state")
    words = _words(text, "text", LONGEST_TEXT)
    over = state == IncidentState.RESOLVED
    told = plain(cause).strip()[:LONGEST_TEXT]
    if over and not (told or row.cause_text):
        sentence = "Tulis sebabnya dengan kata yang dimengerti warga."
        raise Invalid("no_cause", sentence, field="cause")
    row.cause_text = told or row.cause_text
    row.state, row.closed_at = state, now if over else None
    row.save(update_fields=["cause_text", "state", "closed_at"])
    _write(row, actor, state, words, now)
    return row


def _write(row: Incident, actor: User, state: str, text: str, now: datetime) -> None:
    update = IncidentUpdate.objects.create(
        incident=row, state=state, text=text, written_at=now, written_by=actor
    )
    publish(TOPIC, {"incident": row.pk, "update": update.pk})
    soon(WRITE)


def _services(codes: Iterable[str], outage: Outage | None) -> tuple[list[Asset], list[Application]]:
    """By code, each of something that everybody may see; with none those of the outage."""
    wanted = [code.strip() for code in codes if code.strip()]
    if not wanted and outage is not None:
        return services_of(outage)
    assets_by_code: list[Asset] = []
    applications: list[Application] = []
    for code in wanted[:MOST]:
        application = Application.objects.filter(code__iexact=code).first()
        asset = Asset.objects.visible_to(None).at(code).first() if application is None else None
        if application is not None:
            applications.append(application)
        elif asset is not None:
            assets_by_code.append(asset)
        else:
            sentence = f"{code[:40]} tidak ada, atau tidak terbuka untuk umum."
            raise Invalid("unknown_service", sentence, field="codes")
    return assets_by_code, applications


def services_of(outage: Outage) -> tuple[list[Asset], list[Application]]:
    """What everybody may know of that fell with it, and the applications that it took along."""
    members = outage.members.all()
    visible = Asset.objects.visible_to(None)
    assets = visible.filter(pk__in=members.values("of_check__target")).order_by("code")
    urls = [row["url"] for row in outage.impact.get("applications", ())]
    slugs = [url.strip("/").rpartition("/")[2] for url in urls]
    own = members.values("of_check__application")
    rows = Application.objects.filter(Q(code__in=slugs) | Q(pk__in=own)).order_by("name")
    return list(assets[:MOST]), list(rows[:MOST])


def _words(text: str, field: str, longest: int) -> str:
    words = plain(text).strip()
    if field == "title":
        words = " ".join(words.split())
    if not words:
        raise Invalid("empty", "Tulis kabarnya untuk warga.", field=field)
    if len(words) > longest:
        raise Invalid("too_long", f"Tulis paling banyak {longest} huruf.", field=field)
    return words
