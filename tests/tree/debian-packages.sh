#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Debian's packages of this tree: built, installed in a bare Debian, used there
# by somebody who was never root, without a network and with a read-only /usr,
# and removed without a trace. Programs of Debian's guestfs-tools run on them.

. "$(dirname "$0")/../lib.sh"
requires_root "makes a system of its own"
requires dpkg-buildpackage dh lintian mmdebstrap git unshare
[ -d "$abs_top_srcdir/.git" ] || [ -f "$abs_top_srcdir/.git" ] ||
  skip "this is no git checkout"
bare=$PWD/bare

# ---- Building, without most of the languages ----
git clone --quiet --no-hardlinks "$abs_top_srcdir" build/libguestfs
export DEB_BUILD_PROFILES=pkg.libguestfs.nolanguages
DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)"
export DEB_BUILD_OPTIONS
(cd build/libguestfs && dpkg-buildpackage -d -b -us -uc) > log 2>&1 ||
  fail "dpkg-buildpackage: $(tail -n 20 log)"
lintian --allow-root --tag-display-limit 0 --fail-on error,warning \
  build/*.changes ||
  fail "lintian has complaints"

# ---- Installing, in a system that has nothing else ----
mmdebstrap --quiet --variant=minbase bookworm "$bare"
# How this machine reaches the archive.
cp -n /etc/apt/apt.conf.d/* "$bare/etc/apt/apt.conf.d/"
in_bare() { "$abs_top_srcdir/tools/peer-chroot" "$bare" "$@"; }
in_bare apt-get update -qq
in_bare useradd --create-home user
packages=(guestfish guestmount libguestfs-tools libguestfs0
          libguestfs-appliance libguestfs-dev libguestfs-libvirt
          libguestfs-perl python3-guestfs)
mkdir "$bare/debs"
cp build/*.deb "$bare/debs/"
in_bare sh -c 'DEBIAN_FRONTEND=noninteractive apt-get install --yes \
  --no-install-recommends /debs/*.deb' > log 2>&1 ||
  fail "apt-get install: $(tail -n 20 log)"
in_bare dpkg -L "${packages[@]}" | sort -u > installed

# ---- Using ----
cat > "$bare/home/user/try" <<'EOF'
set -e
cd
guestfish -N fs -m /dev/sda1 write /hello "from a package" : cat /hello
virt-copy-out --version
libguestfs-test-tool > test-tool.log 2>&1 || { cat test-tool.log; exit 1; }
tail -n 1 test-tool.log
EOF
as_user() {
  # The second namespace has no network, and /usr cannot be written to.
  unshare --mount --net --propagation private sh -ec '
    mount --bind "$1/usr" "$1/usr"
    mount -o remount,bind,ro "$1/usr"
    shift
    exec "$@"' sh "$bare" "$abs_top_srcdir/tools/peer-chroot" "$bare" \
    su --login user --command "$1"
}
got=$(as_user 'sh try') || fail "a user without rights: $got"
matches "a user without rights" "$got" "from a package"
matches "libguestfs-test-tool" "$got" "TEST FINISHED OK"

# ---- Debian's programs go on working ----
in_bare sh -c 'DEBIAN_FRONTEND=noninteractive apt-get install --yes \
  --no-install-recommends guestfs-tools' > log 2>&1 ||
  fail "apt-get install guestfs-tools: $(tail -n 20 log)"
in_bare dpkg-query -W -f '${Version}\n' libguestfs0 | grep -q ':1\.6' ||
  fail "guestfs-tools has brought another libguestfs0"
got=$(as_user 'python3 -c "import guestfs; guestfs.GuestFS ().version ()"') ||
  fail "Python: $got"
got=$(as_user 'virt-filesystems --all -a test1.img') ||
  fail "virt-filesystems: $got"
matches "virt-filesystems" "$got" /dev/sda1

# ---- Removing ----
in_bare sh -c 'apt-get purge --yes guestfs-tools "$@"' sh "${packages[@]}" \
  > log 2>&1 || fail "apt-get purge: $(tail -n 20 log)"
while read -r file; do
  [ -d "$bare$file" ] && [ ! -L "$bare$file" ] && continue
  [ ! -e "$bare$file" ] || fail "$file is left after purging"
done < installed
[ ! -e "$bare"/usr/lib/x86_64-linux-gnu/guestfs ] ||
  fail "the appliance's directory is left after purging"
