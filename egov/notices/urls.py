from django.urls import path

from egov.notices import views

urlpatterns = [path("pemberitahuan/", views.notices, name="notices")]
