#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Debian's packages of this tree: built, installed in a bare Debian, used there
# by somebody who was never root, without a network and with a read-only /usr,
# and removed without a trace. Programs of Debian's guestfs-tools run on them.
# GUESTFS_TEST_LANGUAGES=1: all languages, which takes three times as long.

. "$(dirname "$0")/../lib/elsewhere.sh"
requires_root "makes a system of its own"
requires dpkg-buildpackage dh lintian mmdebstrap git unshare
[ -d "$abs_top_srcdir/.git" ] || [ -f "$abs_top_srcdir/.git" ] ||
  skip "this is no git checkout"
bare=$PWD/bare
forget_run

# ---- Building, without most of the languages unless wanted ----
git clone --quiet --no-hardlinks "$abs_top_srcdir" build/libguestfs
[ -n "${GUESTFS_TEST_LANGUAGES:-}" ] ||
  export DEB_BUILD_PROFILES=pkg.libguestfs.nolanguages
DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)"
export DEB_BUILD_OPTIONS
(cd build/libguestfs && dpkg-buildpackage -d -b -us -uc) > log 2>&1 ||
  fail "dpkg-buildpackage: $(tail -n 20 log)"
lintian --allow-root --tag-display-limit 0 --fail-on error,warning \
  build/*.changes ||
  fail "lintian has complaints"

# ---- Installing, in a system that has nothing else ----
mmdebstrap --quiet --variant=minbase bookworm "$bare"
# How this machine reaches the archive.
cp -n /etc/apt/apt.conf.d/* "$bare/etc/apt/apt.conf.d/"
in_bare() { "$abs_top_srcdir/tools/peer-chroot" "$bare" "$@"; }
in_bare apt-get update -qq
in_bare useradd --create-home user
mkdir "$bare/debs"
cp build/*.deb "$bare/debs/"
mapfile -t packages < <(for deb in build/*.deb; do
  dpkg-deb -f "$deb" Package
done | grep -v -- -dbgsym)
rm -f "$bare"/debs/*-dbgsym_*
in_bare sh -c 'DEBIAN_FRONTEND=noninteractive apt-get install --yes \
  --no-install-recommends /debs/*.deb' > log 2>&1 ||
  fail "apt-get install: $(tail -n 20 log)"
in_bare dpkg -L "${packages[@]}" | sort -u > installed

# ---- Using ----
cat > "$bare/home/user/try" <<'EOF'
set -e
cd
guestfish -N fs -m /dev/sda1 write /hello "from a package" : cat /hello
virt-copy-out --version
guestfs-fleet run usage test1.img -q -o test1.jsonl
grep -q '"filesystem": "ext2"' test1.jsonl
libguestfs-test-tool > test-tool.log 2>&1 || { cat test-tool.log; exit 1; }
tail -n 1 test-tool.log
EOF
as_user() { # COMMAND
  # The second namespace has no network, and /usr cannot be written to.
  unshare --mount --net --propagation private sh -ec '
    mount --bind "$1/usr" "$1/usr"
    mount -o remount,bind,ro "$1/usr"
    shift
    exec "$@"' sh "$bare" "$abs_top_srcdir/tools/peer-chroot" "$bare" \
    su --login user --command "$1"
}
got=$(as_user 'sh try') || fail "a user without rights: $got"
matches "a user without rights" "$got" "from a package"
matches "libguestfs-test-tool" "$got" "TEST FINISHED OK"

# ---- Languages: each loads its module ----

# asks LANGUAGE PACKAGES COMMAND: the user runs it, and it prints the memory
# that an appliance would have.
asks() {
  # shellcheck disable=SC2086
  in_bare env DEBIAN_FRONTEND=noninteractive apt-get install --yes \
    --no-install-recommends $2 > log 2>&1 || fail "$1: $(tail -n 5 log)"
  matches "$1" "$(as_user "$3" 2>&1 | tail -n 1)" '^[0-9]{3,4}$'
}
home=$bare/home/user
asks Perl perl \
  'perl -MSys::Guestfs -e "print Sys::Guestfs->new()->get_memsize()"'
asks Python python3 \
  'python3 -c "import guestfs; print(guestfs.GuestFS().get_memsize())"'
if [ -n "${GUESTFS_TEST_LANGUAGES:-}" ]; then
  asks Ruby ruby 'ruby -rguestfs -e "print Guestfs::Guestfs.new.get_memsize"'
  asks Lua lua5.4 'lua5.4 -e "print(require(\"guestfs\").create():get_memsize())"'
  asks PHP php-cli 'php -d extension=guestfs_php.so -r "
    print guestfs_get_memsize(guestfs_create());"'
  asks Node nodejs 'node -e "
    new (require(\"guestfs\").GuestFS)().get_memsize().then(console.log)"'
  asks Erlang erlang-base 'erl -noshell -eval "{ok, G} = guestfs:create(),
    io:format(\"~p~n\", [guestfs:get_memsize(G)]), halt()."'
  echo 'import com.redhat.et.libguestfs.GuestFS;
    class T { public static void main (String[] a) throws Exception {
      System.out.println (new GuestFS ().get_memsize ()); } }' > "$home/T.java"
  asks Java default-jdk-headless 'java -cp /usr/share/java/libguestfs.jar T.java'
  echo 'let () = print_int (Guestfs.get_memsize (Guestfs.create ()))' \
    > "$home/t.ml"
  asks OCaml "ocaml-nox ocaml-findlib gcc" \
    'ocamlfind ocamlopt -package guestfs -linkpkg t.ml -o t >&2 && ./t'
  echo 'class T { static void Main () {
    System.Console.WriteLine (new Guestfs.Guestfs ().get_memsize ()); } }' \
    > "$home/T.cs"
  asks C# "mono-mcs mono-runtime" 'cd; d=$(echo /usr/lib/*/guestfs-csharp)
    mcs -r:$d/guestfs.dll T.cs && MONO_PATH=$d mono T.exe'
  as_user 'mkdir program'
  echo 'package main
import ("fmt"; "libguestfs.org/guestfs")
func main() { g, _ := guestfs.Create(); n, _ := g.Get_memsize(); fmt.Println(n) }' \
    > "$home/program/main.go"
  printf '%s\n' 'module x' 'require libguestfs.org/guestfs v0.0.0' \
    'replace libguestfs.org/guestfs => /usr/share/gocode/src/libguestfs.org/guestfs' \
    > "$home/program/go.mod"
  asks Go "golang-go gcc pkg-config" \
    'cd program && GOFLAGS=-mod=mod GOPROXY=off go run .'
fi

# ---- Debian's programs go on working ----
in_bare sh -c 'DEBIAN_FRONTEND=noninteractive apt-get install --yes \
  --no-install-recommends guestfs-tools' > log 2>&1 ||
  fail "apt-get install guestfs-tools: $(tail -n 20 log)"
in_bare dpkg-query -W -f '${Version}\n' libguestfs0 | grep -q ':1\.6' ||
  fail "guestfs-tools has brought another libguestfs0"
got=$(as_user 'virt-filesystems --all -a test1.img') ||
  fail "virt-filesystems: $got"
matches "virt-filesystems" "$got" /dev/sda1

# ---- Removing ----
in_bare sh -c 'apt-get purge --yes guestfs-tools "$@"' sh "${packages[@]}" \
  > log 2>&1 || fail "apt-get purge: $(tail -n 20 log)"
while read -r file; do
  [ -d "$bare$file" ] && [ ! -L "$bare$file" ] && continue
  [ ! -e "$bare$file" ] || fail "$file is left after purging"
done < installed
[ ! -e "$bare"/usr/lib/x86_64-linux-gnu/guestfs ] ||
  fail "the appliance's directory is left after purging"
