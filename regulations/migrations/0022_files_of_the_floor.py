"""A regulation's PDF is a document of the portal like any other: rows move, files stay in place.

No file is read, copied or renamed. Each name that a row or the history knows becomes one stored
document, so also what another upload has replaced since. What is confirmed, and the history, may
point to it while their guards rest.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FILES = "regulations_regulationfile"
EVENTS = "regulations_regulationfileevent"
INCOMING = "regulations_incomingpdf"

# the newest knowledge of a name first: the rows, then their history from its beginning
NAMES = f"""
INSERT INTO files_storeddocument (id, file, sha256, size, pages, uploaded_by_id, uploaded_at)
SELECT gen_random_uuid(), file, sha256, size, pages, given_by_id, given_at FROM (
    SELECT DISTINCT ON (file) file, sha256, size, pages, given_by_id,
        COALESCE(given_at, now()) AS given_at
    FROM (
        SELECT 1 AS source, id, file, sha256, size, pages, NULL::bigint AS given_by_id,
            (SELECT min(pgh_created_at) FROM {EVENTS} e WHERE e.file = f.file) AS given_at
        FROM {FILES} f
        UNION ALL
        SELECT 1, id, file, sha256, size, COALESCE((reading->>'pages')::int, 0), given_by_id,
            given_at
        FROM {INCOMING}
        UNION ALL
        SELECT 2, pgh_id, file, sha256, size, 0, NULL, pgh_created_at FROM {EVENTS}
    ) named
    ORDER BY file, source, id
) once
"""


def pointed(table):
    return f"UPDATE {table} SET pdf_id = d.id FROM files_storeddocument d WHERE d.file = {table}.file"


MOVE = [
    f"ALTER TABLE {FILES} DISABLE TRIGGER USER",
    f"ALTER TABLE {EVENTS} DISABLE TRIGGER USER",
    NAMES,
    pointed(FILES),
    pointed(EVENTS),
    pointed(INCOMING),
    "SET CONSTRAINTS ALL IMMEDIATE",
    f"ALTER TABLE {FILES} ENABLE TRIGGER USER",
    f"ALTER TABLE {EVENTS} ENABLE TRIGGER USER",
]


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0002_documents_and_renditions'),
        ('regulations', '0021_incoming_pdf'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='regulationfile',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='regulationfile',
            name='update_update',
        ),
        migrations.AddField(
            model_name='incomingpdf',
            name='pdf',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storeddocument', verbose_name='PDF'),
        ),
        migrations.AddField(
            model_name='regulationfile',
            name='pdf',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storeddocument', verbose_name='PDF'),
        ),
        migrations.AddField(
            model_name='regulationfileevent',
            name='pdf',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='files.storeddocument', verbose_name='PDF'),
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='incomingpdf',
            name='pdf',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storeddocument', verbose_name='PDF'),
        ),
        migrations.AlterField(
            model_name='regulationfile',
            name='pdf',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storeddocument', verbose_name='PDF'),
        ),
        migrations.AlterField(
            model_name='regulationfileevent',
            name='pdf',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='files.storeddocument', verbose_name='PDF'),
        ),
        migrations.RemoveField(model_name='incomingpdf', name='file'),
        migrations.RemoveField(model_name='regulationfile', name='file'),
        migrations.RemoveField(model_name='regulationfileevent', name='file'),
        pgtrigger.migrations.AddTrigger(
            model_name='regulationfile',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "regulations_regulationfileevent" ("confirmed_at", "confirmed_by_id", "damaged_pages", "failure", "id", "pdf_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "regulation_id", "sha256", "size", "text_status") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."damaged_pages", NEW."failure", NEW."id", NEW."pdf_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."read_at", NEW."regulation_id", NEW."sha256", NEW."size", NEW."text_status"); RETURN NULL;', hash='95233fe2923cfa7f6c8dfb7a87bd572489e67af3', operation='INSERT', pgid='pgtrigger_insert_insert_e2a44', table='regulations_regulationfile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='regulationfile',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."damaged_pages" IS DISTINCT FROM (NEW."damaged_pages") OR OLD."failure" IS DISTINCT FROM (NEW."failure") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."pdf_id" IS DISTINCT FROM (NEW."pdf_id") OR OLD."read_at" IS DISTINCT FROM (NEW."read_at") OR OLD."regulation_id" IS DISTINCT FROM (NEW."regulation_id") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."text_status" IS DISTINCT FROM (NEW."text_status"))', func='INSERT INTO "regulations_regulationfileevent" ("confirmed_at", "confirmed_by_id", "damaged_pages", "failure", "id", "pdf_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "regulation_id", "sha256", "size", "text_status") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."damaged_pages", NEW."failure", NEW."id", NEW."pdf_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."read_at", NEW."regulation_id", NEW."sha256", NEW."size", NEW."text_status"); RETURN NULL;', hash='8c5580daa4c67e01d35459c6c1106bb4eb4870e1', operation='UPDATE', pgid='pgtrigger_update_update_c6936', table='regulations_regulationfile', when='AFTER')),
        ),
    ]
