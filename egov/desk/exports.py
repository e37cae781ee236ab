"""A list of the desk as a file: the rows that the page lists, by the columns its admin declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.defaultfilters import capfirst
from django.urls import path, reverse

from egov.desk.frame import DeskAdmin
from egov.web.exports import Column, Table, export_response, table_of
from egov.web.templatetags.portal import number

FILES = ("csv", "xlsx")
MOST = 10_000  # rows of a file: more is no list that somebody reads


class ExportsAdmin(DeskAdmin):
    """Adds `unduh.csv` and `unduh.xlsx` to a list: its rows, within scope, filters and order kept.

    People, their contacts and residences leave by no export: an admin of theirs has no columns.
    """

    export_columns: Sequence[Column] = ()
    export_title = ""  # the file's name; what the model is called otherwise

    def export_rows(self, request: HttpRequest, rows: Any) -> Any:
        """The list's rows with all that the columns read, so that no row asks for more."""
        return rows

    def get_urls(self) -> list[Any]:
        files = [
            path(
                f"unduh.{name}",
                self.admin_site.admin_view(partial(self.export_view, name=name)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{name}",
            )
            for name in FILES
        ]
        return [*files, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"exports": self._links(request), "exports_most": number(MOST)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def export_view(self, request: HttpRequest, *, name: str) -> HttpResponse:
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        listed = self._listed(request)
        if listed is None:  # the page says what is wrong with its address
            page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
            return HttpResponseRedirect(f"{page}?{request.GET.urlencode()}")
        rows = self.export_rows(request, listed)[: MOST + 1].iterator(chunk_size=500)
        title = self.export_title or capfirst(str(self.opts.verbose_name_plural))
        table = table_of(title, self.export_columns, rows)
        return export_response(name, replace(table, rows=_cut(table)))

    def _listed(self, request: HttpRequest) -> Any:
        """What the page lists under this address, on all its pages; None where it refuses it."""
        try:
            shown: Any = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return None
        narrowing = getattr(shown, "narrowing", None)  # a list with a form of its own
        return shown.queryset if narrowing is None or narrowing.is_valid() else None

    def _links(self, request: HttpRequest) -> list[tuple[str, str]]:
        """(word, address) of the files of what the page lists."""
        asked = request.GET.copy()
        for name in (PAGE_VAR, ALL_VAR, ERROR_FLAG):
            asked.pop(name, None)
        query = f"?{asked.urlencode()}" if asked else ""
        names = [f"{self.opts.app_label}_{self.opts.model_name}_{name}" for name in FILES]
        addresses = [f"{reverse(f'admin:{name}')}{query}" for name in names]
        return [(name.upper(), a) for name, a in zip(FILES, addresses, strict=True)]


def _cut(table: Table) -> Iterator[Sequence[Any]]:
    """The rows up to the limit; where there are more, the last line says so."""
    rows = iter(table.rows)
    yield from islice(rows, MOST)
    if next(rows, None) is not None:
        sentence = f"Hanya {number(MOST)} baris pertama. Persempit saringannya untuk yang lain."
        yield [sentence]
