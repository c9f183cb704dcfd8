#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# An appliance for aarch64 is made here, runs here, writes what that of this
# machine reads, and runs a program that this machine cannot run.

. "$(dirname "$0")/../lib.sh"
requires_appliance
PATH=$PATH:/usr/sbin:/sbin
requires aarch64-linux-gnu-gcc qemu-system-aarch64 mkfs.erofs depmod mmdebstrap
[ "$(uname -m)" != aarch64 ] || skip "this machine is one"

CC="${cc[*]/%gcc/aarch64-linux-gnu-gcc}" \
  "$abs_top_srcdir/tools/cross-appliance" aarch64 arm 2> log ||
  fail "cross-appliance: $(cat log)"
is "files" "$(cd arm && echo *)" "initrd kernel manifest root"

# A program without libraries: write (1, "from aarch64\n", 13); exit (0).
cat > program.c <<'C'
void
_start (void)
{
  register long nr __asm__ ("x8") = 64;
  register long fd __asm__ ("x0") = 1;
  register const char *text __asm__ ("x1") = "from aarch64\n";
  register long len __asm__ ("x2") = 13;

  __asm__ volatile ("svc 0\n mov x0, 0\n mov x8, 93\n svc 0"
                    : "+r" (fd) : "r" (nr), "r" (text), "r" (len) : "memory");
}
C
aarch64-linux-gnu-gcc -nostdlib -static program.c -o program

# arm COMMANDS…: guestfish with the appliance for aarch64.
arm() {
  LIBGUESTFS_PATH=$PWD/arm LIBGUESTFS_TEMPLATE_DIR=$PWD/store guestfish "$@"
}
mkdir store
is "its processor" \
  "$(arm -N disk.img=disk:100M debug sh "uname -m" | head -n 1)" aarch64
arm -a disk.img > log 2>&1 <<'EOC' || fail "writing: $(cat log)"
run
part-init /dev/sda gpt
part-add /dev/sda p 2048 -2048
mkfs ext4 /dev/sda1
mount /dev/sda1 /
write /hello "from another processor"
mkdir-p /a/b
upload program /program
chmod 0755 /program
command /program
EOC
matches "a program of the guest" "$(cat log)" "from aarch64"
is "this machine's appliance reads it" \
  "$(guestfish --ro -a disk.img -m /dev/sda1 cat /hello)" \
  "from another processor"
guestfish -a disk.img -m /dev/sda1 write /answer "from this one"
# By a template, if there is one.
is "and the other way round" \
  "$(arm --ro -a disk.img -m /dev/sda1 cat /answer)" "from this one"
matches "templates" "$(arm -a disk.img -v run 2>&1)" "template: started from"
fails_with '/program: cannot be run in the guest' \
  guestfish --ro -a disk.img -m /dev/sda1 command /program
