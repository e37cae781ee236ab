"""Articles from a table: each becomes a draft, which an editor reads and approves."""

from __future__ import annotations

import hashlib

from django.utils import timezone

from egov.imports.engine import Effect
from egov.imports.readers import Row
from news.api.articles import ARTICLE_FIELDS, ArticleCreateSerializer, begin
from news.imports.rows import SerializedImporter
from news.models import Edition


class ArticleImporter(SerializedImporter):
    """A draft a row, by its agency and its title."""

    kind = "berita"
    required = ("jenis", "judul", "ringkasan", "isi")
    serializer = ArticleCreateSerializer
    columns = ARTICLE_FIELDS

    def store(self, row: Row) -> Effect:
        values = self.read(row)
        agency, title = values["perangkat_daerah"], values["judul"]
        if Edition.objects.filter(article__agency=agency, title=title).exists():
            self.remark("judul", "known_article", "Artikel berjudul ini sudah ada; dibiarkan.")
            return "unchanged"
        key = hashlib.sha256(f"{agency.code}|{title}".encode()).hexdigest()
        with self.refusing():
            begin(self.actor, values, key=key, now=timezone.now())
        return "created"
