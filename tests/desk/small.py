"""A desk with one page: agencies, and what may be done to them here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import include, path

from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction, NamedBy, RowResult, Shown
from egov.desk.exports import ExportsAdmin
from egov.desk.predicates import holds
from egov.desk.site import DeskSite
from egov.verbs.permission import permit
from egov.verbs.refusal import Invalid, Refusal
from egov.web.exports import Column

KEEPER = "administrator"
permit("small.keep", holds(KEEPER), code="not_the_keeper", sentence="Hanya penjaga daftar.")


class NameForm(forms.Form):
    name = forms.CharField(label="Nama", max_length=60)
    basis = forms.CharField(label="Dasar", required=False)

    def about(self, agency: Agency) -> None:
        self.fields["name"].help_text = f"Sekarang {agency.name}."


class Keep(DeskAction):
    permission = "small.keep"


class Rename(Keep):
    slug = "nama"
    title = "Ganti nama"
    button = "Simpan nama"
    help = "Nama yang dibaca umum."
    notes = ("Nama lama tetap terbaca.",)
    form = NameForm

    def perform(self, actor: Any, obj: Agency, data: dict[str, Any]) -> str:
        if data["name"] == obj.name:
            raise Invalid("same_name", "Itu namanya sekarang.", field="name")
        if data["name"] == "Dinas":
            raise Invalid("whose", "Dinas apa?", field="elsewhere")
        obj.name = data["name"]
        obj.save(update_fields=["name"])
        return "Nama disimpan."


class PrintCode(Keep):
    slug = "kode"
    title = "Buat kode"
    button = "Buat kode"

    def perform(self, actor: Any, obj: Agency, data: dict[str, Any]) -> Shown:
        return Shown("Kode sekali pakai", "1234 5678", "Serahkan kepada orangnya.")


class Close(Keep):
    slug = "tutup"
    title = "Tutup yang dipilih"
    button = "Tutup"
    bulk = True
    undo = "buka"
    done_word = "Ditutup"
    left_word = "Belum ditutup"

    def available(self, obj: Agency) -> bool:
        return obj.basis != "tutup"

    def seen(self, obj: Agency) -> int:
        return len(obj.name)

    def perform(self, actor: Any, obj: Agency, data: dict[str, Any]) -> str:
        if obj.basis == "tutup":
            raise Refusal("closed", "Sudah ditutup.")
        if "seen" in data and data["seen"][obj.pk] != len(obj.name):
            raise Refusal("changed_meanwhile", "Sudah berganti nama.")
        obj.basis = "tutup"
        obj.save(update_fields=["basis"])
        return "Ditutup hari ini."


class Open(Keep):
    slug = "buka"
    title = "Buka lagi"
    button = "Buka lagi"
    named_by = NamedBy.BUTTON

    def available(self, obj: Agency) -> bool:
        return obj.basis == "tutup"

    def perform(self, actor: Any, obj: Agency, data: dict[str, Any]) -> str:
        obj.basis = ""
        obj.save(update_fields=["basis"])
        return "Dibuka lagi."


class CloseTogether(Keep):
    """Its verb has a twin for sets."""

    slug = "tutup_serentak"
    title = "Tutup serentak"
    button = "Tutup semua"
    on_object = False
    bulk = True

    def perform_many(
        self, actor: Any, objects: Iterable[Any], data: dict[str, Any]
    ) -> list[RowResult]:
        rows = list(objects)
        Agency.objects.filter(pk__in=[row.pk for row in rows]).update(basis="tutup")
        return [RowResult(row, True, "Ditutup serentak.") for row in rows]


class SmallAdmin(ActionsAdmin):
    list_display = ["short_name", "name", "actions_link"]
    desk_actions = (Rename(), PrintCode(), Close(), Open(), CloseTogether())
    change_form_template = "admin/acted_on_change.html"

    def facts(self, request: Any, obj: Agency) -> list[tuple[str, Any]]:
        return [("Nama", obj.name), ("Dasar", obj.basis)]


class ExportedAdmin(ExportsAdmin):
    """Areas, as the list that may be taken along."""

    list_display = ["name"]
    list_filter = ["level"]
    search_fields = ["name"]
    ordering = ["code"]
    export_columns = (Column("nama", "name", 30), Column("induk", "parent.name"))

    def export_rows(self, request: Any, rows: Any) -> Any:
        return rows.select_related("parent")


desk = DeskSite(name="admin")
desk.register(Agency, SmallAdmin)
desk.register(Area, ExportedAdmin)
urlpatterns = [path("admin/", desk.urls), path("", include("egov.urls"))]
