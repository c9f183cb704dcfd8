#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The examples of the Java binding do what they say.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language java
requires_appliance

java_program "$abs_top_srcdir"/bindings/java/examples/*.java
java_run CreateDisk disk.img

release='ID=debian
VERSION_ID=12
NAME=Debian
PRETTY_NAME="Debian 12"
'
got=$(guestfish --format=raw -a disk.img -m /dev/sda1 \
  cat /hello.txt : mkdir /etc : mkdir /bin : mkdir /usr : mkdir /lib : \
  write /etc/os-release "$release" : touch /etc/fstab : \
  write /etc/issue "Debian 12" : mkdir /opt : \
  upload "$abs_top_builddir/bindings/java/libguestfs.jar" /opt/a.jar : \
  write /opt/b.jar "no jar")
is "the file" "$got" "Hello from Java."

is "what is found" "$(java_run InspectVm disk.img | sed 's/ \+/ /')" \
"Root: /dev/sda1
Product: Debian 12
Version: 12.0
Type: linux
Distro: debian
 | Debian 12"

is "jars" \
   "$(java_run JarSearch disk.img /dev/sda1 com/redhat/et/libguestfs/PV)" \
"/opt/a.jar: yes
/opt/b.jar: no"
