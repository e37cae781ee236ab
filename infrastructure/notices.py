"""Who hears of outages and of contracts that end, and in which words.

Codes are told to those who keep the things alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import Appointment
from egov.verbs.outbox import Message
from infrastructure.models import AlertDelivery, Contract, Outage
from infrastructure.models.outage import asked_no_more
from infrastructure.monitoring.acknowledging import link_token
from infrastructure.vocabulary import AGENCY_OPERATOR, INFRA_OPERATOR
from infrastructure.vocabulary_monitoring import Told


def told(payload: dict[str, Any]) -> Iterable[Message]:
    """One message for each holder of the office: its link acts for that person."""
    rows = AlertDelivery.objects.select_related("outage__root", "outage__maintenance")
    row = rows.filter(pk=payload["delivery"]).first()
    if row is None or row.outage is None:
        return
    subject, sentence = _words(row, row.outage)
    for user in sorted(_holders(row.office, row.outage)):
        address = reverse(
            "infrastructure:acknowledge_outage", args=[link_token(row.outage.pk, user)]
        )
        yield Message(frozenset({user}), subject, sentence, address)


def _holders(office: str, outage: Outage) -> set[int]:
    """Who holds the office now; of an agency's own, those of the agency that it happened to."""
    holders = Appointment.objects.current().filter(role=office, user__is_active=True)
    if office == AGENCY_OPERATOR:
        owners = outage.members.order_by().values("of_check__target__owner")
        holders = holders.filter(agency__in=owners) | holders.filter(agency=outage.agency_id)
    return set(holders.values_list("user_id", flat=True))


def _is_asked_no_more(outage: Outage) -> bool:
    """Whether it ended because none of its roots is watched any more."""
    roots = outage.members.filter(is_root=True)
    return roots.exists() and not roots.exclude(asked_no_more()).exists()


def _words(row: AlertDelivery, outage: Outage) -> tuple[str, str]:
    name = f"{outage.root.code} {outage.root.name}".strip() if outage.root else "pemantau"
    since = date_format(timezone.localtime(outage.began_at), "j F Y H.i")
    if row.told == Told.RESOLVED:
        until = date_format(timezone.localtime(outage.resolved_at or outage.began_at), "H.i")
        if _is_asked_no_more(outage):
            why = "pemeriksaannya dijeda atau diakhiri, atau asetnya tidak dipakai"
            sentence = f"Gangguan sejak {since} tidak diketahui lagi sejak pukul {until}: {why}."
            return f"Tidak dipantau lagi: {name}"[:150], sentence
        return f"Pulih: {name}"[:150], f"Gangguan sejak {since} pulih pukul {until}."
    if row.told == Told.FLAPPING:
        return (
            f"Naik turun: {name}"[:150],
            "Mati dan hidup berulang kali; tidak ada kabar lagi sampai tenang.",
        )
    if row.told == Told.CALM:
        return (
            f"Tenang lagi: {name}"[:150],
            "Tidak naik turun lagi. Bila mati, kabarnya datang lagi seperti biasa.",
        )
    figures = outage.impact.get("figures", {})
    sites, stopped = figures.get("sites", 0), figures.get("stopped", 0)
    taken = f" Ikut padam: {sites} lokasi dan {stopped} aplikasi." if sites or stopped else ""
    again = "Belum ada yang menangani. " if row.told == Told.REMINDER else ""
    cause = f"{outage.get_cause_display()}, sejak {since}."
    return f"Gangguan: {name}"[:150], f"{again}{cause}{taken} Buka tautan ini untuk menanganinya."


def contract_told(payload: dict[str, Any]) -> Iterable[Message]:
    """With the morning's mail: who keeps the contract. Nobody where it was closed meanwhile."""
    rows = Contract.objects.filter(closed_at=None).select_related("agency")
    row = rows.filter(pk=payload["contract"]).first()
    if row is None:
        return
    keepers = Appointment.objects.current().filter(
        Q(role=INFRA_OPERATOR) | Q(role=AGENCY_OPERATOR, agency=row.agency), user__is_active=True
    )
    last = date_format(row.ends_on, "j F Y")
    subject = f"Kontrak {row.number} berakhir {last}"[:150]
    about = f"{row.get_kind_display()} {row.agency}"
    sentence = f"{about}, tinggal paling lama {payload['days']} hari. Catat penerusnya, atau tutup."
    address = reverse("admin:infrastructure_contract_change", args=[row.pk])
    people = frozenset(keepers.values_list("user_id", flat=True))
    yield Message(people, subject, sentence, address, at_desk=True)
