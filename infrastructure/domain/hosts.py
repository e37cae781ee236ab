"""A monitor's list of hosts held against the inventory; each difference waits for a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.lifecycle import retire
from infrastructure.domain.planning import KEEP, plan
from infrastructure.domain.reading import CODE
from infrastructure.domain.records import reason_of
from infrastructure.domain.revising import revise
from infrastructure.models import Device, HostDifference
from infrastructure.vocabulary import (
    AssetKind,
    AssetStatus,
    DifferenceState,
    HostChange,
    HostSource,
)

LONGEST = 160


@dataclass(frozen=True)
class Host:
    """One host as a monitor names it; what it does not say is empty."""

    name: str
    address: str = ""
    serial: str = ""

    @property
    def values(self) -> dict[str, str]:
        told = {"mgmt_ip": self.address, "serial": self.serial}
        return {name: value for name, value in told.items() if value}


@dataclass
class Comparison:
    """Of one list: all that it holds, and what differs so far. Batches come one after the other."""

    actor: User
    source: HostSource
    seen: set[str] = field(default_factory=set)  # hosts, in capitals
    met: set[int] = field(default_factory=set)  # devices that some host is

    def begin(self) -> None:
        devices = Device.objects.administered_by(self.actor).exclude(
            asset__status__in=(AssetStatus.RETIRED, AssetStatus.PLANNED)
        )
        rows = devices.values_list("pk", "asset__code", "asset__name", "mgmt_ip", "serial")
        self.devices = list(rows.order_by("pk"))
        self.by_name = {code.upper(): row for row in self.devices if (code := row[1])}
        self.by_name |= {
            row[2].upper(): row for row in self.devices if row[2].upper() not in self.by_name
        }
        self.by_address = {row[3]: row for row in self.devices if row[3]}
        self.open = {
            row.host.upper(): row
            for row in HostDifference.objects.open().filter(source=self.source)
        }

    def take(self, hosts: Sequence[Host]) -> list[str]:
        """What each host is: "created" for a new difference, "updated", or "unchanged"."""
        return [self._one(host) for host in hosts]

    def _one(self, host: Host) -> str:
        self.seen.add(host.name.upper())
        row = self.by_name.get(host.name.upper()) or self.by_address.get(host.address)
        if row is None:
            return self._differs(host.name, HostChange.NEW, host.values, {}, None)
        self.met.add(row[0])
        present = {"mgmt_ip": row[3] or "", "serial": row[4]}
        values = {n: v for n, v in host.values.items() if v != present[n]}
        if not values:
            return self._settled(host.name)
        before = {name: present[name] for name in values}
        return self._differs(host.name, HostChange.CHANGED, values, before, row[0])

    def _differs(
        self,
        host: str,
        change: HostChange,
        values: Mapping[str, str],
        before: Mapping[str, str],
        asset: int | None,
    ) -> str:
        known = self.open.get(host.upper())
        told = (change.value, dict(values), dict(before), asset)
        if known is not None:
            if (known.change, known.values, known.before, known.asset_id) == told:
                return "unchanged"
            known.change, known.values, known.before, known.asset_id = told
            known.save(update_fields=["change", "values", "before", "asset"])
            return "updated"
        self.open[host.upper()] = HostDifference.objects.create(
            source=self.source,
            host=host,
            change=change,
            values=dict(values),
            before=dict(before),
            asset_id=asset,
        )
        return "created"

    def _settled(self, host: str) -> str:
        """What no longer differs asks for no decision."""
        known = self.open.pop(host.upper(), None)
        if known is not None:
            known.delete()
        return "unchanged"

    def finish(self) -> None:
        """Devices that are watched by their address and that the list does not hold (any more);
        and what an earlier list said and this one does not."""
        missing = {row[1]: row for row in self.devices if row[3] and row[0] not in self.met}
        for code, row in missing.items():
            if code.upper() not in self.seen:
                self._differs(code, HostChange.GONE, {}, {"mgmt_ip": row[3]}, row[0])
        for name, known in list(self.open.items()):
            gone = known.change == HostChange.GONE
            stale = (gone and known.host not in missing) or (not gone and name not in self.seen)
            if stale:
                self._settled(known.host)


def read_host(source: HostSource, row: Mapping[str, Any]) -> Host:
    """A host of Zabbix's or LibreNMS's export. Raises Invalid at the field."""
    if source == HostSource.ZABBIX:
        interfaces: Any = row.get("interfaces") or [{}]
        first = interfaces[0] if isinstance(interfaces, list) and interfaces else {}
        inventory: Any = row.get("inventory") or {}
        address = row.get("ip") or (first.get("ip") if isinstance(first, dict) else "")
        serial = inventory.get("serialno_a", "") if isinstance(inventory, dict) else ""
        name = row.get("host") or row.get("name")
    else:
        name = row.get("sysName") or row.get("hostname") or row.get("display")
        address, serial = row.get("ip") or row.get("hostname"), row.get("serial") or ""
    text = " ".join(str(name or "").split())
    if not text or len(text) > LONGEST:
        raise Invalid("no_name", "Host ini tanpa nama. Ekspor juga namanya.", field="host")
    return Host(text, _address(address), " ".join(str(serial or "").split())[:80])


def _address(raw: Any) -> str:
    try:
        return str(ip_address(str(raw or "").strip()))
    except ValueError:
        return ""  # a name, which is no address


@verb
def take_difference(
    *, actor: User, difference: HostDifference, reason: str, more: Mapping[str, Any] | None = None
) -> HostDifference:
    """The inventory says what the monitor says: a device is planned, corrected, or retired.

    `more`: what a new device needs besides, by column.
    """
    row = _locked(actor, difference)
    reason = reason_of(reason)
    if row.change == HostChange.NEW:
        values = {**row.values, **(more or {})}
        values.setdefault("code", row.host)
        row.asset = plan(actor=actor, kind=AssetKind.DEVICE, values=values, reason=reason)
    else:
        assert row.asset is not None
        if row.change == HostChange.GONE:
            retire(actor=actor, asset=row.asset, reason=reason)
        else:
            revise(actor=actor, asset=row.asset, values=row.values, reason=reason)
    return _decide(actor, row, DifferenceState.TAKEN)


@verb
def leave_difference(*, actor: User, difference: HostDifference) -> HostDifference:
    """The inventory stays as it is; the next list asks again where it still differs."""
    return _decide(actor, _locked(actor, difference), DifferenceState.LEFT)


def _locked(actor: User, difference: HostDifference) -> HostDifference:
    require(actor, KEEP, difference.asset)
    rows = HostDifference.objects.select_for_update(no_key=True, of=("self",))
    row = rows.filter(pk=difference.pk).first()
    if row is None or row.state != DifferenceState.OPEN:
        raise Refusal("decided", "Selisih ini sudah diputuskan, atau sudah tidak ada lagi.")
    require(actor, KEEP, row.asset)
    return row


def _decide(actor: User, row: HostDifference, state: DifferenceState) -> HostDifference:
    row.state, row.decided_by, row.decided_at = state, actor, timezone.now()
    row.save(update_fields=["state", "decided_by", "decided_at", "asset"])
    return row


def suggested_code(host: str) -> str:
    """The host's name where it can be a code."""
    return host if CODE.fullmatch(host) and len(host) <= 40 else ""
