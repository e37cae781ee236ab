from typing import Any

from django.core.management.base import BaseCommand

from musrenbang.domain.figures import count_figures


class Command(BaseCommand):
    help = "Menghitung angka beranda dan halaman wilayah; tanpa worker, jalankan lewat cron."

    def handle(self, *args: Any, **options: Any) -> None:
        done = count_figures()
        self.stdout.write("Angka sudah dihitung." if done else "Angka sedang dihitung proses lain.")
