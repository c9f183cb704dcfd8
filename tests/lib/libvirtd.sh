# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A libvirt of the test's own, started like the machine's but in mount namespace
# of its own, where its directories are below $test_tmp.
#
#   libvirtd_start              root only; skips where there is none
#   in_libvirt COMMAND…         with it as qemu:///system
#   exec_in_libvirt COMMAND… &  likewise, and $! is the number of the command
#   nobody_start, as_nobody COMMAND…   as a user whose directory is
#                               $nobody_home, who has sessions of libvirt
#   virsh_system, virsh_session ARGUMENTS…
#   no_domain_is_left           waits until the system has none
#   domain NAME DISK…           writes NAME.xml: these disks, from "type=" to
#                               before <target>
#   define NAME DISK…           and the system has it
#   virsh_must ARGUMENTS…       on the system
#   mounted_by_libvirt ARGUMENTS…   /hello in a guestmount with these

# shellcheck disable=SC2154 # test_tmp: lib.sh

libvirt_holder=

# shellcheck disable=SC2016 # for the shell in the namespace
libvirtd_start() {
  requires_root "can start a libvirt of its own"
  requires libvirtd virtlogd virsh unshare nsenter setpriv qemu-system-x86_64
  # QEMU, another user, passes through.
  chmod 711 "$test_tmp"
  mkdir -p virt/run virt/log virt/cache virt/lib virt/etc
  cp -a /var/lib/libvirt/. virt/lib/
  cp -a /etc/libvirt/. virt/etc/
  rm -rf virt/etc/qemu/networks/autostart virt/etc/qemu/autostart
  unshare -m --propagation private sh -c '
    d=$1
    mount --bind "$d/run" /run && mount --bind "$d/log" /var/log/libvirt &&
    mount --bind "$d/lib" /var/lib/libvirt &&
    mount --bind "$d/etc" /etc/libvirt &&
    { mkdir -p /var/cache/libvirt; mount --bind "$d/cache" /var/cache/libvirt; } &&
    : > "$d/ready" && exec sleep 100000' sh "$test_tmp/virt" > virt/out 2>&1 &
  libvirt_holder=$!
  at_exit libvirtd_stop
  for _ in {1..50}; do [ -e virt/ready ] && break; sleep 0.1; done
  [ -e virt/ready ] || skip "no mount namespace of our own: $(cat virt/out)"
  libvirtd_run
}

libvirtd_run() {
  in_libvirt virtlogd -d > virt/out 2>&1 ||
    skip "virtlogd does not start: $(cat virt/out)"
  libvirtd_daemon
}

# Also another one, after the first has ended.
libvirtd_daemon() {
  in_libvirt python3 "$abs_top_srcdir/tests/lib/reaper.py" libvirtd -d \
    >> virt/out 2>&1 &
  disown
  for _ in {1..600}; do
    virsh_system version > virt/version 2>&1 && return
    kill -0 $! 2> /dev/null || skip "libvirtd does not start: $(cat virt/out)"
    sleep 0.1
  done
  fail "libvirtd: $(cat virt/out virt/version)"
}

# end_by_pidfile FILE
end_by_pidfile() {
  local pid
  pid=$(cat "$1" 2>/dev/null) || return 0
  kill "$pid" 2>/dev/null
  for _ in {1..100}; do [ -e "/proc/$pid" ] || return 0; sleep 0.1; done
  kill -9 "$pid" 2>/dev/null
}

libvirtd_stop() {
  end_by_pidfile virt/run/libvirtd.pid
  end_by_pidfile virt/run/virtlogd.pid
  [ -z "$libvirt_holder" ] || { kill "$libvirt_holder"; wait "$libvirt_holder"; }
} 2>/dev/null

exec_in_libvirt() { exec nsenter -m -t "$libvirt_holder" --wd="$PWD" -- "$@"; }
in_libvirt() { nsenter -m -t "$libvirt_holder" --wd="$PWD" -- "$@"; }
virsh_system() { in_libvirt virsh -q -c qemu:///system "$@"; }
# Sooner or later.
no_domain_is_left() {
  for _ in {1..300}; do
    [ -n "$(virsh_system list --all --name)" ] || break
    sleep 0.2
  done
  is "domains" "$(virsh_system list --all --name)" ""
}

# ---- Domains ----

# Without a boot loader it runs and does nothing.
domain() {
  local name=$1 letters=abcd n=0
  shift
  {
    echo "<domain type='qemu'><name>$name</name><memory unit='MiB'>64</memory>
      <os><type arch='x86_64' machine='pc'>hvm</type></os><devices>
      <emulator>$(command -v qemu-system-x86_64)</emulator>"
    for disk; do
      echo "<disk $disk<target dev='vd${letters:n:1}'/></disk>"
      n=$((n + 1))
    done
    echo "<controller type='usb' model='none'/><memballoon model='none'/>
      </devices></domain>"
  } > "$name.xml"
}
virsh_must() { virsh_system "$@" > virsh.log 2>&1 || fail "$*: $(cat virsh.log)"; }
define() { domain "$@"; virsh_must define "$1.xml"; }

# The directory it begins in is that of the other namespace.
mounted_by_libvirt() {
  mkdir -p mnt
  # shellcheck disable=SC2016
  in_libvirt bash -c 'cd "$PWD"; guestmount -c qemu:///system --ro "$@" mnt &&
    cat mnt/hello && guestunmount mnt' bash "$@"
}
has_fuse() { [ -c /dev/fuse ] && command -v guestmount > /dev/null; }

# ---- A user ----

# A short name: libvirt makes sockets far below it.
nobody_home=

nobody_start() {
  nobody_home=$(mktemp -d /tmp/nXXXXXX)
  at_exit nobody_stop
  mkdir "$nobody_home"/{run,cache,config,tmp}
  chown -R nobody "$nobody_home"
  chmod 700 "$nobody_home/run"
}

nobody_stop() {
  end_by_pidfile "$nobody_home/run/libvirt/libvirtd.pid"
  end_by_pidfile "$nobody_home/run/libvirt/virtlogd.pid"
  rm -rf "$nobody_home"
} 2>/dev/null

as_nobody() {
  (cd "$nobody_home" && exec setpriv --reuid=nobody --regid=nogroup \
    --clear-groups env HOME="$nobody_home" TMPDIR="$nobody_home/tmp" \
    LIBGUESTFS_CACHEDIR="$nobody_home/tmp" \
    XDG_RUNTIME_DIR="$nobody_home/run" XDG_CACHE_HOME="$nobody_home/cache" \
    XDG_CONFIG_HOME="$nobody_home/config" "$@")
}
virsh_session() { as_nobody virsh -q -c qemu:///session "$@"; }

# requires_readable_appliance USER: QEMU reads it as that user.
requires_readable_appliance() {
  setpriv --reuid="$1" --clear-groups --regid=nogroup \
    cat "$LIBGUESTFS_PATH"/manifest > /dev/null 2>&1 ||
    skip "$LIBGUESTFS_PATH: other users cannot read it"
}
