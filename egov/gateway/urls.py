from django.urls import path

from egov.gateway import views

app_name = "gateway"
urlpatterns = [path("gerbang/kabar/", views.status, name="status")]
