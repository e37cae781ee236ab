"""Imports at the desk: give a file, see what it would do, apply it; the history of all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from egov.desk.frame import DeskAdmin
from egov.imports.exports import report_response
from egov.imports.forms import UploadForm
from egov.imports.importing import apply, check, why_not
from egov.imports.models import ImportRun
from egov.imports.offers import Offer, offer_of, offers_for
from egov.imports.performing import rows_read
from egov.verbs.refusal import NotAllowed, Refusal
from egov.web.exports import FORMATS
from egov.web.requests import AuthenticatedHttpRequest

EXAMPLES = {
    "geojson": "application/geo+json",
    "ics": "text/calendar; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
}
SHOWN = 50  # faults on the page; the download has all that are kept


@admin.register(ImportRun)
class ImportRunAdmin(DeskAdmin):
    """Runs are rows of their verbs: given here, shown here, never edited."""

    change_list_template = "admin/import_history.html"
    list_display = [
        "id",
        "kind",
        "source",
        "office",
        "started_at",
        "created",
        "updated",
        "unchanged",
        "bad",
        "what_came",
    ]
    list_filter = ["kind", "applied"]
    ordering = ["-id"]

    @admin.display(description="hasil")
    def what_came(self, run: ImportRun) -> str:
        return run.state

    def get_queryset(self, request: HttpRequest) -> Any:
        """The list shows no report, and reads none."""
        rows, match = super().get_queryset(request), request.resolver_match
        listed = match is not None and str(match.url_name).endswith("changelist")
        return rows.defer("errors") if listed else rows

    def get_urls(self) -> list[Any]:
        as_csv, as_xlsx = (partial(self.report_view, suffix=suffix) for suffix in ("csv", "xlsx"))
        pages: list[tuple[str, str, Callable[..., HttpResponse]]] = [
            ("impor/", "offers", require_GET(self.offers_view)),
            ("impor/<slug:slug>/", "offer", self.offer_view),
            ("impor/<slug:slug>/contoh/", "example", require_GET(self.example_view)),
            ("<int:pk>/terapkan/", "apply", require_POST(self.apply_view)),
            ("<int:pk>/laporan.csv", "csv", require_GET(as_csv)),
            ("<int:pk>/laporan.xlsx", "xlsx", require_GET(as_xlsx)),
        ]
        name = "imports_importrun"
        own = [path(p, self.admin_site.admin_view(v), name=f"{name}_{n}") for p, n, v in pages]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"may_import": bool(offers_for(request.user)), **(extra_context or {})}
        return super().changelist_view(request, context)

    def offers_view(self, request: HttpRequest) -> HttpResponse:
        """Everything that this person may import."""
        offers = offers_for(request.user)
        if not offers:
            raise PermissionDenied
        return self._page(request, "admin/import_offers.html", "Impor", offers=offers)

    def offer_view(self, request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
        """The columns of one kind and its upload; a file that is taken leads to its run."""
        offer = self._offer(request, slug)
        form = UploadForm(offer, request.POST or None, request.FILES or None)
        if request.method == "POST" and not form.is_bound:
            form = UploadForm(offer, {}, {})
        if form.is_bound and form.is_valid():
            upload, key = form.cleaned_data["file"], form.cleaned_data["key"]
            try:
                run = check(actor=request.user, offer=offer, upload=upload, key=key)
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                return HttpResponseRedirect(self._address(run))
        title, required = f"Impor: {offer.title}", offer.required
        return self._page(
            request, "admin/import_offer.html", title, offer=offer, form=form, required=required
        )

    def example_view(self, request: HttpRequest, slug: str) -> HttpResponse:
        name, content = self._offer(request, slug).example_file()
        kind = EXAMPLES.get(name.rpartition(".")[2], FORMATS["csv"].content_type)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=kind, headers=headers)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What a run found and did, and what may follow."""
        run = self._run(request, object_id)
        offer = offer_of(run.offer)
        word = "Pemeriksaan" if run.dry_run else "Impor"
        context = {
            "run": run,
            "offer": offer,
            "may_give": offer is not None and offer.allows(request.user),
            "read": rows_read(run) if run.waits else 0,
            "application": ImportRun.objects.filter(checked=run).first(),
            "faults": run.errors[:SHOWN],
            "more": max(len(run.errors) - SHOWN, 0),
            "left": max(run.bad - sum(e.get("stopping", True) for e in run.errors), 0),
            **_choices(request.user, run),
        }
        title = f"{word} {run.pk}: {offer.title if offer else run.kind}"
        return self._page(request, "admin/import_run.html", title, **context)

    def apply_view(self, request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
        """Asks for it once; who comes too late is led to what was done."""
        run = self._run(request, str(pk))
        try:
            chosen = request.POST.get("partial") == "1"
            application = apply(actor=request.user, run=run, partial=chosen)
            return HttpResponseRedirect(self._address(application))
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
        earlier = ImportRun.objects.filter(checked=run).first()
        return HttpResponseRedirect(self._address(earlier or run))

    def report_view(self, request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
        return report_response(self._run(request, str(pk)), suffix)

    def _page(
        self, request: HttpRequest, template: str, title: str, **context: Any
    ) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return render(request, template, {**frame, **context})

    def _offer(self, request: HttpRequest, slug: str) -> Offer:
        offer = offer_of(slug)
        if offer is None:
            raise Http404
        if not offer.allows(request.user):
            raise PermissionDenied
        return offer

    def _run(self, request: HttpRequest, object_id: str) -> ImportRun:
        run: ImportRun | None = self.get_object(request, object_id)
        if run is None or not self.has_view_permission(request, run):
            raise PermissionDenied
        return run

    @staticmethod
    def _address(run: ImportRun) -> str:
        return reverse("admin:imports_importrun_change", args=[run.pk])


def _choices(actor: Any, run: ImportRun) -> dict[str, Any]:
    """Whether all, or all but the bad rows, may be applied by this person; else why not."""
    if not run.dry_run or not run.offer:
        return {}
    refusal = why_not(actor=actor, run=run, partial=True)
    whole = refusal is None and not run.bad
    shown = refusal if refusal is not None and not isinstance(refusal, NotAllowed) else None
    return {"may_apply": whole, "may_apply_part": refusal is None and not whole, "refusal": shown}
