from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Agenda dan berita"

    def ready(self) -> None:
        from news.domain.watching import watch_sources

        watch_sources()
