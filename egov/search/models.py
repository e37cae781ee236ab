"""One table of all that can be found, and what keeps it right."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Left

from egov.search.text import PlainWords, StemmableWords

PUBLIC = "public"
LONGEST = 20_000  # letters of a text that are indexed: a tsvector holds no more than a megabyte


def vector(column: str, weight: str) -> SearchVector:
    """A column's words, stemmed; A counts most."""
    return SearchVector(StemmableWords(F(column)), config="indonesian", weight=weight)


class EntryQuerySet(models.QuerySet["Entry"]):
    def showing(self, now: datetime) -> Self:
        """What may be found at a moment: nothing early, late, or changed and not yet read again.

        A row that waits in the queue is nowhere: it may just have been withheld.
        """
        begun = Q(visible_from=None) | Q(visible_from__lte=now)
        goes_on = Q(visible_until=None) | Q(visible_until__gt=now)
        waits = Pending.objects.filter(kind=OuterRef("kind"), source_id=OuterRef("source_id"))
        return self.filter(begun, goes_on, ~Exists(waits))


class Entry(models.Model):
    """One thing that everybody may find, as it stands in results.

    What only some people may see is not here. `area` is the code of the smallest area it lies in.
    `keywords` are further words of it, `text` is what it says; both are found and not shown.
    `weight` says how much of its like it is, within its kind and against the others.
    """

    kind = models.CharField(max_length=20)
    source_id = models.BigIntegerField()
    title = models.CharField(max_length=700)
    lead = models.CharField(max_length=400, blank=True)
    url = models.CharField(max_length=300)
    area = models.CharField(max_length=24, blank=True)
    district = models.CharField(max_length=8, blank=True)
    agency = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    visible_from = models.DateTimeField(null=True)
    visible_until = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    audience = models.CharField(max_length=10, default=PUBLIC)
    weight = models.FloatField(default=1.0)
    keywords = models.TextField(blank=True)
    text = models.TextField(blank=True)
    head = models.GeneratedField(
        expression=PlainWords(F("title")), output_field=models.TextField(), db_persist=True
    )
    words = models.GeneratedField(
        expression=vector("title", "A")
        + vector("keywords", "B")
        + vector("lead", "C")
        + vector("text", "D"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "source_id"], name="search_entry_once"),
            models.CheckConstraint(condition=Q(audience=PUBLIC), name="search_entry_is_public"),
        ]
        # what is new waits in short lists, else a rebuild spends its time in these two
        indexes = [
            GinIndex(fields=["words"], name="search_entry_words", gin_pending_list_limit=512),
            GinIndex(
                OpClass("head", name="gin_trgm_ops"),
                name="search_entry_alike",
                gin_pending_list_limit=512,
            ),
            models.Index(Left("head", 100), name="search_entry_head"),
            models.Index(
                fields=["visible_from"],
                condition=Q(visible_from__isnull=False),
                name="search_entry_early",
            ),
            models.Index(
                fields=["visible_until"],
                condition=Q(visible_until__isnull=False),
                name="search_entry_late",
            ),
            models.Index(OpClass("area", name="text_pattern_ops"), name="search_entry_area"),
        ]

    def __str__(self) -> str:
        return self.title

    def ended(self, today: date) -> bool:
        """Whether what it tells of is law no longer."""
        return self.ended_on is not None and self.ended_on <= today


class Pending(models.Model):
    """A row of a source that changed and was not read again yet. Triggers write here."""

    kind = models.CharField(max_length=20)
    source_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "source_id"], name="search_pending_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id}"


class Word(models.Model):
    """A word of titles and keywords, and in how many of them it stands."""

    word = models.CharField(max_length=60, primary_key=True)
    n = models.IntegerField()

    class Meta:
        indexes = [
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="search_word_alike"),
            models.Index(
                OpClass("word", name="text_pattern_ops"), F("n").desc(), name="search_word_begins"
            ),
            models.Index(Left("word", 2), F("n").desc(), "word", name="search_word_first"),
        ]

    def __str__(self) -> str:
        return self.word


class TermKind(models.TextChoices):
    FAMILY = "family", "satu makna: semua kata saling menemukan"
    EVERYDAY = "everyday", "kata warga: menemukan juga artinya"
    SHORT = "short", "ejaan singkat: dibaca sebagai artinya"
    BROKEN = "broken", "tanda ada yang rusak sekarang"
    WISH = "wish", "tanda orang mengusulkan"


class Term(models.Model):
    """What people mean by a word; seeded from a file and kept at the desk."""

    word = models.CharField("kata", max_length=60, help_text="huruf kecil; boleh beberapa kata")
    kind = models.CharField("jenis", max_length=10, choices=TermKind)
    meaning = models.CharField(
        "arti", max_length=300, blank=True, help_text="kata-kata lain, dipisah koma"
    )

    class Meta:
        verbose_name = "kata pencarian"
        verbose_name_plural = "kata pencarian"
        ordering = ["word", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["word", "kind"],
                name="search_term_once",
                violation_error_message="Kata ini sudah ada dengan jenis itu. Ubah yang ada.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[TermKind.BROKEN, TermKind.WISH]) | ~Q(meaning=""),
                name="search_term_means_something",
                violation_error_message="Isi artinya.",
            ),
        ]

    def __str__(self) -> str:
        return self.word


class Miss(models.Model):
    """Words that found nothing, by week. Who asked is not known."""

    counted_on = models.DateField("minggu mulai")
    words = models.CharField("kata", max_length=100)
    n = models.PositiveIntegerField("berapa kali", default=1)

    class Meta:
        verbose_name = "kata tanpa hasil"
        verbose_name_plural = "kata tanpa hasil"
        ordering = ["-counted_on", "-n", "words"]
        constraints = [
            models.UniqueConstraint(fields=["counted_on", "words"], name="search_miss_once")
        ]

    def __str__(self) -> str:
        return self.words
