#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What can happen while a template is made, used or found.
# tier: slow

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"
requires python3

# ---- Settings ----

LIBGUESTFS_TEMPLATE=0 launch
[ ! -e "$store" ] || fail "a store was made although templates are off"
LIBGUESTFS_BACKEND_SETTINGS=force_tcg:template=0 launch
[ ! -e "$store" ] || fail "a store was made although templates are off"
LIBGUESTFS_TEMPLATE=perhaps fails_with 'launch: template=perhaps: ' \
  guestfish scratch 1M : run
launch set-append x=y :
said 'not used: words are appended'
launch config -rtc clock=host :
said 'not used: QEMU has been given parameters'
LIBGUESTFS_TEMPLATE=force fails_with 'launch: template=force: ' \
  guestfish set-append x=y : scratch 1M : run

# ---- Killed half-way ----

guestfish scratch 1M : run > /dev/null 2>&1 &
fish=$!
for _ in $(seq 6000); do
  ls "$store"/*.new > /dev/null 2>&1 && break
  sleep 0.01
done
kill -9 $fish
{ wait $fish || :; } 2> /dev/null
works_next_time

# ---- Two at once ----

rm -rf "$store"
for i in 1 2; do
  LIBGUESTFS_DEBUG=1 guestfish scratch 1M : run : list-devices \
    > "out.$i" 2> "log.$i" &
  pids[i]=$!
done
for i in 1 2; do
  wait "${pids[i]}" || fail "maker $i: $(cat "log.$i")"
  is "drives of maker $i" "$(cat "out.$i")" /dev/sda
done
is "makers" "$(cat log.1 log.2 | grep -c 'template: saved as')" 1
works_next_time

# ---- The store goes away while a machine runs ----

guestfish > out 2> err <<END || fail "without a store: $(cat err)"
scratch 8M
run
!rm -rf "$store"
mkfs ext4 /dev/sda
mount /dev/sda /
write /x hello
cat /x
END
[ ! -e "$store" ] || fail "the store is still there"
is "a file written without a store" "$(cat out)" hello
works_next_time

# ---- The store cannot be used ----

rm -rf "$store"
touch "$store"
launch
said 'not used: .*must be a directory that is owned by you'
rm "$store"
mkdir -m 777 "$store"
launch
said 'not used: .*must be a directory that is owned by you'
rm -rf "$store"
ln -s /tmp "$store"
launch
said 'not used: .*must be a directory that is owned by you'
rm "$store"

# ---- QEMU ----

rm -rf "$store"
real=$(guestfish get-hv)
export LIBGUESTFS_HV=$abs_top_srcdir/tests/lib/qmp-between.py
QMP_FROM=x-ignore-shared QMP_TO=x-ignore-nothing-at-all
QMP_TO=${QMP_TO:0:15}
export QMP_FROM QMP_TO
launch
said 'not saved: .*x-ignore-nothin'
not_cloned
is "templates" "$(template | wc -l)" 0

# One that never goes on: there is a deadline, and after the second time it
# is left alone.
export QMP_FROM='"cont"' QMP_TO='"stop"' QMP_ONLY=-incoming
export LIBGUESTFS_BACKEND_SETTINGS=force_tcg:template_timeout=1
for _ in 1 2; do
  launch
  said 'is dropped: .*it did not finish its setup'
  not_cloned
done
launch
said 'not tried again for a day'
not_cloned
rm -rf "$store"
export LIBGUESTFS_BACKEND_SETTINGS=force_tcg

# One that does not load it, one that ends instead: the second template is as
# little use as the first, the third launch makes none.
export QMP_FROM=migrate-incoming QMP_TO=migrate-nonsense
for _ in 1 2; do
  launch
  said 'is dropped: .*migrate-nonsense'
  not_cloned
done
launch
said 'not tried again for a day'
rm -rf "$store"
cat > qemu <<END
#!/bin/sh
case "\$*" in *-incoming*) echo "qemu: cannot load" >&2; exit 1;; esac
exec $real "\$@"
END
chmod +x qemu
LIBGUESTFS_HV=$PWD/qemu launch
said 'is dropped: '
not_cloned
rm -rf "$store"
unset LIBGUESTFS_HV QMP_FROM QMP_TO QMP_ONLY
works_next_time

# ---- Old ones ----

touch -d '31 days ago' "$(template)"
launch set-memsize 640 :
is "templates after one has expired" "$(template | wc -l)" 1
LIBGUESTFS_BACKEND_SETTINGS=force_tcg:template_size=1 launch
is "templates when there is room for none" "$(template | wc -l)" 1

# ---- The disk is full ----

mkdir -m 700 small
mount -t tmpfs -o size=8m,mode=700 small small 2> /dev/null || {
  skip_part "a full disk: no small file system can be mounted here"
  exit 0
}
at_exit "umount '$PWD/small'"
LIBGUESTFS_TEMPLATE_DIR=$PWD/small launch
said 'not saved: No space left'
is "what is left on the full disk" "$(find small -type f ! -name lock)" ""
