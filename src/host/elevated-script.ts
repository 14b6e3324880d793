/**
 * All that is done with borrowed rights: a fixed program of /bin/sh (POSIX, with what coreutils and BusyBox both have). Paths come as
 * arguments, content over standard input. It trusts no variable of the user: PATH is set first.
 *
 * - `read PATH`: `MODE UID GID` in a line, then the content; ends with 44 where nothing is.
 * - `put PATH FRESH MODE OWNER FOLDER...`: makes the folders, writes standard input to the new file FRESH, gives it the attributes of
 *   PATH (or MODE, and OWNER unless that is empty), flushes it and renames it over PATH. Whatever fails, FRESH and the folders go again.
 * - `copy PATH FRESH`: the content of PATH into FRESH, where PATH is there.
 * - `replace PATH COPY`: renames COPY over PATH as `put` does.
 * - `remove PATH`, `rmdir PATH`: a file; a folder, if it is empty.
 * - `sweep FOLDER NAME...`: removes these names of a folder.
 * - `run COUNT NAME LENGTH ... -- VARIABLE=VALUE... PROGRAM ARGUMENT...`: files out of standard input, one after the other, into an empty
 *   folder, in which the program is run with these variables alone, at home where root is.
 */
export const elevatedScript = `
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
unset IFS ENV BASH_ENV CDPATH
umask 022
state() { stat -L -c "$1" -- "$2" 2>/dev/null || stat -L -f "$3" "$2"; }
flush() { sync -- "$1" 2>/dev/null || sync; }
finish() {
  if [ -e "$2" ]; then
    chown "$(state '%u:%g' "$2" '%u:%g')" "$1"
    chmod "$(state '%a' "$2" '%Lp')" "$1"
    if [ -e /sys/fs/selinux/enforce ]; then kept=mode,ownership,xattr,context; else kept=mode,ownership,xattr; fi
    if cp --help 2>&1 | grep -q -e --attributes-only; then cp --attributes-only "--preserve=$kept" -- "$2" "$1"; fi
  else
    if [ -n "$4" ]; then chown "$4" "$1"; fi
    chmod "$3" "$1"
  fi
  flush "$1"
  mv -f -- "$1" "$2"
  flush "\${2%/*}/"
}
op=$1
shift
case $op in
read)
  [ -e "$1" ] || exit 44
  [ -f "$1" ] || { echo "$1 is no file" >&2; exit 1; }
  state '%a %u %g' "$1" '%Lp %u %g'
  cat -- "$1"
  ;;
put)
  path=$1 fresh=$2 mode=$3 owner=$4
  shift 4
  made=
  undo() {
    rm -f -- "$fresh"
    for folder do made="$folder
$made"; done
    printf %s "$made" | while IFS= read -r folder; do rmdir -- "$folder" 2>/dev/null || :; done
  }
  trap 'undo "$@"' EXIT
  for folder do mkdir -m 755 -- "$folder"; done
  (umask 077; set -C; cat > "$fresh")
  finish "$fresh" "$path" "$mode" "$owner"
  trap - EXIT
  ;;
copy)
  if [ -e "$1" ]; then (umask 077; set -C; cat -- "$1" > "$2"); fi
  ;;
replace)
  finish "$2" "$1" 644 ''
  ;;
remove)
  rm -f -- "$1"
  flush "\${1%/*}/"
  ;;
rmdir)
  rmdir -- "$1" 2>/dev/null || :
  ;;
sweep)
  cd -- "$1"
  shift
  for name do rm -f -- "./$name"; done
  ;;
run)
  work=$(mktemp -d)
  trap 'cd /; rm -rf -- "$work"' EXIT
  cd "$work"
  count=$1
  shift
  while [ "$count" -gt 0 ]; do
    (umask 077; dd bs=1 "count=$2" of="./$1" 2>/dev/null)
    shift 2
    count=$((count - 1))
  done
  shift
  home=~root
  case $home in /*) ;; *) home=/ ;; esac
  env -i PATH="$PATH" LANG=C LC_ALL=C HOME="$home" "$@" </dev/null
  ;;
esac
`
