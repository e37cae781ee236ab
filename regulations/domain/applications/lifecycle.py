"""Verbs of an application's life: going live, recording what already runs, and every other step."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from regulations.domain.applications.findings import open_findings
from regulations.domain.applications.legal_check import find_gaps
from regulations.models import Application, LifeStep
from regulations.vocabulary import LifecycleState

# from -> to. Live is reached through `go_live` (or `record_running`) only.
NEXT = {
    None: (LifecycleState.PLANNED, LifecycleState.PILOT),
    LifecycleState.PLANNED: (LifecycleState.PILOT, LifecycleState.RETIRED),
    LifecycleState.PILOT: (
        LifecycleState.PLANNED,
        LifecycleState.SUSPENDED,
        LifecycleState.RETIRED,
    ),
    LifecycleState.LIVE: (LifecycleState.SUSPENDED, LifecycleState.RETIRED),
    LifecycleState.SUSPENDED: (LifecycleState.PILOT, LifecycleState.RETIRED),
    LifecycleState.RETIRED: (),
}


def life_of(application: Application, on: date) -> LifecycleState | None:
    """The state of an application on a day; None where no step is recorded by then."""
    life = Application.objects.with_life(on).get(pk=application.pk).life
    return LifecycleState(life) if life else None


@verb
def move(
    *, actor: User, application: Application, life: str, on: date | None = None, note: str = ""
) -> LifeStep:
    """Plans, tries, suspends or retires an application.

    Suspending and retiring say why. Going live has its own verb.
    """
    require(actor, "regulations.move_application", application)
    on = on or timezone.localdate()
    Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    if on > timezone.localdate():
        raise Invalid("not_yet_the_day", "Tanggalnya belum sampai. Catat pada harinya.", field="on")
    if life == LifecycleState.LIVE:
        raise Invalid(
            "use_go_live",
            "Berjalan dinyatakan dengan “Nyatakan berjalan”, yang memeriksa dasar hukumnya.",
            field="life",
        )
    now = life_of(application, on)
    _no_step_after(application, on)
    if life not in NEXT[now]:
        present = now.label.lower() if now else "belum tercatat"
        wanted = LifecycleState(life).label.lower()
        sentence = f"Dari keadaan {present}, {application} tidak dapat menjadi {wanted}."
        raise Refusal("no_such_step", sentence)
    if life in (LifecycleState.SUSPENDED, LifecycleState.RETIRED) and not note.strip():
        raise Invalid("no_reason", "Tulis sebabnya.", field="note")
    return LifeStep.objects.create(
        application=application, life=life, entered_on=on, recorded_by=actor, note=note.strip()
    )


def _no_step_after(application: Application, on: date) -> None:
    later = application.steps.filter(entered_on__gt=on).order_by("entered_on").first()
    if later is not None:
        sentence = f"Sudah ada langkah sesudah hari itu: {later}. Langkah dicatat berurutan."
        raise Refusal("later_step", sentence)


@verb
def go_live(*, actor: User, application: Application, on: date | None = None) -> LifeStep:
    """A new application goes live only with an umbrella in force that day.

    And, where it obliges citizens, with a pasal of a Perda or higher.
    The refusal names everything that is missing and the way to it.
    """
    require(actor, "regulations.move_application", application)
    on = on or timezone.localdate()
    if on > timezone.localdate():
        raise Invalid(
            "not_yet_the_day",
            "Tanggalnya belum sampai. Nyatakan berjalan pada harinya.",
            field="on",
        )
    Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    now = life_of(application, on)
    if now in (LifecycleState.LIVE, LifecycleState.RETIRED):
        code = "already_live" if now == LifecycleState.LIVE else "retired"
        raise Refusal(code, f"{application} sudah {now.label.lower()}.")
    _no_step_after(application, on)
    missing = find_gaps(application, on)
    if missing:
        raise Refusal(missing[0].problem, " ".join(gap.sentence for gap in missing))
    step = LifeStep.objects.create(
        application=application, life=LifecycleState.LIVE, entered_on=on, recorded_by=actor
    )
    # a step of the past may stand on what has ended since
    open_findings(application, timezone.localdate())
    return step


@verb
def record_running(
    *, actor: User, application: Application, year: int, source: str, on: date | None = None
) -> LifeStep:
    """Registers an application that already runs: live, its first year and source.

    What it stands on is *belum diteliti* until somebody binds it or closes the search.
    What is known to be wrong with its basis becomes a finding from that day.
    """
    require(actor, "regulations.move_application", application)
    if not source.strip():
        sentence = "Sebutkan dari mana diketahui bahwa aplikasi ini berjalan."
        raise Invalid("no_source", sentence, field="source")
    on = on or timezone.localdate()
    Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    now = life_of(application, on)
    if now not in (None, LifecycleState.PLANNED, LifecycleState.PILOT):
        raise Refusal("already_live", f"{application} sudah tercatat {now.label.lower()}.")
    if not 1950 <= year <= on.year:
        sentence = f"Tulis tahun pertama dipakai, paling akhir {on.year}."
        raise Invalid("bad_year", sentence, field="year")
    _no_step_after(application, on)
    application.first_year, application.source_note = year, source.strip()
    application.save(update_fields=["first_year", "source_note"])
    note = f"Berjalan sejak {year}. {source.strip()}"
    step = LifeStep.objects.create(
        application=application,
        life=LifecycleState.LIVE,
        entered_on=on,
        recorded_by=actor,
        note=note,
    )
    open_findings(application, on)
    return step
