"""A table from the form to the rows, on a phone and on a desk, with a script and without."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from egov.areas.models import Area, Level
from egov.imports.tasks import perform_waiting
from tests.town import PASSWORD, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROOM = "/admin/imports/importrun"


@pytest.mark.parametrize(("width", "script"), [(360, True), (1280, True), (360, False)])
def test_a_table_of_rw(
    visit: Any, committed_town: Town, tmp_path: Path, settings: Any, width: int, script: bool
) -> None:
    settings.IMPORT_ROOT = str(tmp_path / "impor")
    path = tmp_path / "rw.csv"
    path.write_text("code,rw_numbers\n35.78.01.1001,1 2 3\n35.78.01.1002,satu\n")
    v = visit(width=width, script=script)

    def see(words: str) -> None:
        """What the worker did is shown: by the script, or by the link."""
        if not script:
            v.press("Lihat kemajuannya")
        v.page.get_by_text(words).first.wait_for()
        v.look()

    v.sign_in(committed_town.staff["administrator"], PASSWORD)
    v.go("/admin/")
    v.press("Impor data")
    v.press("RW")
    v.press("Periksa berkas")
    assert v.page.get_by_text("Pilih berkasnya dulu.").count() == 2
    v.page.set_input_files("[name=file]", path)
    v.press("Periksa berkas")
    assert v.page.get_by_text("Menunggu giliran.").count() == 1
    perform_waiting()
    see("bukan deretan nomor RW")
    with v.page.expect_download() as download:
        v.page.click("text=Unduh laporan CSV")
    assert "rw_numbers,salah,bad_numbers" in Path(download.value.path()).read_text()
    v.press("Terapkan hanya yang benar, 1 baris")
    perform_waiting()
    see("Jalan kembali")
    rw = Area.objects.level(Level.RW).filter(parent__code="35.78.01.1001")
    assert sorted(rw.values_list("name", flat=True)) == ["RW 01", "RW 02", "RW 03"]
    v.go(f"{ROOM}/")
