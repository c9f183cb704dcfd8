#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The reader of archives from the appliance: what tar writes comes out the same,
# and a hostile archive makes nothing outside of the directory.

. "$(dirname "$0")/../lib.sh"
requires tar python3

untar() { "$abs_top_builddir/tests/unit/untar" "$@"; }

# ---- What tar writes ----

mkdir -p tree/sub/empty tree/closed
echo "some text" > tree/file
: > tree/zero
chmod 640 tree/file
printf 'data' | dd of=tree/sparse bs=1 seek=3000000 status=none
truncate -s 4M tree/sparse
# More pieces than a header has room for.
for i in $(seq 40); do
  printf 'x%s' "$i" | dd of=tree/pieces bs=1 seek=$((i * 50000)) conv=notrunc status=none
done
head -c 300000 /dev/urandom > tree/random
ln -s ../file tree/sub/link
ln -s "$(printf 'a%.0s' $(seq 300))" tree/longlink
ln tree/file tree/sub/hard
mkfifo tree/fifo
long=$(printf 'n%.0s' $(seq 200))
mkdir -p "tree/$long/$long"
echo deep > "tree/$long/$long/$long"
touch -d '1965-02-03 04:05:06' tree/zero
touch -d '2040-02-03 04:05:06' tree/random
echo in > tree/closed/file
chmod 555 tree/closed
touch -d '2001-02-03 04:05:06' tree/closed tree/sub
at_exit 'chmod -R u+w tree out*'

# list DIRECTORY: all but the top, which is not the archive's.
list() {
  (cd "$1" && find . -mindepth 1 -printf '%p %y %m %U %G %T@ %n %l\n' |
     sed 's/\.[0-9]* \([0-9]*\) / \1 /' | sort)
}

for format in gnu ustar; do
  sparse=--sparse
  if [ $format = ustar ]; then  # has no long names, no early times
    rm -rf "tree/$long" tree/longlink
    touch -d '1975-02-03 04:05:06' tree/zero
    sparse=
  fi
  list tree > expected
  tar -C tree $sparse --format=$format -cf $format.tar .
  for bytes in 262144 511 7; do
    out=out-$format-$bytes
    mkdir $out
    untar $out $bytes < $format.tar > log || fail "$format: cannot be read"
    is "left out" "$(cat log)" "0 left out"
    list $out > got
    diff -u expected got || fail "$format in pieces of $bytes is different"
    cmp tree/sparse $out/sparse
    cmp tree/pieces $out/pieces
    cmp tree/random $out/random
    [ "$(stat -c %b $out/sparse)" -lt 200 ] || fail "the holes were filled"
  done
done

# What is there is replaced, a directory kept; nothing is written through links.
mkdir out2 out2/sub
echo "not this" > elsewhere
ln -s ../elsewhere out2/file
ln -s .. out2/closed
chmod 700 out2/sub
untar out2 4096 < gnu.tar > /dev/null
is "file behind a link" "$(cat elsewhere)" "not this"
is "file" "$(cat out2/file)" "some text"
is "directory instead of a link" "$(stat -c %F out2/closed)" directory
is "mode of a directory that was there" "$(stat -c %a out2/sub)" 700
is "nothing above" "$(ls -d file closed sub 2> /dev/null)" ""

# ---- Hostile ones ----

cat > hostile.py <<'END'
import io, sys, tarfile

def archive(name, *entries):
    with tarfile.open(name, "w", format=tarfile.GNU_FORMAT) as tar:
        for e in entries:
            info = tarfile.TarInfo(e["name"])
            data = e.pop("data", b"")
            info.size = len(data)
            info.mode = 0o644
            for k, v in e.items():
                setattr(info, k, v)
            tar.addfile(info, io.BytesIO(data))

evil = b"evil"
archive("h-dotdot.tar", dict(name="../evil", data=evil))
archive("h-middle.tar", dict(name="d", type=tarfile.DIRTYPE, mode=0o755),
        dict(name="d/../../evil", data=evil))
archive("h-link.tar",
        dict(name="l", type=tarfile.SYMTYPE, linkname=".."),
        dict(name="l/evil", data=evil))
archive("h-link-dir.tar",
        dict(name="d", type=tarfile.DIRTYPE, mode=0o755),
        dict(name="d", type=tarfile.SYMTYPE, linkname=".."),
        dict(name="d/evil", data=evil))
archive("h-hard.tar",
        dict(name="victim", type=tarfile.LNKTYPE, linkname="../victim"))
archive("h-hard-link.tar",
        dict(name="l", type=tarfile.SYMTYPE, linkname=".."),
        dict(name="victim", type=tarfile.LNKTYPE, linkname="l/victim"))
archive("h-top.tar", dict(name=".", data=evil))
archive("h-none.tar", dict(name="none/evil", data=evil))
# Set-user-ID, a device, an absolute name: harmless.
archive("ok.tar", dict(name="/abs", data=evil, mode=0o6777),
        dict(name="dev", type=tarfile.CHRTYPE, devmajor=1, devminor=3),
        dict(name="abs", data=evil, mode=0o6755),
        dict(name="l", type=tarfile.SYMTYPE, linkname="../victim"),
        dict(name="l", data=evil))
ok = open("ok.tar", "rb").read()
open("h-short.tar", "wb").write(ok[:700])
open("h-sum.tar", "wb").write(b"x" + ok[1:])
open("h-zlib.tar", "wb").write(b"\x1f\x8b" + b"\0" * 2000)
open("h-empty.tar", "wb").write(b"")
END
python3 hostile.py
echo victim > victim
touch -d '2001-02-03 04:05:06' victim
for a in h-*.tar; do
  rm -rf o
  mkdir o
  ! untar o 4096 < "$a" 2> log || fail "$a was read"
  is "message of $a" "$(wc -l < log)" 1
  is "files beside $a" "$(ls -d evil 2> /dev/null)" ""
  is "victim of $a" "$(cat victim) $(stat -c '%h %a %Y' victim)" \
    "victim 1 $(stat -c '%a %Y' victim)"
done
mkdir o2
is "devices" "$(umask 022; untar o2 4096 < ok.tar)" "1 left out"
is "what is there" "$(cd o2 && stat -c '%n %a %F' -- *)" \
  "abs 755 regular file
l 644 regular file"
is "victim" "$(cat victim)" victim
