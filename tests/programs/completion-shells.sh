#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Completion in zsh and fish: what Tab does in these shells.

. "$(dirname "$0")/../lib.sh"
completion=$abs_top_builddir/completion
script=$abs_top_srcdir/completion/complete
: > 'a disk.img'

in_zsh() {
  requires python3
  out=$(TERM=dumb python3 "$abs_top_srcdir/tests/lib/terminal.py" \
          zsh -f -i <<END
|PS1='[''p] '\n
[p] |fpath=($completion/zsh \$fpath)\n
[p] |_guestfs_complete_script=$script\n
[p] |autoload -U compinit; compinit -u -D\n
[p] |virt-rescue --mem\t
--memsize |\x15
|guestmount -o allow_other,r\t
allow_other,ro |\x15
|guestfish list-dev\t
list-devices |\x15
|guestfish run : mkfs ext4 /dev/sda1 lab\t
label:|\x15
|guestfish run : vfs-type /dev/sda2\t
/dev/sda2 |\x15
|virt-rescue -a 'a d\t
isk.img' |\x15
|virt-rescue --memsize x --smp 2 --sug\t
--suggest |\x15
|echo a''live\n
alive|exit\n
END
  ) || fail "zsh: $out"
}

# offered LINE: by fish, in a line, without explanations.
offered() {
  fish --no-config -c '
    set fish_complete_path $argv[1]
    set _guestfs_complete_script $argv[2]
    complete -C $argv[3]' "$completion/fish" "$script" "$1" |
    cut -f1 | sort | paste -sd' '
}

in_fish() {
  is "options" "$(offered 'virt-rescue --mem')" "--memsize"
  is "formats" "$(offered 'guestfish --format=q')" "--format=qcow2 --format=qed"
  is "commands" "$(offered 'guestfish list-dev')" "list-devices"
  is "kinds of file systems" "$(offered 'guestfish run : mkfs ext')" \
    "ext2 ext3 ext4"
  is "devices" "$(offered 'guestfish -a x run : vfs-type /dev/sda')" \
    "/dev/sda /dev/sda1 /dev/sda2 /dev/sda3"
  is "optional arguments" \
    "$(offered 'guestfish mkfs ext4 /dev/sda1 lab')" "label:"
  is "files" "$(offered 'virt-rescue -a a\ d')" "a disk.img"
  is "values of --remove" \
    "$(LIBGUESTFS_TEMPLATE_DIR=$PWD/none \
         offered 'libguestfs-make-template --remove ')" "all unused"
  is "explanations" "$(fish --no-config -c '
    set fish_complete_path $argv[1]
    set _guestfs_complete_script $argv[2]
    complete -C "virt-rescue --smp"' "$completion/fish" "$script")" \
    "--smp	processors of the appliance"
}

for shell in zsh fish; do
  if command -v $shell > /dev/null; then
    in_$shell
  else
    skip_part "$shell is not installed"
  fi
done
