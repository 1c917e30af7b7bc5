#!/bin/sh
# Secrets that come as files named for their setting, such as /run/secrets/VITASCOPE_DATABASE, become that setting.
set -eu
for file in "${SECRETS_DIR:-/run/secrets}"/VITASCOPE_*; do
    if [ -f "$file" ]; then
        value=$(cat "$file")
        export "$(basename "$file")=$value"
    fi
done
exec /opt/vitascope/bin/vitascope "$@"
