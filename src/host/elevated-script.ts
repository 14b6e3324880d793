/**
 * All that is done with borrowed rights: a fixed program of /bin/sh (POSIX, with what coreutils and BusyBox both have). Paths come as
 * arguments, content over standard input. It trusts no variable of the user: PATH is set first. Labels are as in `selinux-label.ts`.
 *
 * - `read PATH`: `MODE UID GID` in a line, then the content; ends with 44 where nothing is.
 * - `put PATH FRESH MODE OWNER FOLDER...`: makes the folders, writes standard input to the new file FRESH, gives it the attributes of
 *   PATH (or MODE, and OWNER unless that is empty), flushes it and renames it over PATH. Whatever fails, FRESH and the folders go again.
 * - `copy PATH FRESH`: the content of PATH into FRESH, where PATH is there.
 * - `replace PATH COPY`: renames COPY over PATH as `put` does.
 * - `remove PATH`, `rmdir PATH`: a file; a folder, if it is empty.
 * - `sweep FOLDER NAME...`: removes these names of a folder.
 * - `lock FOLDER FRESH PID START`: takes the lock of `apply/lock.ts` in FOLDER for that process, by the new file FRESH; prints who holds it,
 *   and nothing where it was taken.
 * - `run COUNT NAME LENGTH ... -- VARIABLE=VALUE... PROGRAM ARGUMENT...`: files out of standard input, one after the other, into an empty
 *   folder, in which the program is run with these variables alone, at home where root is.
 */
export const elevatedScript = `
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
unset IFS ENV BASH_ENV CDPATH TZ
LC_ALL=C
export LC_ALL
umask 022
# The terminal sends these to everything in front of it: what was begun is brought to its end all the same.
trap '' HUP INT
state() { stat -L -c "$1" -- "$2" 2>/dev/null || stat -L -f "$3" "$2"; }
flush() { sync -- "$1" 2>/dev/null || sync; }
policy() { [ -e /sys/fs/selinux/enforce ]; }
label() {
  case $1 in *:*) ;; *) policy || return 0 ;; esac
  if [ "$(stat -c %C -- "$2" 2>/dev/null)" != "$1" ]; then chcon -h -- "$1" "$2" || :; fi
  [ "$(stat -c %C -- "$2" 2>/dev/null)" = "$1" ] || { echo "the SELinux label $1 cannot be given to $2" >&2; exit 1; }
}
newlabel() {
  policy || return 0
  if command -v matchpathcon >/dev/null; then
    wanted=$(matchpathcon -n "$2" 2>/dev/null) || return 0
    case $wanted in *:*) label "$wanted" "$1" ;; esac
  elif command -v restorecon >/dev/null; then restorecon -F "$1"; fi
}
finish() {
  if [ -e "$2" ]; then
    chown "$(state '%u:%g' "$2" '%u:%g')" "$1"
    chmod "$(state '%a' "$2" '%Lp')" "$1"
    if cp --help 2>&1 | grep -q -e --attributes-only; then cp --attributes-only --preserve=mode,ownership,xattr -- "$2" "$1"; fi
    if policy || grep -q : /proc/self/attr/current 2>/dev/null; then label "$(stat -c %C -- "$2")" "$1"; fi
  else
    if [ -n "$4" ]; then chown "$4" "$1"; fi
    chmod "$3" "$1"
    newlabel "$1" "$2"
  fi
  flush "$1"
  mv -f -- "$1" "$2"
  flush "\${2%/*}/"
}
alive() {
  case $1 in '' | *[!0-9]*) return 1 ;; esac
  if [ -e /proc/sys/kernel/random/boot_id ]; then
    line=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    set -- "$2" \${line##*) }
    case $2 in Z | X) return 1 ;; esac
    [ "$1" = "$(cat /proc/sys/kernel/random/boot_id):\${21}" ]
  else
    kill -0 "$1" 2>/dev/null && [ "$2" = "$(ps -o lstart= -p "$1" | sed 's/^ *//;s/ *$//')" ]
  fi
}
numbers() {
  for file in "$1"/*; do
    case \${file##*/} in *[!0-9]*) ;; *) echo "\${file##*/}" ;; esac
  done | sort -n
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
  for folder do
    mkdir -m 755 -- "$folder"
    newlabel "$folder" "$folder"
  done
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
lock)
  folder=$1 fresh=$2
  umask 077
  mkdir -p -- "$folder"
  for own in "$folder" "\${folder%/*}"; do
    case $(state '%u %a' "$own" '%u %Lp') in '0 '*[0145][0145]) ;; *) echo "$own is not root's alone" >&2; exit 1 ;; esac
  done
  trap 'rm -f -- "$fresh"' EXIT
  (set -C; echo "$3 $4" > "$fresh")
  for turn in 1 2 3 4 5 6 7 8 9; do
    last=$(numbers "$folder" | tail -n 1)
    last=\${last:-0} pid= start=
    read -r pid start 2>/dev/null < "$folder/$last" || :
    if alive "$pid" "$start"; then echo "$pid"; exit 0; fi
    next=$((last + 1))
    ln -- "$fresh" "$folder/$next" 2>/dev/null || continue
    if [ "$(numbers "$folder" | tail -n 1)" != "$next" ]; then rm -f -- "$folder/$next"; continue; fi
    for number in $(numbers "$folder"); do
      if [ "$number" -lt "$next" ]; then rm -f -- "$folder/$number"; fi
    done
    exit 0
  done
  echo 0
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
