# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Servers for drives over the network: each is started by the test that needs
# it, on a free port of 127.0.0.1 and in the directory of the test, and ended by
# its number when the test ends.

. "$(dirname "$0")/../lib.sh"

PATH=$PATH:/usr/sbin:/sbin

# A test that mounts starts itself again in a namespace, with this word: given
# by hand it must not cover files of the machine.
if [ "${1-}" = in-namespace ] &&
     [ "$(readlink "/proc/$PPID/ns/mnt")" = "$(readlink "/proc/$$/ns/mnt")" ]
then
  fail "this is not a mount namespace of its own: run it without arguments"
fi

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
  tail -n 20 server.log >&2 || :
  fail "waited for nothing: $*"
}

# background COMMAND…: runs until the test ends, or end_server; $server is its
# number, the file server.log has what it says.
background() {
  "$@" >> server.log 2>&1 &
  server=$!
  disown "$server"              # that it was killed is nobody's business
  at_exit "end_server $server"
}

# end_server PID: some do not want to end.
end_server() {
  local try
  kill -CONT "$1" 2> /dev/null || return 0
  kill "$1"
  for try in {1..50}; do
    kill -0 "$1" 2> /dev/null || break
    sleep 0.1
  done
  : "$try"
  kill -9 "$1" 2> /dev/null || :
}

# web_server SERVER PORT…: nginx with what is in the block server of its
# configuration; it listens when this returns.
web_server() {
  local port
  cat > nginx.conf <<END
daemon off;
master_process off;
user $(id -un);
pid $PWD/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path $PWD; proxy_temp_path $PWD; fastcgi_temp_path $PWD;
  uwsgi_temp_path $PWD; scgi_temp_path $PWD;
  server { $1 }
}
END
  background nginx -p "$PWD" -c "$PWD/nginx.conf"
  shift
  for port; do wait_until listens "$port"; done
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

# reads NAME ARGUMENT…: guestfish with these reads /hello read-only, with an
# overlay: what is written is forgotten.
reads() {
  local name=$1 out; shift
  out=$(guestfish --ro "$@" <<< 'run
mount /dev/sda /
cat /hello
write /hello forgotten
cat /hello
shutdown') || fail "$name: cannot be read"
  is "$name: what is on it" "$out" "${expected-hello}"$'\n'forgotten
  out=$(guestfish --ro "$@" -m /dev/sda cat /hello) ||
    fail "$name: cannot be read again"
  is "$name: what was forgotten" "$out" "${expected-hello}"
}

# slowly NAME ARGUMENT…: reads, while what the test's network has to carry comes
# at 125 KB a second, or at the rate $slow. Only in a network namespace.
slowly() {
  local start=$SECONDS name="slow: $1"; shift
  [ "$(readlink /proc/self/ns/net)" != "$(readlink "/proc/$PPID/ns/net")" ] ||
    fail "this is not a network namespace of its own"
  if ! tc qdisc add dev lo root tbf rate "${slow-1mbit}" burst 128kb \
         latency 10s; then
    skip_part "$name: the kernel cannot slow the network down"
    return 0
  fi
  reads "$name" "$@"
  tc qdisc del dev lo root
  echo "$name: $((SECONDS - start)) seconds"
}

# hot_plugs NAME WORDS: a drive that is only read, added with these words to a
# machine that runs, and taken out.
hot_plugs() {
  local out
  out=$(guestfish <<< "scratch 1M
run
add-drive $2 readonly:true label:plugged
mount-ro /dev/sdb /
cat /hello
umount /
remove-drive plugged
list-devices") || fail "$1: cannot be hot-plugged"
  is "$1: hot-plugged" "$out" "${expected-hello}"$'\n'/dev/sda
}

# writes NAME WORDS [COMMAND…]: what is written to the drive arrives, in both
# cache modes; COMMAND shows a file of the image on the server.
writes() {
  local name=$1 words=$2 mode; shift 2
  for mode in writeback unsafe; do
    guestfish <<< "add-drive $words format:raw cachemode:$mode
run
mount /dev/sda /
write /$mode $mode
shutdown" || fail "$name: cannot be written"
    is "$name: written, cachemode $mode" "$("$@" "/$mode")" "$mode"
  done
}

# gone_in_use NAME WORDS COMMAND: the drive is in use when the command, of the
# shell, ends its server. Reading ends in one line, by itself or after
# call_timeout, and so does closing.
gone_in_use() {
  local name=$1 start=$SECONDS settings=${LIBGUESTFS_BACKEND_SETTINGS-}
  LIBGUESTFS_BACKEND_SETTINGS=${settings:+$settings:}call_timeout=20 \
    timeout 400 guestfish > gone.out 2> gone.log \
    <<< "add-drive $2 readonly:true format:raw
run
mount-ro /dev/sda /
!$3
-pread-device /dev/sda 65536 33554432
echo goes on" || fail "$name: exit status $?: $(cat gone.log)"
  cat gone.log
  is "$name: lines of its error" "$(grep -c pread_device: gone.log)" 1
  matches "$name: the error" "$(cat gone.log)" \
    'pread_device: .*(Input/output error|nothing has come of this call for 20 seconds)'
  is "$name: afterwards" "$(cat gone.out)" "goes on"
  echo "$name: ended after $((SECONDS - start)) seconds"
}

# start_spy SECRET: from now on spy.log has where the secret is found, among it
# the files below spied; the spy's number is $spy. It finds what is there.
start_spy() {
  mkdir -p spied
  : > spy.log
  python3 "$abs_top_srcdir/tests/lib/spy.py" "$PWD/spied" <<< "$1" \
    >> spy.log 2>&1 &
  spy=$!
  at_exit "end_server $spy"
  wait_until grep -q begun spy.log
  sh -c 'while ! grep -q found spy.log; do sleep 0.1; done' sh "$1"
  matches "the spy" "$(cat spy.log)" 'found in /proc/[0-9]+/cmdline'
  sleep 1                       # so that it has seen that this is over
  : > spy.log
}

# spied_domain NAME SECRET: likewise, with the domain of lib/domain.sh.
spied_domain() {
  local name=$1 secret=$2
  start_spy "$secret"
  LIBGUESTFS_TMPDIR=$PWD/spied guestfish -v -x --ro -c "$uri" -d guest \
    -m /dev/sda cat /hello > spied.out 2> spied.log ||
    fail "$name: $(tail -n 20 spied.log)"
  end_server "$spy"
  is "$name: read" "$(cat spied.out)" "${expected-hello}"
  is "$name: where the secret was" "$(cat spy.log)" ""
  ! grep -qF "$secret" spied.log ||
    fail "$name: the log has the secret: $(grep -F "$secret" spied.log)"
}

# spied NAME SECRET WORDS: while a drive with these words is read, added before
# launch and to the running appliance, the secret is in no arguments, no
# environment and no file of the library, nor in what guestfish says.
spied() {
  local name=$1 secret=$2 drive="add-drive $3 readonly:true format:raw"
  start_spy "$secret"
  LIBGUESTFS_TMPDIR=$PWD/spied guestfish -v -x > spied.out 2> spied.log \
    <<< "$drive
run
mount-ro /dev/sda /
cat /hello
$drive
umount /
mount-ro /dev/sdb /
cat /hello
shutdown" || fail "$name: $(tail -n 20 spied.log)"
  end_server "$spy"
  is "$name: read" "$(cat spied.out)" "${expected-hello}"$'\n'"${expected-hello}"
  is "$name: where the secret was" "$(cat spy.log)" ""
  ! grep -qF "$secret" spied.log ||
    fail "$name: the log has the secret: $(grep -F "$secret" spied.log)"
}

# refused REGEX COMMAND…: it must fail within 100 seconds and say this in exactly
# one line, which goes to the log of the test.
refused() {
  local regex=$1 out; shift
  if out=$(timeout 100 "$@" 2>&1 < /dev/null); then
    fail "succeeded, but should not have: $*"
  fi
  echo "$out"
  matches "error of: $*" "$out" "$regex"
  is "lines of error of: $*" "$(printf '%s\n' "$out" | wc -l)" 1
}

# fails_as ERRNO WORDS: a drive with these words cannot be added, and the number
# of the error is this one.
fails_as() {
  local out
  # shellcheck disable=SC2086  # words
  out=$(guestfish --json add-drive $2 readonly:true format:raw 2>&1) || :
  matches "adding $2" "$out" "\"errno\":\"$1\""
}

# requires_block_driver NAME: skip unless QEMU has this module.
requires_block_driver() {
  ! qemu-img info "json:{\"driver\":\"raw\",\"file.driver\":\"$1\"}" 2>&1 |
    grep -q 'Unknown driver' || skip "QEMU has no block driver $1"
}

# iscsi_server IMAGE [COMMAND…]: a target $target whose LUN 1 is the image, on
# $port; everybody may use it. The command, which may be none, runs what follows
# it where tgtd shall be. "tgt" is tgtadm: its socket is below /run, of which the
# test has one of its own. "tgt_account" is a user who must log in from now on.
iscsi_server() {
  target=iqn.2026-11.test:disk tgt_in=("${@:2}")
  port=$(free_port)
  background "${tgt_in[@]}" tgtd -f --iscsi "portal=127.0.0.1:$port"
  wait_until listens "$port"
  wait_until tgt show --mode sys > /dev/null
  tgt new --mode target --tid 1 -T "$target"
  tgt new --mode logicalunit --tid 1 --lun 1 -b "$1"
  tgt bind --mode target --tid 1 -I ALL
}
tgt() { "${tgt_in[@]}" tgtadm --lld iscsi --op "$@"; }
tgt_account() {
  tgt new --mode account --user "$1" --password "$2"
  tgt bind --mode account --tid 1 --user "$1"
}

# ssh_server: on $port, in a mount namespace in which root's home is home; "key"
# and "other_key" are two keys, of which the first may log in.
ssh_server() {
  mkdir -m 700 home home/.ssh
  sed "s,^root:.*,root:x:0:0:root:$PWD/home:/bin/bash," /etc/passwd > passwd
  mount --bind passwd /etc/passwd
  mkdir -p /run/sshd

  ssh-keygen -q -t ed25519 -N '' -f host_key
  ssh-keygen -q -t ed25519 -N '' -f other_key
  ssh-keygen -q -t ed25519 -N '' -f key
  cp key.pub authorized
  chmod 600 authorized
  port=$(free_port)
  cat > sshd_config <<END
Port $port
ListenAddress 127.0.0.1
HostKey $PWD/host_key
AuthorizedKeysFile $PWD/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication yes
KbdInteractiveAuthentication no
Subsystem sftp internal-sftp
END
  background "$(command -v sshd)" -D -e -f "$PWD/sshd_config"
  wait_until listens "$port"
}
