"""A channel takes over a pack, after what would change was read."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import zip_longest
from typing import Any

from django.db.models import F

from egov.accounts.models import User
from egov.accounts.roles import office_of
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.packs import Pack, pack_codes, read_pack
from musrenbang.models import Channel, Proposal, Stage
from musrenbang.procedure import RULES, StageRule, columns_of, procedure_faults

ASIDE = 1000  # positions while stages change places
Pair = tuple[Stage | None, StageRule | None]


def pairs(stages: Sequence[Stage], rules: Sequence[StageRule]) -> list[Pair]:
    """Which stage becomes which of the pack: the same act at the same tier, in order."""
    kinds = dict.fromkeys([(r.tier, r.act) for r in rules] + [(s.tier, s.act) for s in stages])
    found: list[Pair] = []
    for kind in kinds:
        here = [stage for stage in stages if (stage.tier, stage.act) == kind]
        there = [rule for rule in rules if (rule.tier, rule.act) == kind]
        found += zip_longest(here, there)
    return found


def differences(stages: Sequence[Stage], pack: Pack, channel: Channel | None = None) -> list[str]:
    """What the pack would change, a sentence a change; none where all is the same."""
    lines = _of_channel(channel, pack) if channel is not None else []
    for stage, rule in pairs(stages, pack.rules):
        if stage is None and rule is not None:
            lines.append(f"Tahap baru: {rule.name}.")
        elif stage is not None and rule is None:
            lines.append(f"Tahap dihapus: {stage.name}.")
        elif stage is not None and rule is not None:
            lines += _changes(stage, rule)
    return lines


def _of_channel(channel: Channel, pack: Pack) -> list[str]:
    return [
        f"Jalur, {_field(name, Channel).verbose_name}: "
        f"{_word(name, _several(getattr(channel, name)), Channel)} menjadi "
        f"{_word(name, _several(value), Channel)}."
        for name, value in pack.channel_columns.items()
        if _several(getattr(channel, name)) != _several(value)
    ]


def _several(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _changes(stage: Stage, rule: StageRule) -> list[str]:
    was = stage.rule
    return [
        f"{stage.name}, {_field(name).verbose_name}: "
        f"{_word(name, getattr(was, name))} menjadi {_word(name, getattr(rule, name))}."
        for name in RULES
        if getattr(was, name) != getattr(rule, name)
    ]


def _field(name: str, model: Any = Stage) -> Any:
    return model._meta.get_field(name)


def _word(name: str, value: Any, model: Any = Stage) -> str:
    """A value of a column as people read it."""
    field = _field(name, model)
    if name in ("role", "preparer") and value:
        return office_of(value).label
    words = dict(getattr(field, "base_field", field).flatchoices)
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    several = value if isinstance(value, tuple) else (value,)
    return ", ".join(str(words.get(each, each)) for each in several if each != "") or "tidak ada"


def stamp_of(stages: Sequence[Stage], channel: Channel) -> str:
    """Tells the rules that somebody read from those that stand after a change."""
    rows = [stage.rule for stage in sorted(stages, key=lambda stage: stage.position)]
    said = [*channel.proposers, channel.place_level, channel.kamus_edition]
    rules = repr((rows, [str(word) for word in said]))
    return sha256(rules.encode()).hexdigest()[:16]


def load_procedure(*, actor: User, channel: Channel, code: str, seen: str) -> list[Stage]:
    """Makes the channel's stages those of a pack; `seen` is the stamp of the rules that were read.

    A stage that the pack has too keeps its dates, a new one gets those of the submission, for the
    planner to mend. Refuses an unknown pack (`unknown_pack`), a channel in which a proposal stands
    (`procedure_in_use`), rules that changed meanwhile (`changed_meanwhile`) and a pack that is no
    procedure (`no_procedure`).
    """
    require(actor, "musrenbang.load_procedure", channel)
    return load_by_command(channel=channel, code=code, seen=seen)


@verb
def load_by_command(*, channel: Channel, code: str, seen: str) -> list[Stage]:
    """What `load_procedure` does, by who runs the machine."""
    if code not in pack_codes():
        raise Invalid("unknown_pack", "Pilih tata cara dari daftar.", field="code")
    pack, row = read_pack(code), Channel.objects.select_for_update().get(pk=channel.pk)
    stages = list(row.stages.select_for_update().order_by("position"))
    if Proposal.objects.filter(channel=row).exists():
        sentence = "Jalur ini sudah berisi usulan. Buat jalur baru untuk tata cara lain."
        raise Refusal("procedure_in_use", sentence, field="code")
    if stamp_of(stages, row) != seen:
        sentence = "Tahap jalur ini berubah sementara Anda membaca. Baca lagi perubahannya."
        raise Refusal("changed_meanwhile", sentence, field="code")
    faults = procedure_faults(pack.rules, pack.place_level)
    if faults:
        raise Refusal("no_procedure", f"Tata cara ini belum dapat dipakai. {faults[0]}")
    _take_over(row, stages, pack)
    row.procedure = f"{pack.code}/{pack.edition}"
    for name, value in pack.channel_columns.items():
        setattr(row, name, value)
    row.save(update_fields=["procedure", *pack.channel_columns])
    channel.procedure = row.procedure
    return list(row.stages.order_by("position"))


def _take_over(channel: Channel, stages: Sequence[Stage], pack: Pack) -> None:
    channel.stages.update(position=F("position") + ASIDE)
    for stage, rule in pairs(stages, pack.rules):
        if rule is None and stage is not None:
            stage.delete()
        elif rule is not None:
            kept = stage or Stage(channel=channel, window=channel.submission)
            for name, value in columns_of(rule).items():
                setattr(kept, name, value)
            kept.save()
