"""MAC addresses as 00:1B:44:11:3A:B7, before a constraint asks for it; what is none is kept."""

from django.db import migrations

BARE = "upper(regexp_replace(mac, '[^0-9A-Fa-f]', '', 'g'))"
KEEP_OTHERS = f"""
UPDATE infrastructure_asset a SET extra = a.extra || jsonb_build_object('mac', d.mac)
FROM infrastructure_device d WHERE d.asset_id = a.id AND d.mac <> '' AND length({BARE}) <> 12
"""
ONE_WAY = f"""
UPDATE infrastructure_device SET mac = CASE
    WHEN length({BARE}) = 12 THEN rtrim(regexp_replace({BARE}, '(..)', '\\1:', 'g'), ':')
    ELSE '' END
WHERE mac <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("infrastructure", "0002_topology_version")]
    operations = [
        migrations.RunSQL(KEEP_OTHERS, migrations.RunSQL.noop),
        migrations.RunSQL(ONE_WAY, migrations.RunSQL.noop),
    ]
