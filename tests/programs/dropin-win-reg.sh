#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Debian's virt-win-reg, a program in Perl, reads and changes the registry of a
# Windows with our library.
# tier: slow

. "$(dirname "$0")/../lib/peer.sh"
. "$abs_top_srcdir/tests/lib/windows.sh"
requires perl xz
requires_image windows7-hives.tar.xz

windows windows/Windows 14c
tar -xJf "$test_images/windows7-hives.tar.xz" --strip-components=1 \
  -C windows/Windows/System32/config
tar -C windows --owner=0 --group=0 -cf windows.tar .
more=("$PWD/windows.tar")
compare_with_expected "$@"
