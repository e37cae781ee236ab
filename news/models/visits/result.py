from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from egov.files.models import StoredDocument
from news.models.visits.visit import Visit

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class VisitDossier(models.Model):
    """What a delegation takes home, as it was on its day: made once, never made anew."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="dossiers")
    frozen_on = models.DateField("keadaan per")
    applications: Any = ArrayField(models.CharField(max_length=60), verbose_name="aplikasi")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("diminta", default=timezone.now)
    progress = models.PositiveSmallIntegerField("kemajuan", default=0, help_text="persen")
    ready_at = models.DateTimeField("jadi", null=True, blank=True)
    failed_at = models.DateTimeField("gagal", null=True, blank=True)
    content: Any = models.JSONField(default=dict)  # what the page tells of it, frozen too
    pdf = models.FileField(upload_to="kunjungan/%Y/%m", blank=True)
    archive = models.FileField(upload_to="kunjungan/%Y/%m", blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    archive_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_in_percent"),
        ]

    def __str__(self) -> str:
        return f"Berkas kunjungan {self.visit_id}, {self.frozen_on}"


class VisitMaterial(models.Model):
    """A document that was shown, for everybody to read."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="materials")
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("judul", max_length=120)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class VisitQuestionQuerySet(models.QuerySet["VisitQuestion"]):
    def visible_to(self, _user: User | AnonymousUser | None = None) -> Self:
        return self.filter(approved_at__isnull=False)

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(visit__in=Visit.objects.administered_by(user))


class VisitQuestion(models.Model):
    """What guests ask, with the host's answer; public once the host approves it."""

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, related_name="questions", verbose_name="kunjungan"
    )
    text = models.TextField("pertanyaan")
    asked_at = models.DateTimeField("ditanyakan", default=timezone.now)
    answer = models.TextField("jawaban", blank=True)
    answered_at = models.DateTimeField("dijawab", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("diterbitkan", null=True, blank=True)

    objects = models.Manager.from_queryset(VisitQuestionQuerySet)()

    class Meta:
        verbose_name = "pertanyaan tamu"
        verbose_name_plural = "pertanyaan tamu"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None) | ~Q(answer=""), name="approved_with_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"Pertanyaan {self.pk}"
