#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# KVM is tried, TCG is used when it fails, and the failure is remembered.

. "$(dirname "$0")/../lib.sh"
requires_appliance
appliance=$LIBGUESTFS_PATH real=$(guestfish get-hv)
. "$abs_top_srcdir/tests/lib/fake-qemu.sh"
if [ ! -r /dev/kvm ] || [ ! -w /dev/kvm ]; then
  skip "/dev/kvm cannot be opened"
fi

# A QEMU that dies with KVM; with TCG it works when there is a file "works".
# shellcheck disable=SC2016
fake_qemu 'dir=$(dirname "$0")
  echo "$*" | grep -o "accel=[a-z]*" >> "$dir/tried"
  case "$*" in *accel=kvm*) kill -ABRT $$ ;; esac
  [ ! -e "$dir/works" ] || exec '"$real"' "$@"
  echo "fake-qemu: not kvm" >&2; exit 1'
launch() { rm -f tried; guestfish add /dev/null : run; }
# launch_with_tcg COMMAND…
launch_with_tcg() {
  touch works
  LIBGUESTFS_PATH=$appliance "$@" || fail "TCG was not used"
  rm works
}
tried() { tr '\n' ' ' < tried; }
memory=.guestfs-$(id -u)/no-kvm

export LIBGUESTFS_BACKEND_SETTINGS=template=0

# The cheap check cannot be made, which says nothing about KVM. QEMU is tried;
# what does not run with TCG either is not KVM's fault.
cat > no-fork.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>
pid_t
fork (void)
{
  static int n;

  if (strstr (program_invocation_short_name, "guestfish") && n++ == 0) {
    errno = EAGAIN;
    return -1;
  }
  return ((pid_t (*) (void)) dlsym (RTLD_NEXT, "fork")) ();
}
END
"${cc[@]}" -shared -fPIC -o no-fork.so no-fork.c -ldl
unchecked() { LD_PRELOAD=$PWD/no-fork.so "$@"; }
how=()
if ! nm "$abs_top_builddir/lib/.libs/libguestfs.so" | grep -q ' U __asan_'; then
  how=(unchecked)
  fails_with 'launch: .*not kvm$' unchecked launch
  is "tried without a check" "$(tried)" "accel=kvm accel=tcg "
  [ ! -e "$memory" ] || fail "KVM was blamed for a QEMU that never runs"
else
  skip_part "LD_PRELOAD does not work with sanitizers"
fi

# A launch after which it is known that KVM fails.
launch_with_tcg "${how[@]}" launch
grep -q "$(cat /proc/sys/kernel/random/boot_id)" "$memory" ||
  fail "the failure is not remembered"
fails_with 'launch: .*not kvm$' launch
is "tried the second time" "$(tried)" "accel=tcg "

# Another boot, another try.
sed -i '1s/^[^ ]*/00000000-0000-0000-0000-000000000000/' "$memory"
fails_with 'launch: .*not kvm$' launch
first=$(tried)
[ "$first" = "accel=kvm accel=tcg " ] ||
  [ "$first" = "accel=tcg " ] || # the cheap check has found out
  fail "tried after a boot: $first"

# It may have been a bad hour.
for age in '50 minutes ago' '70 minutes ago' 'tomorrow'; do
  sed -i "1s/^[^ ]*/$(cat /proc/sys/kernel/random/boot_id)/" "$memory"
  touch -d "$age" "$memory"
  fails_with 'launch: .*not kvm$' launch
  case $age in 50*) expected="accel=tcg " ;; *) expected=$first ;; esac
  is "tried when it had failed $age" "$(tried)" "$expected"
done

# Where nobody says which boot it is, as in some containers.
if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
  # shellcheck disable=SC2016
  launch_elsewhere() {
    rm -f tried
    unshare -m sh -c 'mount -t tmpfs none /proc/sys/kernel/random &&
      exec guestfish add /dev/null : run'
  }
  sed -i '1s/^[^ ]*/unknown-boot/' "$memory"
  touch "$memory"
  fails_with 'launch: .*not kvm$' launch_elsewhere
  is "tried the second time without a boot id" "$(tried)" "accel=tcg "
fi

export LIBGUESTFS_BACKEND_SETTINGS=force_kvm:template=0
if [ "$first" = "accel=tcg " ]; then
  fails_with 'launch: .*force_kvm: /dev/kvm: .*does not run a guest' launch
  [ ! -e tried ] || fail "force_kvm on a broken /dev/kvm: QEMU was started"
else
  fails_with 'launch: .*signal 6.*force_kvm' launch
  is "force_kvm" "$(tried)" "accel=kvm "
fi
export LIBGUESTFS_BACKEND_SETTINGS=force_tcg:template=0
fails_with 'launch: .*not kvm$' launch
is "force_tcg" "$(tried)" "accel=tcg "

# A /dev/kvm that runs a few instructions, but no guest: not ten minutes.
export LIBGUESTFS_BACKEND_SETTINGS=force_kvm:template=0
fake_qemu 'exec sleep 600'
fails_with 'launch: .*(5 seconds under KVM|not run a guest): .*force_kvm' \
  timeout 120 guestfish add /dev/null : run
