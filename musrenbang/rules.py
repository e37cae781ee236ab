"""Who may see and do what with the objects of e-Musrenbang, one permission a line."""

from __future__ import annotations

import rules
from django.conf import settings

from egov.accounts.models import User
from egov.accounts.predicates import administers, is_administrator, is_staff, reads_all
from egov.accounts.roles import Role
from egov.areas.models import Area
from egov.desk.predicates import holds
from egov.verbs.permission import permit, predicate
from musrenbang.domain.eligibility import ASSISTING, assisting_in, assisting_office, office_for
from musrenbang.domain.moderation import KELURAHAN, WHOLE_REGION, moderating_office
from musrenbang.domain.submission import may_support
from musrenbang.models import Group, Proposal
from musrenbang.procedure import DECIDING, PREPARING
from musrenbang.vocabulary import PLANNER

is_planner = holds(PLANNER)
decides_somewhere = holds(*DECIDING)
prepares_somewhere = holds(*PREPARING)
moderates_somewhere = holds(*WHOLE_REGION, *KELURAHAN)


@predicate
def assists(actor: User, area: Area | None) -> bool:
    """The office of the kelurahan, or of the RW's, for a citizen who is present."""
    return assisting_in(actor, area) is not None


@predicate
def registers(actor: User, about: Area | Group | None) -> bool:
    """The office of a group's kelurahan; asked without one, whoever holds such an office."""
    if about is None:
        return bool(actor.is_authenticated and actor.holds(*ASSISTING))
    village = about.kelurahan_id if isinstance(about, Group) else about.pk
    return assisting_office(actor, village) is not None


@predicate
def records(actor: User, proposal: Proposal | None) -> bool:
    """The office of the proposal's kelurahan; asked without one, whoever holds such an office."""
    if proposal is None:
        return bool(actor.is_authenticated and actor.holds(*ASSISTING))
    return assisting_office(actor, proposal.kelurahan_id, proposal.rw_id) is not None


@predicate
def keeps(actor: User, proposal: Proposal | None) -> bool:
    """The office of the stage where the proposal stands; without one, any that decides."""
    if not actor.is_authenticated:
        return False
    if proposal is None:
        return actor.holds(*DECIDING)
    return office_for(actor, proposal, proposal.stage) is not None


@predicate
def supports(actor: User, proposal: Proposal | None) -> bool:
    return proposal is not None and may_support(actor, proposal)


@predicate
def moderates(actor: User, proposal: Proposal | None) -> bool:
    return proposal is None or moderating_office(actor, proposal) is not None


def _whose_residents(proposal: Proposal) -> str:
    around = proposal.kelurahan or proposal.kecamatan
    place = around.label if around else settings.REGION_PROFILE.name
    return f"Yang dapat mendukung adalah warga {place} yang domisilinya sudah dipastikan."


rules.add_perm("musrenbang", is_staff)
# view: staff within their scope; the public pages have their own rule (Proposal.objects.visible_to)
rules.add_perm("musrenbang.view_proposal", is_staff & administers)
rules.add_perm("musrenbang.view_decision", is_staff & administers)
rules.add_perm("musrenbang.view_support", reads_all)
rules.add_perm("musrenbang.view_cycle", is_staff)
rules.add_perm("musrenbang.view_channel", is_staff)
rules.add_perm("musrenbang.view_stage", is_staff)
rules.add_perm("musrenbang.view_kamusentry", is_staff)
rules.add_perm("musrenbang.view_kamusvariant", is_staff)
rules.add_perm("musrenbang.view_kamusprice", is_staff)
rules.add_perm("musrenbang.view_kamuscondition", is_staff)
# what was asked and answered stands in the proposals
rules.add_perm("musrenbang.delete_kamuscondition", is_planner | is_administrator)
rules.add_perm("musrenbang.view_rating", holds(*WHOLE_REGION))
rules.add_perm("musrenbang.view_group", is_staff & administers)
rules.add_perm("musrenbang.add_group", registers)
# configure: the planner keeps the calendar and the kamus
_KAMUS = ("kamusentry", "kamusvariant", "kamusprice", "kamuscondition")
for _model in ("cycle", "channel", "stage", *_KAMUS):
    rules.add_perm(f"musrenbang.add_{_model}", is_planner | is_administrator)
    rules.add_perm(f"musrenbang.change_{_model}", is_planner | is_administrator)
# a proposal and a decision are never edited, added or deleted here: the verbs write them

# -- the verbs -----------------------------------------------------------------------------

# citizens; what readers report, anybody may
permit(
    "musrenbang.submit",
    rules.always_allow,  # with an open account; for which RW, the verb asks
    code="sign_in_first",
    sentence="Masuk dulu ke akun Anda, lalu kirim usulan ini.",
)
permit(
    "musrenbang.assist",
    assists,
    code="not_assisting",
    sentence="Hanya petugas kelurahan yang dapat mengisi atas nama warga, di kelurahannya sendiri.",
)
permit(
    "musrenbang.register_group",
    registers,
    code="not_assisting",
    sentence="Hanya kelurahan yang mendaftarkan kelompok di wilayahnya.",
)
permit("musrenbang.support", supports, code="not_a_resident", sentence=_whose_residents)
# by office; whose turn a proposal is, its stage says (domain/eligibility.py)
permit(
    "musrenbang.decide_proposal",
    decides_somewhere,
    code="not_your_office",
    sentence="Jabatan Anda tidak memutuskan usulan ini. "
    "Usulan ini milik wilayah atau perangkat daerah lain.",
)
permit(
    "musrenbang.prepare_proposal",
    prepares_somewhere,
    code="not_your_office",
    sentence="Jabatan Anda tidak menyiapkan usulan ini.",
)
permit(
    "musrenbang.promote_proposal",
    keeps,
    code="not_your_office",
    sentence="Hanya pejabat yang menyimpan cadangan ini yang menaikkannya.",
)
permit(
    "musrenbang.separate_proposal",
    keeps | is_planner,
    code="not_your_office",
    sentence="Hanya pejabat yang menggabungkan, atau perencana, yang memisahkannya lagi.",
)
# what was agreed on paper, and what nobody decided
permit(
    "musrenbang.record_assembly",
    records,
    code="not_assisting",
    sentence="Hanya kelurahan tempat usulan ini yang mencatat rembuk dari berita acaranya.",
)
permit(
    "musrenbang.carry_for_proposer",
    records,
    code="not_assisting",
    sentence="Hanya kelurahan tempat usulan ini yang membawanya ke tahun berikutnya.",
)
permit(
    "musrenbang.settle_held",
    is_planner,
    code="not_planner",
    sentence="Hanya perencana yang menaikkan atau mengakhiri usulan yang tertahan.",
)
# whose a proposal is
permit(
    "musrenbang.ask_redirection",
    holds(Role.VERIFIER),
    code="not_your_office",
    sentence="Hanya perangkat daerah yang memegang usulan ini yang meminta pengalihan.",
)
permit(
    "musrenbang.settle_redirection",
    is_planner,
    code="not_planner",
    sentence="Hanya perencana yang mengalihkan usulan.",
)
permit(
    "musrenbang.hand_to_complaints",
    records,
    code="not_assisting",
    sentence="Hanya kelurahan tempat usulan ini yang meneruskannya ke pengaduan.",
)
# to withhold, to give back, to close what readers reported
permit(
    "musrenbang.withhold_proposal",
    moderates_somewhere & moderates,
    code="not_moderating",
    sentence="Yang menahan tulisan dari umum adalah kelurahan tempat usulan ini, "
    "penyunting, atau perencana.",
)
permit(
    "musrenbang.settle_rating",
    holds(*WHOLE_REGION),
    code="not_moderating",
    sentence="Yang menampilkan kalimat warga adalah penyunting atau perencana.",
)
permit(
    "musrenbang.answer_appeal",
    is_planner,
    code="not_planner",
    sentence="Hanya perencana yang menjawab keberatan.",
)
# the calendar
permit(
    "musrenbang.load_procedure",
    is_planner,
    code="not_planner",
    sentence="Hanya perencana yang memilih tata cara sebuah jalur.",
)
permit(
    "musrenbang.record_earlier",
    is_planner,
    code="not_planner",
    sentence="Hanya perencana yang mencatat usulan tahun sebelumnya.",
)
permit(
    "musrenbang.close_stage",
    is_planner,
    code="not_planner",
    sentence="Hanya perencana yang menutup tahap.",
)
permit(
    "musrenbang.reopen_stage",
    is_planner,
    code="not_planner",
    sentence="Hanya perencana yang membuka kembali tahap.",
)
