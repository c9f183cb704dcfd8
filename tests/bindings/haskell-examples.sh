#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The examples of the Haskell binding do what they say.
# tier: slow

. "$(dirname "$0")/../lib/haskell.sh"
requires_appliance

for name in create_disk inspect_vm changes; do
  haskell_program $name "$haskell/examples/$name.hs" -threaded
done

./create_disk disk.img
cp disk.img old.img
release='ID=debian
VERSION_ID=12
NAME=Debian
PRETTY_NAME="Debian 12"
'
got=$(guestfish --format=raw -a disk.img -m /dev/sda1 \
  cat /hello.txt : mkdir /etc : mkdir /bin : mkdir /usr : mkdir /lib : \
  write /etc/os-release "$release" : touch /etc/fstab : \
  write /etc/issue "Debian 12" : write-append /hello.txt "More." : \
  rmdir /lost+found)
is "the file" "$got" "Hello from Haskell."

is "what is found" "$(./inspect_vm disk.img | sed 's/ \+/ /')" \
"Root: /dev/sda1
Product: Debian 12
Type: linux
Distro: debian
Version: 12.0
 | Debian 12"

is "changes" "$(./changes old.img disk.img /dev/sda1)" \
"+ /bin
+ /etc
+ /etc/fstab
+ /etc/issue
+ /etc/os-release
~ /hello.txt
+ /lib
- /lost+found
+ /usr"
