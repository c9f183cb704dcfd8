#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Which trees are the root of a Linux, its /usr or neither; where below its file
# system a system is; its fstab, crypttab, mdadm.conf and name.

. "$(dirname "$0")/../lib.sh"

inspect_tree=$abs_top_builddir/tests/runner/inspect-tree
[ -x "$inspect_tree" ] || skip "make -C tests runner/inspect-tree"

# tree: an empty one; put FILE [TEXT]: below it
tree() { chmod -R u+rwx t 2>/dev/null || :; rm -rf t; mkdir t; }
put() { mkdir -p "t$(dirname "$1")"; printf '%b' "${2-}" > "t$1"; }
dirs() { local d; for d; do mkdir -p "t$d"; done; }
link() { mkdir -p "t$(dirname "$2")"; ln -s "$1" "t$2"; }
# value NAME: what is found, lines joined
value() {
  local line all=()
  while IFS= read -r line; do
    if [[ $line == "$1="* ]]; then all+=("${line#*=}"); fi
  done < <("$inspect_tree" t)
  (IFS='|'; echo "${all[*]}")
}
role() {
  case "$(value role)" in
    0) echo other;; 1) echo root;; 2) echo usr;; 3) echo boot;; *) echo ?;;
  esac
}
# becomes WHAT ROLE
becomes() { is "$1" "$(role)" "$2"; }
os_release='ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12"\n'

# ---- Roots ----

tree; becomes 'an empty tree' other
put /etc/fstab; becomes 'fstab alone' other
dirs /bin; becomes '/etc, /bin, fstab' root
is 'its type' "$(value type)" linux
tree; dirs /etc /bin; becomes '/etc and /bin' other
put /etc/hosts; becomes '/etc, /bin, hosts' root
for bin in usr/bin /usr/bin ./usr/bin ../../usr/bin; do
  tree; dirs /usr/bin; link "$bin" /bin; put /etc/fstab
  becomes "/bin -> $bin" root
done
tree; link usr/bin /bin; put /etc/fstab
becomes '/bin that leads nowhere' other
dirs /usr; becomes '/bin that leads into another file system' root
tree; put /bin; put /etc/fstab; becomes '/bin that is a file' other
tree; link loop /bin; link bin /loop; put /etc/fstab
becomes '/bin in a loop' other

tree; put /etc/os-release "$os_release"; becomes 'os-release alone' root
is 'its distribution' "$(value distro)" debian
tree; put /usr/lib/os-release "$os_release"; becomes '/usr/lib/os-release' root
is 'its distribution' "$(value distro)" debian
tree; dirs /etc/os-release; becomes 'a directory os-release' other

for boot in /grub/menu.lst /grub/grub.conf /grub/grub.cfg /grub2/grub.cfg \
            /loader/entries/x.conf /EFI/x; do
  tree; put $boot; becomes "$boot" boot
  dirs /etc /bin; put /etc/fstab; becomes "a root with $boot" root
done

# ---- What is none ----

tree; dirs /etc /bin /share /lib; becomes '/usr/local' other
tree; dirs /log /run /spool /lib; becomes '/var' other
tree; dirs /user/bin /user/.config; becomes '/home' other
tree; dirs /proc /sys; put /etc/hosts; becomes 'some directories' other
tree
dirs /Windows/System32/config /bin
put /Windows/System32/cmd.exe; put /etc/fstab; put /etc/os-release "$os_release"
is 'Cygwin at the top of Windows (26)' "$(value type)" windows

# ---- /usr ----

tree; dirs /bin /local /share /src; becomes '/usr' usr
tree; dirs /bin /share; put /lib/os-release "$os_release"; becomes '/usr, merged' usr
is 'its distribution' "$(value distro)" debian
tree; dirs /bin /local /share/coreos; becomes '/usr of CoreOS' usr
is 'its distribution' "$(value distro)" coreos
tree; dirs /bin /local /share/flatcar
put /lib/os-release 'ID=flatcar\nVERSION_ID=3510.2.1\nPRETTY_NAME="Flatcar 3510"\n'
becomes '/usr of Flatcar' usr
is 'its version' "$(value major).$(value minor)" 3510.2

# ---- Distributions that are laid out otherwise ----

for name in coreos flatcar; do
  tree; dirs /root /home /usr; put /etc/$name/update.conf; put /etc/hostname h
  link ../usr/lib/os-release /etc/os-release
  becomes "the root of $name" root
  is 'its distribution' "$(value distro)" $name
  is 'its name' "$(value hostname)" h
done

tree; dirs /usr; link usr/bin /bin; put /etc/machine-id
becomes 'the root of a newer Flatcar' root

store=/nix/store/abc-etc/etc
tree
put /etc/NIXOS; link /etc/static/os-release /etc/os-release
link $store /etc/static; link /etc/static/fstab /etc/fstab
link /etc/static/hostname /etc/hostname
put $store/os-release 'ID=nixos\nVERSION_ID="23.11"\nPRETTY_NAME="NixOS 23.11"\n'
put $store/fstab '/dev/disk/by-label/nixos / ext4 x 0 1\n'; put $store/hostname h
put /bin/sh
becomes NixOS root
is 'its distribution' "$(value distro)" nixos
is 'its fstab' "$(value fstab)" '/dev/disk/by-label/nixos|/|ext4|x'
is 'its name' "$(value hostname)" h

tree
link system-1-link /nix/var/nix/profiles/system
link /nix/store/sys /nix/var/nix/profiles/system-1-link
put /nix/store/sys/nixos-version '23.11.20231201.abc (Tapir)'
becomes 'NixOS that has not been started' root
is 'its product' "$(value product_name)" 'NixOS 23.11.20231201.abc (Tapir)'
is 'its version' "$(value major).$(value minor)" 23.11

tree; dirs /gnu/store; link system-1-link /var/guix/profiles/system
becomes 'Guix' root
is 'its distribution' "$(value distro)" guix

tree; dirs /Programs /System/Index/bin; put /System/Settings/fstab
link System/Settings /etc; link System/Index/bin /bin
becomes GoboLinux root
is 'its distribution' "$(value distro)" gobolinux

for mark in /flatkc /.fgtsum; do
  tree; put $mark; becomes "$mark alone" other
  put /rootfs.gz; becomes "FortiOS with $mark" root
  is 'its distribution' "$(value distro)" fortios
done
tree; put /rootfs.gz; becomes 'rootfs.gz alone' other

tree
put /x86_64-bottlerocket-linux-gnu/sys-root/usr/lib/os-release \
    'ID=bottlerocket\nVERSION_ID=1.19.0\nPRETTY_NAME="Bottlerocket 1.19"\n'
becomes Bottlerocket root
is 'its distribution' "$(value distro)" bottlerocket
is 'where it is' "$(value deployment)" /x86_64-bottlerocket-linux-gnu/sys-root

tree; dirs /etc /bin; put /etc/hosts
put /etc/lsb-release 'CHROMEOS_RELEASE_NAME=Chrome OS\nCHROMEOS_RELEASE_VERSION=15183.78.0\n'
becomes ChromeOS root

tree
for version in 1.3.0 1.4.10 1.4.9; do
  put /boot/$version/$version.squashfs; put /boot/$version/rw/etc/hostname vy
done
dirs /boot/9.9/rw
becomes VyOS root
is 'its distribution' "$(value distro)" vyos
is 'its product' "$(value product_name)" 'VyOS 1.4.10'
is 'its version' "$(value major).$(value minor)" 1.4
is 'its name' "$(value hostname)" vy
put /boot/grub/grub.cfg 'set default=1\nmenuentry "a" {\n linux /boot/1.4.10/vmlinuz x\n}
menuentry "b" {\n\tlinux /boot/1.3.0/vmlinuz boot=live\n}\n'
is 'the version that is booted' "$(value product_name)" 'VyOS 1.3.0'
put /boot/grub/grub.cfg 'set default="7"\nmenuentry "a" {\n linux /boot/1.3.0/vmlinuz\n}\n'
is 'an entry that is not there' "$(value product_name)" 'VyOS 1.4.10'
put /boot/grub/grub.cfg 'set default=0\nmenuentry "a" {\n linux /boot/../etc/vmlinuz\n}\n'
is 'an entry that leads elsewhere' "$(value product_name)" 'VyOS 1.4.10'

tree; put /boot/1.1.8/1.1.8.squashfs; put /boot/1.1.8/live-rw/etc/hostname vyatta
becomes 'an older VyOS' root
is 'its product' "$(value product_name)" 'VyOS 1.1.8'
is 'its name' "$(value hostname)" vyatta

# ---- OSTree ----

# deployment OS CHECKSUM.N VERSION: with a release; one entry: which is booted
deployment() {
  local at=/ostree/deploy/$1/deploy/$2
  put "$at/usr/lib/os-release" "ID=fedora\nVERSION_ID=$3\nPRETTY_NAME=\"Fedora $3\"\n"
  link ../usr/lib/os-release "$at/etc/os-release"
  put "$at/etc/hostname" "host$3"
  put "$at/etc/fstab" "UUID=1 / xfs - 0 0\n"
  put "$at.origin"
}
# boot_link OS SERIAL DEPLOYMENT
boot_link() {
  link "../../../deploy/$1/deploy/$3" "/ostree/boot.1.1/$1/sum/$2"
}
entry() {
  put "/boot/loader.1/entries/$1" \
      "title x\nversion $2\noptions root=UUID=1 ostree=$3 quiet\n"
}
ostree() {
  tree; dirs /boot/x /etc /bin; link loader.1 /boot/loader
  link boot.1.1 /ostree/boot.1
  deployment fedora aaaa.0 39; deployment fedora bbbb.0 40
  deployment fedora cccc.1 38; dirs /ostree/deploy/fedora/var
  boot_link fedora 0 aaaa.0; boot_link fedora 1 bbbb.0
  touch -d 2024-01-01 t/ostree/deploy/fedora/deploy/{aaaa,bbbb}.0.origin
  touch -d 2023-01-01 t/ostree/deploy/fedora/deploy/cccc.1.origin
}
at=/ostree/deploy/fedora/deploy
ostree
entry ostree-1.conf 1 /ostree/boot.1/fedora/sum/1
entry ostree-2.conf 2 /ostree/boot.1/fedora/sum/0
put /etc/fstab; put /etc/hostname wrong
becomes OSTree root
is 'the one that is booted' "$(value deployment)" $at/aaaa.0
is 'its version' "$(value major)" 39
is 'its name' "$(value hostname)" host39
is 'its fstab' "$(value fstab)" 'UUID=1|/|xfs|-'

ostree
entry ostree-10.conf 10 /ostree/boot.1/fedora/sum/1
entry ostree-9.conf 9 /ostree/boot.1/fedora/sum/0
is 'entry 10 comes before 9' "$(value deployment)" $at/bbbb.0
rm -r t$at/bbbb.0
is 'the first whose files are there' "$(value deployment)" $at/aaaa.0

ostree
entry ostree-2.conf 2 /../../../etc/0
entry ostree-1.conf 1 /ostree/boot.1/fedora/sum/7
touch -d 2024-02-02 t$at/bbbb.0.origin
is 'without an entry of use: the newest' "$(value deployment)" $at/bbbb.0

tree; dirs /composefs /state/deploy/abc/etc; put /state/deploy/abc/etc/hostname hb
put /boot/loader/entries/x.conf 'options composefs=abc rw\n'
becomes bootc root
is 'where it is' "$(value deployment)" /state/deploy/abc
is 'its name' "$(value hostname)" hb
put /boot/loader/entries/x.conf 'options composefs=../../x\n'
becomes 'bootc that leads elsewhere' other

# ---- fstab and its kin ----

root() { tree; dirs /bin /etc; put /etc/hosts; }
fstab() { root; put /etc/fstab "$1"; }
fstab '# c\n\n \t\nUUID=1\t/  ext4 rw,a 0 1\n/dev/x /y xfs\n/dev/z none swap sw 0 # c\n'
is lines "$(value fstab)" 'UUID=1|/|ext4|rw,a|/dev/x|/y|xfs|-|/dev/z|none|swap|sw'
is warnings "$(value warnings)" ''
fstab '\xef\xbb\xbfUUID=1 / ext4 rw 0 1\r\n/dev/x /y xfs rw\r\n'
is 'CR LF, byte order mark' "$(value fstab)" 'UUID=1|/|ext4|rw|/dev/x|/y|xfs|rw'
fstab 'UUID=1 /sp\\040ace\\134\\011x ext4 rw\nLABEL=a\\040b /c\\04 ext4 rw\n'
is 'octal escapes (33)' "$(value fstab)" \
  "UUID=1|/sp ace\\$(printf '\t')x|ext4|rw|LABEL=a b|/c\\04|ext4|rw"
fstab 'UUID=1 /a ext4 defaults ,nofail 0 2\nUUID=1 TYPE="ext4" /b ext4 rw 0 0
UUID=1\nUUID=2 /c\nUUID=1 /d ext4 rw 0 x\nUUID=1 relative ext4 rw\nUUID=3 /e ext4 rw 0 0 more\n'
is 'lines that make no sense (27)' "$(value fstab)" 'UUID=3|/e|ext4|rw'
is 'a warning for each' "$(value warnings | grep -o 'line [0-9]*' | paste -sd,)" \
  'line 1,line 2,line 3,line 4,line 5,line 6'
fstab 'UUID=1 / ext4 rw\n\0UUID=2 /b ext4 rw\n'
is 'a NUL' "$(value fstab)" 'UUID=1|/|ext4|rw'
matches 'its warning' "$(value warnings)" NUL
fstab "$(for i in {1..1100}; do printf 'UUID=%d /m ext4 rw\\n' "$i"; done)"
is 'a thousand lines' "$(value fstab | tr '|' '\n' | grep -c UUID)" 1000
matches 'the warning' "$(value warnings)" 'of 1100 lines the first 1000 were read'
fstab "$(printf '%0200000d' 0)"
is 'a large one (32)' "$(value fstab)" ''
matches 'its warning' "$(value warnings)" '/etc/fstab: 200000 bytes are more'
root; link fstab /etc/fstab; is 'a loop' "$(value fstab)" ''
matches 'its warning' "$(value warnings)" 'etc/fstab: .*symbolic links'
root; mkfifo t/etc/fstab; is 'a pipe' "$(timeout 20 "$inspect_tree" t | grep ^fstab)" ''

root; put /etc/crypttab '# c\nroot UUID=1 none luks\n\nonly\nhome /dev/sd\\040b\n'
is crypttab "$(value crypttab)" 'root|UUID=1|home|/dev/sd b'
matches 'its warning' "$(value warnings)" '/etc/crypttab: line 4 '
root
put /etc/mdadm.conf 'DEVICE x\nARRAY /dev/md0 level=raid1\n  num=2 UUID=a:b\n
ARRAY <ignore> UUID=1\narr /dev/md/x name=y uuid=c:d\nARRAY /dev/md2 name=z\nMAILADDR u\n uuid=no\nARRAY\n'
put /etc/mdadm/mdadm.conf 'ARRAY /dev/md9 UUID=e:f\n'
is arrays "$(value arrays)" '/dev/md0|a:b|/dev/md/x|c:d|/dev/md9|e:f'
matches 'its warning' "$(value warnings)" '/etc/mdadm.conf: line 10 '

# ---- Names ----

# name_is EXPECTED FILE TEXT …
name_is() {
  local expected=$1; shift; root
  while [ $# -gt 0 ]; do put "$1" "$2"; shift 2; done
  is "the name in $(cd t && find etc -name '[hHrn]*' | paste -sd' ')" \
    "$(value hostname)" "$expected"
}
name_is h /etc/hostname 'h\n'
name_is h.example.com /etc/hostname '# c\n\n  h.example.com \t\r\nother\n'
name_is H /etc/HOSTNAME 'H\n' /etc/hostname 'h\n'
name_is h /etc/HOSTNAME '\n# c\n' /etc/hostname 'h'
name_is h /etc/hostname '"h"\n'
name_is '' /etc/hostname ''
name_is s /etc/hostname '\n' /etc/sysconfig/network 'A=b\nHOSTNAME="s" # c\n'
name_is s /etc/sysconfig/network "HOSTNAME=x\n HOSTNAME='s'\n"
name_is s /etc/sysconfig/network 'HOSTNAME=s # c\n'
name_is g /etc/conf.d/hostname '# c\nhostname="g"\n'
name_is a /etc/rc.conf 'HOSTNAME=a\n'
name_is '' /etc/hostname "$(printf '%0300d' 0)"
