#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Appliances that were built into the cache and that nobody uses any more are
# removed when another one is built; those that a launch holds are not.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fake-qemu.sh"

build=$(sed -n 's/^build=//p' appliance/manifest)
mkdir source cache
touch source/guestfsd source/init
cat > source/build-appliance <<EOF
#!/bin/sh
mkdir -p "\$2" && cd "\$2" && touch kernel initrd root &&
  echo "build=$build" > manifest
EOF
chmod +x source/build-appliance
export LIBGUESTFS_PATH=$PWD/source LIBGUESTFS_CACHEDIR=$PWD/cache
store=cache/.guestfs-$(id -u)

# A QEMU that says what it was started from, and waits until it may end.
fake_qemu "touch '$PWD/started'; \
  until [ -e '$PWD/end' ]; do sleep 0.1; done; exit 1"
launch() { ! guestfish add /dev/null : run 2> /dev/null || fail "fake QEMU"; }
build_another() { echo "$1" > source/packages; touch end; launch; }
names() { (cd "$store" && ls -d appliance-*[!k]) | sort; }

build_another one
build_another two
is "beside one that was used just now" "$(names | wc -l)" 2

# Held by a launch: it stays, however old it seems.
rm -f started end
echo one > source/packages
guestfish add /dev/null : run 2> /dev/null &
for _ in $(seq 100); do [ ! -e started ] || break; sleep 0.1; done
[ -e started ] || fail "QEMU was not started"
# A launch marks what it holds with the time.
# shellcheck disable=SC2012 # these names are plain
one=$(cd "$store" && ls -td appliance-*[!k] | head -n 1)
mkdir "$store/appliance-0123456789abcdef" "$store/appliance-mine"
touch "$store/appliance-0123456789abcdef/root"
touch -d '8 days ago' "$store"/appliance-*
echo three > source/packages
cat > "$test_tmp/other-qemu" <<EOF
#!/bin/sh
exit 1
EOF
chmod +x other-qemu
LIBGUESTFS_HV=$PWD/other-qemu guestfish add /dev/null : run 2> /dev/null || :
touch end
wait
[ -d "$store/$one" ] || fail "an appliance in use was removed"
[ -d "$store/appliance-mine" ] || fail "something else was removed"
[ ! -d "$store/appliance-0123456789abcdef" ] ||
  fail "one that was never finished is still there"
is "those that are left" "$(names | wc -l)" 3

# When it is not held any more.
touch -d '8 days ago' "$store/$one"
build_another four
[ ! -d "$store/$one" ] || fail "an unused appliance was not removed"
