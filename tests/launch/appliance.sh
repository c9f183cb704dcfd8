#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An appliance that must be built first: once, whoever asks, and only into a
# cache that is ours.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fake-qemu.sh"

build=$(sed -n 's/^build=//p' appliance/manifest)
mkdir source cache
touch source/guestfsd source/init
cat > source/build-appliance <<EOF
#!/bin/sh
echo built >> "$PWD/log"
[ "\$1" = --output ] || exit 1
sleep 1
mkdir -p "\$2" && cd "\$2" && touch kernel initrd root &&
  echo "build=$build" > manifest
EOF
chmod +x source/build-appliance
export LIBGUESTFS_PATH=$PWD/source LIBGUESTFS_CACHEDIR=$PWD/cache
# shellcheck disable=SC2016
fake_qemu 'echo "fake-qemu: has $*" >&2; exit 1'
launch() { guestfish add /dev/null : run; }

# Two at the same time.
launch 2> one & a=$!
launch 2> two & b=$!
wait $a && fail "fake QEMU should have failed"
wait $b && fail "fake QEMU should have failed"
matches "first" "$(cat one)" "fake-qemu: has .*-kernel|has .*kernel"
matches "second" "$(cat two)" "has .*kernel"
is "times built" "$(wc -l < log)" 1

# Who waits for another one can be cancelled.
requires flock
lock=cache/.guestfs-$(id -u)/appliance.lock
(flock 8 && touch held && exec sleep 600) 8> "$lock" & holder=$!
at_exit "kill $holder 2> /dev/null"
until [ -e held ]; do sleep 0.1; done
LIBGUESTFS_DEBUG=1 guestfish add /dev/null : run > waiting 2>&1 & fish=$!
until grep -q 'another program builds' waiting; do kill -0 $fish; sleep 0.1; done
kill -INT $fish
wait $fish && fail "a launch that was cancelled succeeded"
matches "cancelled" "$(cat waiting)" 'appliance.lock: cancelled by the user'
kill $holder
wait $holder || :

# Again when something has changed.
echo changed > source/packages
launch 2> one && fail "fake QEMU should have failed"
is "times built" "$(wc -l < log)" 2

# It cannot be built.
printf '#!/bin/sh\necho first >&2\necho no room >&2\nexit 1\n' > source/build-appliance
fails_with 'launch: .*/build-appliance: building the appliance failed: no room$' launch

# A cache that cannot be made, or is not ours.
LIBGUESTFS_CACHEDIR=$PWD/missing fails_with 'launch: .*/missing' launch
ln -s /tmp "cache2"
mkdir cache3 && ln -s "$PWD" "cache3/.guestfs-$(id -u)"
LIBGUESTFS_CACHEDIR=$PWD/cache3 fails_with 'launch: .*cache3/.guestfs-.*symbolic link' launch
if [ "$(id -u)" = 0 ]; then
  mkdir -p cache4/.guestfs-0 && chown 1 cache4/.guestfs-0
  LIBGUESTFS_CACHEDIR=$PWD/cache4 fails_with 'launch: .*cache4/.guestfs-0: .*belongs to' launch
fi
