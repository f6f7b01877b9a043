# Runs a private PostgreSQL server: sh postgres-server.sh /usr/lib/postgresql/VERSION/bin
#
# Prints the folder of its socket once it serves (user bartizan, no password), and takes all down
# when its input is closed, however the process at the other end came to its end. Nothing of it has
# to survive the machine, so it does not fsync. It refuses to run as root.
set -e
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$1/initdb" -D "$dir/data" -U bartizan -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 ||
    { cat "$dir/log" >&2; exit 1; }
"$1/pg_ctl" -D "$dir/data" -l "$dir/log" -w start -o "-h '' -k $dir -F -c max_connections=200" \
    >/dev/null || { cat "$dir/log" >&2; exit 1; }
echo "$dir"
read -r _ || true
"$1/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null
