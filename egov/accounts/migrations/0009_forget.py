"""A residence goes only together with its account: the running role may not delete it, this function may."""

from django.db import migrations

FORGET = """
CREATE FUNCTION accounts_forget(person bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM accounts_residence WHERE user_id = person;
    DELETE FROM accounts_accountevent WHERE user_id = person;
    DELETE FROM accounts_user WHERE id = person;
END $$;
REVOKE ALL ON FUNCTION accounts_forget(bigint) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_contacts_are_rows")]

    operations = [migrations.RunSQL(FORGET, "DROP FUNCTION accounts_forget(bigint)")]
