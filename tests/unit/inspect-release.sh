#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Release files as systems, people and enemies write them: each costs at most
# what it would have told.

. "$(dirname "$0")/../lib.sh"

release="$abs_top_builddir/tests/runner/inspect-release"
[ -x "$release" ] || skip "make -C tests runner/inspect-release"

# tree: a new one, in $dir.
tree() { dir=$(mktemp -d "$test_tmp/tree.XXXXXX"); mkdir -p "$dir"/{etc,usr/lib,usr/bin}; }
# file PATH: a new tree that has this file, or one more in the same tree.
os_release() { tree; cat > "$dir/etc/os-release"; }
add() { mkdir -p "$dir/$(dirname "$1")"; cat > "$dir/$1"; }

nl=$'\n'
# says WHAT NAME=VALUE…: what is found in $dir; "NAME=" means nothing. Warnings
# only when they are expected.
says() {
  local what=$1 got pair warned=no; shift
  got=$nl$(timeout 20 "$release" "${type:-linux}" "$dir")$nl ||
    fail "$what: ended with $?"
  for pair; do
    case "$pair" in
      *=) [[ $got != *"$nl$pair"* ]] ;;
      warning=*) warned=yes
        grep -q "^warning=.*${pair#warning=}" <<<"$got" ;;
      *) [[ $got == *"$nl$pair$nl"* ]] ;;
    esac || fail "$what: got $got, not $pair"
  done
  if [[ $warned == no && $got == *"${nl}warning="* ]]; then
    fail "$what: warns without a reason: $got"
  fi
}

# ---- Where it is ----

tree
echo 'ID=arch' > "$dir/usr/lib/os-release"
ln -s /usr/lib/os-release "$dir/etc/os-release"
says "an absolute link stays in the guest" distro=archlinux version=0.0

tree
mkdir -p "$dir/nix/store/abc"
printf 'ID=nixos\nVERSION_ID="24.05"\n' > "$dir/nix/store/abc/os-release"
mkdir "$dir/etc/static"
ln -s /nix/store/abc/os-release "$dir/etc/static/os-release"
ln -s /etc/static/os-release "$dir/etc/os-release"
says "links into a store" distro=nixos version=24.5 osinfo=nixos-24.05 \
  package_management=nix

tree
echo 'ID=debian' > "$test_tmp/of-the-host"
ln -s "$test_tmp/of-the-host" "$dir/etc/os-release"
says "a link does not lead to the host" distro=

tree
printf 'ID=wolfi\nVERSION_ID=20230201\n' > "$dir/usr/lib/os-release"
says "only in /usr/lib" distro=wolfi version=20230201.0 package_format=apk

tree
printf 'ID=wolfi\n' > "$dir/usr/lib/os-release"
printf 'ID=debian\n' > "$dir/etc/os-release"
says "/etc comes first" distro=debian

# ---- How it is written ----

os_release <<'END'
  # comment
ID='debian'
 VERSION_ID="12"
PRETTY_NAME="a \"b\" \$c \`d\` e\\f g\n"   # behind
END
says "quotes and escapes" distro=debian version=12.0 \
  'product_name=a "b" $c `d` e\f g\n'

os_release < <(printf '\xef\xbb\xbfID="ubuntu"\r\nVERSION_ID="22.04" \t\r\nPRETTY_NAME=Ubuntu 22.04.3 LTS\r\n\r\n')
says "byte order mark, CR LF, blanks behind, no quotes" distro=ubuntu \
  version=22.4 osinfo=ubuntu22.04 'product_name=Ubuntu 22.04.3 LTS'

os_release <<'END'
ID=ubuntu 
VERSION_ID="22.04
PRETTY_NAME='Ubüntu
END
says "quotes that do not end, UTF-8" distro=ubuntu version=22.4 \
  'product_name=Ubüntu'

os_release <<'END'
this is no line
ID=debian
9LIVES=x
=x
VERSION_ID=11
a-b=c
END
says "bad lines lose themselves" distro=debian version=11.0 \
  "warning=/etc/os-release: 3 lines are not NAME=value, the first is line 1"

os_release <<'END'
ID=fedora
ID=debian
VERSION_ID=
VERSION_ID=12
END
says "the last line counts" distro=debian version=12.0

os_release < <(printf 'ID=alpine\nVERSION_ID=3.19.1\n\0BUILD_ID=5\n')
says "a NUL" distro=alpinelinux version=3.19 build_id= "warning=NUL"

os_release < <(printf 'PRETTY_NAME="'; head -c 100000 /dev/zero | tr '\0' x; printf '"\nID=void\nNAME=Void\n')
says "a long line" distro=voidlinux product_name=Void \
  "warning=line 1 is not NAME=value"

os_release <<'END'
ID="a/../b"
PRETTY_NAME=Bad
END
says "an ID that is none" distro= product_name=Bad \
  "warning=the ID of this system has other characters"

os_release <<'END'
NAME="Some Linux"
VERSION="3 (Three)"
ID=linux
VERSION_ID=3
END
says "no PRETTY_NAME, and the ID that stands for none" distro= version=3.0 \
  'product_name=Some Linux 3 (Three)'

# ---- Versions ----

os_release <<'END'
ID=debian
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
VERSION_ID="12"
END
add etc/debian_version <<<'12.15'
says "Debian's minor version" distro=debian version=12.15 osinfo=debian12 \
  'product_name=Debian GNU/Linux 12 (bookworm)' package_format=deb \
  package_management=apt

os_release <<'END'
ID=debian
PRETTY_NAME="Debian GNU/Linux trixie/sid"
END
add etc/debian_version <<<'trixie/sid'
says "Debian testing" distro=debian version=0.0 osinfo=debiantesting \
  'product_name=Debian GNU/Linux trixie/sid'

os_release <<'END'
ID=debian
VERSION_ID=12
END
add etc/debian_version <<<'11.4'
says "a minor version of another major one" version=12.0

os_release <<'END'
ID="centos"
VERSION_ID="7"
PRETTY_NAME="CentOS Linux 7 (Core)"
END
add etc/centos-release <<<'CentOS Linux release 7.9.2009 (Core)'
says "CentOS 7" distro=centos version=7.9 osinfo=centos7.0 \
  package_management=yum 'product_name=CentOS Linux release 7.9.2009 (Core)'

os_release <<'END'
NAME="CentOS Stream"
ID="centos"
VERSION_ID="9"
PRETTY_NAME="CentOS Stream 9"
END
add etc/centos-release <<<'CentOS Stream release 9'
says "CentOS Stream" distro=centos version=9.0 osinfo=centos-stream9 \
  package_management=dnf

os_release <<'END'
ID="opensuse-tumbleweed"
VERSION_ID="20231001"
PRETTY_NAME="openSUSE Tumbleweed"
END
says "openSUSE Tumbleweed" distro=opensuse version=20231001.0 \
  osinfo=opensusetumbleweed package_management=zypper

os_release <<'END'
ID="sles"
VERSION_ID="15.5"
END
says "SLES 15 SP5" distro=sles version=15.5 osinfo=sle15sp5

os_release <<'END'
ID=amzn
VERSION_ID=2018.03
END
says "Amazon Linux 1" distro=amazonlinux version=2018.3 package_management=yum
os_release <<'END'
ID=amzn
VERSION_ID=2023
END
says "Amazon Linux 2023" version=2023.0 package_management=dnf

os_release <<'END'
ID=neokylin
VERSION_ID="V7Update6"
END
says "NeoKylin" distro=neokylin version=7.6

os_release <<'END'
ID=openEuler
VERSION_ID="22.03"
END
says "openEuler" distro=openeuler version=22.3

os_release <<'END'
ID=manjaro
PRETTY_NAME="Manjaro Linux"
END
add etc/lsb-release <<'END'
DISTRIB_ID=ManjaroLinux
DISTRIB_RELEASE=23.1.0
DISTRIB_DESCRIPTION="other"
END
add etc/arch-release < /dev/null
says "version of lsb-release" distro=manjaro version=23.1 osinfo=manjaro \
  'product_name=Manjaro Linux'

os_release <<'END'
ID=guix
VERSION_ID=20230201123456789
END
says "a number that is no version" distro=guix version=0.0

# ---- Systems that are like others ----

os_release <<'END'
ID=almalinux
ID_LIKE="rhel centos fedora"
VERSION_ID="9.3"
PRETTY_NAME="AlmaLinux 9.3 (Shamrock Pampas Cat)"
END
add etc/redhat-release <<<'AlmaLinux release 9.3 (Shamrock Pampas Cat)'
says "AlmaLinux" distro=almalinux version=9.3 osinfo=almalinux9 \
  package_format=rpm package_management=dnf

os_release <<'END'
ID=pop
ID_LIKE="ubuntu debian"
VERSION_ID="22.04"
PRETTY_NAME="Pop!_OS 22.04 LTS"
END
add etc/lsb-release <<'END'
DISTRIB_ID=Pop
DISTRIB_RELEASE=22.04
DISTRIB_DESCRIPTION="Pop!_OS 22.04 LTS"
END
says "Pop!_OS" distro=pop version=22.4 package_management=apt \
  'product_name=Pop!_OS 22.04 LTS' osinfo=popos22.04

os_release <<'END'
ID=Unheard-Of
ID_LIKE="strange  rhel"
VERSION_ID=2.1
END
says "ID_LIKE" distro=unheard-of version=2.1 package_format=rpm \
  package_management=dnf osinfo=

os_release <<'END'
ID=unheard
END
add var/lib/dpkg/status < /dev/null
says "the database that is there" distro=unheard package_format=deb \
  package_management=apt

os_release <<'END'
ID=unheard
END
says "no database" distro=unheard package_format= package_management=

# Systems of Yocto, and Kylin's for desktops.
os_release <<'END'
ID=poky
VERSION_ID=4.0.12
END
mkdir -p "$dir/var/lib/rpm"; touch "$dir/usr/bin/dnf"
says "Yocto with rpm" distro=poky package_format=rpm package_management=dnf
os_release <<'END'
ID=kylin
VERSION_ID="v10"
END
add var/lib/dpkg/status < /dev/null
says "Kylin with deb" distro=kylin version=10.0 package_format=deb

os_release <<'END'
ID=debian
VERSION_ID=12
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
END
add etc/armbian-release <<<'BOARD=x'
add etc/debian_version <<<'12.4'
says "Armbian" distro=armbian version=12.4 osinfo=debian12

os_release <<'END'
ID=debian
VERSION_ID=12
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
END
mkdir -p "$dir/etc/pve"
add etc/debian_version <<<'12.4'
says "Proxmox without packages" distro=debian 'product_name=Proxmox VE'
printf 'Package: pve-manager\nVersion: 8.1.4\n' | add var/lib/dpkg/status
says "Proxmox" distro=debian version=12.4 'product_name=Proxmox VE 8.1.4' \
  osinfo=debian12 package_management=apt
truncate -s 1G "$dir/var/lib/dpkg/status"
says "Proxmox with a huge database" 'product_name=Proxmox VE' \
  "warning=/var/lib/dpkg/status: it is no file of at most 64 MiB"

os_release <<'END'
NAME=Buildroot
ID=buildroot
VERSION_ID=2019.02.1
PRETTY_NAME="Buildroot 2019.02.1"
END
add usr/share/cirros/logo </dev/null
says "CirrOS that tells the version of Buildroot alone" distro=cirros \
  version=2019.2
add etc/cirros/version <<<0.5.2
says "CirrOS with its own version" distro=cirros version=0.5 \
  osinfo=cirros0.5 'product_name=CirrOS 0.5.2'

os_release <<'END'
ID=fedora
VARIANT_ID=coreos
VERSION_ID=39
END
says "Fedora CoreOS" distro=fedora-coreos version=39.0 \
  package_management=rpm-ostree osinfo=fedora-coreos-stable
os_release <<<'VARIANT_ID=coreos'
says "a variant of nothing" distro=

# ---- Without os-release ----

# Releases of these that had none were told by their own files alone.
tree
touch_file() { mkdir -p "$dir/$(dirname "$1")"; touch "$dir/$1"; }
touch_file etc/pve/local; add etc/debian_version <<<6.0.10
says "Proxmox VE of Debian 6" distro=debian version=6.0 \
  'product_name=Proxmox VE'
tree
touch_file usr/share/cirros/logo; add etc/br-version <<<2012.05
says "CirrOS with the release of Buildroot" distro=cirros

tree
add etc/redhat-release <<<'CentOS release 6.10 (Final)'
says "CentOS 6" distro=centos version=6.10 osinfo=centos6.10 \
  'product_name=CentOS release 6.10 (Final)' package_management=yum
add etc/oracle-release <<<'Oracle Linux Server release 6.10'
says "Oracle's file first" distro=oraclelinux version=6.10 osinfo=ol6.10

tree
add etc/redhat-release <<<'Red Hat Enterprise Linux AS release 4 (Nahant Update 3)'
says "RHEL 4" distro=rhel version=4.3 osinfo=rhel4.3 \
  package_management=up2date

tree
add etc/redhat-release <<<'Frobnix release 3.2 (Foo)'
says "something like Red Hat's" distro=redhat-based version=3.2 \
  osinfo=redhat-based3.2
tree
add etc/system-release <<<'Frobnix release 3.2 (Foo)'
says "system-release" distro=redhat-based version=3.2

tree
add etc/SuSE-release <<'END'
SUSE Linux Enterprise Server 11 (x86_64)
VERSION = 11
PATCHLEVEL = 3
END
says "SLES 11 SP3" distro=sles version=11.3 osinfo=sles11sp3 \
  'product_name=SUSE Linux Enterprise Server 11 (x86_64)'

tree
add etc/SuSE-release <<'END'
openSUSE 11.4 (i586)
VERSION = 11.4
CODENAME = Celadon
END
says "openSUSE 11.4" distro=opensuse version=11.4

tree
add etc/pardus-release <<<'Pardus 2011.2 Cervus elaphus'
says "Pardus before it came from Debian" distro=pardus version=2011.2 \
  package_format=pisi package_management=pisi

tree
add etc/arch-release < /dev/null
says "an empty file is enough" distro=archlinux product_name=
tree
add etc/debian_version <<<'squeeze/sid'
says "a codename" distro=debian version=0.0 product_name=squeeze/sid
tree
add etc/debian_version < /dev/null
says "an empty file is not enough" distro=
tree
printf '\r\n \t\r\n  Slackware 14.2  \r\n' | add etc/slackware-version
says "blanks and CR LF" distro=slackware version=14.2 'product_name=Slackware 14.2'

tree
add etc/lsb-release <<'END'
DISTRIB_ID=Frobnix
DISTRIB_RELEASE=3.2
DISTRIB_DESCRIPTION="Frobnix 3.2"
END
says "an unknown lsb-release" distro=frobnix version=3.2 'product_name=Frobnix 3.2'
add etc/debian_version <<<'7.1'
says "… does not hide what is known" distro=debian version=7.1

# ---- Hostile ----

tree
truncate -s 1G "$dir/etc/os-release"
printf 'ID=debian\n' > "$dir/usr/lib/os-release"
says "1 GiB" distro=debian "warning=/etc/os-release: 1073741824 bytes"

os_release < <(yes '' | head -n 1000000)
echo 'ID=debian' >> "$dir/etc/os-release"
says "a million lines" distro=debian

os_release < <(yes 'x' | head -n 1000000)
says "a million bad lines" distro= "warning=1000000 lines are not NAME=value"

os_release < <(head -c 2000000 /dev/zero | tr '\0' ' ')
says "nothing but blanks" distro=

tree
head -c 60000 /dev/zero | tr '\0' ' ' | add etc/redhat-release
printf 'x' >> "$dir/etc/redhat-release"
says "a long line without a version" distro=redhat-based version=0.0
tree
head -c 60000 /dev/zero | tr '\0' '1' | add etc/redhat-release
says "a long number" distro=redhat-based version=0.0

tree
mkfifo "$dir/etc/os-release"
says "a FIFO" distro= "warning=/etc/os-release"
tree
mkdir "$dir/etc/os-release"
says "a directory" distro= "warning=/etc/os-release"
tree
ln -s os-release "$dir/etc/os-release"
says "a link to itself" distro= "warning=/etc/os-release"

# Every release file there is, all of them the same huge one.
tree
head -c 2000000 /dev/zero | tr '\0' '\n' > "$dir/etc/huge"
grep -o '"/etc/[^"]*"' "$abs_top_srcdir/daemon/gen/systems.c" | tr -d '"' |
  sort -u | while read -r f; do
  mkdir -p "$dir/$(dirname "$f")"
  ln -sf /etc/huge "$dir/$f"
done
rm -r "$dir"/etc/{coreos,flatcar,armbian-release,rpi-issue,pve}
says "all files there are" "warning=/etc/redhat-release: 2000000 bytes"

# ---- /usr alone ----

tree
mkdir -p "$dir/lib"
printf 'ID=fedora\nVERSION_ID=39\n' > "$dir/lib/os-release"
mkdir "$dir/bin"; touch "$dir/bin/dnf"
got=$("$release" linux --usr "$dir")
matches "/usr" "$got" 'distro=fedora'
matches "/usr" "$got" 'package_management=dnf'

# A root without its /usr cannot tell whether there is dnf: /usr will.
os_release <<'END'
ID=fedora
VERSION_ID=39
END
rmdir "$dir/usr/bin"
says "a root without /usr" distro=fedora package_management=
mkdir "$dir/usr/bin"
says "Fedora without dnf" package_management=yum
