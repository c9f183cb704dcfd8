#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The marked examples of all manual pages are run, each in a directory of its
# own with a guest and the files that examples use.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"

mkdir examples
mapfile -t pages < <(printf "%s\n" "$abs_top_srcdir"/docs/*.pod |
                     grep -v full.pod)
python3 "$abs_top_srcdir/tests/lib/page-examples.py" examples "${pages[@]}" \
  > list
# With a word: those of one page only.
if [ $# != 0 ]; then grep -E "^$1" list > chosen; mv chosen list; fi

linux_guest guest.img
mkdir tree files
echo hello > tree/hello
tar -C tree -czf files/data.tar.gz .
echo "Port 22" > files/sshd_config
cp files/sshd_config files/authorized_keys
cp files/sshd_config files/-odd-name
tar -C tree -cf files/home.tar .
gzip -k files/home.tar

# A mount needs FUSE; a rescue shell needs a terminal.
can_run() {
  ! grep -q guestmount "$1" || [ -w /dev/fuse ] || return 1
  [[ $1 != *.python ]] || (requires_language python > /dev/null) || return 1
  ! grep -q 'jq ' "$1" || command -v jq > /dev/null || return 1
}

# session FILE: what is typed is given to guestfish; what it prints must be what
# the page shows.
session() {
  sed -n '1s/^\$ //p' "$1" > command.sh
  sed -n 's/^><fs> //p' "$1" > typed
  bash -e ./command.sh < typed > printed
  sed -n '2,$p' "$1" | grep -vE '^><fs> |^\$|^$' > expected || :
  python3 - <<'END'
import re
wanted = open("expected", encoding="utf-8").read().strip("\n")
pattern = ".*".join(re.escape(p) for p in re.split("^…$", wanted, flags=re.M))
printed = open("printed", encoding="utf-8").read()
if not re.fullmatch(pattern, printed.strip("\n"), re.DOTALL):
    raise SystemExit(f"the page says {wanted!r}, guestfish {printed!r}")
END
}

run_guestfish() {
  if grep -qE '^(run|launch)$' "$1"; then
    guestfish -f "$1"
  else
    guestfish --format=raw -a disk.img -m /dev/sda1 -f "$1"
  fi
}

run_example() {
  local file=../examples/$1; shift
  case $file in
    *.sh) bash -e -o pipefail "$file" ;;
    *.guestfish) run_guestfish "$file" ;;
    *.session) session "$file" ;;
    *.python) PYTHONDONTWRITEBYTECODE=1 "$(configured PYTHON)" "$file" "$@" ;;
    *.c) grep -qE '(^| )main \(' "$file" || return 0
         compile "$file" && ./program "$@" ;;
  esac
}

failed=0 done=0
while read -r file words; do
  can_run "examples/$file" || { skip_part "$file"; continue; }
  rm -rf here
  cp -r files here
  cp --sparse=always guest.img here/disk.img
  read -r -a arguments <<<"${words#run}"
  if (cd here && HOME=$PWD run_example "$file" "${arguments[@]}") \
       > out 2>&1 < /dev/null; then
    done=$((done + 1))
  else
    echo "$file: $(cat "examples/$file")"
    cat out
    failed=$((failed + 1))
  fi
done < list
echo "$done examples have run"
[ $failed = 0 ] || fail "$failed examples have failed"
[ $# != 0 ] || [ $done -ge 40 ] || fail "only $done examples"
