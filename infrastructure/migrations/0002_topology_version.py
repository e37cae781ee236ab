"""The number of the network's version, and the rules that need another row.

Raised at commit by a deferred constraint trigger: a sequence would show the number before the
data, and an immediate UPDATE would hold up every other writer.
"""

from django.db import migrations

FEEDS_THE_GRAPH = (
    "asset",
    "site",
    "room",
    "rack",
    "powersource",
    "powerfeed",
    "device",
    "link",
    "tunnelover",
    "deploymentgroup",
    "deployment",
    "dependency",
    "cableroute",
    "pathelement",
)

RAISE = """
CREATE FUNCTION infrastructure_raise_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- once in a transaction, however many rows it wrote
    IF current_setting('infrastructure.raised', true) IS DISTINCT FROM txid_current()::text THEN
        PERFORM set_config('infrastructure.raised', txid_current()::text, true);
        INSERT INTO infrastructure_topologyversion AS v (id, number) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET number = v.number + 1;
    END IF;
    RETURN NULL;
END $$;
"""

RACK = """
CREATE FUNCTION infrastructure_within_rack() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    room integer;
BEGIN
    IF NEW.rack_id IS NULL OR NEW.position2 IS NULL OR NEW.retired THEN
        RETURN NEW;
    END IF;
    SELECT u_height INTO room FROM infrastructure_rack WHERE asset_id = NEW.rack_id FOR SHARE;
    IF NEW.position2 + NEW.height2 > 2 * room + 2 THEN
        RAISE EXCEPTION 'beyond the rack' USING ERRCODE = '23514',
            CONSTRAINT = 'device_within_rack', TABLE = 'infrastructure_device';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER device_within_rack BEFORE INSERT OR UPDATE OF rack_id, position2, height2, retired
    ON infrastructure_device FOR EACH ROW EXECUTE FUNCTION infrastructure_within_rack();

CREATE FUNCTION infrastructure_rack_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM infrastructure_device
        WHERE rack_id = NEW.asset_id AND NOT retired AND position2 + height2 > 2 * NEW.u_height + 2
    ) THEN
        RAISE EXCEPTION 'devices above' USING ERRCODE = '23514',
            CONSTRAINT = 'rack_holds_its_devices', TABLE = 'infrastructure_rack';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rack_holds_its_devices AFTER UPDATE OF u_height
    ON infrastructure_rack FOR EACH ROW EXECUTE FUNCTION infrastructure_rack_holds();

-- what is no longer used leaves its place in the rack, and comes back only where it is free
CREATE FUNCTION infrastructure_retires() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE infrastructure_device SET retired = (NEW.status = 'retired')
    WHERE asset_id = NEW.id AND retired IS DISTINCT FROM (NEW.status = 'retired');
    RETURN NULL;
END $$;
CREATE TRIGGER asset_retires AFTER UPDATE OF status
    ON infrastructure_asset FOR EACH ROW EXECUTE FUNCTION infrastructure_retires();
"""

# one lock for all of these, so that two writers cannot close a circle from both sides
CIRCLE = """
CREATE FUNCTION infrastructure_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('infrastructure_no_circle'));
    IF TG_TABLE_NAME = 'infrastructure_powersource' THEN
        WITH RECURSIVE up(id) AS (
            SELECT NEW.parent_id
            UNION SELECT s.parent_id FROM infrastructure_powersource s JOIN up ON s.asset_id = up.id
        ) SELECT EXISTS (SELECT 1 FROM up WHERE id = NEW.asset_id) INTO closed;
    ELSIF TG_TABLE_NAME = 'infrastructure_duct' THEN
        WITH RECURSIVE up(id) AS (
            SELECT NEW.parent_id
            UNION SELECT d.parent_id FROM infrastructure_duct d JOIN up ON d.id = up.id
        ) SELECT EXISTS (SELECT 1 FROM up WHERE id = NEW.id) INTO closed;
    ELSE
        WITH RECURSIVE over(id) AS (
            SELECT NEW.link_id
            UNION SELECT t.link_id FROM infrastructure_tunnelover t JOIN over ON t.tunnel_id = over.id
        ) SELECT EXISTS (SELECT 1 FROM over WHERE id = NEW.tunnel_id) INTO closed;
    END IF;
    IF closed THEN
        RAISE EXCEPTION 'a circle' USING ERRCODE = '23514',
            CONSTRAINT = TG_ARGV[0], TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER no_power_circle AFTER INSERT OR UPDATE OF parent_id ON infrastructure_powersource
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
    EXECUTE FUNCTION infrastructure_no_circle('no_power_circle');
CREATE TRIGGER no_duct_circle AFTER INSERT OR UPDATE OF parent_id ON infrastructure_duct
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
    EXECUTE FUNCTION infrastructure_no_circle('no_duct_circle');
CREATE TRIGGER no_vpn_circle AFTER INSERT OR UPDATE ON infrastructure_tunnelover
    FOR EACH ROW EXECUTE FUNCTION infrastructure_no_circle('no_vpn_circle');
"""

CIRCLE_OFF = """
DROP TRIGGER no_power_circle ON infrastructure_powersource;
DROP TRIGGER no_duct_circle ON infrastructure_duct;
DROP TRIGGER no_vpn_circle ON infrastructure_tunnelover;
DROP FUNCTION infrastructure_no_circle();
"""

RACK_OFF = """
DROP TRIGGER device_within_rack ON infrastructure_device;
DROP TRIGGER rack_holds_its_devices ON infrastructure_rack;
DROP TRIGGER asset_retires ON infrastructure_asset;
DROP FUNCTION infrastructure_within_rack();
DROP FUNCTION infrastructure_rack_holds();
DROP FUNCTION infrastructure_retires();
"""


def raising(table: str) -> migrations.RunSQL:
    name = f"infrastructure_{table}"
    return migrations.RunSQL(
        f"CREATE CONSTRAINT TRIGGER raises_version AFTER INSERT OR UPDATE OR DELETE ON {name} "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION infrastructure_raise_version()",
        f"DROP TRIGGER raises_version ON {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("infrastructure", "0001_initial")]
    operations = [
        migrations.RunSQL(
            RAISE,
            "DROP FUNCTION infrastructure_raise_version()",
        ),
        *map(raising, FEEDS_THE_GRAPH),
        migrations.RunSQL(RACK, RACK_OFF),
        migrations.RunSQL(CIRCLE, CIRCLE_OFF),
    ]
