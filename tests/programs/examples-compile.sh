#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The programs in examples/ compile without a warning, with the public header
# only, and each is on a page.

. "$(dirname "$0")/../lib.sh"
requires "${cc[0]}"
cd "$abs_top_srcdir/examples"

for f in *.c; do
  "${cc[@]}" -std=gnu11 -Wall -Wextra -Werror -pthread -fsyntax-only \
    -I "$abs_top_srcdir/include" "$f"
  grep -qx "__EXAMPLE:../examples/${f}__" ../docs/*.pod ||
    fail "$f is on no page"
done
