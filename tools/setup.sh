#!/usr/bin/env bash
# Gets what building and testing need, on Debian 12 or later with git, Rust and Node.
#   tools/setup.sh run     what `make run` needs
#   tools/setup.sh test    that, and what `make test` needs
# Says what it installs and why; asks nothing; silent when nothing is missing.
set -euo pipefail

for_what=${1:-}
case $for_what in
  run | test) ;;
  *) echo "usage: tools/setup.sh run|test" >&2; exit 2 ;;
esac

has() { command -v "$1" >/dev/null 2>&1; }
say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# True when version $1 is at least $2 (1.95.0 and 1.95).
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# ---- what we do not install for anyone: the two compilers' own installers do it better ----
has cargo || fail "Rust is missing. Get it from https://rustup.rs, open a new terminal, and try again"
rust_needed=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
rust_here=$(rustc --version | cut -d ' ' -f 2)
at_least "$rust_here" "${rust_needed:-1.95}" || fail "Rust $rust_here is too old, $rust_needed is needed: rustup update stable"
has npm || fail "Node.js is missing (it bundles scripts and styles). Get version 20 or later from https://nodejs.org, or: apt-get install nodejs npm"
at_least "$(node --version | tr -d v)" 20 || fail "Node.js $(node --version) is too old, 20 is needed: https://nodejs.org"

# ---- what Debian has: "package|why", collected first and installed in one go ----
missing=()
need() { missing+=("$1|$2"); }

has cc || need build-essential "a C compiler: SQLite is compiled into the program"

has_postgres() { has initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
has_chinese_locale() { locale -a 2>/dev/null | grep -qiE '^zh_CN\.utf-?8$'; }
has_chinese_font() { [ -e /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc ]; }

# Letters: 仿宋, 楷体, 黑体 and 宋体 of Fandol lie inside a package of TeX, which would bring 100 MB more; only the fonts are taken.
fandol=/usr/local/share/fonts/fandol
has_letter_fonts() { [ -n "$(find "$fandol" /usr/share/texlive/texmf-dist/fonts/opentype/public/fandol -name FandolFang-Regular.otf 2>/dev/null)" ]; }
has_chinese_font || need fonts-noto-cjk "Chinese letters: for what the letter fonts lack, and for the browser's pages and pictures"

if [ "$for_what" = test ]; then
  has_postgres || need postgresql "the second database engine; the tests start servers of their own and end them"
  has_chinese_locale || [ -e /etc/locale.gen ] || need locales "to make the zh_CN.UTF-8 locale, in which a forgotten sort order shows"
  has chromium || need chromium "the browser of the browser tests"
  has pdftotext || need poppler-utils "the tests measure printed letters with it"
  /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || need python3-aiosmtpd "a mail server, to which one test sends mail"
  has ip || need iproute2 "one test installs from the archive where there is no network"
  [ -e "/usr/lib/$(uname -m)-linux-gnu/faketime/libfaketimeMT.so.1" ] || need faketime "messages go by day only; at night two tests put their own clock ahead"
  has turnserver || need coturn "the relay of mediation by video: three browsers of one test talk through it"
  has strace || need strace "one test watches the system calls, to see the disk written before the answer"
fi

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif has sudo; then sudo "$@"
  else fail "root is needed for this, and sudo is missing. As root: $*"
  fi
}

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" >/dev/null; }

if [ ${#missing[@]} -gt 0 ]; then
  has apt-get || {
    echo "setup: these are missing, and this is no Debian, so please install them yourself:" >&2
    printf '  %s\n' "${missing[@]/|/ — }" >&2
    exit 1
  }
  say "installing with apt:"
  printf '  %s\n' "${missing[@]/|/ — }"
  apt update
  packages=("${missing[@]%%|*}")
  if [[ " ${packages[*]} " == *" postgresql "* ]]; then
    # Debian would make a database cluster and start it at every boot; the tests want the programs only.
    apt install --no-install-recommends -y postgresql-common
    if [ ! -d /etc/postgresql ] || [ -z "$(ls -A /etc/postgresql)" ]; then
      as_root sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    fi
  fi
  apt install --no-install-recommends -y "${packages[@]}"
fi

if [ "$for_what" = test ] && ! has_chinese_locale; then
  say "making the zh_CN.UTF-8 locale"
  as_root sed -i 's/^# *zh_CN.UTF-8 UTF-8/zh_CN.UTF-8 UTF-8/' /etc/locale.gen
  grep -q '^zh_CN.UTF-8 UTF-8' /etc/locale.gen || as_root sh -c 'echo "zh_CN.UTF-8 UTF-8" >> /etc/locale.gen'
  as_root locale-gen >/dev/null
  has_chinese_locale || fail "zh_CN.UTF-8 was not made; as root: dpkg-reconfigure locales"
fi

if ! has_letter_fonts && has apt-get && has dpkg-deb; then
  say "getting the Fandol fonts for letters (from Debian's texlive-lang-chinese, without TeX)"
  [ ${#missing[@]} -gt 0 ] || apt update
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  if (cd "$work" && apt-get -qq download texlive-lang-chinese >/dev/null 2>&1 && dpkg-deb -x texlive-lang-chinese_*.deb tree); then
    as_root mkdir -p "$fandol"
    as_root cp "$work"/tree/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/Fandol{Fang,Kai,Song,Hei}-*.otf "$fandol"/
  else
    say "they could not be had; letters are set in Noto until fonts are put into the fonts folder (linju doctor tells)"
  fi
fi
