from __future__ import annotations

from datetime import date

import time_machine
from django.test import Client
from django.utils import timezone

from egov.acts.models import *
from egov.acts.refusal import Refusal
from regulations.basis import lacks
from regulations.bindings import bind, end, renew
from regulations.findings import close_finding
from regulations.force import force_of
from regulations.health import health, recompute
from regulations.lifecycle import go_live, record_running
from regulations.models import *
from regulations.registry import load_kinds
from regulations.timeline import record_event
from tests.regulations.test_registry import TODAY, app, make, pasal, refused


def P(*a):
    print("\n>>>", *a)


def q(r, on):
    return Regulation.objects.with_force(on).get(pk=r.pk).force


def test_01_repealer_repealed_before_its_repeal_takes_effect(officer):
    a, b, c = make("perda", "1", 2001), make("perda", "2", 2020), make("perda", "3", 2021)
    record_event(actor=officer, kind="repeals", source=b, target=a, on=date(2022, 1, 1))
    record_event(actor=officer, kind="repeals", source=c, target=b, on=date(2021, 6, 1))
    P("01 A after B(repealed 2021-06) would repeal it on 2022-01:", force_of(a, TODAY), q(a, TODAY))


def test_02_other_region(officer):
    a = make("perda", "1", 2001)
    b = make("perda", "2", 2005, other_region="33.10")
    record_event(actor=officer, kind="repeals", source=b, target=a, on=date(2005, 2, 1))
    P("02 other region repeals ours:", force_of(a, TODAY))


def test_03_annuls_by_lower(officer):
    a = make("perda", "1", 2001)
    b = make("perwali", "2", 2005)
    k = make("kepwali", "3", 2020)
    record_event(actor=officer, kind="annuls", source=b, target=a, on=date(2005, 2, 1))
    P("03 perwali annuls perda:", force_of(a, TODAY))
    f = make("perda", "9", 2020, commences_on=date(2030, 1, 1))
    record_event(actor=officer, kind="withdraws", source=b, target=f, on=date(2020, 6, 1))
    P("03b perwali withdraws perda:", force_of(f, TODAY))
    w = make("perwali", "77", 2015)
    p = pasal(w, 1)
    record_event(actor=officer, kind="amends", source=k, target=w, provision=p, on=date(2021, 2, 1), wording="x")
    P("03c keputusan amends perwali: passed")
    w2 = make("kepwali", "78", 2015)
    w3 = make("kepwali", "79", 2021)
    try:
        record_event(actor=officer, kind="repeals", source=w3, target=w2, on=date(2021, 2, 1))
        P("03d ok")
    except Refusal as r:
        P("03d Keputusan repeals Keputusan:", r.code, r.sentence)
    # withdrawn before promulgation
    z = make("perda", "91", 2025)
    record_event(actor=officer, kind="withdraws", source=make("perda", "92", 2010), target=z, on=date(2012, 1, 1))
    P("03e withdraw 13 years before target promulgated: passed", force_of(z, TODAY))


def test_04_part_earlier(officer):
    r = make("perda", "1", 2020, commences_on=date(2022, 1, 1))
    p = pasal(r, 5)
    record_event(actor=officer, kind="commences", source=r, target=r, provision=p, on=date(2020, 6, 1))
    P("04 regulation/pasal 2021:", force_of(r, date(2021, 1, 1)), q(r, date(2021, 1, 1)), force_of(r, date(2021, 1, 1), p))


def test_05_kind_changed_after_binding(officer):
    a, r = app(), make("perwali", "1")
    bind(actor=officer, application=a, regulation=r, role="umbrella", start=date(2021, 1, 1))
    c = Client()
    c.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    d = {"kind": load_kinds()["kepwali"].pk, "number": "1", "year": 2020, "title": "t", "promulgated_on": "2020-01-02", "enacted_on": "2020-01-01"}
    x = c.post(f"/admin/regulations/regulation/{r.pk}/change/", d)
    r.refresh_from_db()
    P("05 change kind form:", x.status_code, r.kind.code, "go_live:", refused(officer, a, TODAY))
    d["kind"] = load_kinds()["perwali"].pk
    d["other_region"] = "33.10"
    x = c.post(f"/admin/regulations/regulation/{r.pk}/change/", d)
    r = Regulation.objects.get(pk=r.pk)
    P("05b other_region form:", x.status_code, r.other_region, "go_live:", refused(officer, a, TODAY))
    d["other_region"] = "35.78"
    x = c.post(f"/admin/regulations/regulation/{r.pk}/change/", d)
    r = Regulation.objects.get(pk=r.pk)
    P("05c own region as other:", x.status_code, r.other_region)
    b = app("b")
    uu = make("uu", "9", 2010)
    bind(actor=officer, application=b, regulation=uu, role="umbrella", start=date(2021, 1, 1))
    P("05d UU as umbrella go_live:", refused(officer, b, TODAY))
    k = make("kepwali", "44", 2010, governing=True)
    e = app("e")
    bind(actor=officer, application=e, regulation=k, role="umbrella", start=date(2021, 1, 1))
    k.governing = False
    k.save()
    P("05e governing off:", refused(officer, e, TODAY))


def test_06_157_other_door(officer):
    perda = make("perda", "1", 2019, commences_on=date(2021, 1, 1))
    w = make("perwali", "2", 2020, commences_on=date(2021, 1, 1))
    record_event(actor=officer, kind="implements", source=w, target=perda, on=date(2021, 1, 1))
    try:
        record_event(actor=officer, kind="commences", source=w, target=w, on=date(2020, 3, 1))
        w.refresh_from_db()
        P("06 157 via commences passed:", force_of(w, date(2020, 5, 1)), force_of(perda, date(2020, 5, 1)))
    except Refusal as r:
        P("06", r.code)
    old = make("perwali", "3", 2010)
    rep = make("perwali", "4", 2020, commences_on=None)
    record_event(actor=officer, kind="repeals", source=rep, target=old, on=date(2020, 2, 1))
    record_event(actor=officer, kind="commences", source=rep, target=rep, on=date(2027, 1, 1))
    rep.refresh_from_db()
    P("06b 158: repealer now", force_of(rep, TODAY), "old", force_of(old, TODAY))


def test_07_156_amends(officer):
    perda = make("perda", "1", 2010)
    p = pasal(perda, 1)
    am = make("perda", "2", 2020)
    e = record_event(
        actor=officer,
        kind="amends",
        source=am,
        target=perda,
        provision=p,
        on=date(2015, 1, 1),
        wording="Setiap orang dipidana kurungan 3 bulan.",
        override="alasan",
    )
    P("07 retroactive penal amendment passed:", e.overridden_rule)
    r = make("perda", "5", 2020, promulgated_on=None, enacted_on=date(2020, 1, 1))
    e = record_event(actor=officer, kind="commences", source=r, target=r, on=date(2000, 1, 1))
    P("07b commences 20y before enacted, promulgated unknown:", e.overridden_rule or "no rule")
    # insert over effect with amends of annulled..


def test_08_retro_regulation_uneditable(officer):
    r = make("perwali", "1", 2020)
    record_event(actor=officer, kind="commences", source=r, target=r, on=date(2019, 12, 1), override="alasan")
    c = Client()
    c.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    r.refresh_from_db()
    d = {
        "kind": r.kind_id,
        "number": "1",
        "year": 2020,
        "title": "judul diperbaiki",
        "promulgated_on": "2020-01-02",
        "enacted_on": "2020-01-01",
        "commences_on": "2019-12-01",
    }
    x = c.post(f"/admin/regulations/regulation/{r.pk}/change/", d)
    P("08 edit title of retroactive:", x.status_code, "rule_155" if "Berlaku surut dicatat" in x.content.decode() else "")


def test_09_findings(officer):
    # no_perda: close wrongly
    a = app(obliges=True)
    u = make("perwali", "1")
    bind(actor=officer, application=a, regulation=u, role="umbrella", start=date(2021, 1, 1))
    record_running(actor=officer, application=a, year=2020, source="x")
    f = a.findings.get()
    P("09 first", f.problem, f.binding_id)
    ended, rep = make("perda", "1", 2001), make("perda", "2", 2005)
    record_event(actor=officer, kind="repeals", source=rep, target=ended, on=date(2005, 2, 1))
    bind(actor=officer, application=a, regulation=ended, provision=pasal(ended, 1), role="obligation", start=date(2021, 1, 1))
    try:
        close_finding(actor=officer, finding=f, note="x")
        P(
            "09 closed though lacking; lacks now:",
            [l.problem for l in lacks(a, timezone.localdate())],
            "open findings:",
            a.findings.filter(closed_on=None).count(),
        )
    except Refusal as r:
        P("09 refused", r.code)
    recompute()
    P("09b findings:", list(a.findings.values_list("problem", "binding_id", "closed_on")))


def test_10_renew_ended_umbrella(officer):
    a, u, n = app(), make("perwali", "1"), make("perwali", "2", 2023)
    b = bind(actor=officer, application=a, regulation=u, role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record_event(actor=officer, kind="repeals", source=n, target=u, on=date(2023, 2, 1))
    recompute()
    f = a.findings.get()
    renew(actor=officer, binding=b)
    try:
        close_finding(actor=officer, finding=f, note="diperiksa")
        P(
            "10 closed UMBRELLA_ENDED after renew of a repealed umbrella; lacks:",
            [l.problem for l in lacks(a, timezone.localdate())],
            "open:",
            a.findings.filter(closed_on=None).count(),
        )
    except Refusal as r:
        P("10 refused", r.code)


def test_10b_end_then_close(officer):
    a, u, n = app(), make("perwali", "1"), make("perwali", "2", 2023)
    b = bind(actor=officer, application=a, regulation=u, role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record_event(actor=officer, kind="repeals", source=n, target=u, on=date(2023, 2, 1))
    recompute()
    f = a.findings.get()
    end(actor=officer, binding=b, on=timezone.localdate())
    try:
        close_finding(actor=officer, finding=f, note="x")
        P("10b closed with no umbrella at all; open:", a.findings.filter(closed_on=None).count(), [l.problem for l in lacks(a, timezone.localdate())])
    except Refusal as r:
        P("10b", r.code)


def test_11_amended_missed(officer):
    r = make("perda", "1", 2010)
    p = pasal(r, 1)
    am = make("perda", "2", 2021)
    a = app()
    u = make("perwali", "1", 2010)
    bind(actor=officer, application=a, regulation=u, role="umbrella", start=date(2022, 1, 1))
    b = bind(actor=officer, application=a, regulation=r, provision=p, role="obligation", start=date(2022, 1, 1))
    go_live(actor=officer, application=a, on=date(2022, 1, 1))
    record_event(actor=officer, kind="amends", source=am, target=r, provision=p, on=date(2021, 6, 1), wording="Bunyi baru sekali.")
    P("11 late-recorded amendment: opened:", len(recompute()), "quote:", b.quote)


def test_12_same_day_reopen(officer):
    r = make("perda", "1", 2010)
    p = pasal(r, 1)
    am = make("perda", "2", 2021)
    am2 = make("perda", "3", 2022)
    a = app()
    u = make("perwali", "1", 2010)
    with time_machine.travel("2026-06-01 09:00"):
        bind(actor=officer, application=a, regulation=u, role="umbrella", start=date(2022, 1, 1))
        bind(actor=officer, application=a, regulation=r, provision=p, role="obligation", start=date(2020, 1, 1))
        go_live(actor=officer, application=a)
        record_event(actor=officer, kind="amends", source=am, target=r, provision=p, on=date(2021, 6, 1), wording="satu")
        f = recompute()[0]
        close_finding(actor=officer, finding=f, note="ok")
    with time_machine.travel("2026-06-01 10:00"):
        record_event(actor=officer, kind="amends", source=am2, target=r, provision=p, on=date(2022, 6, 1), wording="dua")
        x = len(recompute())
    with time_machine.travel("2026-06-10 10:00"):
        P("12 second amendment same day:", x, "later:", len(recompute()))


def test_13_parent_provision(officer):
    perda = make("perda", "1", 2010)
    p = pasal(perda, 31)
    u = make("perwali", "1", 2011)
    rep = make("perda", "2", 2020)
    a = app()
    bind(actor=officer, application=a, regulation=u, role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record_event(actor=officer, kind="implements", source=u, target=perda, provision=p, on=date(2011, 1, 2))
    record_event(actor=officer, kind="repeals", source=rep, target=perda, on=date(2022, 1, 1))
    P("13 implements a pasal; parent repealed; findings:", len(recompute()))
    w, perda2 = make("perwali", "12", 2011), make("perda", "13", 2010)
    a2 = app("a2")
    pp = pasal(perda2, 31)
    bind(actor=officer, application=a2, regulation=w, role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a2, on=date(2021, 1, 1))
    record_event(actor=officer, kind="implements", source=w, target=perda2, on=date(2011, 1, 2))
    record_event(actor=officer, kind="repeals", source=rep, target=perda2, on=date(2022, 1, 1))
    f = recompute()
    P("13b parent ended finding:", [x.problem for x in f], "board health:", health(a2, "live", TODAY))


def test_14_record_running_tells(officer):
    pass


def test_15_candidate(officer):
    a, u = app(), make("perwali", "1")
    p = pasal(u, 1)
    n, n2 = make("perwali", "2", 2022), make("perwali", "3", 2023)
    bind(actor=officer, application=a, regulation=u, provision=p, role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record_event(actor=officer, kind="repeals_part", source=n, target=u, provision=p, on=date(2022, 2, 1))
    f = recompute()[0]
    P("15 candidate on partial repeal of bound pasal:", f.candidate, lacks(a, TODAY)[0].sentence)
    a2, u2 = app("b"), make("perwali", "11")
    bind(actor=officer, application=a2, regulation=u2, role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a2, on=date(2021, 1, 1))
    record_event(actor=officer, kind="repeals", source=n, target=u2, on=date(2022, 2, 1))
    f = recompute()[0]
    record_event(actor=officer, kind="repeals", source=n2, target=n, on=date(2023, 2, 1))
    recompute()
    f.refresh_from_db()
    P("15b stale candidate:", f.candidate, force_of(f.candidate, TODAY))


def test_16_double_bind(officer):
    a, u = app(), make("perda", "1")
    p = pasal(u, 1)
    bind(actor=officer, application=a, regulation=u, provision=p, role="obligation", start=date(2021, 1, 1))
    bind(actor=officer, application=a, regulation=u, provision=p, role="obligation", start=date(2021, 1, 1))
    P("16 duplicates:", a.bindings.count())


def test_17_debts_of_ended(officer):
    r, rep = make("perda", "1", 2010), make("perda", "2", 2020)
    p = pasal(r, 1)
    Clause.objects.create(provision=p, kind="delegation", sentence="diatur dalam Perwali", confirmed_at=timezone.now(), due_on=date(2011, 1, 1))
    record_event(actor=officer, kind="repeals", source=rep, target=r, on=date(2020, 2, 1))
    P("17 debt of a repealed Perda shown:", "diatur dalam Perwali" in Client().get("/regulasi/utang/").content.decode())


def test_18_asof(officer):
    a, u = app(), make("perwali", "1")
    bind(actor=officer, application=a, regulation=u, role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    n = make("perwali", "2", 2023)
    record_event(actor=officer, kind="repeals", source=n, target=u, on=date(2023, 2, 1))
    recompute(on=date(2023, 2, 1))
    t = Client().get("/aplikasi/parkir/?pada=2022-01-01").content.decode()
    P("18 page of 2022 shows finding of 2023 open:", "Terbuka" in t)
    a.obliges = True
    a.save()
    P("18b health as of 2022 after obliges ticked today:", health(a, "live", date(2022, 1, 1)))
    make("perda", "3", 2018)
    x = Client().get("/regulasi/?q=perda 3 2018&pada=2018-01-01")
    P("18c redirect:", x["Location"])


def test_19_nul(officer):
    c = Client(raise_request_exception=False)
    make("perda", "1", 2018)
    app()
    for u in (
        "/regulasi/?q=a%00b",
        "/regulasi/?jenis=%00",
        "/regulasi/?sesudah=%00",
        "/regulasi/?sesudah=abc",
        "/regulasi/perda/2018/%00/",
        "/regulasi/perda/99999999999999999999/1/",
        "/regulasi/perda/2018/1/bandingkan/?dengan=%00",
        "/regulasi/perda/2018/1/bandingkan/?dengan=perda/99999999999999/1",
        "/regulasi/perda/2018/1/bandingkan/?dengan=perda/%C2%B2/1",
        "/regulasi/perda/2018/1/a%00/",
        "/api/v1/regulations/?q=%00",
        "/api/v1/regulasi/?q=%00",
        "/api/v1/regulasi/?jenis=%00",
        "/api/v1/regulasi/?tahun=99999999999999999999",
        "/api/v1/regulasi/?tahun=1e400",
        "/api/v1/regulasi/?tahun=NaN",
        "/api/v1/regulasi/perda/2018/%00/",
        "/api/v1/aplikasi/?pemilik=%00",
        "/akn/id-3578/act/perda/2018/%00",
        "/akn/id/act/perda/99999999999/1",
        "/akn/id-3578/act/perda/2018/1/ind@9999-99-99",
        "/regulasi/?q=" + "%F0%9D%9F%98" * 30,
        "/regulasi/?q=%E0%A6%83 %C2%BD",
        "/regulasi/?q=perda %C2%B2 2018",
        "/aplikasi/?pada=0001-01-01",
        "/aplikasi/?pada=9999-12-31",
        "/aplikasi/bawa-pulang.zip?pada=0001-01-01",
        "/regulasi/utang/?pada=0001-01-01",
        "/akn/id-3578/act/perda/2018/1?pada=0001-01-01",
        "/regulasi/?q=%3A*%26%7C%21()",
        "/regulasi/?q='; drop",
        "/regulasi/?q=peraturan daerah | %5C",
    ):
        try:
            s = c.get(u).status_code
        except Exception as e:
            s = repr(e)[:80]
        if s not in (200, 302, 404, 422, 400):
            P("19", u, s)
