#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestmount and guestunmount without a launch: options, and everything that
# can be found out before one.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"

truncate -s 1M disk.img
mkdir mnt full 'a b'
touch full/file file
gm=(guestmount --format=raw -a disk.img -m /dev/sda)

# ---- What is printed ----
for p in guestmount guestunmount; do
  matches "--help of $p" "$($p --help)" "^$p: .*--help"
  while read -r o; do
    case $("$p" "$o" 2>&1) in
      *"no such option"*) fail "$p --long-options lists $o" ;;
    esac
  done < <("$p" --long-options)
  fails_with "^$p: --bogus: .*try --help$" "$p" --bogus
  fails_with "^$p: -Q: .*try --help$" "$p" -Q
done
matches "--version" "$(guestmount --version)" '^guestmount 1\.[0-9]+\.[0-9]+$'
matches "-V" "$(guestunmount -V)" '^guestunmount libguestfs 1\.[0-9]+\.[0-9]+$'
is "letters of guestmount" "$(guestmount --short-options | sort | tr -d '\n')" \
  "-V-a-c-d-i-m-n-o-r-v-w-x"
is "letters of guestunmount" "$(guestunmount --short-options | sort |
  tr -d '\n')" "-V-q-v"
for o in add blocksize connect dir-cache-timeout domain echo-keys fd format \
         fuse-help help inspector key keys-from-stdin live mount no-fork \
         no-sync option pid-file ro rw selinux trace verbose version; do
  guestmount --long-options | grep -qxe "--$o" ||
    fail "guestmount has no --$o"
done
matches "--fuse-help" "$(guestmount --fuse-help)" 'allow_other.*fsname='

# ---- Wrong options ----
fails_with '^guestmount: no disk .*-a: try --help$' guestmount -m /dev/sda mnt
fails_with '^guestmount: nothing is mounted in the guest: .*-i' \
  guestmount -a disk.img mnt
fails_with '^guestmount: no directory' "${gm[@]}"
fails_with '^guestmount: b: only one directory' "${gm[@]}" mnt b
fails_with '^guestmount: --live: .*stop it, or use --ro' guestmount --live
fails_with '^guestmount: --fd=x: it must be a number, 0 or more' "${gm[@]}" --fd=x mnt
fails_with '^guestmount: --dir-cache-timeout=-1: ' \
  "${gm[@]}" --dir-cache-timeout=-1 mnt
fails_with '^guestmount: --blocksize=3: .*512 or 4096' guestmount --blocksize=3
fails_with '^guestunmount: no directory' guestunmount
fails_with '^guestunmount: --retry=64: .*0 to 63' guestunmount --retry=64 mnt
fails_with '^guestunmount: --retry=-1: ' guestunmount --retry=-1 mnt

# ---- The host ----
fails_with '^guestmount: none: No such file.*mkdir none$' "${gm[@]}" none
fails_with '^guestmount: .*/file: Not a directory' "${gm[@]}" file
fails_with '^guestmount: .*/full: Directory not empty: .*-o nonempty$' \
  "${gm[@]}" full
fails_with '^guestmount: --fd=77: Bad file descriptor' "${gm[@]}" --fd=77 mnt
if [ -w /dev/fuse ]; then       # this is looked at first
  fails_with '^guestmount: --pid-file none/pid: No such file' \
    "${gm[@]}" --pid-file none/pid mnt
  fails_with 'gone\.img: .*No such file' \
    guestmount --format=raw -a gone.img -m /dev/sda mnt

  # Options of FUSE: before the launch, which would fail.
  wrong() { LIBGUESTFS_HV=/nonexistent fails_with "$@"; }
  wrong "^guestmount: -o: .*unknown option.*bogus.*: --fuse-help lists" \
    "${gm[@]}" -o ro,bogus=1 mnt
  wrong "^guestmount: -o: .*unknown option.*bogus" \
    "${gm[@]}" --no-fork -o fsname=x -o bogus mnt
  wrong "^guestmount: -o: option uid=x: must be a number: --fuse-help" \
    "${gm[@]}" -o uid=x mnt
  wrong "nonexistent" "${gm[@]}" -o ro,uid=3,fsname=a,b,big_writes mnt
else
  fails_with '^guestmount: /dev/fuse: .*let your user' "${gm[@]}" mnt
  skip_part "options of FUSE: /dev/fuse cannot be opened"
fi

# alone COMMAND…: with mounts of its own.
alone() { unshare -m --propagation private -- bash -ec "$1" alone "${@:2}"; }
if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
  fails_with '^guestmount: /dev/fuse: No such file.*modprobe fuse' \
    alone 'mount -t tmpfs x /dev; exec "$@"' "${gm[@]}" mnt
  fails_with '^guestunmount: .* of type tmpfs .*: use umount$' \
    alone 'mount -t tmpfs x mnt; exec "$@"' guestunmount mnt
  status_is 2 alone 'mount -t tmpfs x mnt; exec "$@"' guestunmount -q mnt
  is "what -q says" "$said" ""
else
  skip_part "mounts of one's own: not allowed"
fi

# as_nobody COMMAND…
as_nobody() {
  setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"
}
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null &&
   as_nobody test -w /dev/fuse -a -x "$abs_top_builddir/mount"; then
  chmod 755 .
  fails_with '/mnt: Permission denied: .*may write' as_nobody "${gm[@]}" mnt
  mkdir -m 1777 sticky
  fails_with '/sticky: .*sticky bit' as_nobody "${gm[@]}" sticky
  install -d -o 65534 theirs
  if as_nobody test -w /dev/fuse; then
    if [ -x /usr/bin/fusermount3 ] && ! grep -qs '^user_allow_other' \
         /etc/fuse.conf; then
      fails_with '^guestmount: -o allow_other: .*user_allow_other in /etc/fuse' \
        as_nobody "${gm[@]}" -o allow_other theirs
      fails_with '^guestmount: -o allow_root: ' \
        as_nobody "${gm[@]}" -o fsname=x -o ro,allow_root theirs
    fi
    fails_with '^guestmount: fusermount3: .*install fuse3$' alone '
    mount -t tmpfs x /usr/local/bin; mount --bind /dev/null /usr/bin/fusermount3
    exec setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"
    ' "${gm[@]}" theirs
  else
    skip_part "ordinary users cannot open /dev/fuse"
  fi
else
  skip_part "an ordinary user: only root becomes one, who must see /dev/fuse"
fi

# ---- guestunmount: nothing is mounted, which is told at once ----
SECONDS=0
fails_with '^guestunmount: .*/mnt: nothing is mounted there$' guestunmount mnt
status_is 3 guestunmount mnt
status_is 3 guestunmount 'a b'
status_is 3 guestunmount none
matches "a directory that is not there" "$said" 'none: No such file'
status_is 3 guestunmount file/x
status_is 3 guestunmount -q mnt
is "what -q says" "$said" ""
status_is 1 guestunmount --retry=x mnt
status_is 1 guestunmount --fd=77 mnt
[ "$SECONDS" -lt 20 ] || fail "it was tried again although nothing is mounted"

# --fd: the other end is closed, and then it is looked at.
mkfifo pipe
guestunmount --fd=3 mnt 3<pipe 2>said & pid=$!
exec 4>pipe
kill -INT $pid
sleep 0.3
kill -0 $pid || fail "guestunmount --fd did not wait"
exec 4>&-
status=0
wait $pid || status=$?
is "status of guestunmount --fd" $status 3
