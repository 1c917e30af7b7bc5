#!/bin/sh
# The secrets of deploy/compose.yaml, made once, into deploy/secrets, which git does not take. What is there stays.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
keep() { # NAME VALUE
    if [ ! -e "secrets/$1" ]; then
        printf '%s' "$2" > "secrets/$1.new"
        chmod 0444 "secrets/$1.new" # containers read it as users of their own; the folder is closed to others
        mv "secrets/$1.new" "secrets/$1"
    fi
}
keep postgres_password "$(random)"
keep VITASCOPE_DATABASE "postgresql://vitascope:$(cat secrets/postgres_password)@postgres:5432/vitascope"
keep VITASCOPE_METRICS_TOKEN "$(random)"
keep VITASCOPE_S3_ACCESS_KEY_ID "$(random)"
keep VITASCOPE_S3_SECRET_ACCESS_KEY "$(random)"
keep s3.json "{\"identities\": [{\"name\": \"vitascope\", \"credentials\": [{\"accessKey\": \"$(cat secrets/VITASCOPE_S3_ACCESS_KEY_ID)\", \"secretKey\": \"$(cat secrets/VITASCOPE_S3_SECRET_ACCESS_KEY)\"}], \"actions\": [\"Read:clips\", \"Write:clips\", \"List:clips\"]}]}"
keep grafana_password "$(random)"
echo "deploy/secrets is complete. Grafana: admin, and what is in deploy/secrets/grafana_password."
