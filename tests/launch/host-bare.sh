#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A host without /dev/fd or without /proc, like a small container: descriptors
# of the library's own are never opened by name, and no template is blamed
# for what the host lacks.

. "$(dirname "$0")/../lib.sh"
requires_appliance
requires unshare mknod
[ "$(id -u)" = 0 ] || skip "only root can make a /dev of its own"
unshare -m true 2>/dev/null || skip "namespaces are not allowed here"

# bare COMMAND…: with a /dev of three nodes
bare() {
  # shellcheck disable=SC2016
  unshare -m sh -c 'mount -t tmpfs dev /dev &&
    mknod -m 666 /dev/null c 1 3 && mknod -m 666 /dev/zero c 1 5 &&
    mknod -m 666 /dev/urandom c 1 9 && exec "$@"' sh "$@"
}

guestfish -N disk.img=fs -m /dev/sda1 \
  mkdir /d : write /d/f hello : write /d/g world
mkdir in out
echo brought > in/b
got=$(bare guestfish --format=raw -a disk.img -m /dev/sda1 <<'EOF'
ls /d
cat /d/f
read-file /d/g
find /d
copy-in in /
cat /in/b
copy-out /d out
download /d/f -
EOF
)
is "what was read" "$got" "f
g
hello
world/f
/g
brought

hello"
is "what was copied out" "$(cat out/d/f out/d/g)" helloworld

# The sanitizers cannot do without /proc.
[ -z "${sanitizers:-}" ] || exit 0
# Where KVM does not work that would have to be found out again each time.
got=$(LIBGUESTFS_BACKEND_SETTINGS=force_tcg LIBGUESTFS_DEBUG=1 \
  unshare -m sh -c 'mount -t tmpfs none /proc && exec "$@"' sh \
    guestfish --ro --format=raw -a disk.img -m /dev/sda1 cat /d/f 2>log)
is "without /proc" "$got" hello
grep -q 'template: .*/proc is not mounted' log || fail "a template was tried"
