#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The header pleases strict compilers of C and C++, and what is generated for
# library, daemon, guestfish and tests compiles without a warning.

. "$(dirname "$0")/../lib/generator.sh"
write_tiny
cd "$test_tmp"

cat > program.c <<'EOF'
#include <guestfs.h>
#ifndef GUESTFS_HAVE_TOY_MAKE_OPTS
#error "no macro of an action with optional arguments"
#endif
#ifndef LIBGUESTFS_HAVE_TOY_MAKE
#error "no macro under its older name"
#endif
#if GUESTFS_TOY_MAKE_OPTS_SIZE != 1
#error "number of an optional argument"
#endif
int main (void) { return GUESTFS_TOY_MAKE_OPTS_SIZE_BITMASK == 2 ? 0 : 1; }
EOF
cp program.c program.cc
strict=(-Wall -Wextra -Werror -pedantic -fsyntax-only -I"$tiny/include")
for define in -DNOTHING -DGUESTFS_PRIVATE=1 -DGUESTFS_NO_DEPRECATED=1 \
              -DGUESTFS_NO_WARN_DEPRECATED=1; do
  "${cc[@]}" -std=c99 "${strict[@]}" "$define" program.c
  "${cc[@]}" -std=c11 "${strict[@]}" "$define" program.c
  if command -v "${CXX:-g++}" >/dev/null; then
    "${CXX:-g++}" -std=c++11 "${strict[@]}" "$define" program.cc
  else
    echo "no C++ compiler: not tried"
  fi
done

# refused WHY CODE: the program does not compile as strictly as this.
refused() {
  { echo '#include <guestfs.h>'; echo "$2"; } > refused.c
  if "${cc[@]}" -std=c11 "${strict[@]}" refused.c 2>/dev/null; then
    echo "$test_name: compiled: $1" >&2
    exit 1
  fi
}
refused "a deprecated function" \
  'int f (guestfs_h *g); int f (guestfs_h *g) { return guestfs_toy_old (g); }'
refused "a hidden function" \
  '#define F guestfs_toy_internal
   void *f (guestfs_h *g); void *f (guestfs_h *g) { return F (g); }'

includes+=(-I"$abs_top_srcdir/cli" -I"$abs_top_srcdir/fish"
           -I"$abs_top_srcdir/fish/command"
           -I"$abs_top_srcdir/tests/runner" -I"$abs_top_srcdir/tests/lib")
for f in "$tiny"/{common,lib,daemon,fish,tests}/gen/*.c; do
  "${cc[@]}" -std=gnu11 "${warnings[@]}" "${includes[@]}" -fsyntax-only "$f"
done
