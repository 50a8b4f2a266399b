#!/usr/bin/env bash
# A throw-away PostgreSQL with a Chinese locale, for trying things by hand (the tests start their own).
#   tools/pg.sh start   prints its URL; the same again when it runs already
#   tools/pg.sh stop    ends it and deletes its data
set -euo pipefail

home=${LINJU_PG_DIR:-/tmp/linju-pg-by-hand-$(id -u)}
port=${LINJU_PG_PORT:-54329}
url="postgresql://linju@127.0.0.1:$port/linju"

bin=$(command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1) \
  || { echo "pg: PostgreSQL is missing: tools/setup.sh test" >&2; exit 1; }
bin=$(dirname "$(readlink -f "$bin")")

# PostgreSQL refuses to run as root; Debian's package has made the user it may run as.
as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

case ${1:-} in
  start)
    if as_owner "$bin/pg_ctl" -D "$home/data" status >/dev/null 2>&1; then echo "$url"; exit 0; fi
    rm -rf "$home"
    mkdir -m 700 "$home"
    if [ "$(id -u)" = 0 ]; then chown postgres: "$home"; fi
    cd "$home"
    as_owner "$bin/initdb" -D "$home/data" --username linju --auth trust --locale zh_CN.UTF-8 --encoding UTF8 --text-search-config simple >/dev/null
    as_owner "$bin/pg_ctl" -D "$home/data" -l "$home/log" -w -o "-p $port -h 127.0.0.1 -k $home" start >/dev/null
    as_owner "$bin/createdb" -h 127.0.0.1 -p "$port" -U linju linju
    echo "$url"
    ;;
  stop)
    if [ -d "$home/data" ]; then
      cd "$home"
      as_owner "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || true
    fi
    rm -rf "$home"
    ;;
  *) echo "usage: tools/pg.sh start|stop" >&2; exit 2 ;;
esac
