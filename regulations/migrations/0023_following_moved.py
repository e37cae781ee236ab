from django.db import migrations

MOVE = """
INSERT INTO notices_subscription (user_id, kind, key, pace, asked_at, confirmed_at)
SELECT f.user_id, 'peraturan',
       k.code || '/' || r.year || '/' || replace(r.number, '/', '~'),
       'segera', f.followed_at, f.followed_at
FROM regulations_following f
JOIN regulations_regulation r ON r.id = f.regulation_id
JOIN regulations_regulationkind k ON k.id = r.kind_id
UNION ALL
SELECT f.user_id, 'aplikasi', a.code, 'segera', f.followed_at, f.followed_at
FROM regulations_following f
JOIN regulations_application a ON a.id = f.application_id
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    """What people follow is kept by the notices, whatever app it is of."""

    dependencies = [
        ("notices", "0004_following"),
        ("regulations", "0022_files_of_the_floor"),
    ]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.DeleteModel("Following"),
    ]
