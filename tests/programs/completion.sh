#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Completion in bash: every program has one, that offers the options the
# program knows, their values, and no more.

. "$(dirname "$0")/../lib.sh"
completion=$abs_top_srcdir/completion/bash/guestfish

# ---- It loads into any shell ----

out=$(bash --norc --noprofile -u -e -c '. "$1"; complete -p' - "$completion" \
        2>&1) || fail "does not load: $out"
for p in guestfish virt-copy-in virt-copy-out virt-tar-in virt-tar-out \
         guestmount guestunmount virt-rescue libguestfs-test-tool; do
  matches "completion of $p" "$out" "-F _[a-z_-]+ $p($|[^-a-z])"
done

# ---- What it offers ----

mkdir bin
cat > bin/virsh <<'END'
#!/bin/sh
case "$*" in
  *--inactive*) echo asleep ;;
  *--all*) echo asleep; echo awake; echo 'has blank' ;;
esac
END
chmod +x bin/virsh

# offered WORD…: what Tab offers at the end of this line, sorted, in a line.
offered() {
  PATH="$test_tmp/bin:$PATH" bash --norc --noprofile -u -c '
    . "$1"; shift
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    f=$(complete -p "$1" | sed "s/.*-F \([^ ]*\) .*/\1/")
    "$f" "$1" "${@: -1}" "${@: -2:1}"
    printf "%s\n" "${COMPREPLY[@]:-}" | sort' - "$completion" "$@" 2>>err |
    paste -sd' '
}

is "long options" "$(offered virt-rescue --me)" "--memsize"
is "options that have a prefix in common" "$(offered guestfish --key)" \
  "--key --keys-from-stdin"
is "hidden options" "$(offered virt-rescue --sh)" ""
is "short options" "$(offered libguestfs-test-tool - | tr ' ' '\n' |
     grep -c '^-[tvV?]$\|^-\\?$')" 4
is "options of a wrapper" "$(offered virt-copy-in --bl)" "--blocksize"
is "operands of a wrapper" "$(offered virt-copy-in lis)" ""
is "commands" "$(offered guestfish list-dev)" "list-devices"
is "commands after others" "$(offered guestfish run : list-dev)" "list-devices"
is "paths" "$(offered guestfish cat /list)" ""
is "domains that may be written to" "$(offered guestfish -d a)" "asleep"
is "domains" "$(offered guestfish --ro -d a)" "asleep awake"
is "domains for a reader" "$(offered virt-tar-out -d a)" "asleep awake"
is "a domain with a blank" "$(offered guestfish -r -d h)" 'has\ blank'
is "formats" "$(offered guestfish --format = q)" "qcow2 qed"
is "sector sizes" "$(offered virt-rescue --blocksize =)" "4096 512"
is "prepared disks" "$(offered guestfish -N bootroot)" "bootroot bootrootlv"
is "free text" "$(offered virt-rescue --append guestf)" ""
[ ! -s err ] || fail "completing said: $(cat err)"

# ---- In a shell that a person uses ----

requires python3
out=$(TERM=dumb INPUTRC=/dev/null PATH="$test_tmp/bin:$PATH" \
        python3 "$abs_top_srcdir/tests/lib/terminal.py" \
        bash --norc --noprofile -i <<END
|PS1='[''p] '\n
[p] |. $completion\n
[p] |virt-rescue --mem\t
--memsize |\x15
|guestfish -d as\t
-d asleep |\x15
|echo a''live\n
alive|exit\n
END
) || fail "in a terminal: $out"
