#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# RPM packages of this tree: rpmbuild makes them from a tarball, their files
# are complete, and what they install works. This machine has no RPM database,
# so that nothing of BuildRequires is looked at. GUESTFS_TEST_LANGUAGES=1: with
# the languages that are left out otherwise.

. "$(dirname "$0")/../lib/elsewhere.sh"
requires_root "mounts over /usr for itself"
requires rpmbuild rpm rpm2cpio cpio unshare
requires_appliance
version=$(sed -n 's/^PACKAGE_VERSION = //p' "$abs_top_builddir/Makefile")

# ---- The tarball ----

mkdir SOURCES
tree=$(realpath --relative-to="$abs_top_builddir" .)/libguestfs-$version
make -s -C "$abs_top_builddir" distdir distdir="$tree" > log 2>&1 ||
  fail "make distdir: $(tail -n 20 log)"
tar -cf - "libguestfs-$version" | xz -0 > "SOURCES/libguestfs-$version.tar.xz"
rm -rf "libguestfs-$version"
mkdir tarball
tar -C tarball -xf "SOURCES/libguestfs-$version.tar.xz" --strip-components=1
spec=tarball/libguestfs.spec
is "version of the spec" "$(sed -n 's/^Version: *//p' $spec)" "$version"

# ---- Building ----

forget_run

languages=(--without languages)
more=()
rules=("$abs_top_srcdir/tests/data/rpmlintrc")
if [ -n "${GUESTFS_TEST_LANGUAGES:-}" ]; then
  languages=()
  rules+=("$abs_top_srcdir/tests/data/rpmlintrc-languages")
  more=({csharp,erlang,golang,ghc,java,lua,node,php,ruby,rust}-libguestfs)
fi
CC=${cc[*]} rpmbuild --define "_topdir $PWD" --define "_smp_mflags -j$(nproc)" \
  --nodeps "${languages[@]}" -ba $spec > log 2>&1 ||
  fail "rpmbuild: $(tail -n 30 log)"
is "files in no package" "$(grep -c 'Installed (but unpackaged)' log)" 0
rm -rf BUILD BUILDROOT tarball
mv RPMS/*/*.rpm .
is "source packages" "$(find SRPMS -name '*.src.rpm' | wc -l)" 1
for name in libguestfs libguestfs-appliance libguestfs-devel libguestfs-doc \
            libguestfs-libvirt libguestfs-tools guestfish guestmount \
            guestfs-fleet python3-libguestfs perl-Sys-Guestfs \
            ocaml-libguestfs-devel "${more[@]}"; do
  compgen -G "$name-$version-*.rpm" > found || fail "there is no $name"
done
if command -v rpmlint > /dev/null; then
  cat "${rules[@]}" > rules
  rpmlint --rpmlintrc rules ./*.rpm > log 2>&1 ||
    fail "rpmlint: $(grep -E ' [EW]: ' log | sort | head -n 30)"
else
  skip_part "rpmlint is not installed"
fi

# ---- Installed ----

root=$PWD/root
mkdir "$root"
rpm --root "$root" --initdb
rpm --root "$root" --nodeps --noscripts -i ./*.rpm > log 2>&1 ||
  fail "rpm -i: $(cat log)"
rpm --root "$root" --nosignature -Va --nodeps --noscripts > log 2>&1 || :
is "files that differ from their package" "$(grep -v '^$' log)" ""

# used COMMAND…: with the packages' /usr over that of this machine.
used() {
  unshare --mount --propagation private sh -ec '
    mount -t overlay -o "lowerdir=$1/usr:/usr" overlay /usr
    export LD_LIBRARY_PATH=/usr/lib64
    shift
    exec "$@"' sh "$root" env PATH=/usr/bin:/bin:/usr/sbin:/sbin \
    LIBGUESTFS_CACHEDIR="$PWD" "$@"
}
export LIBGUESTFS_BACKEND_SETTINGS=force_tcg
is "guestfish" "$(used guestfish -N disk.img=fs -m /dev/sda1 \
  write /hello "from an RPM" : cat /hello)" "from an RPM"
is "Perl" "$(used perl -MSys::Guestfs -e '
  my $g = Sys::Guestfs->new (); $g->add_drive_ro ("disk.img"); $g->launch ();
  $g->mount_ro ("/dev/sda1", "/"); print $g->cat ("/hello")')" "from an RPM"
is "Python" "$(used python3 -c '
import guestfs; print(guestfs.GuestFS().version()["release"])')" "${version##*.}"
matches "the test tool" "$(used libguestfs-test-tool 2>&1 | tail -n 1)" OK

# ---- Removed ----

rpm --root "$root" -qa --qf '%{name}\n' |
  xargs rpm --root "$root" --nodeps --noscripts -e
is "what is left" "$(find "$root" ! -type d ! -path '*/var/lib/rpm/*' \
  ! -path '*rpmdb*')" ""
