from django.urls import path

from egov.gateway import demo_texts, views

app_name = "gateway"
urlpatterns = [
    path("gerbang/kabar/", views.status, name="status"),
    path("demo/pesan/", demo_texts.texts, name="texts"),
]
