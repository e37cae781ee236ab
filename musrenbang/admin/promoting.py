"""The next of a reserve, and a merge undone, on its page of actions at the desk."""

from __future__ import annotations

from typing import Any

from egov.accounts.models import User
from egov.desk.actions import DeskAction
from musrenbang.domain.promoting import promote
from musrenbang.domain.reserve import before_in_reserve
from musrenbang.domain.separating import separate
from musrenbang.forms import PromoteForm, SeparateForm
from musrenbang.models import Proposal
from musrenbang.vocabulary import State


class Promote(DeskAction):
    slug = "naikkan"
    title = "Naikkan dari cadangan"
    button = "Naikkan"
    help = (
        "Bila ada tempat; juga sesudah tahapnya berakhir, selama tahap berikutnya masih berjalan. "
        "Cadangan naik menurut urutannya."
    )
    form = PromoteForm
    permission = "musrenbang.promote_proposal"

    def available(self, obj: Proposal) -> bool:
        return obj.state == State.RESERVE and before_in_reserve(obj, obj.stage) is None

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        promote(actor=actor, proposal=obj, **data)
        return f"Naik dari cadangan. Usulan ini sekarang: {obj.status}."


class Separate(DeskAction):
    slug = "pisahkan"
    title = "Pisahkan lagi"
    button = "Pisahkan"
    help = "Penggabungan dibatalkan: usulan ini menunggu keputusan lagi di tahap ini."
    form = SeparateForm
    permission = "musrenbang.separate_proposal"

    def available(self, obj: Proposal) -> bool:
        return obj.state == State.MERGED

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        separate(actor=actor, proposal=obj, **data)
        return f"Dipisahkan lagi. Usulan ini sekarang: {obj.status}."


PROMOTING = (Promote(), Separate())
