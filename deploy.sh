#!/usr/bin/env bash
# ./deploy.sh production: builds this commit, migrates, replaces the running version and goes back to the old one when
# the new one does not become healthy. Running it twice changes nothing the second time.
set -euo pipefail
cd "$(dirname "$0")"

target=${1:-}
case $target in
  production | staging) ;;
  *) echo "Usage: ./deploy.sh production|staging" >&2; exit 2 ;;
esac

version=${PROCODE_VERSION:-$(git rev-parse --short=12 HEAD)}
state=deploy/.deployed-$target
previous=$(cat "$state" 2>/dev/null || true)
wait_seconds=${DEPLOY_WAIT_SECONDS:-120}

compose() {
  PROCODE_VERSION=$1 docker compose --project-name "procode-$target" "${@:2}"
}

start() {
  # --wait ends with an error when a replica is not healthy in time.
  compose "$1" up --detach --no-build --wait --wait-timeout "$wait_seconds"
}

for secret in database_url database_system_url database_owner_url nextauth_secret encryption_keys openrouter_api_key; do
  if [ ! -s "deploy/secrets/$secret" ]; then
    echo "deploy/secrets/$secret is missing or empty. docs/deployment.md says what belongs there. Nothing was changed." >&2
    exit 78
  fi
done

# The app names these too, so they have to be files; one that is empty is not read.
for secret in redis_rest_token inngest_event_key inngest_signing_key smtp_url; do
  [ -e "deploy/secrets/$secret" ] || (umask 077 && : >"deploy/secrets/$secret")
done

if [ "$previous" = "$version" ] && start "$version"; then
  echo "$target already runs $version."
  exit 0
fi

echo "Building $version …"
compose "$version" build app telegram-bot

# Migrations only add (expand, later contract), so the old version goes on working on the new schema.
echo "Migrating …"
compose "$version" run --rm migrate

echo "Starting $version …"
if start "$version"; then
  echo "$version" >"$state"
  echo "$target runs $version."
  exit 0
fi

compose "$version" logs --tail 50 app >&2 || true
if [ -z "$previous" ]; then
  echo "$version did not become healthy within $wait_seconds s, and there is no earlier version to go back to." >&2
  exit 1
fi
echo "$version did not become healthy within $wait_seconds s. Going back to $previous …" >&2
start "$previous"
echo "$target runs $previous again; $version was not kept." >&2
exit 1
