"""What a proposer does with what was sent, and the planner with an appeal, through the same verbs.

What is sent twice is refused the second time with what was done the first.
"""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from egov.web.requests import actor_of
from musrenbang.domain.appeals import answer_appeal, appeal
from musrenbang.domain.carrying import carry
from musrenbang.domain.own_proposal import edit, own_right, withdraw
from musrenbang.models import Appeal, Channel, Proposal, Withholding

TEXTS = {"judul": "title", "masalah": "problem", "harapan": "wish", "alamat": "address"}


class EditSerializer(serializers.Serializer[Any]):
    """What changes; the rest stays. Before the first act of an office."""

    judul = serializers.CharField(max_length=120, required=False)
    masalah = serializers.CharField(max_length=4000, required=False)
    harapan = serializers.CharField(max_length=4000, required=False)
    alamat = serializers.CharField(max_length=250, required=False)
    volume = serializers.DecimalField(max_digits=12, decimal_places=2, required=False)


class WithdrawSerializer(serializers.Serializer[Any]):
    """Why, in a sentence that everybody reads, and how many decisions were read before."""

    alasan = serializers.CharField(max_length=2000)
    dibaca = serializers.IntegerField(min_value=0, help_text="banyak keputusan yang sudah dibaca")


class CarrySerializer(serializers.Serializer[Any]):
    jalur = serializers.SlugRelatedField(
        slug_field="id",
        queryset=Channel.objects.select_related("cycle"),
        help_text="id jalur tahun berikutnya",
    )


class AppealSerializer(serializers.Serializer[Any]):
    penahanan = serializers.IntegerField(min_value=1, help_text="id penahanan")
    keberatan = serializers.CharField(max_length=500)


class AnswerSerializer(serializers.Serializer[Any]):
    dikabulkan = serializers.BooleanField()
    jawaban = serializers.CharField(max_length=500)


class WithholdingSerializer(serializers.Serializer[Withholding]):
    """What is withheld of one's own proposal, and what became of the appeal."""

    penahanan = serializers.IntegerField(source="pk")
    bagian = serializers.CharField(source="what")
    sebab = serializers.CharField(source="fault")
    penjelasan = serializers.CharField(source="sentence")
    oleh = serializers.CharField(source="office")
    keberatan = serializers.CharField(source="appeal.sentence", default=None, allow_null=True)
    jawaban = serializers.CharField(source="appeal.answer", default=None, allow_null=True)


class OwnActs:
    """The acts of a proposal's proposer, for the viewset of proposals."""

    def _told(self, proposal: Proposal, done: int) -> Response:
        raise NotImplementedError

    def _sent(self, form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
        sent = form(data=request.data)
        sent.is_valid(raise_exception=True)
        data: dict[str, Any] = sent.validated_data
        return data

    @extend_schema(description="Mengubah usulan sendiri.", request=EditSerializer)
    def partial_update(self, request: Request, **_where: Any) -> Response:
        proposal, actor = self.get_object(), actor_of(request)  # type: ignore[attr-defined]
        data = self._sent(EditSerializer, request)
        changes = {TEXTS.get(name, name): value for name, value in data.items()}
        edit(actor=actor, proposal=proposal, changes=changes)
        return self._told(proposal, status.HTTP_200_OK)

    @extend_schema(description="Menarik usulan sendiri.", request=WithdrawSerializer)
    @action(detail=True, methods=["post"], url_path="tarik", filterset_class=None)
    def withdrawal(self, request: Request, **_where: Any) -> Response:
        proposal, actor = self.get_object(), actor_of(request)  # type: ignore[attr-defined]
        data = self._sent(WithdrawSerializer, request)
        withdraw(actor=actor, proposal=proposal, reason=data["alasan"], seen=data["dibaca"])
        return self._told(proposal, status.HTTP_201_CREATED)

    @extend_schema(description="Membawa usulan ke tahun berikutnya.", request=CarrySerializer)
    @action(detail=True, methods=["post"], url_path="bawa", filterset_class=None)
    def carrying(self, request: Request, **_where: Any) -> Response:
        proposal, actor = self.get_object(), actor_of(request)  # type: ignore[attr-defined]
        data = self._sent(CarrySerializer, request)
        carry(actor=actor, proposal=proposal, channel=data["jalur"])
        return self._told(proposal, status.HTTP_201_CREATED)

    @extend_schema(
        methods=["GET"],
        description="Yang ditahan dari usulan sendiri.",
        responses=WithholdingSerializer(many=True),
    )
    @extend_schema(
        methods=["POST"],
        description="Keberatan atas satu penahanan.",
        request=AppealSerializer,
        responses={201: WithholdingSerializer(many=True)},
    )
    @action(
        detail=True,
        methods=["get", "post"],
        url_path="keberatan",
        filterset_class=None,
        pagination_class=None,
        permission_classes=[permissions.IsAuthenticated],
    )
    def appeals(self, request: Request, **_where: Any) -> Response:
        proposal, actor = self.get_object(), actor_of(request)  # type: ignore[attr-defined]
        own_right(actor, proposal)
        made = request.method == "POST"
        if made:
            data = self._sent(AppealSerializer, request)
            row = get_object_or_404(proposal.withholdings, pk=data["penahanan"])
            appeal(actor=actor, withholding=row, sentence=data["keberatan"])
        rows = proposal.withholdings.standing().select_related("appeal")
        body = WithholdingSerializer(rows, many=True).data
        return Response(body, status=status.HTTP_201_CREATED if made else status.HTTP_200_OK)

    @extend_schema(
        description="Perencana menjawab keberatan atas satu penahanan.",
        request=AnswerSerializer,
        responses={201: WithholdingSerializer},
    )
    @action(
        detail=True,
        methods=["post"],
        url_path=r"keberatan/(?P<penahanan>\d{1,12})/jawaban",
        filterset_class=None,
    )
    def answer(self, request: Request, penahanan: str, **_where: Any) -> Response:
        proposal, actor = self.get_object(), actor_of(request)  # type: ignore[attr-defined]
        data = self._sent(AnswerSerializer, request)
        asked = Appeal.objects.select_related("withholding__proposal")
        row = get_object_or_404(
            asked, withholding=int(penahanan), withholding__proposal=proposal.pk
        )
        answer_appeal(actor=actor, appeal=row, granted=data["dikabulkan"], sentence=data["jawaban"])
        shown = Withholding.objects.select_related("appeal").get(pk=row.withholding_id)
        return Response(WithholdingSerializer(shown).data, status=status.HTTP_201_CREATED)
