#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each row of the table of systems recognises its own trees, and no other row
# does before it; what follows from each of its rules is what it says. Trees of
# Linux are also found as those of an installed system.

. "$(dirname "$0")/../lib.sh"

requires python3
release="$abs_top_builddir/tests/runner/inspect-release"
look="$abs_top_builddir/tests/runner/inspect-tree"
[ -x "$release" ] || skip "make -C tests runner/inspect-release"
[ -x "$look" ] || skip "make -C tests runner/inspect-tree"

cat > check.py <<'END'
import json, os, subprocess, struct, sys

PNG = (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 48, 48)
       + b"\x08\x06\0\0\0" + bytes(100))


def make_tree(tree, files):
    os.makedirs(tree + "/usr/bin")
    for path, text in files.items():
        os.makedirs(tree + os.path.dirname(path), exist_ok=True)
        with open(tree + path, "wb") as f:
            f.write(PNG if text == "PNG" else text.encode())


def ask(program, *args):
    out = subprocess.run([program, *args], stdout=subprocess.PIPE, check=True)
    lines = out.stdout.decode().splitlines()
    return dict(line.split("=", 1) for line in lines if line)


def answer(case, tree):
    known = [f"{name}={value}" for name, value in case["known"].items()]
    return ask(sys.argv[1], case["type"], *known, tree)


def is_installed_linux(case):
    return case["type"] == "linux" and not case["known"]


def answer_installed(tree):
    os.makedirs(tree + "/etc", exist_ok=True)
    os.makedirs(tree + "/bin", exist_ok=True)
    open(tree + "/etc/fstab", "a").close()
    got = ask(sys.argv[2], tree)
    return {**got, "version": got["major"] + "." + got["minor"]}


def problems(case, got):
    for name, value in case["expect"].items():
        if got.get(name, "unknown") != value:
            yield f"{name} is {got.get(name)}, not {value}"
    if "warning" in got:
        yield f"warning {got['warning']}"


with open(sys.argv[3]) as f:
    cases = json.load(f)["cases"]
failed = 0
for nr, case in enumerate(cases):
    tree = f"tree{nr}"
    make_tree(tree, case["files"])
    found = list(problems(case, answer(case, tree)))
    if is_installed_linux(case):
        found += problems(case, answer_installed(tree))
    for problem in found:
        print(f"{case['row']}: {case['about']}: {problem}", file=sys.stderr)
    failed += len(found)
print(f"{len(cases)} trees of {len({c['row'] for c in cases})} rows")
sys.exit(1 if failed else 0)
END
python3 check.py "$release" "$look" "$abs_top_srcdir/tests/gen/systems.json"
