from django.urls import path

from egov.notices import views

app_name = "notices"
urlpatterns = [path("pemberitahuan/", views.notices, name="notices")]
