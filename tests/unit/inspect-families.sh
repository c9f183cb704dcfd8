#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Systems beside Linux and Windows, as trees: which they are, their versions and
# names; and that trees which only resemble them are not taken for them.

. "$(dirname "$0")/../lib.sh"

inspect_tree=$abs_top_builddir/tests/runner/inspect-tree
[ -x "$inspect_tree" ] || skip "make -C tests runner/inspect-tree"

# tree PATH…: a new one with these files; those that end with / are directories
tree() { rm -rf t; mkdir t; more "$@"; }
more() {
  local path
  for path; do
    mkdir -p "t${path%/*}"
    case "$path" in */) ;; *) : > "t$path";; esac
  done
}
# put PATH TEXT: a file in it
put() { mkdir -p "t${1%/*}"; printf '%b' "$2" > "t$1"; }

nl=$'\n'
# says WHAT NAME=VALUE…: this is found; "NAME=" means nothing. A warning is an
# error unless warning=PART is among them.
says() {
  local what=$1 got pair; shift
  got=$nl$(timeout 20 "$inspect_tree" t)$nl || fail "$what: ended with $?"
  if [[ $got =~ ${nl}major=([0-9]+)$nl ]]; then
    got+=version=${BASH_REMATCH[1]}.
    [[ $got =~ ${nl}minor=([0-9]+)$nl ]] && got+=${BASH_REMATCH[1]}$nl
  fi
  for pair; do
    case "$pair" in
      *=) [[ $got != *"$nl$pair"* ]] ;;
      warning=*) [[ $got == *"warnings=tree: ${pair#*=}"* ]] ;;
      *) [[ $got == *"$nl$pair$nl"* ]] ;;
    esac || fail "$what: got $got, not $pair"
  done
  case " $* " in *' warning='*) ;; *)
    if [[ $got == *"${nl}warnings="* ]]; then fail "$what: warns without a reason: $got"; fi
  esac
}
root=role=1 other=role=0
# elf PATH: a program for x86_64
elf() { put "$1" '\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0\x01\0\0\0'; }

# ---- FreeBSD ----

bsd() { tree /etc/ /bin/; elf /bin/ls; put /etc/rc.conf 'hostname="bee.example.org"\nsshd_enable=YES\n'; }
put_version() { put /bin/freebsd-version "#!/bin/sh\nset -e\nUSERLAND_VERSION=\"$1\"\n"; }

bsd; more /etc/freebsd-update.conf
put /etc/fstab '/dev/ada0p2 / ufs rw 1 1\n'
put /etc/motd 'FreeBSD 9.1-RELEASE (GENERIC) #0 r243825\n\nWelcome to FreeBSD 10.0!\n'
says "FreeBSD with motd" $root type=freebsd distro=freebsd version=9.1 \
  "product_name=FreeBSD 9.1-RELEASE (GENERIC) #0 r243825" osinfo=freebsd9.1 \
  hostname=bee.example.org arch=x86_64 fstab=/dev/ada0p2 package_format=

put_version 14.1-RELEASE-p5
more /var/db/pkg/local.sqlite
says "freebsd-version is right" version=14.1 osinfo=freebsd14.1 \
  "product_name=FreeBSD 14.1-RELEASE-p5" package_format=pkg package_management=pkg
put /etc/os-release 'ID=freebsd\nVERSION_ID=13.2\nPRETTY_NAME="FreeBSD 13.2-RELEASE"\n'
says "os-release is older than the system" distro=freebsd version=14.1 \
  "product_name=FreeBSD 14.1-RELEASE-p5"
rm t/bin/freebsd-version
says "os-release alone" distro=freebsd version=13.2 \
  "product_name=FreeBSD 13.2-RELEASE"

bsd; put_version 15.0-RELEASE
says "no freebsd-update.conf, fstab, motd" $root type=freebsd version=15.0
put_version ''; put /etc/motd 'Welcome to 127.0.0.1\n'
says "no version" $root distro=freebsd version=0.0 osinfo=
bsd; more /boot/kernel/kernel
says "only its kernel" $root type=freebsd distro=freebsd version=0.0
rm -r t/bin; says "no /bin" $other type=

bsd; put_version 13.0-RELEASE
put /etc/rc.conf '# hostname=a\nhostname=b\n\nhostname='"'c'"' # comment\n'
says "the last line counts" hostname=c
put /etc/rc.conf.local 'hostname=d\n'; says "rc.conf.local" hostname=d
put /etc/rc.conf.d/hostname 'hostname="e"\n'; says "rc.conf.d" hostname=e
bsd; put_version 13.0-RELEASE; rm t/etc/rc.conf
put /etc/defaults/rc.conf 'hostname=""\n'; says "no name" hostname=
put /etc/defaults/rc.conf 'hostname="f"\n'; says "the default" hostname=f

# ---- What comes from it ----

bsd; put_version 14.0-CURRENT; more /cf/conf/config.xml
put /etc/platform 'pfSense\n'; put /etc/version '2.7.2-RELEASE\n'
says "pfSense" $root type=freebsd distro=pfsense version=2.7 \
  "product_name=pfSense 2.7.2-RELEASE" osinfo=freebsd14.0
put /etc/os-release 'ID=freebsd\nVERSION_ID=14.0\nPRETTY_NAME="FreeBSD 14.0-CURRENT"\n'
says "pfSense with the os-release of FreeBSD" distro=pfsense version=2.7 \
  "product_name=pfSense 2.7.2-RELEASE"

bsd; put_version 13.2-RELEASE-p7
put /usr/local/opnsense/version/core \
  '{\n    "product_abi": "24.1",\n    "product_version": "24.1.4",\n    "product_name": "OPNsense"\n}\n'
says "OPNsense" $root type=freebsd distro=opnsense version=24.1 \
  "product_name=OPNsense 24.1.4" osinfo=
put /etc/os-release 'ID=freebsd\nVERSION_ID=13.2\n'
says "OPNsense with the os-release of FreeBSD" distro=opnsense version=24.1

bsd; put_version 13.1-RELEASE; put /etc/version 'TrueNAS-13.0-U5.3 (abcdef)\n'
says "TrueNAS CORE" type=freebsd distro=truenas-core version=13.0 \
  "product_name=TrueNAS-13.0-U5.3 (abcdef)"
bsd; put /bin/midnightbsd-version 'USERLAND_VERSION="3.1.2"\n'
says "MidnightBSD" $root type=freebsd distro=midnightbsd version=3.1 \
  "product_name=MidnightBSD 3.1.2" osinfo=
bsd; put /etc/os-release 'ID=ghostbsd\nVERSION_ID=24.01.1\n'; put_version 14.0-STABLE
says "GhostBSD" $root type=freebsd distro=ghostbsd
bsd; more /netscaler/
says "NetScaler" $root type=freebsd distro=netscaler
put_version 11.4-RELEASE
more /flash/ns-13.1-9.60.gz /flash/ns-13.1-48.47.gz /flash/ns-.gz /flash/nsconfig/ns.conf
says "the newest NetScaler" distro=netscaler version=13.1 \
  "product_name=NetScaler 13.1-48.47"

# ---- The other BSDs ----

bsd; more /netbsd /etc/fstab
put /etc/release 'NetBSD 9.3/amd64\n\tBuild settings:\n'
says "NetBSD" $root type=netbsd distro=netbsd version=9.3 osinfo=netbsd9.3 \
  "product_name=NetBSD 9.3/amd64" hostname=bee.example.org arch=x86_64
: > t/etc/rc.conf; put /etc/myname 'ant\n'; says "NetBSD's myname" hostname=ant
rm t/netbsd t/etc/fstab; says "NetBSD without a kernel" type=netbsd version=9.3
rm t/etc/release; more /netbsd; says "NetBSD without release" type=netbsd version=0.0 distro=netbsd
bsd; put /etc/release 'NetBSD 10.0/evbarm\n'
put /etc/os-release 'NAME="NetBSD"\nID=netbsd\nVERSION_ID="10.0"\nPRETTY_NAME="NetBSD 10.0"\n'
says "NetBSD with os-release" type=netbsd distro=netbsd version=10.0 osinfo=netbsd10.0

tree /etc/ /bin/ /bsd /etc/fstab; put /etc/myname 'cat.example.org\n'
put /etc/motd 'OpenBSD 7.4 (GENERIC.MP) #1397: Tue Oct 10\n\nWelcome\n'
put /etc/fstab '0123456789abcdef.a / ffs rw 1 1\n'
says "OpenBSD" $root type=openbsd distro=openbsd version=7.4 osinfo=openbsd7.4 \
  "product_name=OpenBSD 7.4 (GENERIC.MP) #1397: Tue Oct 10" \
  hostname=cat.example.org fstab=0123456789abcdef.a
put /etc/motd 'OpenBSD ?.? (UNKNOWN)\n'
says "OpenBSD that has not started yet" distro=openbsd version=0.0 osinfo=

bsd; more /boot/kernel/kernel /sbin/hammer2 /etc/defaults/rc.conf
put /etc/motd 'DragonFly v6.4.0-RELEASE (X86_64_GENERIC) #2\n'
says "DragonFly" $root type=dragonfly distro=dragonfly version=6.4 \
  osinfo=dragonflybsd6.4.0 hostname=bee.example.org
put /etc/motd 'hello\n'; says "DragonFly with another motd" type=dragonfly version=0.0 osinfo=

# ---- Hurd, MINIX, DOS ----

hurd() { tree /etc/ /hurd/console /hurd/hello /hurd/null; elf /bin/sh; put /etc/hostname 'gnu\n'; }
hurd; put /etc/os-release 'ID=debian\nPRETTY_NAME="Debian GNU/Hurd 12"\nVERSION_ID=12\n'
put /etc/fstab '/dev/hd0s1 / ext2 defaults 0 1\n'
more /var/lib/dpkg/status
put /usr/share/pixmaps/debian-logo.png '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x30\0\0\0\x30'
says "Hurd" $root type=hurd distro=debian version=12.0 hostname=gnu arch=x86_64 \
  package_format=deb package_management=apt osinfo= fstab=/dev/hd0s1 \
  icon=/usr/share/pixmaps/debian-logo.png
hurd; put /etc/debian_version '6.0.4\n'; says "Hurd with debian_version" distro=debian version=6.0
hurd; rm t/hurd/hello; put /etc/fstab ''; says "a Linux with /hurd" type=linux

tree /etc/ /bin/ /service/vm /etc/fstab
put /etc/version '3.3.0\n'; put /etc/hostname.file 'mx\n'
says "MINIX" $root type=minix distro= version=3.3 hostname=mx fstab= osinfo=

tree /FDOS/FREEDOS.BSS
says "FreeDOS" $root type=dos distro=freedos arch=i386 osinfo= version=0.0
tree /fdos/FreeDOS.bss; says "FreeDOS in small letters" distro=freedos
tree /DOS/COMMAND.COM; says "MS-DOS" $root type=dos distro=msdos osinfo=msdos6.22
tree /dos/command.com; says "MS-DOS in small letters" distro=msdos
more '/System Volume Information/'; says "a copy of DOS on a disk of Windows" $other type=
tree /DOS/COMMAND.COM/; says "a directory COMMAND.COM" $other
tree /DOS/COMMAND.COM /etc/fstab /bin/; says "a Linux with a copy of DOS" type=linux

# ---- Android ----

properties='# begin\nro.build.id=PI\nro.build.version.release=9\nro.a b\n'
tree /system/framework/ /data/ /vendor/; put /system/build.prop "$properties"
elf /system/bin/sh; ln -s /system/etc t/etc; ln -s /system/bin t/bin; more /system/etc/hosts
says "Android" $root type=linux distro=android version=9.0 build_id=PI \
  "product_name=Android 9" osinfo=android-x86-9.0 arch=x86_64
tree /framework/ /app/; put /build.prop 'ro.build.version.release=4.4.2\n'; elf /bin/sh
says "a system image" type=linux distro=android version=4.4 arch=x86_64
tree /lib/ /etc/; put /build.prop 'ro.vendor.build.id=1\n'; says "a vendor image" $other

x86() { more "/$1/kernel" "/$1/initrd.img" "/$1/data/"; }
tree; x86 android-9.0-r2; x86 android-7.1; more /grub/grub.cfg
more /android-9.0-r2/system/framework/; put /android-9.0-r2/system/build.prop "$properties"
elf /android-9.0-r2/system/bin/sh; more /android-7.1/system.img
says "Android-x86" $root distro=android version=9.0 build_id=PI arch=x86_64
tree; x86 android-8.1-r6; more /android-8.1-r6/system.sfs
says "Android-x86 in an image" $root distro=android version=8.1 product_name=
tree; x86 android-8.1-r6; says "no system" $other

# ---- Others ----

plist() {
  printf '<?xml version="1.0"?>\\n<plist version="1.0">\\n<dict>\\n'
  for k; do printf '\\t<key>%s</key>\\n\\t<string>%s</string>\\n' "${k%%=*}" "${k#*=}"; done
  printf '</dict>\\n</plist>\\n'
}
mac=/System/Library/CoreServices/SystemVersion.plist
tree; put $mac "$(plist ProductBuildVersion=11G63 'ProductName=Mac OS X' ProductVersion=10.7.5)"
says "Mac OS X" $root type=darwin distro=macos version=10.7 build_id=11G63 \
  "product_name=Mac OS X 10.7.5" osinfo=macosx10.7 package_format=
tree; put $mac "$(plist ProductVersion=13.6)"
says "macOS" version=13.6 "product_name=macOS 13.6" osinfo=
tree; put $mac 'bplist00\xd1'
says "a binary list" $root type=darwin version=0.0 "warning=$mac: it is no property list in XML"
tree; put $mac "<key>ProductVersion</key><string>1"
says "a list that is cut" type=darwin version=0.0 "warning=$mac"

tree /home/ /system/packages/haiku_loader-r1~beta4-1-x86_64.hpkg \
  /system/packages/haiku-r1~beta4_hrev56578_59-1-x86_64.hpkg
says "Haiku" $root type=haiku distro=haiku version=1.0 osinfo=haikur1beta4 \
  arch=x86_64 "product_name=Haiku r1~beta4"
tree /system/packages/haiku-r1~alpha4_x-1-x86_gcc2.hpkg
says "an alpha of Haiku" type=haiku arch=i386 osinfo=

# ---- ESXi ----

bank() { put /boot.cfg "bootstate=$1\r\ntitle=Loading $2\r\nprefix=\r\nkernel=b.b00\r\nmodules=$3\r\nbuild=$4\r\nupdated=7\r\n"; }
tree /b.b00 /s.v00 /state.tgz
bank 0 "VMware ESXi" "jumpstrt.gz --- sb.v00 --- state.tgz" 7.0.3-0.0.18644231
says "ESXi" $root type=esxi distro=esxi version=7.0 build_id=7.0.3-0.0.18644231 \
  "product_name=VMware ESXi 7.0.3-0.0.18644231" generation=7 package_format= arch=
bank 3 "VMware ESXi" "" ""; says "an empty bank" $other type=
bank 3 "VMware ESXi" "s.v00" 7.0.3; says "a bank that is not valid" $other
bank 0 "ESXi installer" "s.v00" 7.0.3; says "the medium of ESXi" $other
bank 0 "VMware ESXi" "other.gz" 7.0.3; says "other modules" $other
tree /boot.cfg; says "an empty boot.cfg" $other

# ---- Haiku without its package ----

tree /system/haiku_loader; says "Haiku without packages" type=haiku version=0.0
tree /system/packages/bash-5.2-1-x86_64.hpkg; says "other packages" $other

solaris() { tree /etc/ /kernel/ /platform/; put /etc/release "$1"; }
solaris '                    Oracle Solaris 11.4 X86\n  Copyright\n'
says "Solaris 11" $root type=solaris distro=solaris version=11.4 osinfo=solaris11 \
  "product_name=Oracle Solaris 11.4 X86"
solaris '            Solaris 10 10/08 s10x_u6wos_07b X86\n'
says "Solaris 10" distro=solaris version=10.0 osinfo=solaris10
solaris '  OmniOS v11 r151046\n'
says "OmniOS" type=solaris distro=illumos "product_name=OmniOS v11 r151046" osinfo=
solaris '\n'; put /etc/os-release 'ID=openindiana\nPRETTY_NAME="OpenIndiana Hipster 2023.10"\nVERSION_ID=2023.10\n'
says "OpenIndiana" distro=illumos version=2023.10

# ---- Damage ----

bsd; put_version 13.0-RELEASE
head -c 3000000 /dev/zero | tr '\0' x > t/etc/rc.conf
says "rc.conf of 3 MB" $root version=13.0 hostname= 'warning=/etc/rc.conf: '
bsd; mkfifo t/bin/freebsd-version; more /boot/kernel/kernel
says "a FIFO" $root type=freebsd version=0.0 'warning=/bin/freebsd-version: '
is "warnings of a file that two read" "$("$inspect_tree" t | grep -c ^warnings=)" 1
tree /etc/ /bin/ /bsd /etc/motd; ln -s motd2 t/etc/motd2; ln -s /etc/motd2 t/etc/myname
says "a link to itself" type=openbsd hostname= 'warning=/etc/myname: '
tree /service/vm /bin/ /etc/fstab; head -c 100000 /dev/zero | tr '\0' 9 > t/etc/version
says "a long number" type=minix version=0.0
