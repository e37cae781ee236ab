"""What the database itself refuses, whoever writes: also from two connections at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from egov.verbs.refusal import Invalid
from infrastructure.domain.constraints import WORDS, refusing, sentence_of
from infrastructure.models import Device, Duct, PowerSource, Rack, TunnelOver
from infrastructure.vocabulary import AssetStatus, Side
from tests.factories.infrastructure import (
    DeviceFactory,
    DuctFactory,
    LinkFactory,
    PowerSourceFactory,
    RackFactory,
    SegmentFactory,
)
from tests.refusals import refused

FRONT, BACK, THROUGH = (0, 1), (1, 2), (0, 2)


def in_rack(rack: Rack, position2: int, faces: tuple[int, int] = THROUGH, **more: Any) -> Device:
    return DeviceFactory(rack=rack, site=rack.site, position2=position2, faces=faces, **more)


# -- racks --------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        # place in half units, height in half units, faces
        ((4, 2, THROUGH), (4, 2, THROUGH), False),
        ((4, 2, FRONT), (4, 2, BACK), True),
        ((4, 2, FRONT), (4, 2, FRONT), False),
        ((4, 2, THROUGH), (4, 2, BACK), False),
        ((4, 2, THROUGH), (6, 2, THROUGH), True),
        ((4, 3, THROUGH), (6, 2, THROUGH), False),  # half a unit into the next
        ((4, 1, THROUGH), (5, 1, THROUGH), True),  # two halves of one unit
        ((5, 2, FRONT), (6, 2, FRONT), False),
        ((4, 4, FRONT), (5, 1, BACK), True),
    ],
)
def test_units_are_taken_once_by_halves_and_faces(first: Any, second: Any, fits: bool) -> None:
    rack = RackFactory()
    in_rack(rack, first[0], first[2], height2=first[1])
    if fits:
        in_rack(rack, second[0], second[2], height2=second[1])
        return
    with refused("units_taken"), refusing():
        in_rack(rack, second[0], second[2], height2=second[1])


@pytest.mark.django_db
def test_another_rack_and_the_retired_are_in_nobodys_way() -> None:
    rack = RackFactory()
    in_rack(rack, 4, asset__status=AssetStatus.RETIRED)
    in_rack(rack, 4)
    in_rack(RackFactory(), 4)
    assert Device.objects.filter(retired=True).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("position2", "height2", "code"),
    [
        (2, 2, ""),
        (20, 2, ""),
        (21, 2, "beyond_rack"),
        (20, 3, "beyond_rack"),
        (1, 2, "below_rack"),
        (0, 2, "below_rack"),
    ],
)
def test_within_the_rack(position2: int, height2: int, code: str) -> None:
    rack = RackFactory(u_height=10)
    if not code:
        in_rack(rack, position2, height2=height2)
        return
    with refused(code), refusing():
        in_rack(rack, position2, height2=height2)


@pytest.mark.django_db
def test_a_rack_does_not_shrink_below_what_stands_in_it() -> None:
    rack = RackFactory(u_height=42)
    in_rack(rack, 40)
    in_rack(rack, 60, asset__status=AssetStatus.RETIRED)
    rack.u_height = 20
    rack.save()
    rack.u_height = 19
    with pytest.raises(Invalid) as no, refusing():
        rack.save()
    assert (no.value.code, no.value.field) == ("devices_above", "u_height")


# -- circles ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_circle_of_power() -> None:
    first = PowerSourceFactory()
    second = PowerSourceFactory(site=first.site, parent=first)
    third = PowerSourceFactory(site=first.site, parent=second)
    for parent, code in ((third, "power_circle"), (first, "own_parent")):
        first.parent = parent
        with refused(code), refusing():
            first.save()


@pytest.mark.django_db
def test_no_circle_of_ducts() -> None:
    segment = SegmentFactory()
    outer = DuctFactory(segment=segment, number=1)
    inner = DuctFactory(segment=segment, number=2, parent=outer)
    for duct, parent in ((outer, inner), (outer, outer)):
        duct.parent = parent
        with refused("duct_circle"), refusing():
            duct.save()


@pytest.mark.django_db
def test_no_vpn_over_itself_by_however_many_others() -> None:
    links = LinkFactory.create_batch(3)
    for tunnel, link in ((0, 1), (1, 2)):
        TunnelOver.objects.create(tunnel=links[tunnel], link=links[link], side=Side.A)
    for tunnel, link, code in ((2, 0, "vpn_circle"), (1, 0, "vpn_circle"), (0, 0, "over_itself")):
        with refused(code), refusing():
            TunnelOver.objects.create(tunnel=links[tunnel], link=links[link], side=Side.B)


# -- the table of sentences ---------------------------------------------------------------------


def test_every_constraint_has_its_sentence() -> None:
    """Of the models, and of the triggers: a name that nobody speaks would be a page of error."""
    named = {
        constraint.name
        for model in apps.get_app_config("infrastructure").get_models()
        for constraint in model._meta.constraints
    }
    assert named - WORDS.keys() == set()
    for name, words in WORDS.items():
        assert words.code and sentence_of(name).endswith("."), name


@pytest.mark.django_db
def test_the_table_names_nothing_that_is_not_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT tgname FROM pg_trigger")
        there = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT indexname FROM pg_indexes")
        there |= {row[0] for row in cursor.fetchall()}
    assert WORDS.keys() - there == {"asset_stays"}


# -- two connections at once --------------------------------------------------------------------


def both(*acts: Callable[[], object]) -> list[str]:
    """Each act in a transaction of its own; they commit only when both have tried to write."""
    tried = threading.Barrier(len(acts))
    outcomes = [""] * len(acts)

    def run(number: int) -> None:
        try:
            with transaction.atomic():
                acts[number]()
                with suppress(threading.BrokenBarrierError):
                    tried.wait(2)  # the other may wait for this one's lock
            outcomes[number] = "ok"
        except IntegrityError as error:
            diagnosis: Any = error.__cause__
            outcomes[number] = diagnosis.diag.constraint_name
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def put(device: Device, **values: Any) -> Callable[[], object]:
    return lambda: Device.objects.filter(pk=device.pk).update(**values)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_one_place_at_once_one_is_refused() -> None:
    rack = RackFactory()
    place = {"rack_id": rack.pk, "position2": 4, "faces": THROUGH}
    acts = [put(device, **place) for device in DeviceFactory.create_batch(2)]
    assert both(*acts) == ["ok", "rack_units_once"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_rack_that_shrinks_while_it_is_filled() -> None:
    rack, device = RackFactory(u_height=42), DeviceFactory()
    fill = put(device, rack_id=rack.pk, position2=60, faces=THROUGH)
    shrink = Rack.objects.filter(pk=rack.pk).update
    assert both(fill, lambda: shrink(u_height=10)) in (
        ["device_within_rack", "ok"],
        ["ok", "rack_holds_its_devices"],
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_circle_is_closed_from_both_sides() -> None:
    powers, ducts = PowerSourceFactory.create_batch(2), DuctFactory.create_batch(2)
    links = LinkFactory.create_batch(2)

    def power(n: int) -> Callable[[], object]:
        rows = PowerSource.objects.filter(pk=powers[n].pk)
        return lambda: rows.update(parent=powers[1 - n])

    def duct(n: int) -> Callable[[], object]:
        return lambda: Duct.objects.filter(pk=ducts[n].pk).update(parent=ducts[1 - n])

    def vpn(n: int) -> Callable[[], object]:
        return lambda: TunnelOver.objects.create(tunnel=links[n], link=links[1 - n], side=Side.A)

    for closes, name in ((power, "power"), (duct, "duct"), (vpn, "vpn")):
        assert both(closes(0), closes(1)) == [f"no_{name}_circle", "ok"], name
