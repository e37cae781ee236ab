from django.contrib import admin
from django.urls import include, path

from egov.home import probes
from egov.home.api import router
from egov.home.views import ApiDocs, Schema
from egov.web.theme import theme

handler400 = "egov.home.errors.bad_request"
handler403 = "egov.home.errors.forbidden"
handler404 = "egov.home.errors.not_found"
handler500 = "egov.home.errors.server_error"

urlpatterns = [
    path("", include("news.urls")),
    path("", include("infrastructure.urls")),
    path("", include("musrenbang.urls")),
    path("", include("regulations.urls")),
    path("", include("egov.home.urls")),
    path("akun/", include("egov.accounts.urls")),
    path("", include("egov.notices.urls")),
    path("", include("egov.gateway.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include(router.urls)),
    path("api/v1/schema/", Schema.as_view(), name="schema"),
    path("api/docs/", ApiDocs.as_view(), name="api_docs"),
    path("healthz", probes.healthz),
    path("readyz", probes.readyz),
    path("metrics", probes.metrics),
    path("tema.css", theme, name="theme"),
]
