"""A link's way of light is recorded from the port at which it begins, and taken off again."""

from __future__ import annotations

from egov.accounts.models import User
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.records import in_life, locked, reason_of, write_record
from infrastructure.domain.tracing import mark_lit, retrace
from infrastructure.models import Asset, Link, OpticalPath, PathElement, Port, WorkRecord
from infrastructure.vocabulary import AssetKind, Medium, Work


@verb
def light(*, actor: User, link: Asset, port: Port, reason: str) -> OpticalPath:
    """Follows the light of a fibre link from a port at its first end, as far as it is joined."""
    reason = reason_of(reason)
    row, known = _link(actor, link)
    if known.medium != Medium.FIBRE:
        raise Refusal("not_fibre", f"{row} bukan serat optik; tidak punya jejak cahaya.")
    if known.a_id not in (port.device_id, port.device.site_id):
        sentence = f"Porta {port} tidak ada di ujung pertama {row}, {known.a}."
        raise Invalid("port_elsewhere", sentence, field="port")
    if PathElement.objects.filter(path__link=known, sequence=1, port=port).exists():
        raise Invalid("lit_already", f"Jejak dari porta {port} sudah tercatat.", field="port")
    path = OpticalPath.objects.create(link=known)
    PathElement.objects.create(path=path, sequence=1, asset_id=port.device_id, port=port)
    retrace([path.pk])
    write_record(
        actor=actor,
        asset=row,
        work=Work.LIGHT,
        reason=reason,
        after={"path": path.pk, "port": port.pk},
    )
    path.refresh_from_db()
    return path


@verb
def darken(*, actor: User, link: Asset, reason: str) -> WorkRecord:
    """Takes the recorded ways of a link off; its cores are spare. The way back is `light`."""
    reason = reason_of(reason)
    row, known = _link(actor, link)
    elements = PathElement.objects.filter(path__link=known)
    ports = list(elements.filter(sequence=1, port__isnull=False).values_list("port", flat=True))
    cores = list(elements.filter(core__isnull=False).values_list("core", flat=True))
    if not elements.exists():
        raise Refusal("not_lit", f"{row} tidak punya jejak yang tercatat.")
    elements.delete()
    OpticalPath.objects.filter(link=known).delete()
    mark_lit(cores)
    return write_record(
        actor=actor, asset=row, work=Work.DARKEN, reason=reason, before={"ports": ports}
    )


def _link(actor: User, link: Asset) -> tuple[Asset, Link]:
    row = locked(actor, link)
    in_life(row)
    if row.kind != AssetKind.LINK:
        raise Refusal("not_a_link", f"{row} bukan tautan.")
    return row, Link.objects.select_related("a").get(pk=row.pk)
