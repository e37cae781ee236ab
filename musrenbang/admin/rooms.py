"""The rooms of e-Musrenbang on the first page of the desk, by office."""

from __future__ import annotations

from egov.accounts.models import User
from egov.accounts.roles import Role
from egov.desk.first_page import few
from egov.portal.declarations import DeskRoom
from musrenbang.models import Proposal, Rating
from musrenbang.vocabulary import BUDGET_TEAM, COMMUNITY, EDITOR, PARTNER, PLANNER

OVER_AREAS = (
    Role.KETUA_RW,
    Role.LURAH,
    Role.OPERATOR_KELURAHAN,
    Role.CAMAT,
    Role.OPERATOR_KECAMATAN,
)
ADVISING = (COMMUNITY, PARTNER, BUDGET_TEAM)


def _proposals(user: User) -> int:
    return few(Proposal.objects.administered_by(user))


ROOMS = (
    DeskRoom(
        20,
        "Usulan",
        "admin:musrenbang_proposal_changelist",
        (*OVER_AREAS, *ADVISING, Role.VERIFIER, PLANNER, Role.AUDITOR, EDITOR),
        help="Semua dalam tugas Anda: cari, saring, urutkan.",
        count=_proposals,
    ),
    DeskRoom(
        25,
        "Keputusan",
        "admin:musrenbang_decision_changelist",
        (*OVER_AREAS, Role.VERIFIER, PLANNER, Role.AUDITOR),
        help="Siapa memutuskan apa, dan alasannya.",
    ),
    DeskRoom(
        45,
        "Kelompok",
        "admin:musrenbang_group_changelist",
        (Role.LURAH, Role.OPERATOR_KELURAHAN),
        help="Kelompok yang terdaftar, dan siapa yang ditunjuk mewakilinya.",
    ),
    DeskRoom(
        50,
        "Jadwal",
        "admin:musrenbang_stage_changelist",
        (PLANNER, Role.CAMAT, Role.OPERATOR_KECAMATAN),
        help="Tahap mana dibuka sampai kapan.",
    ),
    DeskRoom(
        55,
        "Kamus usulan",
        "admin:musrenbang_kamusentry_changelist",
        (PLANNER, Role.VERIFIER),
        help="Jenis usulan, satuan, dan harganya.",
    ),
    DeskRoom(
        57,
        "Kata warga",
        "admin:musrenbang_rating_changelist",
        (PLANNER, EDITOR),
        help="Kalimat tentang layanan, diperiksa sebelum dibaca umum.",
        query="keadaan=belum",
        count=lambda _user: few(Rating.objects.waiting()),
    ),
)
