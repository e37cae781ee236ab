from django.urls import path

from musrenbang.views import (
    kamus,
    notice_board,
    own_proposal,
    performance,
    proposal_list,
    proposals,
    ranking,
    satisfaction,
    submission_wizard,
    withheld,
)

app_name = "musrenbang"
urlpatterns = [
    path("kinerja/", performance.performance, name="performance"),
    path("kabar/<str:path>/", notice_board.notice_board, name="notice_board"),
    path("usulan/", proposal_list.proposal_list, name="proposals"),
    path("usulan/baru/", submission_wizard.start, name="proposal_new"),
    path("usulan/baru/mulai/", submission_wizard.begin, name="proposal_begin"),
    path("usulan/baru/<uuid:draft>/simpan/", submission_wizard.autosave, name="draft_autosave"),
    path("usulan/baru/<uuid:draft>/hapus/", submission_wizard.discard, name="draft_discard"),
    path(
        "usulan/baru/<uuid:draft>/foto/<uuid:pk>/",
        submission_wizard.draft_photo,
        name="draft_photo",
    ),
    path("usulan/baru/<uuid:draft>/<slug:slug>/", submission_wizard.step, name="proposal_step"),
    path("usulan/ditahan/", withheld.register, name="withheld"),
    path("usulan/<str:number>/", proposals.proposal, name="proposal"),
    path("usulan/<str:number>/bukti/", proposals.receipt, name="receipt"),
    path("usulan/<str:number>/dukung/", proposals.proposal_support, name="support"),
    path("usulan/<str:number>/lengkapi/", own_proposal.proposal_complete, name="complete"),
    path("usulan/<str:number>/ubah/", own_proposal.proposal_edit, name="edit"),
    path("usulan/<str:number>/tarik/", own_proposal.proposal_withdraw, name="withdraw"),
    path("usulan/<str:number>/bawa/", own_proposal.proposal_carry, name="carry"),
    path("usulan/<str:number>/keberatan/<int:pk>/", own_proposal.proposal_appeal, name="appeal"),
    path("usulan/<str:number>/lampiran/", own_proposal.proposal_documents, name="documents"),
    path(
        "usulan/<str:number>/lampiran/<int:pk>.pdf", own_proposal.proposal_document, name="document"
    ),
    path("usulan/<str:number>/nilai/", satisfaction.proposal_rate, name="rate"),
    path("usulan/<str:number>/versi/", own_proposal.proposal_versions, name="versions"),
    path("usulan/<str:number>/lapor/", proposals.proposal_report, name="report"),
    path("usulan/<str:number>/foto/<int:pk>.jpg", proposals.proposal_photo, name="proposal_photo"),
    path(
        "usulan/<str:number>/berita-acara/<int:pk>.jpg",
        proposals.decision_sheet,
        name="decision_sheet",
    ),
    path(
        "usulan/<str:number>/berita-acara/<int:pk>.pdf",
        proposals.decision_scan,
        name="decision_scan",
    ),
    path(
        "usulan/<str:number>/lapangan/<int:pk>.jpg", proposals.decision_photo, name="decision_photo"
    ),
    path("kamus/", kamus.kamus, name="kamus"),
    path("musrenbang/<int:year>/", kamus.cycle, name="cycle"),
    path(
        "musrenbang/<int:year>/<slug:channel>/urutan/<str:place>/",
        ranking.ranking,
        name="ranking",
    ),
]
