#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The Java package is built from a directory of its own, and installed into an
# empty prefix; an example runs with it. Javadoc has nothing to say.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language java
requires_appliance
uninstalled_library
java=$abs_top_builddir/bindings/java

make -s -C "$java" package package_dir="$test_tmp/package" > log 2>&1 ||
  fail "package: $(cat log)"

# Nothing of what was built in the tree is used, but for the library.
unset CLASSPATH
LD_LIBRARY_PATH=$abs_top_builddir/lib/.libs
make -s -C package install PREFIX="$test_tmp/prefix" > log 2>&1 ||
  fail "install: $(cat log)"
make -s -C package html > log 2>&1 || fail "html: $(cat log)"
is "javadoc" "$(cat log)" ""
grep -q "add_drive" package/html/com/redhat/et/libguestfs/GuestFS.html
rm -rf package

java "${java_quick[@]}" -cp prefix/share/java/libguestfs.jar \
     -Djava.library.path="$test_tmp/prefix/lib" \
     "$abs_top_srcdir/bindings/java/examples/CreateDisk.java" disk.img
is "the file" \
   "$(file_of_partition disk.img /hello.txt)" \
   "Hello from Java."

make -s -C "$java" install DESTDIR="$test_tmp/root" > log 2>&1 ||
  fail "make install: $(cat log)"
is "installed" "$(find root -name 'libguestfs-*.jar' -o -name '*.so.1' |
                    wc -l)" 2
make -s -C "$java" uninstall DESTDIR="$test_tmp/root" > log 2>&1 ||
  fail "make uninstall: $(cat log)"
is "left behind" "$(find root ! -type d)" ""

# Maven would build the same jar from the same directory.
if command -v xmllint > /dev/null; then
  sed 's/@VERSION@/1/' "$abs_top_srcdir/bindings/java/pom.xml.in" |
    xmllint --noout -
fi
