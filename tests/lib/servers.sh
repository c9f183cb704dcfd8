# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Servers for drives over the network: each is started by the test that needs
# it, on a free port of 127.0.0.1 and in the directory of the test, and ended by
# its number when the test ends.

. "$(dirname "$0")/../lib.sh"

PATH=$PATH:/usr/sbin:/sbin

# free_port: one that nobody listens on.
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# listens PORT
listens() { (: < "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# wait_until COMMAND…: it must come true within half a minute.
wait_until() {
  local try
  for try in {1..300}; do
    ! "$@" || return 0
    sleep 0.1
  done
  : "$try"
  fail "waited for nothing: $*"
}

# background COMMAND…: runs until the test ends, or end_server; $server is its
# number, the file server.log has what it says.
background() {
  "$@" >> server.log 2>&1 &
  server=$!
  at_exit "end_server $server"
}

# end_server PID: also with -9 PID, or -STOP PID
end_server() {
  local signal=-TERM
  case $1 in -*) signal=$1; shift ;; esac
  kill "$signal" "$1" 2> /dev/null || return 0
  case $signal in
    -STOP) ;;
    *) kill -CONT "$1" 2> /dev/null || : ; wait "$1" 2> /dev/null || : ;;
  esac
}

# make_disk FILE [TEXT]: an image of 64 MiB with an ext4 that has /hello.
make_disk() {
  truncate -s 64M "$1"
  mkdir -p hello.d
  printf '%s' "${2:-hello}" > hello.d/hello
  mkfs.ext4 -q -F -d hello.d "$1"
}

# file_in IMAGE PATH: a file of an ext4 image, read without the library.
file_in() { debugfs -R "cat $2" "$1" 2> /dev/null; }

# quiet_server_log PATTERN…: nothing of it was said to the server's log.

# reads NAME ARGUMENT…: guestfish with these reads /hello read-only, with an
# overlay: what is written is forgotten.
reads() {
  local name=$1 out; shift
  out=$(guestfish --ro "$@" -m /dev/sda <<< 'write /hello forgotten
cat /hello') || fail "$name: cannot be read"
  is "$name: what is written to a read-only drive" "$out" forgotten
  out=$(guestfish --ro "$@" -m /dev/sda cat /hello) ||
    fail "$name: cannot be read"
  is "$name: what is on it" "$out" "${expected-hello}"
}

# hot_plugs NAME ADD-DRIVE-WORDS: the same drive, added to a machine that runs.
hot_plugs() {
  local out
  out=$(guestfish <<< "add-drive-scratch 1M
run
add-drive $2
mount-ro /dev/sdb /
cat /hello
umount /
") || fail "$1: cannot be hot-plugged"
  is "$1: hot-plugged" "$out" "${expected-hello}"
}

# requires_block_driver NAME: skip unless QEMU has this module.
requires_block_driver() {
  ! qemu-img info "json:{\"driver\":\"raw\",\"file.driver\":\"$1\"}" 2>&1 |
    grep -q 'Unknown driver' || skip "QEMU has no block driver $1"
}
