#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# What virt-rescue makes of a guest: -i and programs of it in a chroot, --ro,
# --suggest, scratch disks, memory, processors, words for the kernel.

. "$(dirname "$0")/../lib.sh"
requires_appliance
requires python3 mke2fs debugfs "${cc[0]}"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' ||
  skip "python3 is older than 3.9"
export TERM=dumb INPUTRC=/dev/null

# rescue OPTION… < what is typed
rescue() {
  python3 "$abs_top_srcdir/tests/lib/terminal.py" virt-rescue "$@" \
    > out 2>&1 || fail "virt-rescue $*: $(cat out)"
}

# A guest with a program that needs no library, and sees /proc, /dev and /sys.
cat > look.c <<'END'
#include <stdio.h>
#include <unistd.h>

int
main (void)
{
  printf ("in%s: %d%d%d\n", "side", access ("/proc/self/stat", R_OK),
          access ("/dev/null", W_OK), access ("/sys/kernel", R_OK));
  return 0;
}
END
"${cc[@]}" -static -o look look.c || skip "no static C library"
mkdir -p root/{etc,bin,dev,proc,sys,boot}
cp look root/bin/look
printf 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Toy 12"\n' > root/etc/os-release
printf '/dev/sda1 / ext4 defaults 0 1\n/dev/sda2 /boot ext4 defaults 0 2\n' \
  > root/etc/fstab
mke2fs -q -t ext4 -d root root.img 16M
mke2fs -q -t ext4 boot.img 4M
guestfish <<'END'
sparse disk.img 24M
run
part-init /dev/sda mbr
part-add /dev/sda p 2048 34815
part-add /dev/sda p 34816 43007
upload root.img /dev/sda1
upload boot.img /dev/sda2
END

# ---- -i ----

rescue --format=raw -a disk.img -i <<'END'
><rescue> |chroot /sysroot /bin/look\n
inside: 000|
><rescue> |ls -d /sysroot/boot/lost+found | sed s,^,=,\n
=/sysroot/boot/lost+found|
><rescue> |\x1di
Toy 12|
|\x1du
unmounted|
|ls /sysroot | wc -l | sed s,^,=,\n
=0|
><rescue> |exit\n
END

# ---- --ro ----

sum=$(sha256sum < disk.img)
rescue --format=raw -a disk.img --ro -m /dev/sda1 <<'END'
><rescue> |touch /sysroot/new\n
Read-only file system|
><rescue> |dd if=/dev/zero of=/dev/sda bs=1M count=1 conv=fsync && echo writ''ten\n
written|
><rescue> |exit\n
END
is "a disk that is read-only" "$(sha256sum < disk.img)" "$sum"

# ---- --suggest, and what it says is typed ----

virt-rescue --suggest --format=raw -a disk.img > suggested < /dev/null
matches "--suggest" "$(cat suggested)" '# /dev/sda1 is the root of Toy 12'
is "--suggest" "$(grep -v -e '^#' -e '^$' suggested | paste -sd'|')" \
  "mount /dev/sda1 /sysroot|mount /dev/sda2 /sysroot/boot|\
mount --rbind /dev /sysroot/dev|mount --rbind /proc /sysroot/proc|\
mount --rbind /sys /sysroot/sys"
is "--suggest of an empty disk" "$(virt-rescue --suggest --scratch < /dev/null)" \
  "# no operating system was found; the file systems are:
# /dev/sda unknown"
{
  printf '><rescue> |%s\\n\n' \
    "$(grep -v '^#' suggested | paste -sd';' | sed 's/;*$//')"
  printf '%s\n' '><rescue> |chroot /sysroot /bin/look\n' 'inside: 000|' \
    '><rescue> |\x1dq'
} | rescue --format=raw -a disk.img

# ---- Machine ----

rescue --scratch --format=raw -a boot.img --scratch=2 --memsize 900 --smp 2 \
  --append 'one two=3' -e ^t <<'END'
><rescue> |blockdev --getsize64 /dev/sd[a-d] | paste -sd=\n
10737418240=4194304=10737418240=10737418240|
><rescue> |nproc; grep -ow 'one two=3' /proc/cmdline | sed s,^,=,\n
2|
=one two=3|
><rescue> |[ $(sed -n 's/MemTotal: *\\([0-9]*\\) .*/\\1/p' /proc/meminfo) -lt 930000 ] && echo memo''ry\n
memory|
><rescue> |echo rea''dy; cat -v\n
ready|\x1d\n
^]|\x04
><rescue> |\x14q
END

# ---- Network, size of sectors, messages ----

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
python3 "$abs_top_srcdir/tests/lib/http-server.py" "$port" look.c &
server=$!
at_exit "kill $server"
rescue -w --network -v -x --blocksize=4096 --format=raw -a disk.img \
  --blocksize --format -a boot.img <<END
trace: add_drive|
><rescue> |blockdev --getss /dev/sda /dev/sdb | paste -sd=\\n
4096=512|
><rescue> |exec 3<>/dev/tcp/169.254.2.2/$port; printf 'GET /x HTTP/1.0\\r\\n\\r\\n' >&3; grep -o '^mai[n]' <&3\\n
main|
><rescue> |exit\\n
END
rescue -r --scratch <<'END'
><rescue> |ls /sys/class/net | sed s,^,=,\n
=lo|
><rescue> |\x1dx
END
