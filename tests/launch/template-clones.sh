#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Machines from one template: the same, but for what must differ.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"

borrow
clone() {
  LIBGUESTFS_DEBUG=1 guestfish -- "$@" 2> log || fail "clone: $(cat log)"
  cloned
}

# ---- Chance and time ----

secrets() {
  clone scratch 8M : run : mke2fs /dev/sda : vfs-uuid /dev/sda : \
    debug sh "cat /proc/sys/kernel/random/uuid" : \
    debug sh "cat /proc/sys/kernel/random/boot_id" : \
    debug sh "od -An -tx1 -N 16 /dev/urandom" : \
    mount /dev/sda / : mkdtemp /tmp.XXXXXX
}
secrets > one
secrets > two
is "lines" "$(grep -c . one)" 5
same=$(grep -xFf one two | grep . || :)
is "what two clones have in common" "$same" ""

clone scratch 1M : run : debug sh 'date "+%s %Z"' : debug sh \
  "modprobe -a xfs btrfs ext4 && cat /proc/cmdline /proc/crypto" > clock
read -r now zone < clock
off=$(($(date +%s) - now))
[ $off -ge -1 ] && [ $off -le 2 ] || fail "the clock is $off seconds off"
is "time zone" "$zone" UTC

# ---- Speed ----
# Of an emulated x86-64 processor, of which these words of the kernel are: file
# systems do not compute checksums with an instruction that is emulated bit by
# bit.

if grep -q lpj= clock; then
  grep -q 'driver *: crc32c-generic' clock || fail "no checksums: $(cat clock)"
  ! grep 'driver *: crc32c-intel' clock || fail "checksums are slow"
  ! grep -a 'crc32c_intel is blacklisted' log || fail "the kernel says so"
fi

# ---- Drives ----

truncate -s 3M three.img
args=()
for i in $(seq 1 30); do args+=(scratch "${i}M" :); done
names=(/dev/sd{a..z} /dev/sda{a..d})
sizes=()
for name in "${names[@]}"; do sizes+=(blockdev-getsize64 "$name" :); done
clone "${args[@]}" add-drive three.img format:raw label:three readonly:true : \
  run : "${sizes[@]}" list-devices : list-disk-labels > all
for i in $(seq 1 30); do
  is "size of drive $i" "$(sed -n "${i}p" all)" $((i * 1048576))
done
is "drives, and the label of the last" "$(sed 1,30d all | tr '\n' ' ')" \
  "${names[*]} /dev/sdae three: /dev/sdae "
clone run : list-devices > devices
is "no drives" "$(cat devices)" ""
clone scratch 1M : run : scratch 2M : list-devices > devices
is "one added later" "$(tr '\n' ' ' < devices)" "/dev/sda /dev/sdb "

# ---- Ahead of the first launch ----

libguestfs-make-template -v -m 900 2> log || fail "$(cat log)"
said 'saved as '
LIBGUESTFS_TEMPLATE=force launch set-memsize 900 :
cloned
libguestfs-make-template -m 900 || fail "a second time"
fails_with 'libguestfs-make-template: --nonsense: ' \
  libguestfs-make-template --nonsense

# ---- Listed and removed ----

LIBGUESTFS_CACHEDIR=$PWD/none LIBGUESTFS_TEMPLATE_DIR='' \
  libguestfs-make-template --list > out
is "the list when there are none" "$(cat out)" ""
libguestfs-make-template --list > out
is "templates" "$(grep -c 'used .*good$' out)" 2
large=$(grep -B1 ' 900 MB' out | sed -n '1s/ .*//p')
matches "the one with 900 MB" "$large" '^[0-9a-f]{16}$'
fails_with 'lock: no template has this name' \
  libguestfs-make-template --remove lock
# QEMU has been upgraded: its file is another one.
cp -a "$store/$large" "$store/00000000000000aa"
sed -i 's,file /usr/[^ ]* ,file /gone/qemu ,' "$store/00000000000000aa/state"
mkdir "$store/00000000000000bb.new"
matches "the list" "$(libguestfs-make-template --list)" \
  '00000000000000aa .*(/gone/qemu is gone|damaged)'
libguestfs-make-template --remove unused
is "templates that are left" "$(template | wc -l)" 2
libguestfs-make-template --remove "$large"
[ ! -e "$store/$large" ] || fail "$large is still there"
launch
cloned

# ---- Side by side ----

for i in 1 2 3; do
  LIBGUESTFS_DEBUG=1 guestfish scratch 4M : run : mkfs ext2 /dev/sda : \
    mount /dev/sda / : write /who "$i" : cat /who > "out.$i" 2> "log.$i" &
  pids[i]=$!
done
for i in 1 2 3; do
  wait "${pids[i]}" || fail "clone $i: $(cat "log.$i")"
  is "clone $i" "$(cat "out.$i")" "$i"
  grep -q 'template: started from' "log.$i" || fail "clone $i was booted"
done
