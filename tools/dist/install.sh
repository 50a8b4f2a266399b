#!/usr/bin/env bash
# Installs Linju from this unpacked archive, upgrades to it, or goes back to the version before. Asks nothing, needs no network.
#   ./install.sh install  [options]   the first time on this machine
#   ./install.sh upgrade  [options]   from the unpacked archive of the new version
#   ./install.sh rollback [options] [--restore]
#   ./install.sh status   [options]
#   --prefix DIR    where versions lie; /opt/linju when not given
#   --data DIR      the data folder; /srv/linju when not given
#   --backups DIR   where upgrade puts its backup; beside the data folder when not given
#   --user NAME     who runs it; linju when not given, made when it is not there
#   --no-service    systemd is left alone: you stop and start `linju serve` yourself
#   --restore       rollback: when the older version cannot read what the newer one made, put the backup of the upgrade back
# Ends with 0 (done), 1 (refused or failed, and what stands is said), 2 (asked in a way that makes no sense).
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)

say() { printf '%s\n' "$*"; }
fail() { printf 'install: %s\n' "$*" >&2; exit 1; }
usage() { sed -n '2,14s/^# \{0,1\}//p' "$0" >&2; exit 2; }

what=${1:-}
case $what in install | upgrade | rollback | status) shift ;; *) usage ;; esac
prefix=/opt/linju data=/srv/linju backups='' user=linju service=yes restore=no
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=${2:?}; shift 2 ;;
    --data) data=${2:?}; shift 2 ;;
    --backups) backups=${2:?}; shift 2 ;;
    --user) user=${2:?}; shift 2 ;;
    --no-service) service=no; shift ;;
    --restore) restore=yes; shift ;;
    *) usage ;;
  esac
done
prefix=$(realpath -m "$prefix") data=$(realpath -m "$data")
backups=$(realpath -m "${backups:-$data-backups}")
unit=/etc/systemd/system/linju.service

# Runs a program on the data as whoever owns them: what it makes shall be his.
as_owner() {
  local owner
  owner=$(stat -c %U "$data" 2>/dev/null || echo root)
  if [ "$(id -u)" = 0 ] && [ "$owner" != root ]; then runuser -u "$owner" -- "$@"; else "$@"; fi
}
# With the same database as the service.
if [ -r /etc/linju.env ] && [ $service = yes ]; then set -a; . /etc/linju.env; set +a; fi

version_of() { cat "$1/VERSION"; }
link() { ln -sfn "$1" "$2.new" && mv -T "$2.new" "$2"; }
has_data() { [ -e "$data/linju.toml" ]; }
# What a version's doctor says of the data; it ends with 1 when anything is wrong, which is not the question here.
doctor_of() { as_owner "$1/bin/linju" doctor --data "$data" 2>&1 || true; }
is_served() { [[ $(doctor_of "$1") == *'linju serves it'* ]]; }
# Whether a version can read tables that a newer one may have changed.
can_read() { [[ $(doctor_of "$1") != *'migrations and this version knows'* ]]; }

stop_service() { [ $service = no ] || systemctl stop linju; }
start_service() {
  [ $service = no ] && return 0
  systemctl start linju || return 1
  for _ in $(seq 60); do
    is_served "$prefix/current" && return 0
    systemctl is-failed --quiet linju && return 1
    sleep 1
  done
  return 1
}
refuse_served() {
  if [ $service = no ] && is_served "$1"; then fail "linju serves $data: stop it first (with --no-service that is yours to do)"; fi
}

check_archive() {
  [ -e "$here/SHA256SUMS" ] || fail "$here is no unpacked archive: SHA256SUMS is missing"
  (cd "$here" && sha256sum --quiet -c SHA256SUMS >/dev/null 2>&1) || fail "the archive is damaged: a file does not match SHA256SUMS. Fetch it again, and compare its own SHA-256 first"
  "$here/bin/linju" --version >/dev/null 2>&1 || fail "the program does not run on this machine: $(uname -m), $("$here/bin/linju" --version 2>&1 | head -n 1)"
}

# Puts this archive's files into their place; a half-copied version has another name.
place_version() {
  local to=$prefix/versions/$1
  mkdir -p "$prefix/versions"
  rm -rf "$to.new"
  mkdir "$to.new"
  (cd "$here" && cp -a VERSION SHA256SUMS bin docs fonts licences install.sh linju.service ./*.md LICENSE "$to.new/")
  rm -rf "$to"
  mv "$to.new" "$to"
}

write_unit() {
  [ $service = yes ] || return 0
  sed -e "s|@PREFIX@|$prefix|g" -e "s|@USER@|$user|g" -e "s|@DATA@|$data|g" "$prefix/current/linju.service" > "$unit.new"
  mv "$unit.new" "$unit"
  systemctl daemon-reload
}

install() {
  check_archive
  [ ! -e "$prefix/current" ] || fail "$(version_of "$prefix/current") is installed in $prefix: use upgrade"
  local version
  version=$(version_of "$here")
  if [ $service = yes ]; then
    [ "$(id -u)" = 0 ] || fail "run it as root, or with --no-service and folders of your own"
    id "$user" >/dev/null 2>&1 || useradd --system --home-dir "$data" --shell /usr/sbin/nologin "$user"
  fi
  place_version "$version"
  link "versions/$version" "$prefix/current"
  if [ ! -e "$data" ]; then
    mkdir -p "$data"
    chmod 700 "$data"
    if [ $service = yes ]; then chown "$user:" "$data"; fi
  fi
  write_unit
  if [ $service = yes ]; then
    ln -sfn "$prefix/current/bin/linju" /usr/local/bin/linju
    systemctl enable --quiet linju
  fi
  say "$version is installed in $prefix"
  if has_data; then
    start_service || fail "it does not start: journalctl -u linju"
  else
    say "Now set the county up, as $user: $prefix/current/bin/linju init --county CODE --data $data"
    if [ $service = yes ]; then say "then: systemctl start linju"; fi
  fi
}

upgrade() {
  check_archive
  [ -e "$prefix/current" ] || fail "nothing is installed in $prefix: use install"
  local old new backup
  old=$(readlink -f "$prefix/current")
  new=$(version_of "$here")
  [ "$(version_of "$old")" != "$new" ] || fail "$new is installed already"
  refuse_served "$old"
  backup=''
  if has_data; then
    say "verifying the data with $(version_of "$old") …"
    as_owner "$old/bin/linju" verify --data "$data" || fail "the data are not whole: nothing was changed. See docs/operations.md, Verify and rebuild"
    backup=$backups/before-$new-$(date +%Y%m%d-%H%M%S)
    say "a backup: $backup"
    mkdir -p "$backups"
    chmod 700 "$backups"
    chown --reference="$data" "$backups" 2>/dev/null || true
    as_owner "$old/bin/linju" backup "$backup" --data "$data" >/dev/null || fail "the backup failed: nothing was changed"
  fi
  place_version "$new"
  stop_service
  link "versions/$(basename "$old")" "$prefix/previous"
  link "versions/$new" "$prefix/current"
  printf '%s\n' "$backup" > "$prefix/backup-of-upgrade"
  write_unit
  if has_data && ! start_service; then
    say "$new does not start; going back to $(version_of "$old")" >&2
    stop_service || true
    back || true
    fail "the upgrade failed and was taken back: journalctl -u linju"
  fi
  say "$(version_of "$old") → $new"
  if [ $service = no ]; then say "Now start: $prefix/current/bin/linju serve --data $data"; fi
  say "Back again: $prefix/current/install.sh rollback"
}

# Lets the version before take over, on data that it can read.
back() {
  local new old
  new=$(readlink -f "$prefix/current")
  old=$(readlink -f "$prefix/previous")
  link "versions/$(basename "$old")" "$prefix/current"
  link "versions/$(basename "$new")" "$prefix/previous"
  write_unit
  if has_data && ! start_service; then fail "$(version_of "$old") does not start either: journalctl -u linju"; fi
}

rollback() {
  [ -e "$prefix/previous" ] || fail "no version before this one is in $prefix"
  local new old backup reads
  new=$(readlink -f "$prefix/current")
  old=$(readlink -f "$prefix/previous")
  refuse_served "$new"
  backup=$(cat "$prefix/backup-of-upgrade" 2>/dev/null || true)
  reads=yes
  if has_data; then
    stop_service
    can_read "$old" || reads=no
  fi
  if [ $reads = no ] && [ $restore = no ]; then
    start_service || true
    say "$(version_of "$new") has changed the tables, and $(version_of "$old") cannot read them." >&2
    if [ -n "$backup" ]; then
      say "With --restore the backup of the upgrade is put back. What was written since is then lost:" >&2
      as_owner "$new/bin/linju" restore "$backup" --drill --data "$data" >&2 || true
    fi
    fail "nothing was changed"
  fi
  if [ $reads = no ]; then
    [ -n "$backup" ] && [ -e "$backup/manifest.json" ] || fail "the backup of the upgrade is not there: nothing was changed"
    if [ -n "${LINJU_DATABASE:-}" ] || grep -q '^url *=' "$data/linju.toml"; then
      fail "the rows are on a server: restore $backup into another, empty database by hand (docs/operations.md, Restore), then rollback with that address"
    fi
    local aside=$data.after-$(basename "$new")
    [ ! -e "$aside" ] || fail "$aside is there already: move it away"
    # Into a folder beside it first: until that is whole nothing is renamed.
    local made=$data.restored-$$
    mkdir -m 700 "$made"
    chown --reference="$data" "$made" 2>/dev/null || true
    as_owner "$old/bin/linju" restore "$backup" --into "$made" --data "$data" >/dev/null || { rm -rf "$made"; fail "the backup could not be put back: nothing was changed"; }
    cp -a "$data/linju.toml" "$made/linju.toml"
    for name in tls fonts; do if [ -e "$data/$name" ]; then cp -a "$data/$name" "$made/$name"; fi; done
    mv "$data" "$aside"
    mv "$made" "$data"
    say "the backup $backup is in $data; what was there until now is in $aside"
  fi
  back
  say "$(version_of "$new") → $(version_of "$old")"
  if [ $service = no ]; then say "Now start: $prefix/current/bin/linju serve --data $data"; fi
}

status() {
  [ -e "$prefix/current" ] || fail "nothing is installed in $prefix"
  say "current  $(version_of "$prefix/current")"
  if [ -e "$prefix/previous" ]; then say "previous $(version_of "$prefix/previous")"; fi
  if has_data; then as_owner "$prefix/current/bin/linju" doctor --data "$data"; fi
}

$what
