-- Makes the database, its owner and the role for backups, as the two addresses of the settings
-- name them; passwords do not stand in an argument. Run by PostgreSQL's superuser, once.
-- The role that runs the portal (DATABASE_URL) is made by `create_roles`; it owns nothing.
\set ON_ERROR_STOP on
\getenv owner MIGRATE_DATABASE_URL
\getenv backup BACKUP_DATABASE_URL

CREATE TEMPORARY TABLE address AS
SELECT kind, part[1] AS role, part[2] AS password, part[3] AS database
FROM (VALUES ('owner', :'owner'), ('backup', :'backup')) AS given (kind, url),
    regexp_match(url, '^postgresql://([^:]+):([^@]+)@[^/]*/([^?]+)') AS part;

SELECT format('CREATE ROLE %I LOGIN %s PASSWORD %L', role,
    CASE kind WHEN 'owner' THEN 'CREATEROLE' ELSE 'REPLICATION' END, password)
FROM address ORDER BY kind \gexec
SELECT format('GRANT pg_read_all_data, pg_monitor TO %I', role)
FROM address WHERE kind = 'backup' \gexec

-- the builtin order of letters is the same on every machine, today's and the one after a disaster
SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING ''UTF8'' '
    'LOCALE_PROVIDER builtin BUILTIN_LOCALE ''C.UTF-8'' LOCALE ''C.UTF-8''', database, role)
FROM address WHERE kind = 'owner' \gexec
SELECT format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', database)
FROM address WHERE kind = 'owner' \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO %I', database, role)
FROM address WHERE kind = 'backup' \gexec
