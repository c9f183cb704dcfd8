#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The examples of the Java binding do what they say.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language java
requires_appliance

java_program "$abs_top_srcdir"/bindings/java/examples/*.java
java_run CreateDisk disk.img

is "the file" "$(file_of_partition disk.img /hello.txt)" "Hello from Java."

small_guest guest.img
is "what is found" "$(java_run InspectVm guest.img | sed 's/ \+/ /')" \
"Root: /dev/sda
Product: Debian GNU/Linux 12 (bookworm)
Version: 12.5
Type: linux
Distro: debian
 | Debian GNU/Linux 12"

mkdir files
cp "$abs_top_builddir/bindings/java/libguestfs.jar" files/a.jar
echo "no jar" > files/b.jar
truncate -s 4M files.img
mke2fs -q -F -t ext2 -d files files.img
is "jars" \
   "$(java_run JarSearch files.img /dev/sda com/redhat/et/libguestfs/PV)" \
"/a.jar: yes
/b.jar: no"
