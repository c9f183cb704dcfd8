#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# tools/release: refuses a tree with changes, a version that has been tagged, a
# step that fails; makes a tarball whose checksum is right.

. "$(dirname "$0")/../lib/elsewhere.sh"
requires git make
[ -d "$abs_top_srcdir/.git" ] || [ -f "$abs_top_srcdir/.git" ] ||
  skip "this is no git checkout"
version=$(sed -n 's/^PACKAGE_VERSION = //p' "$abs_top_builddir/Makefile")

git clone --quiet --shared "$abs_top_srcdir" clone
tool=$abs_top_srcdir/tools/release
release() { env abs_top_srcdir="$test_tmp/clone" "$tool" "$@" 2>&1; }
# refuses REGEX STEP…
refuses() {
  local regex=$1 got; shift
  ! got=$(release "$@") || fail "release $* should have failed"
  matches "release $*" "$got" "$regex"
}

refuses 'nosuch: no such step' clean nosuch
got=$(release clean version) || fail "release clean version: $got"
matches "what is left to do" "$got" "git tag -s v$version"
is "tags" "$(git -C clone tag)" ""

echo x > clone/new
refuses 'not committed: .*new' clean
rm clone/new
echo >> clone/README
refuses 'not committed: .*README' clean
git -C clone checkout --quiet README

git -C clone tag "v$version"
refuses "v$version: there is such a tag" clean
git -C clone tag -d "v$version" > /dev/null

# A step that fails ends it.
sed -i 's/^Beside/9.9.9&/;1,/^[0-9]/s/^[0-9].*/9.9.9/' clone/NEWS
refuses 'NEWS: the version is .*stopped: version has failed$' version tarball

got=$(release tarball) || fail "release tarball: $got"
(cd "$abs_top_builddir" && sha256sum --quiet -c "libguestfs-$version.tar.xz.sha256")
tar -tf "$abs_top_builddir/libguestfs-$version.tar.xz" > files
for file in configure include/guestfs.h tools/release appliance/packages.build; do
  grep -qxF "libguestfs-$version/$file" files || fail "$file is in no tarball"
done
rm "$abs_top_builddir/libguestfs-$version".tar.xz{,.sha256}
