#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Completion in bash: every program has one, that offers the options the
# program knows, their values, and no more. completion-shells tries zsh and fish.

. "$(dirname "$0")/../lib.sh"
completion=$abs_top_builddir/completion/bash
_guestfs_complete_script=$abs_top_srcdir/completion/complete
export _guestfs_complete_script

# ---- It loads into any shell ----

for file in "$completion"/*; do
  out=$(bash --norc --noprofile -u -e -c '. "$1"; complete -p' - "$file" 2>&1) ||
    fail "does not load: $out"
  matches "completion of ${file##*/}" "$out" "-F _[a-z_]+ ${file##*/}$"
done

# ---- What it offers ----

mkdir bin
cat > bin/virsh <<'END'
#!/bin/sh
case "$*" in
  *'-c qemu:///session list'*) echo mine ;;
  *--inactive*) echo asleep ;;
  *--all*) echo asleep; echo awake; echo 'has blank' ;;
esac
END
chmod +x bin/virsh

# offered WORD…: what Tab offers at the end of this line, sorted, in a line.
# bash itself splits at = and :.
offered() {
  PATH="$test_tmp/bin:$PATH" bash --norc --noprofile -u -c '
    . "$1/$2"; shift
    COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
    COMP_WORDS=($(sed "s/[=:]/ & /g" <<< "$COMP_LINE"))
    [[ $COMP_LINE != *[[:blank:]=:] ]] || COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
    _guestfs_complete "$1" "${@: -1}" "${@: -2:1}"
    printf "%s\n" "${COMPREPLY[@]:-}" | sort' - "$completion" "$@" 2>>err |
    paste -sd' '
}

is "long options" "$(offered virt-rescue --me)" "--memsize"
is "options that have a prefix in common" "$(offered guestfish --key)" \
  "--key --keys-from-stdin"
is "hidden options" "$(offered virt-rescue --sh)" ""
is "options that do nothing" "$(offered guestfish --li; offered guestfish --se
                                offered guestmount --li)" "--listen"
is "short options" "$(offered libguestfs-test-tool - | tr ' ' '\n' |
     grep -c '^-[tvV?]$\|^-\\?$')" 4
is "operands of no program" "$(offered libguestfs-test-tool x)" ""
is "options of a wrapper" "$(offered virt-copy-in --bl)" "--blocksize"
is "operands of a wrapper" "$(offered virt-copy-in lis)" ""
is "commands" "$(offered guestfish list-dev)" "list-devices"
is "commands after others" "$(offered guestfish run : list-dev)" "list-devices"
is "paths" "$(offered guestfish cat /list)" ""
is "devices of a command" "$(offered guestfish --ro -a x --add=y run : \
  mkfs ext4 /dev/sdb)" "/dev/sdb /dev/sdb1 /dev/sdb2 /dev/sdb3"
is "devices that are not there" "$(offered guestfish -a x cat /dev/sdb)" ""
is "a drive that a command adds" "$(offered guestfish blockdev-getsz '')" \
  "/dev/sda /dev/sda1 /dev/sda2 /dev/sda3"
is "domains that may be written to" "$(offered guestfish -d a)" "asleep"
is "domains" "$(offered guestfish --ro -d a)" "asleep awake"
is "domains for a reader" "$(offered virt-tar-out -d a)" "asleep awake"
is "a domain with a blank" "$(offered guestfish -r -d h)" 'has\ blank'
is "domains of another libvirt" \
  "$(offered guestfish -c qemu:///session -d m)" "mine"
is "domains of another libvirt" \
  "$(offered virt-rescue --connect=qemu:///session -d m)" "mine"
is "formats" "$(offered guestfish --format=q)" "qcow2 qed"
is "sector sizes" "$(offered virt-rescue --blocksize=)" "4096 512"
is "devices" "$(offered guestmount -m /dev/sdb)" "/dev/sdb1"
is "options of a mount" "$(offered guestmount -m /dev/sda1:/:no)" \
  "noatime nodev noexec nosuid"
is "paths of the guest" "$(offered guestfish -m /dev/sda1:/)" ""
is "options of FUSE" "$(offered guestmount -o allow_other,r)" "allow_other,ro"
is "devices of keys" "$(offered virt-rescue --key '')" "/dev/ all:"
is "keys" "$(offered virt-rescue --key /dev/sda2:)" "clevis file: key:"
: > here.img
mkdir here.d
is "files" "$(offered virt-rescue -a here)" "here.d here.img"
is "directories" "$(offered guestmount here)" "here.d"
is "an option behind its value" "$(offered virt-rescue -a x.img --sm)" "--smp"
is "what --remove takes" "$(LIBGUESTFS_TEMPLATE_DIR=$PWD/none \
  offered libguestfs-make-template --remove '')" "all unused"
is "prepared disks" "$(offered guestfish -N bootroot)" "bootroot bootrootlv"
is "free text" "$(offered virt-rescue --append guestf)" ""
[ ! -s err ] || fail "completing said: $(cat err)"

# ---- In a shell that a person uses ----

requires python3
out=$(TERM=dumb INPUTRC=/dev/null PATH="$test_tmp/bin:$PATH" \
        python3 "$abs_top_srcdir/tests/lib/terminal.py" \
        bash --norc --noprofile -i <<END
|PS1='[''p] '\n
[p] |. '$completion/guestfish'; . '$completion/virt-rescue'\n
[p] |virt-rescue --mem\t
--memsize |\x15
|guestfish -d as\t
-d asleep |\x15
|echo a''live\n
alive|exit\n
END
) || fail "in a terminal: $out"
