#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The C of the bindings, compiled with ASan and UBSan, in interpreters that are
# not: the tests of each language's calls and handles find nothing wrong.
# sanitized.sh [LANGUAGE …]
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
[ -z "${sanitizers:-}" ] || skip "all is sanitized in this build"
[ $# -gt 0 ] || set -- erlang java lua node ocaml perl php python ruby

flags="-g -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined"
flags="$flags -fno-omit-frame-pointer"
real_top=$abs_top_builddir
tree=$test_tmp/tree
unset MAKEFLAGS

echo 'int main (void) { return 0; }' > empty.c
# shellcheck disable=SC2086
gcc $flags empty.c -o empty 2>/dev/null && ./empty ||
  skip "gcc has no sanitizers"

# PHP asks for what the sanitizers' library does not support.
cat > dlopen.c <<'EOD'
#define _GNU_SOURCE
#include <dlfcn.h>

void *
dlopen (const char *file, int flags)
{
  void *(*next) (const char *, int);

  *(void **) &next = dlsym (RTLD_NEXT, "dlopen");
  return next (file, flags & ~RTLD_DEEPBIND);
}
EOD
gcc -shared -fPIC dlopen.c -o dlopen.so || fail "dlopen.c"

# Ruby leaves functions by ways that the sanitizer does not see: it would take
# their variables for those of the functions that are called next.
flags_of() {
  echo "$flags$([ "$1" != ruby ] || echo " --param asan-stack=0")"
}

# A tree whose bindings are its own; all else is that of this build.
make_tree() {
  local f
  mkdir -p "$tree/bindings"
  for f in "$real_top"/*; do
    [ "${f##*/}" = bindings ] || ln -s "$f" "$tree/"
  done
  cp -a "$real_top/bindings/Makefile" "$tree/bindings/"
}

# compile LANGUAGE: what is not of C is there already.
compile() {
  local source=$abs_top_srcdir/bindings/$1 object
  cp -a "$real_top/bindings/$1" "$tree/bindings/"
  find "$tree/bindings/$1" \( -name '*.lo' -o -name '*.la' -o -name '*.so*' \
    -o -name '*.node' -o -name erl-guestfs \) -delete
  while read -r object; do
    [ "${object##*/}" = guestfs.o ] || rm "$object"
  done < <(find "$tree/bindings/$1" -name '*.o')
  rm -f "$tree/bindings/$1/mlguestfs.cma"
  make -s -C "$tree/bindings/$1" all top_srcdir="$abs_top_srcdir" \
    abs_builddir="$tree/bindings/$1" srcdir="$source" CC=gcc CFLAGS="$(flags_of "$1")" > make.log 2>&1 ||
    fail "$1: cannot be compiled: $(tail -n 5 make.log)"
  grep -qr __asan_report "$tree/bindings/$1" || fail "$1: it is not sanitized"
}

# in_tree LANGUAGE WHAT: its test, with the binding of that tree. QEMU runs with
# the sanitizers' library, too: what is freed is not kept for long.
in_tree() (
  reports=$test_tmp/report
  asan=detect_leaks=0:handle_segv=0:use_sigaltstack=0
  asan=$asan:allocator_may_return_null=1:quarantine_size_mb=1
  asan=$asan:thread_local_quarantine_size_kb=16
  # What ./run has set would be found, too.
  unset PHP_INI_SCAN_DIR OCAMLPATH
  # env.sh uses them.
  # shellcheck disable=SC2034
  b=$tree s=$abs_top_srcdir
  # shellcheck source=/dev/null
  . "$abs_top_srcdir/bindings/$1/env.sh"
  export abs_top_builddir=$tree
  export ASAN_OPTIONS=$asan:verify_asan_link_order=0:log_path=$reports
  export UBSAN_OPTIONS=print_stacktrace=1:log_path=$reports
  # A name with a space in it could not be preloaded.
  export LD_LIBRARY_PATH="$test_tmp${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
  LD_PRELOAD="dlopen.so $(gcc -print-file-name=libasan.so)"
  LD_PRELOAD="$LD_PRELOAD $(gcc -print-file-name=libubsan.so)"
  LD_PRELOAD="$LD_PRELOAD $(gcc -print-file-name=libstdc++.so)"
  export LD_PRELOAD
  "$abs_top_srcdir/tests/bindings/$1-$2.sh"
)

# What was found, if anything; QEMU's coroutines are only warned of.
found() {
  cat report.* 2>/dev/null |
    grep -m 1 -A 20 -E 'ERROR: AddressSanitizer|runtime error:' || :
}

# check LANGUAGE
check() {
  local what status
  for what in calls handle; do
    status=0
    in_tree "$1" "$what" > log 2>&1 ||
      status=$?
    is "$1-$what: found" "$(found)" ""
    case $status in
    0) ;;
    77) skip_part "$1: $(tail -n 1 log)" ;;
    *) fail "$1-$what: $(tail -n 20 log)" ;;
    esac
  done
}

make_tree
compile calls
for language; do
  (requires_language "$language" >/dev/null) || continue
  compile "$language"
  check "$language"
  echo "$language: nothing found"
done
