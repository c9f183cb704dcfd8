#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The daemon's waits for processes end at their deadline, when the call is
# cancelled, and when the process cannot be watched; signals do not end them.

. "$(dirname "$0")/../lib.sh"
requires "${cc[0]}"

d=$abs_top_srcdir/daemon
"${cc[@]}" -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -g \
  -I"$abs_top_builddir" -I"$abs_top_srcdir/include" \
  -I"$abs_top_srcdir/common" -I"$abs_top_srcdir/common/gen" \
  -I"$d/call" -I"$d/root" -I"$d/run" -Wl,--wrap=pidfd_open -o program \
  "$abs_top_srcdir/tests/unit/child.c" \
  "$d"/run/{apart,child,run}.c \
  "$d"/call/{call,log,memory,progress,reply,stream,text,time}.c \
  "$abs_top_srcdir"/common/{wire,frame,strvec,cleanups}.c \
  "$abs_top_srcdir/common/gen/errnos.c"
./program
