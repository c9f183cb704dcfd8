#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# make install below a prefix, also by an ordinary user: twice, with DESTDIR, another
# version beside it, uninstall. What is installed works without the tree that
# it was built in, the versions do not disturb each other, and uninstall leaves
# nothing, neither a file nor a directory.

. "$(dirname "$0")/../lib/elsewhere.sh"
requires pkg-config gcc make
requires_appliance
[ "$abs_top_srcdir" -ef "$abs_top_builddir" ] ||
  skip "what was built is not in the source tree"

# A copy of the tree with what was built. Status 1: a test that runs beside
# this one has changed a file of its own.
mkdir tree
{
  tar -C "$abs_top_builddir" -cf - --exclude=./.git --exclude=./tmp \
    --exclude=./demo --exclude=./tests --exclude='*.log' . || [ $? = 1 ]
} | tar -xf - -C tree
cp -r "$abs_top_builddir/tests" tree/

# as_user COMMAND…: by nobody, if root runs this test. Compilers of root may be
# out of reach, so root itself builds and installs.
user=()
if [ "$(id -u)" = 0 ] && command -v setpriv > /dev/null; then
  user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
as_user() { "${user[@]}" env HOME="$test_tmp/home" "$@"; }
give_to_user() { [ ${#user[@]} = 0 ] || chown -R 65534:65534 "$@"; }

forget_run
abs_top_builddir=$test_tmp/tree
unset MAKEFLAGS PYTHONDONTWRITEBYTECODE
export LIBGUESTFS_BACKEND_SETTINGS=force_tcg
export LIBGUESTFS_TEMPLATE_DIR=$test_tmp/store

# build_for PREFIX VERSION-RELEASE [FLAG…]: the copy, for that place.
build_for() {
  local flags prefix=$1 release=$2; shift 2
  eval "flags=($(tree/config.status --config))"
  sed -i "s/^\(m4_define(.version_release., *.\)[0-9]*/\1$release/" \
    tree/configure.ac
  (cd tree && ./bootstrap && ./configure "${flags[@]}" "$@" --prefix="$prefix" &&
     make -s -j"$(nproc)") > log 2>&1 ||
    fail "building for $prefix: $(tail -n 30 log)"
}
make_target() {
  make -s -C tree "$@" > log 2>&1 ||
    fail "make $*: $(tail -n 30 log)"
}
# Names, kinds, permissions and contents. The time in an archive is its own.
list() {
  (cd "$1" && find . -mindepth 1 -printf '%y %m %P %l\n' | sort
   find . -type f ! -name '*.pyc' -exec sha256sum {} + | sort -k 2)
}

mkdir home store a b
give_to_user home store
[ ${#user[@]} = 0 ] || chown 65534 "$test_tmp"
read -r -a no_languages <<< "$(sed -n 's/^LANGUAGES = //p' \
  "$abs_top_srcdir/bindings.mk" | sed 's/[a-z]*/--disable-&/g')"
release=$(sed -n 's/^m4_define(.version_release., *.\([0-9]*\).*/\1/p' \
  tree/configure.ac)
build_for "$test_tmp/a" "$release"

# ---- Twice, and with DESTDIR ----

make_target install
list a > first
make_target install
list a > second
diff first second || fail "a second installation is not as the first"
make_target install DESTDIR="$test_tmp/dest"
list "dest$test_tmp/a" > third
diff first third || fail "with DESTDIR something else is installed"
is "outside of the prefix" \
  "$(find dest -type f ! -path "dest$test_tmp/a/*")" ""
if grep -rlI "$test_tmp/tree" a > named; then
  fail "these name the tree they were built in: $(cat named)"
fi
# The tree that was built has no part in what follows, and neither has a.
# DESTDIR is moved to its place.
rm -rf a
mv "dest$test_tmp/a" a
mv tree away

# ---- Used ----

installed() { as_user env PATH="$test_tmp/a/bin:$PATH" "$@"; }
got=$(installed guestfish -N home/disk.img=fs -m /dev/sda1 \
        write /hello installed : cat /hello) || fail "guestfish: $got"
is "guestfish" "$got" installed
for program in a/bin/*; do
  case $program in */erl-guestfs) continue ;; esac
  got=$(PATH=$test_tmp/a/bin:$PATH "$program" --version) || fail "$program --version: $got"
  matches "$program --version" "$got" "1\.[0-9]+\.$release"
done
for page in a/share/man/man*/*; do
  [ -s "$page" ] || fail "$page is empty"
done
fails_with 'nosuch.*(omain not found|o domain)' \
  installed guestfish -c test:///default -d nosuch run

cat > program.c <<'EOF'
#include <stdio.h>
#include <guestfs.h>
int
main (int argc, char **argv)
{
  guestfs_h *g = guestfs_create ();
  char *text;
  if (!g || guestfs_add_drive_ro (g, argv[argc - 1]) == -1 ||
      guestfs_launch (g) == -1 ||
      guestfs_mount_ro (g, "/dev/sda1", "/") == -1 ||
      (text = guestfs_cat (g, "/hello")) == NULL)
    return 1;
  puts (text);
  return 0;
}
EOF
export PKG_CONFIG_PATH=$test_tmp/a/lib/pkgconfig
# shellcheck disable=SC2046
"${cc[@]}" program.c $(pkg-config --cflags --libs libguestfs) -o program
is "a program in C" \
  "$(LD_LIBRARY_PATH=$test_tmp/a/lib as_user ./program home/disk.img)" installed
matches "its library" \
  "$(LD_LIBRARY_PATH=$test_tmp/a/lib ldd program)" "$test_tmp/a/lib/libguestfs"

# ---- Languages: a module that was installed is loaded from there ----

# where NAME: its directory below the prefix, empty if that was not built.
where() { find a -name "$1" -printf "$test_tmp/%h\n" | head -n 1; }
# language NAME FILE COMMAND…: prints 1, with {} for the directory of FILE.
language() {
  local name=$1 dir; dir=$(where "$2"); shift 2
  if [ -z "$dir" ]; then skip_part "$name was not built"; return; fi
  is "$name" "$("${@//\{\}/$dir}" 2>&1)" 1
}
language Python 'libguestfsmod*.so' env PYTHONPATH={} \
  python3 -c 'import guestfs; print(guestfs.GuestFS().version()["major"])'
language Perl Guestfs.so perl -I"$(where Guestfs.pm)/.." -MSys::Guestfs \
  -e 'my %v = Sys::Guestfs->new ()->version (); print $v{major}'
language Ruby _guestfs.so ruby -I{} -I"$(where guestfs.rb)" -rguestfs \
  -e 'print Guestfs::Guestfs.new.version["major"]'
language Lua guestfs.so env LUA_CPATH='{}/?.so' lua5.4 \
  -e 'print(require("guestfs").create():version().major)'
language PHP guestfs_php.so php -n -d extension='{}/guestfs_php.so' \
  -r 'print guestfs_version(guestfs_create())["major"];'

# ---- Uninstalled ----

mv away tree
make_target uninstall
is "what uninstall leaves" "$(find a -mindepth 1)" ""

# ---- Installed again, and another version beside it, for the same user ----

# launch VERSION: how its guestfish got its machine.
launch() {
  as_user env PATH="$test_tmp/$1/bin:$PATH" LIBGUESTFS_DEBUG=1 \
    guestfish scratch 1M : run 2> log || fail "version $1: $(tail log)"
  grep -oEm1 'template: (saved as|started from)' log | cut -d' ' -f2-
}
machines() { find store -mindepth 1 -maxdepth 1 -type d | wc -l; }

make_target install
is "version a, installed again" "$(launch a)" "saved as"
is "machines that are saved: that of the first installation is gone" \
  "$(machines)" 1
build_for "$test_tmp/b" "$((release + 1))" "${no_languages[@]}"
make_target install
mv tree away
is "version b, the first time" "$(launch b)" "saved as"
is "version a" "$(launch a)" "started from"
is "version b" "$(launch b)" "started from"
is "machines that are saved" "$(machines)" 2
# One that a version to come has saved in its own way.
mkdir store/00000000000000cc
printf 'GFSSSAVE\0\0\0\011' > store/00000000000000cc/state
: > store/00000000000000cc/ram
give_to_user store

# ---- Upgraded in place ----

mv away tree
# Another version than b's: objects are not made anew for another prefix alone.
build_for "$test_tmp/a" "$((release + 2))" "${no_languages[@]}"
make_target install
is "after the upgrade" "$(launch a)" "saved as"
is "machines: what the old version saved is gone" "$(machines)" 3
is "version b is not disturbed" "$(launch b)" "started from"

# ---- Removed ----

rm -rf a
is "version b without a" "$(launch b)" "started from"
as_user b/bin/libguestfs-make-template --remove unused
is "machines without a's" "$(machines)" 2
as_user b/bin/libguestfs-make-template --remove all
is "what is left in the store" "$(find store -mindepth 1)" ""
