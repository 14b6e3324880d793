#!/bin/sh
# Changes which certificates the programs of this Linux trust that use the system's store:
#
# WHAT
#
#   sh trust.sh          does it; a second time it finds it done
#   sh trust.sh undo     takes back exactly that
#   ssh host sudo sh -s < trust.sh
#
# Made by rootcause. Read it before you run it.
# BASIS
# Knows the layouts of Debian, Alpine, Fedora, Arch and SUSE. Needs root, base64 and sha256sum (or openssl).
# Contacts nobody. Writes one file for each certificate, and has the system's own tool make the store anew:
#   Debian, Alpine   /usr/local/share/ca-certificates, /etc/ca-certificates.conf
#   Fedora           /etc/pki/ca-trust/source/anchors, .../blocklist
#   Arch             /etc/ca-certificates/trust-source/anchors, .../blocklist
#   SUSE             /etc/pki/trust/anchors, .../blocklist
# Programs that do not read the system's store (Java, Firefox, Node, Python with certifi) do not notice.
#
# Exit status: 0 done, or nothing to do; 1 it could not be done, and nothing has changed; 2 usage.
set -eu
LC_ALL=C
export LC_ALL
umask 022

# CERTIFICATES

say() { printf '%s\n' "$*"; }
die() {
  printf 'trust.sh: %s\n' "$*" >&2
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# SHA-256 of the certificate in a text of one PEM block.
digest() {
  if has base64 && has sha256sum; then
    sed '/^-----/d' | base64 -d | sha256sum | cut -d ' ' -f 1
  else
    openssl x509 -outform DER | openssl dgst -sha256 -r | cut -d ' ' -f 1
  fi
}

# A line of the certificate that no other has: 64 characters of its signature.
mark_of() { pem_of "$1" | tail -n 3 | head -n 1; }

check_certificates() {
  { has base64 && has sha256sum; } || has openssl || die 'base64 and sha256sum, or openssl, are needed to check the certificates'
  for name in $ADDED $DROPPED; do
    [ "$(pem_of "$name" | digest)" = "$(sha256_of "$name")" ] || die "the certificate $name is not the one that this script was made for"
  done
}

# The first folder that is there, else the first.
first_there() {
  for folder; do
    if [ -d "$folder" ]; then
      say "$folder"
      return
    fi
  done
  say "$1"
}

find_layout() {
  if [ -d /etc/pki/trust/anchors ] && has update-ca-certificates; then
    layout=SUSE
    anchors=/etc/pki/trust/anchors
    blocked=$(first_there /etc/pki/trust/blocklist /etc/pki/trust/blacklist)
    bundle=/var/lib/ca-certificates/ca-bundle.pem
    ending=pem
  elif [ -d /etc/pki/ca-trust/source/anchors ] && has update-ca-trust; then
    layout=Fedora
    anchors=/etc/pki/ca-trust/source/anchors
    blocked=$(first_there /etc/pki/ca-trust/source/blocklist /etc/pki/ca-trust/source/blacklist)
    bundle=/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem
    ending=pem
  elif [ -d /etc/ca-certificates/trust-source ] && has update-ca-trust; then
    layout=Arch
    anchors=/etc/ca-certificates/trust-source/anchors
    blocked=$(first_there /etc/ca-certificates/trust-source/blocklist /etc/ca-certificates/trust-source/blacklist)
    bundle=/etc/ca-certificates/extracted/tls-ca-bundle.pem
    ending=crt
  elif [ -f /etc/ca-certificates.conf ] && has update-ca-certificates; then
    layout=Debian
    anchors=/usr/local/share/ca-certificates
    blocked=
    bundle=/etc/ssl/certs/ca-certificates.crt
    ending=crt
  else
    die 'no tool that makes a trust store is here; install the package ca-certificates first'
  fi
}

# Has the system's own tool make the store out of its inputs. --fresh: Debian's leaves links behind otherwise.
regenerate() {
  case $layout in
  Debian) update-ca-certificates --fresh >/dev/null ;;
  SUSE) update-ca-certificates ;;
  *) update-ca-trust ;;
  esac
}

is_trusted() { [ -f "$bundle" ] && grep -qxF -e "$(mark_of "$1")" "$bundle"; }

# A file that is whole or not there: written beside, then renamed. Standard input is the content.
put() {
  new=${1%/*}/.trust.$$
  mkdir -p "${1%/*}" && cat >"$new" && chmod 644 "$new" && mv -f "$new" "$1" && return
  rm -f "$new"
  return 1
}

# A file whose content becomes that of standard input, with its mode and owner; a link stays a link.
rewrite() {
  real=$(readlink -f "$1")
  new=$real.trust.$$
  cp -p "$real" "$new" && cat >"$new" && mv -f "$new" "$real" && return
  rm -f "$new"
  return 1
}

# Debian, Alpine: what the package brought is deselected in the list, and what was added by hand is put aside, each with a mark that
# undo looks for.
CONF=/etc/ca-certificates.conf

# As `grep -rlF`, which not every BusyBox has; links to files are followed.
files_with() {
  find -L "$2" -type f ! -name '.*' -exec grep -lxF -e "$(mark_of "$1")" {} + 2>/dev/null || true
}

deselect() {
  files_with "$1" /usr/share/ca-certificates | while IFS= read -r file; do
    OFF=${file#/usr/share/ca-certificates/} MARK="# rootcause: $1" awk '
      $0 == ENVIRON["OFF"] { print ENVIRON["MARK"]; print "!" $0; next }
      { print }' "$CONF" >"$CONF.new.$$"
    cmp -s "$CONF" "$CONF.new.$$" || rewrite "$CONF" <"$CONF.new.$$"
    rm -f "$CONF.new.$$"
  done
  files_with "$1" "$anchors" | while IFS= read -r file; do
    [ "$(grep -c -e '-----BEGIN' "$file")" -eq 1 ] || die "$file holds other certificates too: take this one out by hand"
    mv -f "$file" "${file%/*}/.${file##*/}.off-$1"
    say "put aside $file"
  done
}

put_aside() { find "$anchors" -type f -name ".*.off-$1" 2>/dev/null || true; }

is_off() { grep -qxF -e "# rootcause: $1" "$CONF" || [ -n "$(put_aside "$1")" ]; }

select_again() {
  MARK="# rootcause: $1" awk '
    $0 == ENVIRON["MARK"] { was = 1; next }
    was && /^!/ { sub(/^!/, "") }
    { was = 0; print }' "$CONF" >"$CONF.new.$$"
  cmp -s "$CONF" "$CONF.new.$$" || rewrite "$CONF" <"$CONF.new.$$"
  rm -f "$CONF.new.$$"
  put_aside "$1" | while IFS= read -r file; do
    back=${file##*/}
    back=${back#.}
    mv -f "$file" "${file%/*}/${back%.off-"$1"}"
  done
}

do_it() {
  changed=
  for name in $ADDED; do
    file=$anchors/$name.$ending
    if [ -f "$file" ] && pem_of "$name" | cmp -s - "$file"; then
      say "is there already: $file"
    elif is_trusted "$name"; then
      say "is trusted already, nothing is added: $name"
    else
      say "writes $file"
      pem_of "$name" | put "$file" || take_back "it cannot be written"
      changed=yes
    fi
  done
  for name in $DROPPED; do
    if [ -n "$blocked" ]; then
      file=$blocked/$name.$ending
      if [ -f "$file" ] && pem_of "$name" | cmp -s - "$file"; then
        say "is there already: $file"
      else
        say "writes $file"
        pem_of "$name" | put "$file" || take_back "it cannot be written"
        changed=yes
      fi
    elif is_trusted "$name"; then
      say "deselects $name"
      deselect "$name" || take_back "it cannot be deselected"
      changed=yes
    else
      say "is not trusted, nothing is taken away: $name"
    fi
  done
  if [ -n "$changed" ]; then
    say "makes the store of $layout anew"
    regenerate || take_back "the system's tool failed"
  fi
  for name in $ADDED; do
    is_trusted "$name" || take_back "$bundle does not hold $name afterwards"
  done
  for name in $DROPPED; do
    ! is_trusted "$name" || take_back "$bundle still holds $name afterwards"
  done
  say "done; seen in $bundle. Programs that run already may have to be started again."
}

# Only what this script wrote: files of its own names and content, and lines that bear its mark.
undo() {
  changed=
  for name in $ADDED; do
    remove "$name" "$anchors/$name.$ending"
  done
  if [ -n "$blocked" ]; then
    for name in $DROPPED; do
      remove "$name" "$blocked/$name.$ending"
    done
  fi
  if [ "$layout" = Debian ]; then
    for name in $DROPPED; do
      is_off "$name" || continue
      say "selects $name again"
      select_again "$name"
      changed=yes
    done
  fi
  [ -z "$changed" ] || regenerate
}

remove() {
  [ -f "$2" ] || return 0
  if pem_of "$1" | cmp -s - "$2"; then
    say "removes $2"
    rm -f "$2"
    changed=yes
  else
    say "was changed since, and stays: $2" >&2
  fi
}

take_back() {
  say "$1: everything is taken back" >&2
  undo >&2 || say 'and taking it back failed: run it with undo' >&2
  exit 1
}

main() {
  [ $# -le 1 ] || usage
  case ${1-} in
  '' | undo) ;;
  -h | --help | help)
    say 'sh trust.sh [undo]: its head says what it does'
    return 0
    ;;
  *) usage ;;
  esac
  [ "$(id -u)" -eq 0 ] || die 'the store of the whole system can be changed by root alone: run it with sudo'
  check_certificates
  find_layout
  if [ "${1-}" = undo ]; then
    undo
    say 'taken back'
  else
    do_it
  fi
}

usage() {
  say 'usage: sh trust.sh [undo]' >&2
  exit 2
}

# The last line: of a script that was cut short nothing runs.
main "$@"
