"""Replays the decisions of every proposal and compares with its row. Ends with 1 where they differ.

python manage.py verify_standing
"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from musrenbang.domain.standing import replay_all

SHOWN = 50


class Command(BaseCommand):
    help = "Mengulang keputusan setiap usulan dan membandingkannya dengan keadaan yang tercatat."

    def handle(self, *args: Any, **options: Any) -> None:
        read = wrong = 0
        for count, deviations in replay_all():
            read += count
            for each in deviations[: max(0, SHOWN - wrong)]:
                self.stdout.write(
                    f"{each.number}: {each.column} tercatat {each.stands}, "
                    f"menurut keputusannya {each.follows}"
                )
            wrong += len(deviations)
        self.stdout.write(f"{read} usulan diperiksa, {wrong} kolom berbeda.")
        if wrong:
            sys.exit(1)
