import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions
from django.db import migrations, models

import egov.areas.profile
import egov.search.text


MAKE_PLAIN_WORDS = r"""
CREATE OR REPLACE FUNCTION portal_plain_words(given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT regexp_replace(
    regexp_replace(lower(given), '[^[:alnum:]]+', ' ', 'g'), '\mwali kota\M', 'walikota', 'g'
  )
$$;
"""


class Migration(migrations.Migration):
    """Parts beside pasal, amendments with their wording, regulations of other regions, and a search that knows its words."""

    dependencies = [("regulations", "0005_following")]

    operations = [
        migrations.RunSQL(MAKE_PLAIN_WORDS, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="provision", name="provision_search"),
        migrations.RemoveField(model_name="provision", name="search"),
        migrations.AlterField(
            model_name="provision",
            name="heading",
            field=models.CharField(blank=True, max_length=600, verbose_name="judul atau bab"),
        ),
        migrations.AddField(
            model_name="provision",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector(
                    egov.search.text.PlainWords(django.db.models.functions.Concat("heading", models.Value(" "), "text", output_field=models.TextField())), config="indonesian"
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="provision", index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="provision_search")
        ),
    ]
