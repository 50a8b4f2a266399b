#!/usr/bin/env bash
# Makes one archive with which a county installs Linju on a machine without a network: the program, fonts for letters, the
# guides, a unit for systemd, and the script that installs, upgrades and rolls back.
#   tools/dist.sh [--binary FILE] [--version V] [--out DIR] [--without-fonts] [--quick]
#   --binary         the built program; release/linju in cargo's target folder when not given
#   --version        as Cargo.toml says, with the commit, when not given
#   --out            where to; ./dist when not given
#   --without-fonts  letters are then printed with the office's own fonts, or leave as DOCX
#   --quick          hardly compressed, no licence texts of the libraries: for tests
# Prints the path of the archive; a file with its SHA-256 lies beside it.
set -euo pipefail
cd "$(dirname "$0")/.."

binary=${CARGO_TARGET_DIR:-target}/release/linju version='' out=dist fonts=yes quick=no
while [ $# -gt 0 ]; do
  case $1 in
    --binary) binary=$2; shift 2 ;;
    --version) version=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    --without-fonts) fonts=no; shift ;;
    --quick) quick=yes; shift ;;
    *) echo "usage: tools/dist.sh [--binary FILE] [--version V] [--out DIR] [--without-fonts] [--quick]" >&2; exit 2 ;;
  esac
done
fail() { echo "dist: $*" >&2; exit 1; }
[ -x "$binary" ] || fail "$binary is not there: make build"

if [ -z "$version" ]; then
  version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
  commit=$(git rev-parse --short HEAD 2>/dev/null) && version=$version+$commit
fi
[[ $version =~ ^[A-Za-z0-9.+_-]+$ ]] || fail "$version is no name of a version"
name=linju-$version-$(uname -m)-linux
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/$name
mkdir -p "$tree"/{bin,docs,fonts,licences}

cp "$binary" "$tree/bin/linju"
# Names of functions stay, for what a panic tells; lines of the source do not.
[ $quick = yes ] || strip --strip-debug "$tree/bin/linju" 2>/dev/null || true
chmod 755 "$tree/bin/linju"
echo "$version" > "$tree/VERSION"
cp tools/dist/install.sh tools/dist/linju.service "$tree/"
chmod 755 "$tree/install.sh"
cp README.md README.zh-CN.md SECURITY.md CHANGELOG.md LICENSE "$tree/"
cp docs/*.md docs/*.png "$tree/docs/"
cp -r docs/adr docs/examples "$tree/docs/"

# Fonts are works of their own beside the program, each with its licence (docs/adr/0015).
if [ $fonts = yes ]; then
  fandol=''
  for folder in /usr/local/share/fonts/fandol /usr/share/texlive/texmf-dist/fonts/opentype/public/fandol /usr/share/fonts/opentype/fandol; do
    [ -e "$folder/FandolFang-Regular.otf" ] && fandol=$folder && break
  done
  [ -n "$fandol" ] || fail "the Fandol fonts are missing: tools/setup.sh run, or --without-fonts"
  mkdir "$tree/fonts/fandol"
  cp "$fandol"/Fandol{Fang,Kai,Song,Hei}-*.otf "$tree/fonts/fandol/"
  cp /usr/share/common-licenses/GPL-3 "$tree/fonts/fandol/COPYING" 2>/dev/null || fail "the text of the GPL is missing: /usr/share/common-licenses/GPL-3"
  cat > "$tree/fonts/fandol/README" <<'TEXT'
Fandol, Copyright 2012-2015 the Fandol team (Clerk Ma, Jie Su). GPL-3.0 with the GPL font exception: a document that embeds
these fonts is not covered by the GPL for that reason. Unchanged, as published on CTAN (fonts/fandol), which has no other
source than these files.
TEXT
  noto=/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc
  if [ -e $noto ] && [ $quick = no ]; then
    mkdir "$tree/fonts/noto"
    cp $noto "$tree/fonts/noto/"
    cp /usr/share/doc/fonts-noto-cjk/copyright "$tree/fonts/noto/OFL-and-copyright.txt" || fail "the licence of Noto CJK is missing"
  fi
fi

# What is linked into the program is passed on with it: its notices too.
if [ $quick = no ]; then
  registry=$(compgen -G "${CARGO_HOME:-$HOME/.cargo}/registry/src/*" | head -n 1)
  notices=$tree/licences/libraries.txt
  cargo tree --locked --offline --package app --edges normal --prefix none --format '{p}|{l}|{r}' | sed 's/ (\*)//' | sort -u | grep -v "$PWD" |
    while IFS='|' read -r package licence repository; do
      read -r crate number _ <<< "$package"
      printf '\n==== %s %s\n%s\n%s\n' "$crate" "$number" "$licence" "$repository"
      find "$registry/$crate-${number#v}" -maxdepth 1 -type f \( -iname 'licen[sc]e*' -o -iname 'copying*' -o -iname 'notice*' \) 2>/dev/null | sort |
        while read -r file; do printf -- '---- %s\n' "$(basename "$file")"; cat "$file"; done
    done > "$notices"
  grep -q '^==== ' "$notices" || fail "the libraries' notices could not be gathered"
fi

(cd "$tree" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum > SHA256SUMS)
mkdir -p "$out"
level=9; [ $quick = yes ] && level=1
# The same content is the same archive, whenever it is packed.
stamp=$(git log -1 --format=%ct 2>/dev/null || echo 0)
tar --create --directory "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$stamp" "$name" | gzip -n -$level > "$out/$name.tar.gz"
(cd "$out" && sha256sum "$name.tar.gz" > "$name.tar.gz.sha256")
echo "$out/$name.tar.gz"
