#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Signals that the program handles do not cut the shutdown of QEMU short.

. "$(dirname "$0")/../lib.sh"
requires_appliance
requires qemu-img

requires "${cc[0]}"
# A program that is not sanitized has the wrong realpath: the runtime comes late.
# shellcheck disable=SC2086
"${cc[@]}" ${sanitizers:-} -I"$abs_top_srcdir/include" -o shutdown \
  "$abs_top_srcdir/tests/launch/shutdown-under-signals.c" \
  -L"$abs_top_builddir/lib/.libs" -lguestfs
for us in 300 1000; do
  ./shutdown $us || fail "a signal every $us us: shutdown says the above"
  qemu-img check -q d.qcow2 || fail "a signal every $us us: d.qcow2 is damaged"
  rm d.qcow2
done
