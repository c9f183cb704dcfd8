#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The disks of domains: -d and -c, add-domain with its options. libvirt's test
# driver needs no daemon: it reads domains from a file.

. "$(dirname "$0")/../lib.sh"
[ -e "$abs_top_builddir/lib/.libs/libguestfs-libvirt.so" ] ||
  skip "built without libvirt"
# Where libvirt's test driver was loaded, the leak check of a sanitized build
# ends by a signal of its own.
[ -z "${sanitizers:-}" ] || ASAN_OPTIONS+=:detect_leaks=0

qemu-img create -q -f qcow2 root.qcow2 10M
truncate -s 1M data.img cd.iso vol.img

# domain NAME STATE DISK…, as libvirt numbers states: 1 runs, 3 is paused, 5 is
# shut off. A DISK is TYPE:SOURCE:TARGET:MORE.
domain() {
  local name=$1 state=$2 disk type source target more device
  shift 2
  echo "<domain type='test' xmlns:t='http://libvirt.org/schemas/domain/test/1.0'>"
  echo "<t:runstate>$state</t:runstate><name>$name</name>"
  case $name in
    named) echo "<uuid>11111111-1111-4111-8111-111111111111</uuid>" ;;
    1111*) echo "<uuid>22222222-2222-4222-8222-222222222222</uuid>" ;;
  esac
  echo "<memory>1024</memory><os><type>hvm</type></os><devices>"
  for disk; do
    IFS=: read -r type source target more <<< "$disk"
    [[ $more = *readonly* ]] && device=cdrom || device=disk
    echo "<disk type='$type' device='$device'>${source:+<source $source/>}"
    echo "<target dev='$target'/>$more</disk>"
  done
  echo "</devices></domain>"
}

qcow2="<driver name='qemu' type='qcow2'/>"
raw="<driver name='qemu' type='raw'/>"
ro="<readonly/>"
{
  echo "<node>"
  root="file:file='$PWD/root.qcow2':vda:$qcow2"
  domain shut 5 "$root" \
    "file:file='$PWD/data.img':vdb:$raw<blockio logical_block_size='4096'/>" \
    "file:file='$PWD/cd.iso':vdc:$ro" "file::vdd:$ro"
  domain runs 1 "$root"
  domain paused 3 "$root"
  domain named 5 "$root"
  domain 11111111-1111-4111-8111-111111111111 5 "file:file='$PWD/data.img':vda:"
  domain twice 5 "$root" "file:file='$PWD/missing':vdb:$raw"
  domain optional 5 "$root" \
    "file:file='$PWD/missing' startupPolicy='optional':vdc:$ro"
  domain cds 5 "file:file='$PWD/cd.iso':vdc:$ro"
  domain diskless 5
  domain strange 5 "$root" "dir:dir='$PWD':vdb:"
  domain shared 5 "file:file='$PWD/data.img':vda:$raw<shareable/>"
  domain vol 5 "volume:pool='images' volume='vol.img':vda:"
  domain novol 5 "volume:pool='images' volume='none.img':vda:"
  domain nopool 5 "volume:pool='none' volume='vol.img':vda:"
  cat <<END
<pool type='dir'><name>images</name><target><path>$PWD</path></target>
<volume><name>vol.img</name><capacity>1048576</capacity>
<target><format type='qcow2'/></target></volume></pool>
END
  echo "</node>"
} > node.xml
uri=test://$(uri_path "$PWD")/node.xml

# drives ARGUMENT…: what guestfish has after them.
drives() {
  guestfish -c "$uri" "$@" debug-drives 2>&1 |
    sed -e "s,$PWD/,,g" -e 's/ protocol=file//; s/ cachemode=writeback//' \
        -e 's/ discard=disable//'
}
# added NAME OPTION…: the same after add-domain.
added() { drives add-domain "$1" "libvirturi:$uri" "${@:2}" :; }

root="root.qcow2 format=qcow2"
shut="$root name=/dev/vda
data.img format=raw name=/dev/vdb blocksize=4096
cd.iso format=(not known yet) readonly name=/dev/vdc"
is "-d" "$(drives -d shut)" "$shut"
is "-c after -d" "$(guestfish -d shut -c "$uri" debug-drives | wc -l)" 3
is "domain" "$(drives domain shut "libvirturi:$uri" readonlydisk:read :)" \
   "3
$shut"
is "--ro" "$(drives --ro -d shut | grep -c ' readonly ')" 3
is "two -d" "$(drives -d shut -d named | tail -n 1)" "$root name=/dev/vda"
is "-a, -d" "$(drives -a data.img -d named | tail -n 1)" "$root name=/dev/vda"

# A domain that is not shut off is only read.
fails_with "domain runs \\($uri\\): the domain is live, writing to its disks would destroy them: add it read-only" \
  guestfish -c "$uri" -d runs debug-drives
fails_with "the domain is live" guestfish -c "$uri" -d paused debug-drives
is "a live one" "$(drives --ro -d runs)" \
   "root.qcow2 format=qcow2 readonly name=/dev/vda"

# What becomes of disks that the domain cannot write to.
is "write" "$(added shut | tail -n 1)" "cd.iso format=(not known yet) name=/dev/vdc"
is "write" "$(added shut readonlydisk:write)" "$(added shut)"
is "read" "$(added shut readonlydisk:read)" "3
$shut"
is "ignore" "$(added shut readonlydisk:ignore)" "2
$(head -n 2 <<< "$shut")"
is "ignore, readonly" "$(added shut readonlydisk:ignore readonly:true | head -n 1)" 2
is "error, readonly" "$(added shut readonlydisk:error readonly:true | head -n 1)" 3
fails_with "disk vdc: it is read-only for the domain" \
  guestfish add-domain shut "libvirturi:$uri" readonlydisk:error
fails_with "readonlydisk perhaps: use error, read, write or ignore" \
  guestfish add-domain shut "libvirturi:$uri" readonlydisk:perhaps

# Names and UUIDs.
id=11111111-1111-4111-8111-111111111111
matches "a UUID" "$(drives -d $id)" "^root.qcow2"
matches "a name like a UUID" "$(added $id)" "data.img"
matches "a UUID" "$(added $id allowuuid:true)" "root.qcow2"
matches "upper case" "$(drives -d 22222222222242228222222222222222)" "^data.img"
fails_with "domain none \\($uri\\): Domain not found: virsh -c $uri list --all names" \
  guestfish -c "$uri" -d none
fails_with "connection to libvirt, no://such: " \
  guestfish -c no://such -d shut

# The other options reach each drive.
matches "options" "$(guestfish add-domain named "libvirturi:$uri" \
  cachemode:unsafe discard:besteffort copyonread:true iface:ide live:false \
  : debug-drives)" "cachemode=unsafe discard=besteffort copyonread name="
matches "discard" "$(guestfish add-domain shut "libvirturi:$uri" \
  discard:enable readonlydisk:read : debug-drives)" \
  "cd.iso .*discard=disable readonly"
fails_with "discard" guestfish add-domain named "libvirturi:$uri" \
  discard:enable readonly:true
fails_with "live" guestfish add-domain named live:true

# All or nothing.
is "rolled back" "$(printf -- '-add-domain twice libvirturi:%s\ndebug-drives\n' \
  "$uri" | guestfish -a data.img 2>log | grep -c .)" 1
matches "the disk is named" "$(cat log)" \
  "domain twice \\($uri\\): disk vdb: .*/missing: No such file"
fails_with "disk vdb" guestfish -c "$uri" -d twice

# What is no disk, or has no medium.
is "optional" "$(drives -d optional)" "$root name=/dev/vda"
fails_with "domain diskless \\($uri\\): the domain has no disks" \
  guestfish -c "$uri" -d diskless
fails_with "no disks that can be added" \
  guestfish add-domain cds "libvirturi:$uri" readonlydisk:ignore
matches "strange" "$(drives -d strange)" \
  "warning: domain strange .*: disk vdb is left out: disks of type dir"
is "strange" "$(drives -d strange | tail -n 1)" "$root name=/dev/vda"

# Volumes of pools.
is "volume" "$(drives -d vol)" "vol.img format=qcow2 name=/dev/vda"
fails_with "disk vda: volume none.img of pool images: " \
  guestfish -c "$uri" -d novol
fails_with "disk vda: volume vol.img of pool none: " \
  guestfish -c "$uri" -d nopool

# libvirt prints nothing of its own.
is "one line" "$(guestfish -c "$uri" -d none 2>&1 | wc -l)" 1

# What is not the same for the domain and for us.
matches "shareable" "$(drives -d shared)" \
  'warning: domain shared .*: disk vda: it is shareable: another machine may'
is "shareable, only read" "$(drives --ro -d shared)" \
  "data.img format=raw readonly name=/dev/vda"
