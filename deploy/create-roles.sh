#!/bin/sh
# Runs once, as superuser, in a fresh database container: the three roles that docs/security.md describes.
# /run/secrets/database_roles holds three lines: owner's, app's and system's password; a fourth makes Inngest a role and a database.
set -eu
inngest=""
{ read -r owner; read -r app; read -r system; read -r inngest || true; } </run/secrets/database_roles

create() {
  psql -v ON_ERROR_STOP=1 -v role="$1" -v password="$2" --username postgres --dbname procode <<'SQL'
CREATE ROLE :"role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
SQL
}
create procode_owner "$owner"
create procode_app "$app"
create procode_system "$system"

psql -v ON_ERROR_STOP=1 --username postgres --dbname procode <<'SQL'
ALTER DATABASE procode OWNER TO procode_owner;
REVOKE ALL ON DATABASE procode FROM PUBLIC;
GRANT CONNECT ON DATABASE procode TO procode_app, procode_system;
SQL

# Of its own, so that neither reads the other's.
if [ -n "$inngest" ]; then
  create inngest "$inngest"
  psql -v ON_ERROR_STOP=1 --username postgres --dbname postgres <<'SQL'
CREATE DATABASE inngest OWNER inngest;
REVOKE ALL ON DATABASE inngest FROM PUBLIC;
SQL
fi
