# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the tests of languages share; sourced instead of lib.sh.

. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

# Java, Haskell and Ruby decode the names of their files.
export LC_ALL=C.UTF-8

# configured VARIABLE: what configure has found, for example PYTHON.
configured() { sed -n "s/^$1 = //p" "$abs_top_builddir/bindings/Makefile"; }

# same_log COMMAND…: makes the calls that all languages make, in the directory
# that it is given, and prints the log that all print.
same_log() {
  mkdir scratch
  "$@" "$test_tmp/scratch" > log || fail "$* failed: $(tail -n 3 log)"
  diff -u "$abs_top_srcdir/tests/gen/bindings.log" log >&2 ||
    fail "the log differs"
  diff -u "$abs_top_srcdir/tests/gen/bindings.printed" scratch/printed >&2 ||
    fail "what internal_test has printed differs"
}

# counting_memory COMMAND…: in it, internal_test_rint64 of "memory" counts bytes.
counting_memory() {
  env -u LD_PRELOAD "${cc[@]}" -shared -fPIC -o memory.so \
    "$abs_top_srcdir/tests/lib/memory.c" || fail "memory.c does not compile"
  # A name with a space in it could not be preloaded.
  LD_PRELOAD="${LD_PRELOAD:+$LD_PRELOAD }memory.so" \
    LD_LIBRARY_PATH="$test_tmp${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" "$@"
}

# ocaml_program NAME SOURCE…: compiles it here, to bytecode: that is quicker
# than native code.
ocaml_program() {
  local name=$1; shift
  mkdir -p "$name.obj"
  cp "$@" "$name.obj/"
  (cd "$name.obj" &&
     ocamlfind ocamlc -w +a-4-9-40-41-42-44-45-70 -warn-error +a -g \
               -thread -package guestfs,threads.posix -linkpkg \
               -o "../$name" "${@##*/}") ||
    fail "$name does not compile"
}

# erlang_program SOURCE…: compiles them here.  Then run_erlang MODULE
# ARG…: calls its main(Arg, …) with strings, whose elements are bytes.
erlang_program() {
  "$(configured ERLC)" -Werror "$@" || fail "$* does not compile"
}
run_erlang() {
  local module=$1 args; shift
  args=$([ $# = 0 ] || printf ',"%s"' "$@")
  LC_ALL=C erl -noinput -noshell -eval "
    try $module:main(${args:1}), halt(0)
    catch C:R:S -> io:format(standard_error, \"~p~n\", [{C, R, S}]), halt(1)
    end."
}

# uninstalled_library: pkg-config gives the library of the build tree.
uninstalled_library() {
  mkdir -p pkgconfig
  sed -e "s|^includedir=.*|includedir=$abs_top_srcdir/include|" \
      -e "s|^libdir=.*|libdir=$abs_top_builddir/lib/.libs|" \
      "$abs_top_builddir/lib/libguestfs.pc" > pkgconfig/libguestfs.pc
  export PKG_CONFIG_PATH=$test_tmp/pkgconfig
}

# csharp_program PROGRAM SOURCE…: compiles it here, for the assembly that
# MONO_PATH names first.
csharp_program() {
  local name=$1; shift
  "$(configured MCS)" -nologo -out:"$name" -langversion:7.2 -codepage:utf8 \
    -warnaserror -r:"${MONO_PATH%%:*}/guestfs.dll" \
    "$@" || fail "$name does not compile"
}

# small_guest FILE: a disk image with a system that inspection knows, and
# nothing else.
small_guest() {
  requires mke2fs
  mkdir -p guest/{bin,etc,lib,var/log}
  cat > guest/etc/os-release <<'EOF'
ID=debian
NAME="Debian GNU/Linux"
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
VERSION_ID="12"
EOF
  echo 12.5 > guest/etc/debian_version
  echo "Debian GNU/Linux 12" > guest/etc/issue
  echo "small" > guest/etc/hostname
  echo "/dev/sda / ext2 defaults 0 1" > guest/etc/fstab
  truncate -s 8M "$1"
  mke2fs -q -F -t ext2 -d guest "$1"
  rm -r guest
}

# What the example inspect_vm of each language prints of it.
# shellcheck disable=SC2034
small_guest_found="Root:          /dev/sda
Product name:  Debian GNU/Linux 12 (bookworm)
Version:       12.5
Type:          linux
Distribution:  debian
   Debian GNU/Linux 12"

# file_of_partition DISK PATH: what is in a file on the first partition of a
# disk image, which has a file system of the ext family.
file_of_partition() {
  local start
  requires debugfs
  start=$(od -An -tu4 -j454 -N4 "$1")
  debugfs -R "cat $2" "$1?offset=$((start * 512))" 2>/dev/null
}

# What makes the virtual machine of Java start quickly.
java_quick=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto)

# java_program SOURCE…: compiles them into the directory classes.
java_program() {
  javac "${java_quick[@]/#/-J}" -encoding UTF-8 -Xlint:all,-try -Werror \
        -d classes "$@" || fail "$* cannot be compiled"
}

# java_run CLASS ARGUMENT…
java_run() { java "${java_quick[@]}" -cp "classes:$CLASSPATH" "$@"; }
