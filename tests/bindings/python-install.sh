#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# pip installs the package into empty environments without a network: from an
# sdist with the Python of configure, and as a wheel with each other Python
# that is there. make install installs it without traces of the build tree.
# Its types satisfy mypy.
# tier: slow

pyenv=${PYENV_ROOT:-$HOME/.pyenv}
. "$(dirname "$0")/../lib/bindings.sh"
requires_language python
requires pkg-config readelf
python=$(configured PYTHON)
version=$(configured VERSION)
examples=$abs_top_srcdir/bindings/python/examples
unset MAKEFLAGS PYTHONPATH PYTHONHOME
export PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 \
       PIP_ROOT_USER_ACTION=ignore CFLAGS=-O0

# What Debian has of setuptools and wheel serves all Pythons.
debian=/usr/lib/python3/dist-packages
if [ ! -d $debian/setuptools ] || [ ! -d $debian/wheel ]; then
  skip "python3-setuptools and python3-wheel are not installed"
fi
mkdir tools
cp -r $debian/{setuptools,pkg_resources,_distutils_hack,wheel}* tools/
# What Debian's own Python has in distutils, for Debian's layout.
sed -i 's/^class install(.*/&\n    install_layout = prefix_option = None/' \
  tools/setuptools/command/install.py

# ---- make install ----
make -s -C "$abs_top_builddir/bindings/python" install \
     DESTDIR="$test_tmp/dest" > log 2>&1 || fail "$(cat log)"
module=$(find dest -name 'libguestfsmod*')
[ "$(wc -w <<< "$module")" = 1 ] || fail "installed modules: $module"
if readelf -d "$module" | grep -q "$abs_top_builddir"; then
  fail "the installed module looks for libraries in the build tree"
fi
is "make install" "$(PYTHONPATH=$(dirname "$module") "$python" -c '
import guestfs; print(guestfs.GuestFS().get_memsize() > 0)')" True

# ---- pip ----
make -s -C "$abs_top_builddir/bindings/python" package \
     package_dir="$test_tmp/package" > log 2>&1 || fail "package: $(cat log)"
uninstalled_library

# with_tools COMMAND…: setuptools and wheel are found behind what a Python has.
with_tools() {
  PYTHONPATH=$test_tmp/tools PYTHONDONTWRITEBYTECODE=1 "$@" > log 2>&1 ||
    fail "$* failed: $(tail -n 30 log)"
}

# environment PYTHON: an empty one, in env.
environment() {
  rm -rf env
  "$1" -m venv env > log 2>&1 || { skip_part "$1: no venv"; return 1; }
}

(cd package && with_tools "$python" setup.py -q sdist --dist-dir ..)
rm -r package
[ -f "guestfs-$version.tar.gz" ] || fail "sdist: $(ls)"
environment "$python" || skip "no venv"
with_tools env/bin/pip install --no-build-isolation "guestfs-$version.tar.gz"
is "what pip knows" \
  "$(env/bin/pip show guestfs | sed -n 's/^\(Name\|Version\|License\): //p')" \
"guestfs
$version
LGPL-2.1-or-later"
compgen -G "env/lib/python3*/site-packages/guestfs/py.typed" > py.typed ||
  fail "no py.typed"

# ---- mypy ----
cat > typed.py <<'EOF'
import pathlib
from typing import List

import guestfs
from guestfs.structs import StatNS


def sizes(g: guestfs.GuestFS, names: List[str]) -> int:
    stats: List[StatNS] = g.lstatnslist("/", names)
    return sum(st["st_size"] for st in stats)


def note(event: int, eh: int, text: str, array: List[int]) -> None:
    print(text.upper(), sum(array))


with guestfs.GuestFS(python_return_dict=True) as g:
    g.add_drive(pathlib.Path("disk.img"), readonly=True, format="raw")
    g.set_event_callback(note, guestfs.EVENT_PROGRESS | guestfs.EVENT_TRACE)
    for device, kind in dict(g.list_filesystems()).items():
        print(device + kind)
    for name in g.iter_find("/"):
        print(name.upper())
    try:
        print(g.read_file("/f").hex(), sizes(g, ["f"]))
    except guestfs.Error as e:
        print(e.errno + 1)
EOF
sed 's/format="raw"/fromat=1/' typed.py > untyped.py
if command -v mypy > mypy.path; then
  mypy=("$(cat mypy.path)" --strict --cache-dir cache
        --python-executable env/bin/python)
  "${mypy[@]}" typed.py > log || fail "mypy: $(cat log)"
  if "${mypy[@]}" untyped.py > log; then
    fail "mypy has not seen a wrong argument"
  fi
  matches "what mypy says" "$(cat log)" "fromat"
else
  skip_part "mypy is not installed"
fi

requires_appliance
env/bin/python "$examples/create_disk.py" disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" \
  "hello from Python"

# ---- Other Pythons ----
for other in /usr/bin/python3 "$pyenv"/versions/*/bin/python3; do
  "$other" -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null ||
    continue
  environment "$other" || continue
  with_tools env/bin/pip wheel --no-build-isolation --no-deps -w wheels \
    "guestfs-$version.tar.gz"
  with_tools env/bin/pip install wheels/*.whl
  rm -r wheels
  is "$other" "$(env/bin/python -W error -c '
import guestfs
with guestfs.GuestFS() as g:
    print(g.version()["major"], g.internal_test_rstring("\udcff") == "\udcff")
    try:
        g.ping_daemon()
    except guestfs.Error as e:
        print(e.errno)')" "1 True
22"
done
