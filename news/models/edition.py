from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from egov.files.models import StoredFile
from news.models.article import Article
from news.models.scope import administered
from news.vocabulary import EditionState, Verdict

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User

TONES: dict[str, str] = {Verdict.FALSE: "stop", Verdict.MISLEADING: "wait", Verdict.TRUE: "good"}
# all that may change of an approved text: that it was told, that it was called back
_LEFT_OUT = "ARRAY['announced_at', 'revoked_at', 'revoked_by_id']"
_CHANGED = (
    "OLD.approved_at IS NOT NULL"
    f" AND (to_jsonb(OLD.*) - {_LEFT_OUT}) IS DISTINCT FROM (to_jsonb(NEW.*) - {_LEFT_OUT})"
)


class EditionQuerySet(models.QuerySet["Edition"]):
    def out(self, now: datetime) -> Self:
        """Approved, and their moment has come."""
        return self.filter(approved_at__isnull=False, revoked_at=None, publish_at__lte=now)

    def live(self, now: datetime) -> Self:
        """Of each article that stands the newest that is out: what everybody reads.

        A question to the clock: nothing is switched when the moment comes.
        """
        newer = Edition.objects.out(now).filter(
            Q(publish_at__gt=OuterRef("publish_at"))
            | Q(publish_at=OuterRef("publish_at"), number__gt=OuterRef("number")),
            article=OuterRef("article"),
        )
        return self.out(now).filter(~Exists(newer), article__withdrawn_at=None)

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(administered(user, "article__"))

    def for_list(self) -> Self:
        rows = self.select_related("article__agency", "article__area__parent", "picture")
        return rows.prefetch_related("picture__renditions").defer("body", "evidence")


class Edition(models.Model):
    """A text of an article. Once approved it is frozen; a correction is another edition.

    `first_publish_at` is when the article was first published: what lists are ordered by.
    `minor`: a small correction, of which feeds tell nothing.
    """

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="editions", verbose_name="artikel"
    )
    number = models.PositiveSmallIntegerField("edisi")
    title = models.CharField("judul", max_length=120)
    lead = models.CharField("ringkasan", max_length=300)
    body = models.TextField("isi")
    byline = models.CharField("kode penulis", max_length=40, blank=True, help_text="hnm/pri")
    picture = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="gambar",
    )
    picture_alt = models.CharField("isi gambar", max_length=200, blank=True)
    picture_caption = models.CharField("keterangan gambar", max_length=200, blank=True)
    picture_credit = models.CharField("sumber gambar", max_length=100, blank=True)
    announcement_number = models.CharField("nomor pengumuman", max_length=60, blank=True)
    lapses_on = models.DateField("berlaku sampai", null=True, blank=True)
    claim = models.CharField("yang beredar", max_length=300, blank=True)
    verdict = models.CharField("kesimpulan", max_length=16, choices=Verdict, blank=True)
    evidence = models.TextField("bukti", blank=True)
    change_note = models.CharField("yang diperbaiki", max_length=300, blank=True)
    minor = models.BooleanField("perbaikan kecil", default=False)
    state = models.CharField(
        "keadaan", max_length=10, choices=EditionState, default=EditionState.DRAFT
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("ditulis", default=timezone.now)
    version = models.PositiveIntegerField(default=0)  # of a draft: who saves must have read it
    submitted_at = models.DateTimeField("diajukan", null=True, blank=True)
    review_due_at = models.DateTimeField("disunting sampai", null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("disetujui", null=True, blank=True)
    publish_at = models.DateTimeField("terbit", null=True, blank=True)
    first_publish_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField("batal terbit", null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(EditionQuerySet)()

    class Meta:
        verbose_name = "teks berita"
        verbose_name_plural = "teks berita"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(approved_at=None),
                name="one_text_in_work",
                violation_error_message="Artikel ini sudah punya satu konsep.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")),
                name="another_person_approves",
                violation_error_message="Yang menulis bukan yang menyetujui.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=EditionState.APPROVED,
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                    publish_at__isnull=False,
                )
                | Q(approved_at=None, approved_by=None) & ~Q(state=EditionState.APPROVED),
                name="approved_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(change_note="") | Q(approved_at=None),
                name="correction_says_what",
            ),
            models.CheckConstraint(
                condition=Q(picture=None) | ~Q(picture_alt=""), name="picture_is_described"
            ),
        ]
        indexes = [
            models.Index(fields=["-first_publish_at", "-id"], name="edition_in_order"),
            models.Index(
                fields=["publish_at"],
                condition=Q(announced_at=None, approved_at__isnull=False),
                name="edition_to_announce",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="approved_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_CHANGED),
            ),
            pgtrigger.Protect(
                name="approved_is_never_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.article.get_absolute_url()

    @property
    def verdict_tone(self) -> str:
        return TONES.get(self.verdict, "muted")

    @property
    def is_correction(self) -> bool:
        return self.number > 1


class EditionReview(models.Model):
    """What was said of a text on its way: submitted, returned with a note, approved. Rows stay."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="reviews")
    act = models.CharField("tindakan", max_length=20)
    note = models.CharField("catatan", max_length=500, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "catatan sunting"
        verbose_name_plural = "catatan sunting"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.act
