# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A libvirt that fails as FAKE_LIBVIRT says: tests/lib/fake-libvirt.c in the
# place of the host's, for all programs that this test runs. What fake-machine.c
# says of machines comes with it.

module=$abs_top_builddir/lib/.libs/libguestfs-libvirt.so
[ -e "$module" ] || skip "built without libvirt"
requires nm "${cc[0]}"

# make_fake LIBRARY VERSION-PATTERN FILE…: symbols have the versions that the
# module asks for; those that no FILE defines do nothing.
make_fake() {
  local lib=$1 wanted=$2 objects=() f
  shift 2
  nm -D --undefined-only "$module" | sed -n 's/^ *U \(vir.*\)@/\1 /p' |
    grep -E " ($wanted)" > symbols
  for f; do
    "${cc[@]}" -D_GNU_SOURCE -fPIC -c -I"$abs_top_builddir" \
      -I"$abs_top_srcdir/common" -o "fake-lib/${f##*/}.o" "$lib_dir/$f"
    objects+=("fake-lib/${f##*/}.o")
  done
  nm --defined-only "${objects[@]}" | sed 's/.* //' | sort > defined
  cut -d' ' -f1 symbols | sort | comm -23 - defined |
    sed 's/.*/void *& (void) { return 0; }/' > rest.c
  # A program of a test uses one more.
  echo "virConnectOpen LIBVIRT_0.0.3" >> symbols
  awk '{ v[$2] = v[$2] " " $1 ";" }
       END { for (i in v) print i " { global:" v[i] " };" }' symbols > versions
  "${cc[@]}" -shared -fPIC -o "fake-lib/$lib" -Wl,-soname,"$lib" \
    -Wl,--version-script,versions "${objects[@]}" rest.c \
    "$abs_top_builddir/common/.libs/libcommon.a"
}

mkdir fake-lib
lib_dir=$abs_top_srcdir/tests/lib
make_fake libvirt.so.0 'LIBVIRT_[0-9]' fake-libvirt.c fake-machine.c
make_fake libvirt-qemu.so.0 LIBVIRT_QEMU fake-monitor.c
export LD_LIBRARY_PATH="$PWD/fake-lib:$LD_LIBRARY_PATH"
export FAKE_LIBVIRT="" FAKE_LIBVIRT_LOG="$PWD/fake.log"
