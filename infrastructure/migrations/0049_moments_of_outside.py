"""An alert of year 1 or 9999, as another system's clock told it, broke every list it stood in.

Such a moment becomes that of its arrival (apart by a microsecond: `external_alert_once`), and from
now on none is stored.
"""

import datetime
from django.conf import settings
from django.db import migrations, models


REPAIR = """
    UPDATE infrastructure_externalalert
    SET starts_at = received_at - id % 100000 * INTERVAL '1 microsecond'
    WHERE starts_at < '1980-01-01+00' OR starts_at >= '2200-01-01+00';
    UPDATE infrastructure_externalalert
    SET resolved_at = GREATEST(last_at, starts_at)
    WHERE resolved_at < '1980-01-01+00' OR resolved_at >= '2200-01-01+00';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('infrastructure', '0048_told_of_work'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(REPAIR, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='externalalert',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at__gte', datetime.datetime(1980, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), ('starts_at__lt', datetime.datetime(2200, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), models.Q(('resolved_at', None), models.Q(('resolved_at__gte', datetime.datetime(1980, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), ('resolved_at__lt', datetime.datetime(2200, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))), _connector='OR')), name='external_alert_of_our_time'),
        ),
    ]
