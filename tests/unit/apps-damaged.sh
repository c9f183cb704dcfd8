#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Package databases that were damaged at random, or with intent: each gives a
# list or an error that names the file, soon and in little memory.

. "$(dirname "$0")/../lib.sh"
requires xz python3

export apps="$abs_top_builddir/tests/runner/inspect-apps"
tar xf "$abs_top_srcdir/tests/data/rpmdb.tar.xz"
mkdir -p tree/var/lib/{rpm,dpkg}

# ---- With intent ----

# A gigabyte, of which nothing is on the disk.
truncate -s 1G tree/var/lib/dpkg/status
fails_with "/var/lib/dpkg/status: has 1073741824 bytes: .* 512 MiB is not read" \
  "$apps" deb tree
# One line, and one among others, which costs no more than itself.
status() { printf 'Package: %s\nStatus: install ok installed\n' "$@"; }
truncate -s 100M tree/var/lib/dpkg/status
"$apps" deb tree > got 2> err
is "packages of one line" "$(cat got)" ""
matches "warning of one line" "$(cat err)" \
  "/var/lib/dpkg/status: line 1 has more than 4 MiB and was left out"
for length in 4194000 4194303 4194304 4194305 9000000; do
  { status before; echo; status long; echo "Version: 1"
    head -c "$length" /dev/zero | tr '\0' x; printf '\nArchitecture: all\n\n'
    status after; echo "Version: 2"
  } > tree/var/lib/dpkg/status
  "$apps" deb tree > got 2> err
  is "packages beside a line of $length" "$(paste -sd, got)" \
    "name=after version=2,name=before,name=long version=1 arch=all"
done
matches "warning of a line" "$(cat err)" \
  "/var/lib/dpkg/status: line 7 has more than 4 MiB and was left out"
is "warnings of a line" "$(wc -l < err)" 1
{
  printf 'Package: a\nStatus: install ok installed\nDescription: d\n'
  seq -f ' %g' 500000
} > tree/var/lib/dpkg/status
"$apps" deb tree > got 2> err
is "one package" "$(wc -l < got)" 1
[ "$(wc -c < got)" -lt 1500000 ] || fail "a description of $(wc -c < got) bytes"
matches "warning of a long description" "$(cat err)" "1 MiB was cut off"
# A package without end is cut off, and does not hide the next.
{
  status big; seq -f 'X-Field-%.0f: no' 400000; printf 'Version: 1\n\n'
  status after
} > tree/var/lib/dpkg/status
"$apps" deb tree > got 2> err
is "packages beside a large one" "$(paste -sd, got)" "name=after,name=big"
matches "warning of a large package" "$(cat err)" \
  "line [0-9]* and what follows up to an empty line were left out"
rm tree/var/lib/dpkg/status
mkfifo tree/var/lib/dpkg/status
if out=$(timeout 10 "$apps" deb tree 2>&1); then fail "a pipe was read"; fi
matches "error" "$out" "error: /var/lib/dpkg/status: "

# ---- At random ----

cat > damage.py <<'END'
import os, random, resource, subprocess, sys

FILES = {"sqlite": "rpmdb.sqlite", "ndb": "Packages.db", "bdb": "Packages"}
GIB = 1 << 30


def damage(data, random):
    data = bytearray(data)
    for _ in range(random.choice((1, 3, 30))):
        # The beginning is where most is decided.
        at = random.randrange(random.choice((200, 8192, len(data))))
        n = random.choice((1, 2, 4))
        data[at:at + n] = random.choice((
            b"\xff" * n, bytes(n), b"\x7f" * n, random.randbytes(n)))
    if random.random() < 0.1:
        del data[random.randrange(len(data)):]
    return data


def limit():
    if "sanitizers" not in os.environ:  # which take terabytes, of addresses
        resource.setrlimit(resource.RLIMIT_DATA, (GIB, GIB))


def problem(path, out):
    error = out.stderr.decode(errors="replace")
    if out.returncode == 0:
        return None
    if out.returncode != 1:
        return f"ended with {out.returncode}"
    return None if f"error: {path}: " in error else f"no error: {error}"


for kind, name in FILES.items():
    path = "/var/lib/rpm/" + name
    with open(f"{kind}/{name}", "rb") as f:
        data = f.read()
    for seed in range(int(sys.argv[1])):
        with open("tree" + path, "wb") as f:
            f.write(damage(data, random.Random(seed)))
        out = subprocess.run([os.environ["apps"], "rpm", "tree"], timeout=20,
                             capture_output=True, preexec_fn=limit)
        trouble = problem(path, out)
        if trouble:
            sys.exit(f"{kind}, seed {seed}: {trouble}")
    os.unlink("tree" + path)
END
python3 damage.py "${GUESTFS_TEST_DAMAGE:-100}"
