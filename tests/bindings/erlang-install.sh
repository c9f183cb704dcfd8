#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# rebar3 builds the Erlang application from a directory of its own; make
# install puts it where Erlang finds it. An example runs with each of them.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language erlang
erlang="$abs_top_builddir/bindings/erlang"
PATH=${PATH#"$erlang:"}
unset ERL_FLAGS MAKEFLAGS
version=$(configured VERSION)

# is_loaded_from EBIN: where erl finds the module.
is_loaded_from() {
  is "the module" \
    "$(erl -noshell -eval 'io:format("~s", [code:which(guestfs)]), halt().')" \
    "$1/guestfs.beam"
}
is_version() {
  is "the version" "$(erl -noshell -eval '
     ok = application:load(libguestfs),
     {ok, V} = application:get_key(libguestfs, vsn),
     io:format("~s", [V]), halt().')" "$version"
}
creates_disk() {
  [ -f "$LIBGUESTFS_PATH/root" ] || return 0
  escript "$abs_top_srcdir/bindings/erlang/examples/create_disk.escript" "$1"
  is "the file" "$(file_of_partition "$1" /notes/hello.txt)" \
    "hello from Erlang"
}

make -s -C "$erlang" install DESTDIR="$test_tmp/root" \
  ERLANG_INSTALLDIR=/erlang bindir=/bin > log 2>&1 || fail "$(cat log)"
ERL_LIBS="$test_tmp/root/erlang" PATH="$test_tmp/root/bin:$PATH"
export ERL_LIBS
is_loaded_from "$ERL_LIBS/libguestfs-$version/ebin"
is_version
creates_disk disk.img

rm -r root
command -v rebar3 > /dev/null || { skip_part "no rebar3"; exit 0; }
make -s -C "$erlang" package > log 2>&1 || fail "$(cat log)"
cp -r "$erlang/package" package
cd package
CFLAGS="-O0 -I$abs_top_srcdir/include" \
  LDFLAGS="-L$abs_top_builddir/lib/.libs" \
  rebar3 compile > log 2>&1 || fail "$(cat log)"
ERL_LIBS="$test_tmp/package/_build/default/lib"
is_loaded_from "$ERL_LIBS/libguestfs/ebin"
is_version
creates_disk disk2.img
