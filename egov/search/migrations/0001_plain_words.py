"""A text as search indexes it: a function that index and query share (egov.search.text.PlainWords).

Lower case, letters and digits as words, "wali kota" as one. Where regulations made it before this
room did, it is made again, the same.
"""

from django.db import migrations

MAKE_PLAIN_WORDS = r"""
CREATE OR REPLACE FUNCTION portal_plain_words(given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT regexp_replace(
    regexp_replace(lower(given), '[^[:alnum:]]+', ' ', 'g'), '\mwali kota\M', 'walikota', 'g'
  )
$$;
"""


class Migration(migrations.Migration):

    dependencies: list = []

    operations = [migrations.RunSQL(MAKE_PLAIN_WORDS, migrations.RunSQL.noop)]
