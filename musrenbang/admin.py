"""The desk of e-Musrenbang: queue, proposal page with the acts, bulk acting.

And what the planner configures.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import ActionLocation
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from egov.accounts.roles import Role
from egov.desk.acts import Act, ActsAdmin
from egov.desk.frame import DeskAdmin, DeskInline, knows_accounts
from egov.desk.history import Source
from egov.desk.site import desk_panel
from egov.files.pictures import store_picture
from egov.verbs.refusal import Refusal
from egov.web.params import int_param
from egov.web.templatetags.portal import number, rupiah
from musrenbang.domain.calendar import (
    close_stage,
    last_moment,
    not_discussed,
    reopen_stage,
    undecided,
)
from musrenbang.domain.deliberation import decide, prepare, price_of
from musrenbang.domain.eligibility import (
    ASSISTING,
    money_before,
    money_default,
    next_word,
    office_for,
    why_not,
)
from musrenbang.domain.moderation import (
    KELURAHAN,
    WHOLE_REGION,
    close_reports,
    give_back,
    moderating_office,
    withhold,
)
from musrenbang.domain.money import Money
from musrenbang.domain.projection import stations
from musrenbang.forms import (
    BulkForm,
    DecisionForm,
    GiveBackForm,
    ReopenForm,
    StageForm,
    WithholdForm,
    WithholdReasonForm,
)
from musrenbang.histories import decisions_of, of_proposal
from musrenbang.models import (
    Channel,
    Cycle,
    Decision,
    KamusEntry,
    KamusPrice,
    KamusVariant,
    Proposal,
    Report,
    Stage,
)
from musrenbang.procedure import TABLE
from musrenbang.vocabulary import BUTTONS, Outcome, State, Tier

QUEUE_ROWS = 30
DECIDING = tuple(set(chain.from_iterable(r.decides + r.prepares for r in TABLE.values())))


def queue_of(user: Any) -> Any:
    """What waits for this person, oldest deadline first."""
    return Proposal.objects.waiting_for(user).by_due(user).for_page()


@desk_panel(order=10, template="admin/panel_queue.html")
def work_queue(request: HttpRequest) -> dict[str, Any] | None:
    user: Any = request.user
    if not user.holds(*DECIDING):
        return None
    waiting = list(queue_of(user)[: QUEUE_ROWS + 1])
    found = Decision.objects.standing().filter(proposal__in=[p.pk for p in waiting], tier=Tier.OPD)
    opinions = {d.proposal_id: d for d in found}
    rows = []
    for proposal in waiting[:QUEUE_ROWS]:
        tier = proposal.tier
        if office_for(user, proposal, "opd") and not office_for(user, proposal, tier):
            tier = "opd"
        preparing = office_for(user, proposal, tier) is None
        rows.append(
            {
                "proposal": proposal,
                "opinion": opinions.get(proposal.pk),
                "outcomes": [(o, BUTTONS[o]) for o in TABLE[tier].outcomes],
                "preparing": preparing,
            }
        )
    own = tuple(tier for tier, rule in TABLE.items() if user.holds(*rule.decides, *rule.prepares))
    standing = Decision.objects.administered_by(user).standing()
    standing = standing.filter(tier__in=own, stage__channel__cycle=_newest_cycle())
    outcomes = standing.exclude(outcome=Outcome.COMPLETED).order_by().values_list("outcome")
    counts = outcomes.annotate(Count("id")).order_by("outcome")
    return {
        "rows": rows,
        "more": len(waiting) > QUEUE_ROWS,
        "counts": [(Outcome(outcome).label, count) for outcome, count in counts],
        "assists": user.holds(*ASSISTING),
    }


@desk_panel(order=15, template="admin/panel_reports.html")
def reported(request: HttpRequest) -> dict[str, Any] | None:
    """What readers reported, for the offices that may withhold it."""
    user: Any = request.user
    if not user.holds(*WHOLE_REGION, *KELURAHAN):
        return None
    rows = Report.objects.open().administered_by(user).select_related("proposal__rw__parent")
    found = list(rows.order_by("id")[:21])
    return {"reports": found[:20], "more": len(found) > 20} if found else None


def _newest_cycle() -> Any:
    return Cycle.objects.order_by("-year").values("id")[:1]


class QueueFilter(admin.SimpleListFilter):
    title = "antrean"
    parameter_name = "antrean"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("saya", "Menunggu saya")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.waiting_for(request.user) if self.value() == "saya" else queryset


def _standing(proposal: Proposal) -> Any:
    return proposal.withholdings.standing()


@admin.register(Proposal)
class ProposalAdmin(ActsAdmin):
    list_display = [
        "number",
        "title",
        "place",
        "kind",
        "money",
        "deadline",
        "standing",
        "support_count",
    ]
    list_filter = [QueueFilter, "tier", "state", "channel__cycle", "has_opinion", "agency"]
    search_fields = ["number", "title"]
    list_select_related = [
        "rw__parent",
        "kelurahan",
        "kecamatan",
        "variant__entry",
        "stage",
        "agency",
    ]
    ordering = ["-id"]
    actions = ["decide_many"]
    acts = (
        Act(
            "tahan",
            "Tahan usulan ini dari umum",
            "Tahan",
            lambda actor, row, data: withhold(actor=actor, proposal=row, **data),
            "Ditahan. Halamannya tetap ada dengan nomor, tempat, dan keputusannya; "
            "pengusul diberi tahu.",
            form=WithholdForm,
            when=lambda row: not row.withheld,
            help="Judul, masalah, harapan, alamat, dan foto tidak tampil lagi kepada umum, "
            "dan usulan keluar dari daftar.",
        ),
        Act(
            "tahan-alasan",
            "Tahan alasan satu keputusan",
            "Tahan alasan",
            lambda actor, row, data: withhold(actor=actor, proposal=row, **data),
            "Alasan keputusan itu tidak tampil lagi kepada umum.",
            form=WithholdReasonForm,
            when=lambda row: row.decisions.exclude(reason="").exists(),
        ),
        Act(
            "tampilkan",
            "Tampilkan lagi",
            "Tampilkan lagi",
            lambda actor, row, data: give_back(actor=actor, **data),
            "Tampil lagi untuk umum; pengusul diberi tahu.",
            form=GiveBackForm,
            when=lambda row: _standing(row).exists(),
        ),
        Act(
            "biarkan",
            "Biarkan seperti adanya",
            "Tutup laporan",
            lambda actor, row, data: close_reports(actor=actor, proposal=row),
            "Laporan pembaca ditutup.",
            when=lambda row: row.reports.open().exists(),
            help="Bila yang dilaporkan pembaca tidak perlu ditahan.",
        ),
    )

    def may_act(self, request: HttpRequest, obj: Any) -> bool:
        return moderating_office(request.user, obj) is not None

    def facts(self, request: HttpRequest, obj: Proposal) -> list[tuple[str, Any]]:
        rows = obj.reports.open().administered_by(request.user)[:20]
        reports = [
            (f"Laporan {r.at:%d-%m-%Y}", f"{r.get_fault_display()}. {r.sentence}") for r in rows
        ]
        kept = [
            ("Ditahan", f"{w.get_fault_display()}: {w.sentence} ({w.office})")
            for w in _standing(obj).order_by("id")
        ]
        texts = [
            ("Judul", obj.title),
            ("Masalah", obj.problem),
            ("Harapan", obj.wish),
            ("Alamat", obj.address),
        ]
        explained = obj.decisions.exclude(reason="").order_by("sequence")
        reasons = [(d.office, d.reason) for d in explained]
        return [("Nomor", obj.number), ("Keadaan", obj.status), *kept, *reports, *texts, *reasons]

    def history_sources(self, request: HttpRequest, obj: Proposal) -> list[Source]:
        return of_proposal(obj, accounts=knows_accounts(request.user))

    @admin.display(description="tempat", ordering="rw__code")
    def place(self, obj: Proposal) -> str:
        return obj.rw.place

    @admin.display(description="jenis")
    def kind(self, obj: Proposal) -> str:
        return obj.variant.entry.name

    @admin.display(description="biaya", ordering="cost")
    def money(self, obj: Proposal) -> str:
        return rupiah(obj.cost)

    @admin.display(description="tenggat", ordering="stage__window")
    def deadline(self, obj: Proposal) -> Any:
        return timezone.localtime(obj.stage.closes - timedelta(seconds=1)).date()

    @admin.display(description="keadaan")
    def standing(self, obj: Proposal) -> str:
        return obj.status

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the verbs write, nobody edits

    def get_actions(
        self, request: HttpRequest, action_location: Any = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        if not request.user.holds(*DECIDING):  # type: ignore[union-attr]
            return {}
        return super().get_actions(request, action_location)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What is to decide on the left, the evidence on the right."""
        rows = self.get_queryset(request)
        rows = rows.select_related("channel__cycle", "proposer", "merged_into")
        is_key = object_id.isascii() and object_id.isdecimal() and len(object_id) < 18
        proposal = rows.filter(pk=object_id).first() if is_key else None
        if proposal is None or not self.has_view_permission(request, proposal):
            raise Http404
        turn, hint = why_not(actor=request.user, proposal=proposal)
        preparing = False
        if turn is None and proposal.state == State.WAITING:
            preparing = office_for(request.user, proposal, proposal.tier, prepare=True) is not None
        tier = turn.stage.tier if turn else proposal.tier
        stages = list(proposal.channel.stages.all())
        form = None
        if turn or preparing:
            before = list(proposal.decisions.order_by("sequence"))
            money = Money(proposal.volume, proposal.cost)
            if turn:
                money = money_default(turn, money_before(proposal, turn, before, stages))
            form = self._form(request, proposal, tier, stages, preparing, money)
            if request.method == "POST" and form.is_valid():
                try:
                    self._act(request, proposal, form, preparing)
                except Refusal as refusal:
                    form.refuse(refusal)
                else:
                    word = "Saran tersimpan."
                    if not preparing:
                        outcome = Outcome(form.cleaned_data["outcome"]).label.lower()
                        word = f"{proposal.number}: {outcome}. Pengusul diberi tahu."
                    messages.success(request, word)
                    return redirect("admin:index")
        elif request.method == "POST":
            messages.error(request, hint)
        history = proposal.decisions.select_related("merged_into", "corrected_by")
        decisions = list(history.prefetch_related("photos").order_by("sequence"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{proposal.number} {proposal.title}",
            "opts": self.opts,
            "proposal": proposal,
            "form": form,
            "turn": turn,
            "hint": "" if preparing else hint,
            "preparing": preparing,
            "preparation": proposal.preparations.filter(stage=proposal.stage_id).first(),
            "stations": stations(proposal, decisions, stages),
            "photos": proposal.photos.all(),
        }
        return render(request, "admin/proposal.html", context)

    def _form(
        self,
        request: HttpRequest,
        proposal: Proposal,
        tier: str,
        stages: list[Stage],
        preparing: bool,
        money: Money,
    ) -> DecisionForm:
        advice = proposal.preparations.filter(stage__tier=tier).first()
        initial: dict[str, Any] = {
            "seen": proposal.decided,
            "outcome": request.GET.get("keputusan", ""),
        }
        if advice is not None and not initial["outcome"]:
            initial |= {
                "outcome": advice.outcome,
                "reason_code": advice.reason_code,
                "reason": advice.reason,
            }
        volume, cost = (advice.volume, advice.cost) if advice else (money.volume, money.cost)
        initial |= {"volume": f"{volume.normalize():f}".replace(".", ","), "cost": number(cost)}
        return DecisionForm(
            request.POST or None,
            request.FILES or None,
            initial=initial,
            tier=tier,
            moves_to=next_word(tier, stages),
            preparing=preparing,
            price=price_of(proposal),
        )

    def _act(
        self, request: HttpRequest, proposal: Proposal, form: DecisionForm, preparing: bool
    ) -> None:
        data = form.cleaned_data
        names = ("outcome", "reason_code", "reason", "volume", "cost")
        common: dict[str, Any] = {name: data.get(name) for name in names}
        if "volume" in form.changed_data and "cost" not in form.changed_data:
            common["cost"] = None  # a cost that was not touched follows the volume
        if preparing:
            prepare(actor=request.user, proposal=proposal, **common)
            return
        uploads = data.get("photo") or []
        photos = [store_picture(upload=each, actor_id=request.user.pk) for each in uploads]
        decide(
            actor=request.user,
            proposal=proposal,
            **common,
            rank=data.get("rank"),
            deadline=data.get("deadline"),
            merged_into=data.get("merged_into"),
            photos=photos,
            seen=data.get("seen"),
        )

    @admin.action(description="Putuskan yang dipilih", permissions=["view"])
    def decide_many(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """One outcome and reason for many; each row's refusal is told by its number."""
        user: Any = request.user
        rules = [rule for rule in TABLE.values() if user.holds(*rule.decides)]
        outcomes = dict.fromkeys(chain.from_iterable(rule.outcomes for rule in rules))
        outcomes.pop(Outcome.MERGE, None)  # a merge names another proposal, each its own
        if not outcomes:
            self.message_user(request, "Jabatan Anda menyiapkan, tidak memutuskan.", messages.ERROR)
            return None
        applied = "apply" in request.POST
        form = BulkForm(request.POST if applied else None, outcomes=list(outcomes))
        if applied and form.is_valid():
            results = []
            rows = queryset.select_related(None).select_related("rw", "stage")
            for proposal in rows.order_by("submitted_at", "id"):  # who came first is ranked first
                try:
                    seen = int_param(request.POST.get(f"seen_{proposal.pk}"))
                    decide(actor=user, proposal=proposal, seen=seen, **form.cleaned_data)
                    results.append((proposal, True, Outcome(form.cleaned_data["outcome"]).label))
                except Refusal as refusal:
                    results.append((proposal, False, refusal.sentence))
            context = {**self.admin_site.each_context(request), "title": "Hasil"}
            context |= {"opts": self.opts, "results": results}
            return render(request, "admin/bulk_result.html", context)
        context = {
            **self.admin_site.each_context(request),
            "title": "Putuskan beberapa usulan",
            "opts": self.opts,
            "form": form,
            "rows": queryset,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return render(request, "admin/bulk.html", context)


@admin.register(Decision)
class DecisionAdmin(DeskAdmin):
    list_display = ["decided_at", "proposal_number", "outcome", "office", "why", "money"]
    list_filter = ["tier", "outcome", "reason_code"]
    list_select_related = ["proposal"]
    search_fields = ["proposal__number"]
    ordering = ["-id"]
    fields = [
        "proposal",
        "tier",
        "outcome",
        "office",
        "decided_at",
        "reason_code",
        "reason",
        "volume",
        "cost",
        "rank",
        "deadline",
    ]

    def history_sources(self, request: HttpRequest, obj: Decision) -> list[Source]:
        """The decision and what corrected it; the rest of the path is the proposal's."""
        return [decisions_of(Decision.objects.filter(Q(pk=obj.pk) | Q(supersedes=obj.pk)))]

    def history_leads(self, obj: Decision) -> list[tuple[str, str]]:
        address = reverse("admin:musrenbang_proposal_history", args=[obj.proposal_id])
        return [(address, f"Seluruh perjalanan usulan {obj.proposal.number}")]

    @admin.display(description="alasan")
    def why(self, obj: Decision) -> str:
        return obj.reason_text or "-"

    @admin.display(description="biaya", ordering="cost")
    def money(self, obj: Decision) -> str:
        return rupiah(obj.cost)

    @admin.display(description="usulan")
    def proposal_number(self, obj: Decision) -> str:
        return obj.proposal.number


class StageInline(DeskInline):
    model = Stage
    form = StageForm
    fields = ["position", "tier", "name", "window", "end_now", "closed_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:  # type: ignore[override]
        in_use = bool(obj and obj.proposals.exists())
        return ["closed_at", *(["position", "tier"] if in_use else [])]

    formfield_overrides = DeskAdmin.formfield_overrides


@admin.register(Cycle)
class CycleAdmin(DeskAdmin):
    list_display = ["year", "name", "example"]


@admin.register(Channel)
class ChannelAdmin(DeskAdmin):
    list_display = ["name", "cycle", "submission"]
    list_select_related = ["cycle"]
    list_filter = ["cycle"]
    inlines = [StageInline]


@admin.register(Stage)
class StageAdmin(ActsAdmin):
    form = StageForm
    change_form_template = "admin/stage_change.html"
    list_display = ["name", "channel", "tier", "window", "closed_at", "acts_link"]
    fields = ["channel", "position", "tier", "name", "window", "end_now", "closed_at"]
    list_select_related = ["channel__cycle"]
    list_filter = ["tier", "channel__cycle"]
    acts = (
        Act(
            "tutup",
            "Tutup tahap ini",
            "Tutup tahap",
            lambda actor, row, data: close_stage(stage=row, actor=actor),
            "Tahap ditutup. Pengusul diberi tahu.",
            when=lambda row: row.closed_at is None and timezone.now() >= row.closes,
            help="Semua yang masih menunggu di tahap ini menjadi tidak dibahas. "
            "Banyaknya tertulis di halaman ini.",
        ),
        Act(
            "buka",
            "Buka kembali tahap ini",
            "Buka kembali",
            lambda actor, row, data: reopen_stage(stage=row, actor=actor, **data),
            "Tahap dibuka kembali. Pengusul diberi tahu.",
            form=ReopenForm,
            when=lambda row: row.phase(timezone.now()) == "over" or not_discussed(row).exists(),
            help="Yang menjadi tidak dibahas di tahap ini menunggu keputusan lagi. "
            "Keputusan lama tetap terbaca.",
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:  # type: ignore[override]
        # a stage that proposals stand in keeps its place; only its dates and name change
        in_use = bool(obj and obj.proposals.exists())
        return ["closed_at", *(["channel", "tier", "position"] if in_use else [])]

    def may_act(self, request: HttpRequest, obj: Any) -> bool:
        return bool(request.user.holds(Role.PLANNER))  # type: ignore[union-attr]

    def facts(self, request: HttpRequest, obj: Stage) -> list[tuple[str, Any]]:
        return [
            ("Tahap", f"{obj.name}, {obj.channel}"),
            ("Hari terakhir", last_moment(obj)),
            ("Ditutup", obj.closed_at or "belum"),
            ("Masih menunggu", f"{number(undecided(obj).count())} usulan"),
            ("Tidak dibahas", f"{number(not_discussed(obj).count())} usulan"),
        ]

    @admin.display(description="tindakan")
    def acts_link(self, row: Stage) -> str:
        return format_html('<a href="{}">Tutup atau buka kembali</a>', self.acts_address(row))


class VariantInline(DeskInline):
    model = KamusVariant


class PriceInline(DeskInline):
    model = KamusPrice
    formfield_overrides = DeskAdmin.formfield_overrides


@admin.register(KamusEntry)
class KamusEntryAdmin(DeskAdmin):
    list_display = ["name", "code", "nature", "agency", "active", "example"]
    list_select_related = ["agency"]
    list_filter = ["nature", "active", "agency"]
    search_fields = ["name", "code", "keywords"]
    autocomplete_fields = ["agency"]
    inlines = [VariantInline]


@admin.register(KamusVariant)
class KamusVariantAdmin(DeskAdmin):
    list_display = ["code", "entry", "label", "unit", "max_volume"]
    list_select_related = ["entry"]
    search_fields = ["code", "entry__name", "label"]
    autocomplete_fields = ["entry"]
    inlines = [PriceInline]
