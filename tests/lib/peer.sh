# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Debian's own programs on our library, compared with what they print on
# theirs. A test dropin-NAME.sh has, in tests/data/dropin, a script NAME.run
# that is the same for both, and NAME.expected, which is what it printed with
# the library of Debian:
#
#   dropin-NAME.sh           run it on our library and compare
#   dropin-NAME.sh --peer    run it in Debian's own system and compare
#   dropin-NAME.sh --record  the same, and write NAME.expected
#
# NAME.differs, if there is one, is a script for sed that makes of NAME.expected
# what is printed with our library: each line of it is in
# guestfs-differences(1).
#
# What is in the array "more" is copied to where the script runs: files that
# the test has made.
#
# --peer and --record need GUESTFS_PEER_ROOT to be the root of a Debian system with
# guestfish, guestfs-tools, libguestfs-perl and python3-guestfs, and the right to chroot to it.

. "$(dirname "${BASH_SOURCE[0]}")/bindings.sh"
here=$abs_top_srcdir/tests/data/dropin
name=${test_name#dropin-}
more=()

# What libraries a program of Debian's lacks here is taken from its packages.
borrow_libraries() {
  local root=$1 library file missing program
  shift
  mkdir -p lib
  for program; do
    while :; do
      missing=$(LD_LIBRARY_PATH=$PWD/lib:$LD_LIBRARY_PATH ldd "$program" \
                  2>/dev/null | awk '/not found/ { print $1 }')
      [ -n "$missing" ] || break
      for library in $missing; do
        file=$(find "$root/usr/lib" "$root/lib/" -name "$library" -print -quit)
        [ -n "$file" ] || skip "$(basename "$program") needs $library"
        ln -s "$file" lib/
      done
    done
  done
}

# Debian's virt-make-fs gives names of temporary files to a shell as they are.
avoid_spaces() {
  local link
  [[ $TMPDIR == *[[:space:]]* ]] || return 0
  link=$(mktemp -d /tmp/dropin.XXXXXX)
  at_exit "rm -rf $link"
  ln -s "$TMPDIR" "$link/tmp"
  TMPDIR=$link/tmp
}

# Where the modules of Perl are, joined by colons.
perl_folders() {
  local folders=("$1"/usr/lib/*/perl5/*)
  (IFS=:; echo "${folders[*]}:$1/usr/share/perl5")
}

on_our_library() {
  local root
  [ -z "${sanitizers:-}" ] ||
    skip "with sanitizers, the C library gives these programs old functions"
  root=$("$abs_top_srcdir/tools/peer-root" 2>why) || skip "$(cat why)"
  [ -x "$root/usr/bin/guestfish" ] || skip "$root has no guestfish"
  [ -x "$root/usr/bin/virt-df" ] || skip "$root has no guestfs-tools"
  requires_appliance
  borrow_libraries "$root" "$root"/usr/bin/{guestfish,virt-df,virt-customize} \
    "$root"/usr/lib/*/perl5/*/auto/{Sys/Guestfs/Guestfs,Win/Hivex/Hivex}.so
  mkdir work
  cp "$here"/* "${more[@]}" work/
  avoid_spaces
  (cd "$TMPDIR/work" && LD_LIBRARY_PATH=$test_tmp/lib:$LD_LIBRARY_PATH \
     PATH=$root/usr/bin:$PATH \
     PYTHONPATH=$root/usr/lib/python3/dist-packages \
     PERL5LIB=$(perl_folders "$root") \
     bash -euo pipefail "$name.run" >../out 2>../err) ||
    fail "$name.run failed: $(cat err)"
}

on_their_library() {
  local root=${GUESTFS_PEER_ROOT:-} dir
  [ -x "$root/bin/bash" ] || skip "GUESTFS_PEER_ROOT is not set to a system"
  [ "$(id -u)" = 0 ] || skip "only root can chroot"
  dir=$(mktemp -d "$root/tmp/dropin.XXXXXX")
  at_exit "rm -rf '$dir'"
  cp "$here"/* "${more[@]}" "$dir/"
  "$abs_top_srcdir/tools/peer-chroot" "$root" \
    bash -c "cd /tmp/$(basename "$dir") &&
             bash -euo pipefail $name.run" >out 2>err ||
    fail "$name.run failed: $(cat err)"
}

# What our library, or theirs, must have printed.
expected() {
  if [ -z "${1:-}" ] && [ -f "$here/$name.differs" ]; then
    sed -f "$here/$name.differs" "$here/$name.expected"
  else
    cat "$here/$name.expected"
  fi
}

# compare_with_expected [--peer|--record]
compare_with_expected() {
  case "${1:-}" in
    "") on_our_library ;;
    --peer) on_their_library ;;
    --record)
      on_their_library
      cp out "$here/$name.expected" ;;
    *) fail "$1: neither --peer nor --record" ;;
  esac
  diff -u --text <(expected "$@") out ||
    fail "differs from $name.expected; standard error: $(cat err)"
}

# ---- Modules of languages: tests/bindings/LANGUAGE-dropin.sh ----

# Some of Debian's modules name functions of libraries that they are not linked
# with, and count on their libguestfs to have loaded these.
load_libraries() { export LD_PRELOAD="libpcre2-8.so.0 libxml2.so.2"; }

# debian_module ROOT: the language finds Debian's module, not ours, which ./run
# has named. 1: the one in there is not for the language's version here.
debian_module() {
  local lib version
  lib=$(echo "$1"/usr/lib/*-linux-gnu)
  case "$name" in
  java)
    CLASSPATH=$(echo "$1"/usr/share/java/libguestfs-*.jar)
    LD_LIBRARY_PATH=$lib/jni:$LD_LIBRARY_PATH
    export CLASSPATH LD_LIBRARY_PATH
    load_libraries
    [ -f "$CLASSPATH" ] ;;
  lua)
    version=$("$LUA" -e 'print(_VERSION:match("%d.*"))')
    export LUA_CPATH="$lib/lua/$version/?.so"
    load_libraries
    [ -d "$lib/lua/$version" ] ;;
  ocaml)
    export OCAMLPATH=$1/usr/lib/ocaml
    [ -d "$OCAMLPATH/guestfs" ] && [ "$(ocamlc -version)" = 4.13.1 ] ;;
  php)
    mkdir ini
    version=$("$PHP" -n -r 'echo PHP_EXTENSION_DIR;')
    echo "extension=$1$version/guestfs_php.so" > ini/guestfs.ini
    export PHP_INI_SCAN_DIR=:$test_tmp/ini
    [ -f "$1$version/guestfs_php.so" ] ;;
  ruby)
    version=$("$RUBY" -e 'puts RbConfig::CONFIG["ruby_version"]')
    RUBYLIB=$1/usr/lib/ruby/vendor_ruby/$version
    export RUBYLIB=$RUBYLIB:$lib/ruby/vendor_ruby/$version
    [ -d "$lib/ruby/vendor_ruby/$version" ] ;;
  esac
}

# run_script DIRECTORY
run_script() {
  mkdir "$1"
  cp "$here"/{[sS]cript.*,"$name.run"} "$1/"
  (cd "$1" && bash -euo pipefail "$name.run" > ../out 2> ../err) ||
    fail "$name.run failed with the module of $1: $(head -n 5 err)"
  diff -u --text <(expected) out ||
    fail "differs from $name.expected; standard error: $(cat err)"
}

# Our module prints what Debian's printed there; so does Debian's on our
# library. The options are those of compare_with_expected.
compare_modules() {
  local root
  name=${test_name%-dropin}
  requires_language "$name"
  if [ -n "${1:-}" ]; then
    compare_with_expected "$@"
    return
  fi
  LUA=$(configured LUA) PHP=$(configured PHP) RUBY=$(configured RUBY)
  export LUA PHP RUBY
  run_script ours
  if ! root=$("$abs_top_srcdir/tools/peer-root" 2>why); then
    skip_part "$(cat why)"
  elif debian_module "$root"; then
    run_script debian
  else
    skip_part "$root has no module for this $name"
  fi
}
