"""Twelve example articles, each labelled so, with drawn pictures; nothing of them happened."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from egov.accounts.models import Appointment, User
from egov.agencies.models import Agency
from egov.files.models import StoredFile
from egov.files.pictures import keep
from egov.files.renditions import make_renditions
from news.demo.stories import STORIES, Story
from news.domain.articles import begin_article
from news.domain.editions import approve_text, correct_text, save_text, submit_text
from news.domain.texts import TextContent
from news.models import Article, Edition
from news.vocabulary import CONTRIBUTOR, EDITOR

SIZE = (1440, 810)


def no_articles() -> bool:
    return not Article.objects.exists()


def _holder(role: str) -> Appointment | None:
    rows = Appointment.objects.current().filter(role=role).select_related("user", "agency")
    return rows.order_by("id").first()


@transaction.atomic
def make_articles() -> int:
    """Writes them through the verbs, in the past weeks. Returns how many."""
    writer, editor = _holder(CONTRIBUTOR), _holder(EDITOR)
    if writer is None or editor is None or writer.agency is None:
        return 0
    made = []
    for number, story in enumerate(STORIES):
        day = timezone.localtime(timezone.now() - timedelta(days=3 * (len(STORIES) - number)))
        at = day.replace(hour=8 + number % 7, minute=5 * number, second=0, microsecond=0)
        made.append(Desk(writer.user, editor.user, writer.agency).publish(story, number, at))
    return len(made)


class Desk:
    """Who writes and who approves in the demo."""

    def __init__(self, writer: User, editor: User, agency: Agency) -> None:
        self.writer, self.editor, self.agency = writer, editor, agency

    def publish(self, story: Story, number: int, at: datetime) -> Edition:
        content = TextContent(**self._values(story, number))
        edition = begin_article(
            actor=self.writer, kind=story.kind, agency=self.agency,
            content=content, key=f"contoh-{number}", now=at,
        )  # fmt: skip
        edition = self._approve(edition, at)
        if story.correction:
            self._correct(edition, story, at + timedelta(days=1))
        return edition

    def _approve(self, edition: Edition, at: datetime) -> Edition:
        submit_text(actor=self.writer, edition=edition, now=at)
        return approve_text(actor=self.editor, edition=edition, now=at, checked=True)

    def _correct(self, edition: Edition, story: Story, at: datetime) -> None:
        new = correct_text(actor=self.writer, edition=edition, now=at)
        values = {name: getattr(new, name) for name in TextContent.__dataclass_fields__}
        content = TextContent(**{**values, "change_note": story.correction})
        save_text(actor=self.writer, edition=new, content=content, seen=0, now=at)
        self._approve(new, at)

    def _values(self, story: Story, number: int) -> dict[str, Any]:
        values: dict[str, Any] = {
            "title": story.title,
            "lead": story.lead,
            "body": story.body,
            "byline": "cth/ctr",
            **story.more,
        }
        if story.picture:
            values |= {
                "picture": _drawn(number, self.writer),
                "picture_alt": story.picture,
                "picture_caption": "Gambar contoh.",
                "picture_credit": "gambar portal",
            }
        return values


def _drawn(number: int, actor: User) -> StoredFile:
    """A quiet landscape of the city's colours: roofs, a road, a tree line."""
    rng = random.Random(f"{settings.REGION}-{number}")  # noqa: S311 - example data, not a secret
    colours = settings.REGION_PROFILE.colours
    image = Image.new("RGB", SIZE, "#dfe9ea")
    draw = ImageDraw.Draw(image)
    width, height = SIZE
    ground = int(height * 0.72)
    draw.rectangle((0, ground, width, height), fill=colours["sand"])
    x = 0
    while x < width:
        wide, high = rng.randint(90, 220), rng.randint(120, 330)
        wall = rng.choice(("#8c7b62", "#a98f6d", "#7f8f8c", "#b3a58a"))
        draw.rectangle((x, ground - high, x + wide, ground), fill=wall)
        roof = [(x - 12, ground - high), (x + wide // 2, ground - high - 70)]
        draw.polygon([*roof, (x + wide + 12, ground - high)], fill=colours["act"])
        x += wide + rng.randint(10, 60)
    draw.rectangle((0, int(height * 0.84), width, int(height * 0.93)), fill=colours["muted"])
    for tree in range(rng.randint(4, 7)):
        left = tree * width // 6 + rng.randint(-40, 40)
        draw.ellipse((left, ground - 130, left + 130, ground), fill=colours["good"])
    stored = keep(image, actor_id=actor.pk)
    make_renditions(stored)
    return stored
