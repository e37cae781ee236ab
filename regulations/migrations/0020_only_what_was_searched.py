"""A lack that was told although nobody had looked for the law is no finding any more.

It stays to be read, closed with the reason; it opens anew when an officer closes the search.
"""

from django.db import migrations
from django.utils import timezone

NOTE = "Dibuka sebelum dasar hukumnya diteliti; temuan dibuka bila pencariannya ditutup."


def close_untold(apps, schema_editor):
    findings = apps.get_model("regulations", "Finding").objects
    told = findings.filter(closed_on=None, binding=None, problem__in=["no_basis", "no_perda"])
    bindings = apps.get_model("regulations", "Binding").objects
    # a pasal that is bound and does not oblige was looked at
    looked = bindings.filter(role="obligation").values("application")
    told = told.exclude(problem="no_perda", application__in=looked)
    now = timezone.now()
    told.update(closed_on=timezone.localdate(now), closed_at=now, closing_note=NOTE)


class Migration(migrations.Migration):
    dependencies = [("regulations", "0019_basis_search")]

    operations = [migrations.RunPython(close_untold, migrations.RunPython.noop)]
