from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_copy_contacts")]

    operations = [
        migrations.RemoveConstraint(
            model_name='user',
            name='phone_once',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='email_once',
        ),
        migrations.RemoveField(
            model_name='user',
            name='contact_confirmed_at',
        ),
        migrations.RemoveField(
            model_name='user',
            name='email',
        ),
        migrations.RemoveField(
            model_name='user',
            name='phone',
        ),
    ]
