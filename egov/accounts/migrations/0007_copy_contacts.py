from django.db import migrations

# what an account signed in by becomes a row; its own name says nothing of the person any more
COPY = """
INSERT INTO accounts_contact (user_id, kind, value, added_at, proved_at, proved_how)
SELECT id, 'email', lower(email), date_joined, contact_confirmed_at,
       CASE WHEN contact_confirmed_at IS NULL THEN '' ELSE 'email' END
FROM accounts_user WHERE email <> '';

INSERT INTO accounts_contact (user_id, kind, value, added_at, proved_at, proved_how)
SELECT id, 'phone', phone, date_joined, CASE WHEN email = '' THEN contact_confirmed_at END,
       CASE WHEN email = '' AND contact_confirmed_at IS NOT NULL THEN 'print' ELSE '' END
FROM accounts_user WHERE phone <> '';

INSERT INTO accounts_contact (user_id, kind, value, added_at, proved_at, proved_how)
SELECT id, CASE WHEN username LIKE '%@%' THEN 'email' ELSE 'phone' END, username, date_joined,
       CASE WHEN is_superuser THEN date_joined END, CASE WHEN is_superuser THEN 'server' ELSE '' END
FROM accounts_user u
WHERE username ~ '^([^@]+@[^@]+|[+][0-9]+)$'
  AND NOT EXISTS (SELECT 1 FROM accounts_contact c WHERE c.value = lower(u.username));

UPDATE accounts_user SET username = replace(gen_random_uuid()::text, '-', '')
WHERE EXISTS (SELECT 1 FROM accounts_contact c WHERE c.user_id = accounts_user.id AND c.value = lower(username));
"""
# an address that allauth wrote by itself locked its owner out of the second factor
UNLOCK = "DELETE FROM account_emailaddress;"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_contacts"), ("account", "0009_emailaddress_unique_primary_email")]

    operations = [
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.RunSQL(UNLOCK, migrations.RunSQL.noop),
    ]
