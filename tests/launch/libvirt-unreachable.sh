#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The libvirt backend without a libvirt that could run it: one line that says
# which, and what to do.

. "$(dirname "$0")/../lib.sh"

truncate -s 1M disk.img
add=(guestfish --format=raw -a disk.img)
# launch URI COMMANDS…
launch() {
  local uri=$1; shift
  LIBGUESTFS_BACKEND=libvirt:$uri timeout 30 "${add[@]}" "$@" run
}
remedy="or set LIBGUESTFS_BACKEND=direct"

[ -e "$abs_top_builddir/lib/.libs/libguestfs-libvirt.so" ] || {
  fails_with "needs libvirt: .*install libvirt-dev" launch qemu:///system
  skip "built without libvirt"
}

here=$(uri_path "$PWD")
fails_with "qemu:///system\?socket=$here/none.*: start libvirtd or virtqemud, $remedy" \
  launch "qemu:///system?socket=$here/none"
fails_with "qemu\+tcp://127.0.0.1:1/system.*listens there, or use ssh.*$remedy" \
  launch "qemu+tcp://127.0.0.1:1/system"
if command -v ssh > /dev/null; then
  fails_with "qemu\+ssh://127.0.0.1:1/system.*: see that ssh logs in.*$remedy" \
    launch "qemu+ssh://127.0.0.1:1/system"
else
  skip_part "no ssh"
fi
fails_with "nonsense.*: name a libvirt as qemu:///system, .*$remedy" \
  launch nonsense
# add_domain says the same, and nothing of backends.
fails_with "libvirt, qemu:///system\?socket=$here/none: .*: start libvirtd or virtqemud\$" \
  guestfish -c "qemu:///system?socket=$here/none" -d guest
fails_with "qemu\+tls://127.0.0.1:1/system: .*, or use ssh, as in qemu\+ssh://HOST/system\$" \
  guestfish -c qemu+tls://127.0.0.1:1/system -d guest

# A server that listens and does not answer. libvirt's XDR functions are not
# found in a sanitized program that has loaded libvirt later.
if [ -z "${sanitizers:-}" ]; then
  python3 -c 'import socket, time
s = socket.socket(socket.AF_UNIX)
s.bind("mute")
s.listen(5)
open("listening", "w")
time.sleep(60)' &
  at_exit "kill $!"
  for _ in {1..100}; do [ -e listening ] && break; sleep 0.05; done
  fails_with "mute.*does not answer.*$remedy" env \
    LIBGUESTFS_BACKEND_SETTINGS=libvirt_timeout=1 \
    LIBGUESTFS_BACKEND="libvirt:qemu:///system?socket=$here/mute" \
    timeout 30 "${add[@]}" run
fi

# One that cannot run QEMU.
fails_with "test:///default: this libvirt cannot run QEMU.*$remedy" \
  launch test:///default
fails_with "direct mode.*$remedy" launch test:///default set-direct true :

# Without the module: this library is loaded first, and it is alone. No space
# may be in LD_PRELOAD.
alone=$(mktemp -d /tmp/libvirt-unreachable.XXXXXX)
at_exit "rm -r $alone"
cp "$abs_top_builddir"/lib/.libs/libguestfs.so "$alone/"
[ -n "${sanitizers:-}" ] ||
  fails_with "needs libvirt: .*install the package" env \
    LD_PRELOAD="$alone/libguestfs.so" LIBGUESTFS_BACKEND=libvirt "${add[@]}" run

# What the backend is, and is not.
is "backend" "$(LIBGUESTFS_BACKEND=libvirt:test:///default guestfish get-backend)" \
  libvirt:test:///default
is "disks" "$(LIBGUESTFS_BACKEND=libvirt guestfish max-disks)" 255
