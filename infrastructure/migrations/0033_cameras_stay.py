"""A camera retires like everything with a code: its row is not deleted."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("infrastructure", "0031_batch")]
    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER stays BEFORE DELETE ON infrastructure_camera "
            "FOR EACH ROW EXECUTE FUNCTION infrastructure_stays()",
            "DROP TRIGGER stays ON infrastructure_camera",
        ),
    ]
