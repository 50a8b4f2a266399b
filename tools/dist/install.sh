#!/usr/bin/env bash
# Installs Linju from this unpacked archive, upgrades to it, or goes back to the version before. Asks nothing, needs no network.
#   ./install.sh install   [options]   the first time on this machine
#   ./install.sh upgrade   [options]   from the unpacked archive of the new version
#   ./install.sh rollback  [options] [--restore]
#   ./install.sh configure [options]   writes other options down, and the unit with them: after `linju move`
#   ./install.sh status    [options]
#   --prefix DIR    where versions lie; /opt/linju when not given
#   --data DIR      the data folder; /srv/linju when not given
#   --backups DIR   where upgrade puts its backup; beside the data folder when not given
#   --user NAME     who runs it; linju when not given, made when it is not there
#   --no-service    systemd is left alone: you stop and start `linju serve` yourself
#   --restore       rollback: when the older version cannot read what the newer one made, put the backup of the upgrade back
# What install was told is kept in PREFIX/options and need not be said again.
# Ends with 0 (done), 1 (refused or failed, and what stands is said), 2 (asked in a way that makes no sense).
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)

say() { printf '%s\n' "$*"; }
warn() { printf 'install: %s\n' "$*" >&2; }
fail() { warn "$*"; exit 1; }
usage() { sed -n '2,16s/^# \{0,1\}//p' "$0" >&2; exit 2; }

what=${1:-}
case $what in install | upgrade | rollback | configure | status) shift ;; *) usage ;; esac
declare -A given=()
restore=no
while [ $# -gt 0 ]; do
  case $1 in
    --prefix | --data | --backups) given[${1#--}]=$(realpath -m "${2:?}"); shift 2 ;;
    --user) given[user]=${2:?}; shift 2 ;;
    --no-service) given[service]=no; shift ;;
    --restore) restore=yes; shift ;;
    *) usage ;;
  esac
done

# An installed version knows where it lies.
prefix=/opt/linju
if [ "$(basename "$(dirname "$here")")" = versions ]; then prefix=$(dirname "$(dirname "$here")"); fi
prefix=${given[prefix]:-$prefix}
unit=/etc/systemd/system/linju.service

# ---- what was said when it was installed ----
declare -A kept=()
if [ -e "$prefix/options" ]; then
  while IFS='=' read -r name value; do kept[$name]=$value; done < "$prefix/options"
fi
option() { printf '%s' "${given[$1]:-${kept[$1]:-$2}}"; }
data=$(option data /srv/linju) user=$(option user linju) service=$(option service yes)
backups=$(option backups "$data-backups")

# Words of another installation would turn the wrong one.
refuse_other_words() {
  local name
  for name in data user service; do
    if [ -n "${given[$name]:-}" ] && [ -n "${kept[$name]:-}" ] && [ "${given[$name]}" != "${kept[$name]}" ]; then
      fail "$prefix was installed with $name ${kept[$name]}, and ${given[$name]} is asked for: leave it out, or change it with configure. Nothing was changed"
    fi
  done
}
# The unit, when there is one, is of this installation. configure alone may change its data folder and its user.
refuse_other_unit() {
  [ "$service" = yes ] && [ -e "$unit" ] || return 0
  grep -qxF "ExecStart=$prefix/current/bin/linju serve" "$unit" || fail "$unit starts another program: $(sed -n 's/^ExecStart=//p' "$unit" | head -n 1). Give its folder with --prefix. Nothing was changed"
  [ "$what" != configure ] || return 0
  grep -qxF "Environment=LINJU_DATA=$data" "$unit" || fail "$unit serves another folder than $data: $(sed -n 's/^Environment=LINJU_DATA=//p' "$unit" | head -n 1). Give it with --data, or write ours down with configure. Nothing was changed"
  grep -qxF "User=$user" "$unit" || fail "$unit runs as another user than $user: $(sed -n 's/^User=//p' "$unit" | head -n 1). Nothing was changed"
}
keep_options() {
  printf '%s\n' "data=$data" "user=$user" "service=$service" "backups=$backups" > "$prefix/options.new"
  mv "$prefix/options.new" "$prefix/options"
}

# The same environment as the service has: lines as systemd reads them. Read and never run: it is no script, and a password may
# hold anything.
read_env() {
  local line name value
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line#"${line%%[![:space:]]*}"} line=${line%"${line##*[![:space:]]}"}
    [[ $line =~ ^LINJU_[A-Z_]+= ]] || continue
    name=${line%%=*} value=${line#*=}
    case $value in
      \'*\') value=${value:1:-1} ;;
      \"*\") value=$(sed 's/\\\(.\)/\1/g' <<< "${value:1:-1}") ;;
      *) value=$(sed 's/\\\(.\)/\1/g' <<< "$value") ;;
    esac
    export "$name=$value"
  done < "$1"
}
if [ "$service" = yes ] && [ -r /etc/linju.env ]; then read_env /etc/linju.env; fi

# Runs a program on the data as whoever owns them: what it makes shall be his.
as_owner() {
  local owner
  owner=$(stat -c %U "$data" 2>/dev/null || echo root)
  if [ "$(id -u)" = 0 ] && [ "$owner" != root ]; then runuser -u "$owner" -- "$@"; else "$@"; fi
}

version_of() { cat "$1/VERSION"; }
link() { ln -sfn "$1" "$2.new" && mv -T "$2.new" "$2"; }
has_data() { [ -e "$data/linju.toml" ]; }
is_on_server() {
  [ -n "${LINJU_DATABASE:-}" ] && return 0
  awk '/^[[:space:]]*\[/ { here = /^[[:space:]]*\[database\]/ } here && /^[[:space:]]*url[[:space:]]*=/ { found = 1 } END { exit !found }' "$data/linju.toml"
}
# What a version's doctor says of the data; it ends with 1 when anything is wrong, which is not the question here.
doctor_of() { as_owner "$1/bin/linju" doctor --data "$data" 2>&1 || true; }
is_served() { [[ $(doctor_of "$1") == *'linju serves it'* ]]; }
# Whether a version can read tables that a newer one may have changed.
can_read() { [[ $(doctor_of "$1") != *'migrations and this version knows'* ]]; }

stop_service() { [ "$service" = no ] || systemctl stop linju; }
start_service() {
  [ "$service" = no ] && return 0
  systemctl start linju || return 1
  for _ in $(seq 60); do
    sleep 1
    is_served "$prefix/current" && return 0
    systemctl is-failed --quiet linju && return 1
  done
  return 1
}
start_again() { start_service || warn "and linju does not start again: journalctl -u linju"; }
refuse_served() {
  if [ "$service" = no ] && is_served "$1"; then fail "linju serves $data: stop it first (with --no-service that is yours to do)"; fi
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
  [ "$service" = yes ] || return 0
  sed -e "s|@PREFIX@|$prefix|g" -e "s|@USER@|$user|g" -e "s|@DATA@|$data|g" "$prefix/current/linju.service" > "$unit.new"
  mv "$unit.new" "$unit"
  systemctl daemon-reload
}

install() {
  check_archive
  [ ! -e "$prefix/current" ] || fail "$(version_of "$prefix/current") is installed in $prefix: use upgrade"
  refuse_other_unit
  local version
  version=$(version_of "$here")
  if [ "$service" = yes ]; then
    [ "$(id -u)" = 0 ] || fail "run it as root, or with --no-service and folders of your own"
    id "$user" >/dev/null 2>&1 || useradd --system --home-dir "$data" --shell /usr/sbin/nologin "$user"
  fi
  place_version "$version"
  keep_options
  link "versions/$version" "$prefix/current"
  if [ ! -e "$data" ]; then
    mkdir -p "$data"
    chmod 700 "$data"
    if [ "$service" = yes ]; then chown "$user:" "$data"; fi
  fi
  write_unit
  if [ "$service" = yes ]; then
    ln -sfn "$prefix/current/bin/linju" /usr/local/bin/linju
    systemctl enable --quiet linju
  fi
  say "$version is installed in $prefix"
  if has_data; then
    start_service || fail "it does not start: journalctl -u linju"
  else
    say "Now set the county up, as $user: $prefix/current/bin/linju init --county CODE --data $data"
    if [ "$service" = yes ]; then say "then: systemctl start linju"; fi
  fi
}

# Verifies, and copies with the program that wrote the data. What is written while a copy is made would be in no copy, so nobody
# serves meanwhile. Sets `backup`.
verify_and_back_up() {
  local old=$1 new=$2
  say "verifying the data with $(version_of "$old") …"
  as_owner "$old/bin/linju" verify --data "$data" || { warn "the data are not whole. See docs/operations.md, Verify and rebuild"; return 1; }
  backup=$backups/before-$new-$(date +%Y%m%d-%H%M%S)
  say "a backup: $backup"
  mkdir -p "$backups" && chmod 700 "$backups" || return 1
  chown --reference="$data" "$backups" 2>/dev/null || true
  as_owner "$old/bin/linju" backup "$backup" --data "$data" >/dev/null || { warn "the backup failed"; return 1; }
}

upgrade() {
  check_archive
  [ -e "$prefix/current" ] || fail "nothing is installed in $prefix: use install"
  refuse_other_words
  refuse_other_unit
  local old new backup='' before='' backup_before=''
  old=$(readlink -f "$prefix/current")
  new=$(version_of "$here")
  [ "$(version_of "$old")" != "$new" ] || fail "$new is installed already"
  refuse_served "$old"
  place_version "$new"
  if has_data; then
    stop_service
    verify_and_back_up "$old" "$new" || { start_again; fail "nothing was changed"; }
  fi
  before=$(readlink "$prefix/previous" || true)
  backup_before=$(cat "$prefix/backup-of-upgrade" 2>/dev/null || true)
  link "versions/$(basename "$old")" "$prefix/previous"
  link "versions/$new" "$prefix/current"
  printf '%s\n' "$backup" > "$prefix/backup-of-upgrade"
  write_unit
  if has_data && ! start_service; then
    warn "$new does not start; going back to $(version_of "$old")"
    stop_service || true
    link "versions/$(basename "$old")" "$prefix/current"
    if [ -n "$before" ]; then link "$before" "$prefix/previous"; else rm -f "$prefix/previous"; fi
    printf '%s\n' "$backup_before" > "$prefix/backup-of-upgrade"
    write_unit
    # What it did to the tables before it failed goes with it.
    can_read "$old" || put_back "$old" "$backup" "$new" || fail "the upgrade failed, and linju does not serve: $(version_of "$old") cannot read the tables that $new has changed"
    start_service || fail "the upgrade failed, and $(version_of "$old") does not start either: journalctl -u linju"
    fail "the upgrade failed and was taken back: journalctl -u linju"
  fi
  say "$(version_of "$old") → $new"
  if [ "$service" = no ]; then say "Now start: $prefix/current/bin/linju serve --data $data"; fi
  say "Back again: $prefix/current/install.sh rollback"
}

# The files in the data folder that linju.toml names: certificate, secrets, authorities.
own_files() {
  sed -n 's/^[[:space:]]*\(tls_cert\|tls_key\|password_file\|secret_file\|authorities\)[[:space:]]*=[[:space:]]*"\([^"/][^"]*\)".*/\2/p' "$data/linju.toml" | grep -v '\.\.' || true
}

# Puts the backup of an upgrade back with the older program; what was there until now is kept beside it.
put_back() {
  local old=$1 backup=$2 newer=$3
  [ -n "$backup" ] && [ -e "$backup/manifest.json" ] || { warn "the backup of the upgrade is not there"; return 1; }
  if is_on_server; then
    warn "the rows are on a server: restore $backup into another, empty database by hand (docs/operations.md, Restore), then go back with that address"
    return 1
  fi
  local aside=$data.after-$newer made=$data.restored-$$ name
  [ ! -e "$aside" ] || { warn "$aside is there already: move it away"; return 1; }
  # Into a folder beside it first: until that is whole nothing is renamed.
  mkdir -m 700 "$made" || return 1
  chown --reference="$data" "$made" 2>/dev/null || true
  as_owner "$old/bin/linju" restore "$backup" --into "$made" --data "$data" >/dev/null || { rm -rf "$made"; warn "the backup could not be put back"; return 1; }
  cp -a "$data/linju.toml" "$made/linju.toml" || return 1
  for name in keys tls fonts; do
    if [ -e "$data/$name" ]; then cp -a "$data/$name" "$made/" || return 1; fi
  done
  while IFS= read -r name; do
    if [ -n "$name" ] && [ -e "$data/$name" ]; then (cd "$data" && cp -a --parents "$name" "$made/") || return 1; fi
  done <<< "$(own_files)"
  mv "$data" "$aside" && mv "$made" "$data" || return 1
  say "the backup $backup is in $data; what was there until now is in $aside"
}

rollback() {
  [ -e "$prefix/previous" ] || fail "no version before this one is in $prefix"
  refuse_other_words
  refuse_other_unit
  local new old backup
  new=$(readlink -f "$prefix/current")
  old=$(readlink -f "$prefix/previous")
  refuse_served "$new"
  backup=$(cat "$prefix/backup-of-upgrade" 2>/dev/null || true)
  if has_data; then
    stop_service
    if ! can_read "$old"; then
      if [ $restore = no ]; then
        start_again
        warn "$(version_of "$new") has changed the tables, and $(version_of "$old") cannot read them."
        if [ -n "$backup" ]; then
          warn "With --restore the backup of the upgrade is put back. What was written since is then lost:"
          as_owner "$new/bin/linju" restore "$backup" --drill --data "$data" >&2 || true
        fi
        fail "nothing was changed"
      fi
      put_back "$old" "$backup" "$(basename "$new")" || { start_again; fail "nothing was changed"; }
    fi
  fi
  link "versions/$(basename "$old")" "$prefix/current"
  link "versions/$(basename "$new")" "$prefix/previous"
  write_unit
  if has_data && ! start_service; then fail "$(version_of "$old") does not start: journalctl -u linju"; fi
  say "$(version_of "$new") → $(version_of "$old")"
  if [ "$service" = no ]; then say "Now start: $prefix/current/bin/linju serve --data $data"; fi
}

configure() {
  [ -e "$prefix/current" ] || fail "nothing is installed in $prefix: use install"
  refuse_other_unit
  if [ "${given[data]:-}" ] && ! has_data; then fail "$data is no data folder: it has no linju.toml. Nothing was changed"; fi
  refuse_served "$prefix/current"
  keep_options
  write_unit
  say "$prefix serves $data as $user"
  if [ "$service" = yes ]; then say "Now: systemctl restart linju"; fi
}

status() {
  [ -e "$prefix/current" ] || fail "nothing is installed in $prefix"
  refuse_other_words
  say "current  $(version_of "$prefix/current")"
  if [ -e "$prefix/previous" ]; then say "previous $(version_of "$prefix/previous")"; fi
  say "data     $data"
  if has_data; then as_owner "$prefix/current/bin/linju" doctor --data "$data"; fi
}

$what
