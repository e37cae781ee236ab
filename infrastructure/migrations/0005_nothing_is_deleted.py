"""Assets retire: no row with a code is deleted. A device knows from its first row that it did."""

from django.db import migrations

STAYS = (
    "asset",
    "site",
    "room",
    "rack",
    "powersource",
    "device",
    "structure",
    "segment",
    "cable",
    "enclosure",
    "link",
)

NO_DELETE = """
CREATE FUNCTION infrastructure_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'assets retire' USING ERRCODE = '23001',
        CONSTRAINT = 'asset_stays', TABLE = TG_TABLE_NAME;
END $$;
"""

BORN_RETIRED = """
CREATE FUNCTION infrastructure_retired_as_its_asset() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT status = 'retired' INTO NEW.retired FROM infrastructure_asset WHERE id = NEW.asset_id;
    RETURN NEW;
END $$;
-- named to run before device_within_rack: triggers of one table run in the order of their names
CREATE TRIGGER device_born_retired BEFORE INSERT ON infrastructure_device
    FOR EACH ROW EXECUTE FUNCTION infrastructure_retired_as_its_asset();
"""
BORN_RETIRED_OFF = """
DROP TRIGGER device_born_retired ON infrastructure_device;
DROP FUNCTION infrastructure_retired_as_its_asset();
"""


def staying(table: str) -> migrations.RunSQL:
    name = f"infrastructure_{table}"
    return migrations.RunSQL(
        f"CREATE TRIGGER stays BEFORE DELETE ON {name} "
        "FOR EACH ROW EXECUTE FUNCTION infrastructure_stays()",
        f"DROP TRIGGER stays ON {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("infrastructure", "0004_work_and_rules")]
    operations = [
        migrations.RunSQL(NO_DELETE, "DROP FUNCTION infrastructure_stays()"),
        *map(staying, STAYS),
        migrations.RunSQL(BORN_RETIRED, BORN_RETIRED_OFF),
    ]
