"""Only the first row that a transaction writes waits for its commit to raise the version.

A condition of a constraint trigger is asked at once: it says yes to one row, so that a thousand
rows do not wait in the queue to find out that the version was raised. What a savepoint undoes
takes the mark along, and the next row is the first again.
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
    "camera",
    "accesspoint",
    "link",
    "tunnelover",
    "deploymentgroup",
    "deployment",
    "dependency",
    "cableroute",
    "pathelement",
)

MARK = """
CREATE FUNCTION infrastructure_marks_version() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('infrastructure.marked', txid_current()::text, true);
    RETURN true;
END $$;
"""
FIRST = (
    "WHEN (current_setting('infrastructure.marked', true) IS DISTINCT FROM txid_current()::text "
    "AND infrastructure_marks_version())"
)


def _trigger(table: str, condition: str) -> str:
    return (
        f"DROP TRIGGER raises_version ON infrastructure_{table}; "
        "CREATE CONSTRAINT TRIGGER raises_version AFTER INSERT OR UPDATE OR DELETE "
        f"ON infrastructure_{table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {condition} "
        "EXECUTE FUNCTION infrastructure_raise_version()"
    )


class Migration(migrations.Migration):
    dependencies = [("infrastructure", "0043_history_by_statement")]
    operations = [
        migrations.RunSQL(MARK, "DROP FUNCTION infrastructure_marks_version()"),
        *(migrations.RunSQL(_trigger(t, FIRST), _trigger(t, "")) for t in FEEDS_THE_GRAPH),
    ]
