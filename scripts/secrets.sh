#!/bin/sh
# Makes the secrets that are missing in config/secrets, and never touches one that is there.
# The folder is private; the files are 0444, because Compose mounts them as they are and the stack's users read them.
set -eu
cd "$(dirname "$0")/.."
folder=config/secrets
mkdir -p "$folder"
chmod 0700 "$folder"

random() { head -c 32 /dev/urandom | base64 | tr -d '/+=\n' | cut -c1-40; }
missing() { [ ! -s "$folder/$1" ]; }
put() { cat > "$folder/$1.new" && chmod 0444 "$folder/$1.new" && mv "$folder/$1.new" "$folder/$1" && echo "made $folder/$1"; }
tls() { if command -v openssl >/dev/null; then openssl "$@"; else docker run --rm -i --entrypoint openssl nginx:1.30 "$@"; fi; }

for name in secret_key database_superuser_password database_owner_password database_app_password \
    database_monitor_password redis_password grafana_password; do
    if missing $name; then random | put $name; fi
done
if missing redis_users; then
    { # @dangerous holds FLUSHALL, CONFIG, KEYS and the like; INFO is for metrics.
        echo "user default off"
        echo "user health on nopass resetkeys resetchannels -@all +ping"
        echo "user taskflow on >$(cat $folder/redis_password) ~taskflow:* &taskflow:* +@all -@dangerous +info"
        echo "user exporter on nopass ~taskflow:* resetchannels -@all +info +ping +client|setname +client|getname +config|get +latency|latest +latency|histogram +slowlog|len +slowlog|get +xinfo|stream +xinfo|groups +xlen +type"
    } | put redis_users
fi
# A line with nothing on it is no password: for a mail server that wants none, or for no mail at all.
if missing smtp_password; then echo | put smtp_password; fi
if missing tls_key || missing tls_certificate; then
    echo "Making a certificate for localhost: browsers will warn. Put your own into $folder/tls_certificate and tls_key."
    tls ecparam -name prime256v1 -genkey -noout | put tls_key
    tls req -x509 -new -key /dev/stdin -days 90 -subj "/CN=localhost" \
        -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" < "$folder/tls_key" | put tls_certificate
fi
