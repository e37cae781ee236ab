from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("musrenbang", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE musrenbang_serial AS bigint START 1", "DROP SEQUENCE musrenbang_serial"),
    ]
