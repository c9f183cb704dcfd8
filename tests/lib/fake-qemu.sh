# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A QEMU that only notes its arguments, and an appliance of empty files: for
# tests of what happens before a machine runs.

# fake_appliance DIR [BUILD-ID]
fake_appliance() {
  local build
  build=$(sed -n 's/^#define GUESTFS_BUILD_ID "\(.*\)"/\1/p' \
            "$abs_top_builddir/config.h")
  mkdir -p "$1"
  touch "$1"/{kernel,initrd,root}
  echo "build=${2:-$build}" > "$1/manifest"
}

# fake_qemu BODY: a shell script that is used as QEMU.
fake_qemu() {
  printf '#!/bin/sh\n%s\n' "$1" > "$test_tmp/fake-qemu"
  chmod +x "$test_tmp/fake-qemu"
  export LIBGUESTFS_HV="$test_tmp/fake-qemu"
}

fake_appliance "$test_tmp/appliance"
export LIBGUESTFS_PATH="$test_tmp/appliance"
export LIBGUESTFS_CACHEDIR="$test_tmp"
export LIBGUESTFS_BACKEND_SETTINGS=force_tcg:template=0
