#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Buffers of more than 2 GiB, as arguments and as results: none is cut. Erlang
# has no packets for them, and says so. (Java and C# have no arrays for them;
# text of Rust and Haskell takes the same way as that of C.)
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"

awk '$1 == "MemAvailable:" { exit $2 < 12000000 }' /proc/meminfo ||
  skip "12 GB of memory are not free"
export GOCACHE=$abs_top_builddir/bindings/golang/cache
export GOPATH=$abs_top_builddir/bindings/golang/path

# large LANGUAGE SOURCE
large() {
  case $1 in
  erlang) erlang_program "$2" && run_erlang large ;;
  golang) (cd "$abs_top_builddir/bindings/golang/module" &&
             "$(configured GOLANG)" run ./tests/large) ;;
  lua) "$(configured LUA)" "$2" ;;
  node) "$(configured NODE)" "$2" ;;
  ocaml) ocaml_program large "$2" && ./large ;;
  perl) "$(configured PERL)" "$2" ;;
  php) { "$(configured PHP)" "$2" 2>&1 >&3 |
           sed -n 's/.*trace: write .*size \([0-9]*\).*/argument \1/p'; } 3>&1 ;;
  python) "$(configured PYTHON)" "$2" ;;
  ruby) "$(configured RUBY)" "$2" ;;
  esac
}

expected="result 2147483664 z
argument 2147483664"
expected_of_erlang="write: the arguments take more than 2 GiB: use a function \
that reads a file
internal_test_rstring: the result is too long for Erlang: use a function that \
writes a file
result 2147483392 2147483392"

for source in "$abs_top_srcdir"/bindings/*/tests/large{.*,/main.go}; do
  language=${source#"$abs_top_srcdir/bindings/"}
  language=${language%%/*}
  (requires_language "$language" >/dev/null) || continue
  [ "${1:-$language}" = "$language" ] || continue
  large "$language" "$source" > out 2> err || fail "$language: $(cat out err)"
  if [ "$language" = erlang ]; then
    is "$language" "$(cat out)" "$expected_of_erlang"
  else
    is "$language" "$(cat out)" "$expected"
  fi
done
