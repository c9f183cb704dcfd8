# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
# What the tests of the generator share: . "$(dirname "$0")/../lib/generator.sh"

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

here="$abs_top_srcdir/tests/generator"
objects="$abs_top_builddir/generator/obj"
tiny="$test_tmp/tiny"
warnings=(-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
          -Wvla -Werror)

# skip WHY
skip() { echo "$test_name: skipped: $*"; exit 77; }

command -v ocamlfind >/dev/null || skip "no ocamlfind"
[ -f "$objects/generator.cmxa" ] || skip "the generator is not built"

# ocaml_program NAME: from tiny.ml and NAME.ml, in $test_tmp.
ocaml_program() {
  cp "$here/tiny.ml" "$here/$1.ml" "$test_tmp"
  (cd "$test_tmp" &&
   ocamlfind ocamlopt -package str,unix -linkpkg -I "$objects" \
     -w +a-4-9-40-41-42-44-45-48-70 -warn-error +a \
     "$objects/generator.cmxa" tiny.ml "$1.ml" -o "$1")
}

# Everything that is generated from the tiny table, in $tiny.
write_tiny() {
  ocaml_program write_tiny
  "$test_tmp/write_tiny" "$tiny"
}

# Where C finds its headers: generated ones of the tiny table first.
includes=(-I"$tiny/include" -I"$tiny/common/gen" -I"$tiny/lib/gen"
          -I"$tiny/daemon/gen" -I"$tiny/fish/gen" -I"$abs_top_builddir"
          -I"$abs_top_srcdir/common" -I"$abs_top_srcdir/lib/handle"
          -I"$abs_top_srcdir/lib/proto" -I"$abs_top_srcdir/daemon"
          -I"$abs_top_srcdir/daemon/call"
          -I"$abs_top_srcdir/daemon/root"
          -I"$abs_top_srcdir/daemon/run"
          -I"$abs_top_srcdir/daemon/device"
          -I"$abs_top_srcdir/daemon/btrfs"
          -I"$abs_top_srcdir/daemon/archive"
          -I"$abs_top_srcdir/daemon/filesystem"
          -I"$abs_top_srcdir/daemon/inspect"
          -I"$abs_top_srcdir/daemon/inspect/facts"
          -I"$abs_top_srcdir/daemon/serve")

common_sources=("$abs_top_srcdir/common/wire.c"
                "$abs_top_srcdir/common/strvec.c"
                "$abs_top_srcdir/common/cleanups.c")
sanitize=(-g -O1 "-fsanitize=address,undefined"
          -fno-sanitize-recover=undefined)
