#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every Windows that there was: product, version, build, variant, architecture
# and what follows from them, from the registry and from cmd.exe.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/windows.sh"
requires python3

# Directory, machine, product ("-": none), CurrentVersion, version, build,
# variant, architecture, distribution, osinfo, type and product when none is
# stored.
cat > versions <<'END'
WINNT|14c|-|4.0|4.0|1381|-|i386|windows||WinNT|Windows NT Workstation 4.0
WINNT|184|-|4.0|4.0|1381|-|Alpha|windows||LanmanNT|Windows NT Server 4.0
WINNT|14c|Microsoft Windows 2000|5.0|5.0|2195|-|i386|windows||WinNT|
WINDOWS|14c|Microsoft Windows XP|5.1|5.1|2600|-|i386|windows|winxp|WinNT|
WINDOWS|8664|Microsoft Windows XP|5.2|5.2|3790|-|x86_64|windows|winxp|WinNT|
WINDOWS|200|Microsoft Windows Server 2003|5.2|5.2|3790|-|ia64|windows|win2k3|ServerNT|
WINDOWS|14c|Microsoft Windows Server 2003 R2|5.2|5.2|3790|-|i386|windows|win2k3r2|ServerNT|
Windows|8664|Windows Vista (TM) Ultimate|6.0|6.0|6002|Client|x86_64|windows|winvista|WinNT|
Windows|14c|Windows Server (R) 2008 Standard|6.0|6.0|6002|Server|i386|windows|win2k8|ServerNT|
Windows|8664|Windows 7 Professional|6.1|6.1|7601|Client|x86_64|windows|win7|WinNT|
Windows|8664|Windows Server 2008 R2 Enterprise|6.1|6.1|7601|Server|x86_64|windows|win2k8r2|ServerNT|
Windows|14c|Windows 8 Pro|6.2|6.2|9200|Client|i386|windows|win8|WinNT|
Windows|8664|Windows Server 2012 Standard|6.2|6.2|9200|Server|x86_64|windows|win2k12|ServerNT|
Windows|8664|Windows 8.1 Pro|6.3|6.3|9600|Client|x86_64|windows|win8.1|WinNT|
Windows|8664|Windows Server 2012 R2 Datacenter|6.3|6.3|9600|Server|x86_64|windows|win2k12r2|LanmanNT|
Windows|14c|Windows 10 Enterprise LTSC 2021|6.3|10.0|19044|Client|i386|windows|win10|WinNT|
Windows|1c4|Windows 10 IoT Core|6.3|10.0|17763|IoTUAP|arm|windows|win10|WinNT|
Windows|8664|Windows 10 Pro|6.3|10.0|21999|Client|x86_64|windows|win10|WinNT|
Windows|8664|Windows 10 Pro|6.3|10.0|22000|Client|x86_64|windows|win11|WinNT|
Windows|aa64|Windows 10 Home|6.3|10.0|26100|Client|aarch64|windows|win11|WinNT|
Windows|8664|Windows Server 2016 Standard|6.3|10.0|14393|Server|x86_64|windows|win2k16|ServerNT|
Windows|8664|Windows Server 2019 Standard|6.3|10.0|17763|Server|x86_64|windows|win2k19|ServerNT|
Windows|8664|Windows Server 2022 Datacenter|6.3|10.0|20348|Server|x86_64|windows|win2k22|ServerNT|
Windows|8664|Windows Server 2025 Datacenter|6.3|10.0|26100|Server|x86_64|windows|win2k25|ServerNT|
Windows|8664|Hyper-V Server 2012 R2|6.3|6.3|9600|Server Core|x86_64|windows|win2k12r2|ServerNT|
Windows|8664|Windows Server 2016 Datacenter|6.3|10.0|14393|Nano Server|x86_64|windows|win2k16|ServerNT|
Windows|8664|Windows Server Datacenter|6.3|10.0|26100|Server|x86_64|windows|win2k25|ServerNT|
Windows|8664|Windows Server Standard|6.3|10.0|16299|Server Core|x86_64|windows|win2k16|ServerNT|
reactos|14c|ReactOS|5.2|5.2|3790|-|i386|reactos||WinNT|
Windows|8664|Windows 10 Pro|6.3|10.0|19041|WindowsPE|x86_64|winpe||WinNT|
END

each_version() {
  local number=0 root machine product current version build variant arch \
    distro osinfo type unnamed
  while IFS='|' read -r root machine product current version build variant \
                        arch distro osinfo type unnamed; do
    number=$((number + 1))
    "$1" "tree-$number/$root"
  done < versions
}

make_version() {
  windows "$1" "$machine"
  cat <<END
> $1/System32/config/SOFTWARE
[Microsoft\\Windows NT\\CurrentVersion]
"CurrentVersion"="$current"
"CurrentBuildNumber"="$build"
END
  [ "$product" = - ] || echo "\"ProductName\"=\"$product\""
  [ "$variant" = - ] || echo "\"InstallationType\"=\"$variant\""
  case $version in
    10.*)
      echo '"CurrentMajorVersionNumber"=dword:0000000a'
      echo '"CurrentMinorVersionNumber"=dword:00000000' ;;
  esac
  cat <<END
> $1/System32/config/SYSTEM
[Select]
"Current"=dword:00000001
[ControlSet001\\Control\\ProductOptions]
"ProductType"="$type"
[ControlSet001\\Services\\Tcpip\\Parameters]
"Hostname"="box"
END
}

check_version() {
  local what="$product $version $variant"
  looked_at "${1%/*}" > got
  [ "$product" != - ] || product=$unnamed
  is "type of $what" "$(found type)" windows
  is "role of $what" "$(found role)" 1
  is "distribution of $what" "$(found distro)" "$distro"
  is "product of $what" "$(found product_name)" "$product"
  is "variant of $what" "$(found product_variant)" "${variant#-}"
  is "version of $what" "$(found major).$(found minor)" "$version"
  is "build of $what" "$(found build_id)" "$build"
  is "architecture of $what" "$(found arch)" "$arch"
  is "osinfo of $what" "$(found osinfo)" "$osinfo"
  is "hostname of $what" "$(found hostname)" box
  is "directory of $what" "$(found systemroot)" "/$root"
  is "control set of $what" "$(found control_set)" ControlSet001
  is "group policy of $what" "$(found group_policy)" -1
  is "hive of $what" "$(found software_hive)" "/$root/System32/config/SOFTWARE"
  is "warnings of $what" "$(found warnings)" ""
}

each_version make_version | hives
each_version check_version

# ---- Where it is ----

software() {
  hive "$1" "${@:2}" <<'END'
[Microsoft\Windows NT\CurrentVersion]
"ProductName"="Windows Test"
[Microsoft\Windows\CurrentVersion\Group Policy\History\{35378EAC-683F}]
END
}

for dir in win32 WIN ReactOS; do
  rm -rf tree
  windows tree/$dir
  software tree/$dir/System32/config/Software
  looked_at tree > got
  is "in $dir" "$(found systemroot) $(found group_policy)" "/$dir 1"
  matches "warning of the missing hive" "$(found warnings)" \
    "tree: /$dir/system32/config/system: there is no such file"
done

# Elsewhere, where boot.ini says; the first that is here counts.
rm -rf tree
windows "tree/Other Systems/NT"
software "tree/Other Systems/NT/System32/config/software"
looked_at tree > got
is "unusual place" "$(found role)" 0
cat > tree/Boot.ini <<'END'
[boot loader]
timeout=30
multi(0)disk(0)rdisk(0)partition(1)\nowhere="not in this section"
[Operating Systems]
scsi(0)disk(0)rdisk(0)partition(2)\WINNT="not here" /fastdetect
C:\="DOS"
multi(0)disk(0)rdisk(0)partition(1)
multi(0)disk(0)rdisk(0)partition(1)\other systems\nt="here" /fastdetect
END
sed -i 's/$/\r/' tree/Boot.ini
looked_at tree > got
is "place of boot.ini" "$(found systemroot)" "/Other Systems/NT"

# A usual place counts more than boot.ini.
windows tree/winnt
software tree/winnt/System32/config/software
looked_at tree > got
is "usual place and boot.ini" "$(found systemroot)" /winnt

# ---- What is no Windows ----

not_windows() {
  looked_at tree > got
  is "$1" "$(found type)" ""
  is "warnings of $1" "$(found warnings)" ""
}

rm -rf tree
mkdir -p tree/Recovery/WindowsRE tree/Windows/System32 \
  "tree/System Volume Information"
: > tree/Recovery/WindowsRE/winre.wim
not_windows "a recovery partition"
rm -rf tree
mkdir -p tree/Boot tree/EFI/Microsoft/Boot
: > tree/bootmgr
not_windows "a partition of the boot loader"
rm -rf tree
mkdir -p tree/sources
: > tree/sources/boot.wim
not_windows "the medium of an installation"
rm -rf tree
windows tree/Windows
rm tree/Windows/System32/cmd.exe
not_windows "no cmd.exe"
mkdir tree/Windows/System32/cmd.exe
not_windows "a directory called cmd.exe"
rm -rf tree
windows tree/Windows
rmdir tree/Windows/System32/config
not_windows "no directory for hives"
rm -rf tree
mkdir tree
ln -s /nowhere tree/windows
not_windows "a link that leads nowhere"

# ---- How hives are written ----

for option in lf li ri wide; do
  rm -rf tree
  windows tree/Windows
  software tree/Windows/System32/config/SOFTWARE $option
  hive tree/Windows/System32/config/SYSTEM $option <<'END'
[select]
"Current"=dword:00000007
"Default"=dword:00000003
[ControlSet001]
[ControlSet002]
[ControlSet003\Control\ComputerName\ComputerName]
"ComputerName"="Bücher-€-𝄞"
[MountedDevices]
"\\DosDevices\\C:"=hex:ef,be,ad,de,00,00,10,00,00,00,00,00
"\\dosdevices\\z:"=hex:5c,00
"\\DosDevices\\CD:"=hex:01
"\\DosDevices\\Q:"="text"
"\\??\\Volume{1}"=hex:02
END
  looked_at tree > got
  is "product, $option" "$(found product_name)" "Windows Test"
  is "group policy, $option" "$(found group_policy)" 1
  is "name of the computer, $option" "$(found hostname)" 'Bücher-€-𝄞'
  is "letters, $option" "$(found letters | tr '\n' ' ')" \
    "C efbeadde0000100000000000 z 5c00 "
  is "control set that exists, $option" "$(found control_set)" ControlSet003
  is "warnings, $option" "$(found warnings)" ""
done

# ---- Architecture ----

echo 'echo no program' > tree/Windows/System32/cmd.exe
hive tree/Windows/System32/config/SYSTEM <<'END'
[Select]
"Current"=dword:00000001
[ControlSet001\Control\Session Manager\Environment]
"PROCESSOR_ARCHITECTURE"="ARM64"
[ControlSet001\Services\Tcpip\Parameters]
"Hostname"=""
"NV Hostname"="other"
END
looked_at tree > got
is "architecture of the registry" "$(found arch)" aarch64
is "second name of the computer" "$(found hostname)" other
matches "warning of cmd.exe" "$(found warnings)" \
  '^tree: /Windows/System32/cmd.exe: it is not a program of Windows'

# ---- Cygwin and the like ----

mkdir -p tree/etc tree/bin tree/proc
echo 'none /x tmpfs' > tree/etc/fstab
looked_at tree > got
is "Windows with /etc and /bin" "$(found type)" windows

# A Windows PE that is started from its disk is a system, one that repairs
# or installs another one is none.
pe=$(grep -n WindowsPE versions | cut -d: -f1)
role_of_pe() { looked_at "tree-$pe" > got; found role; }
is "role of Windows PE" "$(role_of_pe)" 1
for mark in ReCovery sources; do
  mkdir "tree-$pe/$mark"
  is "role of Windows PE beside $mark" "$(role_of_pe)" 0
  rmdir "tree-$pe/$mark"
  mkdir "tree-1/$mark"
  looked_at tree-1 > got
  is "role of Windows beside $mark" "$(found role)" 1
done
touch "tree-$pe/WinRE.wim"
is "role of Windows PE beside winre.wim" "$(role_of_pe)" 0
