#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The table of systems says what the facts of the public interface say of each
# ID: distribution, packages, osinfo id. Where it says something else on
# purpose, the reason is below.

. "$(dirname "$0")/../lib.sh"

requires python3
release="$abs_top_builddir/tests/runner/inspect-release"
[ -x "$release" ] || skip "make -C tests runner/inspect-release"
facts="${GUESTFS_API_FACTS:-$abs_top_srcdir/../shared/api}/os_table.json"
[ -f "$facts" ] || skip "no $facts (GUESTFS_API_FACTS names another place)"

cat > check.py <<'END'
import json, os, re, subprocess, sys

VERSIONS = [(1, 2), (3, 0), (6, 10), (7, 9), (12, 4), (22, 4), (2023, 0)]

# Where the note of a row recommends something else than its members.
EXCEPTIONS = {
    ("oraclelinux", "osinfo"): "the id of libosinfo is ol8.9",
    ("pardus", "package_format"): "17 and newer are derived from Debian",
    ("pardus", "package_management"): "17 and newer are derived from Debian",
    ("pldlinux", "package_format"): "rpm, by the note",
    ("pldlinux", "package_management"): "poldek, by the note",
}
# IDs of several rows: the row that the ID alone means.
SHARED = {"deepin": "deepin", "debian": "debian", "ubuntu": "ubuntu",
          "fedora": "fedora", "opensuse-microos": "opensuse-microos"}
WORD = re.compile(r"[a-z0-9-]+$")


def by_version(value, version):
    """A fact that is a word, or ranges of major versions."""
    if isinstance(value, str):
        return value
    for words, result in value.items():
        for word in words.split(","):
            number = re.match(r"\s*(\d+)(?:-(\d+)|(\+))?\s*$", word)
            below = re.match(r"\s*<(\d+)$", word)
            if below and version[0] < int(below[1]):
                return result
            if number:
                last = number[2] or (10**9 if number[3] else number[1])
                if int(number[1]) <= version[0] <= int(last):
                    return result
    return None


def fill_in(template, row, version):
    if template == "generic":
        template = row["distro"] + "{M}.{m}"
    for word, value in (("{M}", "%d" % version[0]),
                        ("{mm}", "%02d" % version[1]),
                        ("{m}", "%d" % version[1])):
        template = template.replace(word, value)
    return re.sub(r"^(sle.*)sp0$", r"\1", template)


def expected(row, version):
    yield "distro", row["distro"]
    yield "version", "%d.%d" % version
    for name in "package_format", "package_management":
        value = by_version(row[name], version)
        if value and WORD.match(value):
            yield name, value
    value = by_version(row["osinfo"], version)
    if value and " " not in value:
        yield "osinfo", fill_in(value, row, version)


def ask(type_, trees):
    out = subprocess.run([sys.argv[1], type_, *trees], check=True,
                         stdout=subprocess.PIPE).stdout.decode()
    for block in out.split("\n\n")[:-1]:
        yield dict(line.split("=", 1) for line in block.splitlines())


def cases(rows):
    for row in rows:
        for id_ in row["match"].get("os_release_id", []):
            if SHARED.get(id_, row["distro"]) == row["distro"] \
                    and row["type"] != "solaris" \
                    and row["distro"] != "truenas-scale":
                for version in VERSIONS:
                    yield row, id_.replace("*", "x"), version


with open(sys.argv[2], encoding="utf-8") as f:
    rows = [r for r in json.load(f)["rows"]
            if "Proxmox" not in r.get("note", "")]
wanted = {}
for nr, (row, id_, version) in enumerate(cases(rows)):
    tree = f"tree{nr}"
    os.makedirs(tree + "/etc")
    os.makedirs(tree + "/usr/bin")
    if row["distro"] == "fedora":
        open(tree + "/usr/bin/dnf", "w").close()
    with open(tree + "/etc/os-release", "w", encoding="utf-8") as f:
        f.write("ID=%s\nVERSION_ID=%d.%d\n" % (id_, *version))
    wanted.setdefault(row["type"], []).append((tree, row, id_, version))

failed, used = set(), set()
for type_, trees in wanted.items():
    for (tree, row, id_, version), got in zip(
            trees, ask(type_, [t[0] for t in trees])):
        for name, value in expected(row, version):
            if got.get(name, "unknown") == value:
                continue
            if (row["distro"], name) in EXCEPTIONS:
                used.add((row["distro"], name))
            else:
                failed.add(f"ID {id_}, version {version}: {name} is "
                           f"{got.get(name)}, the facts have {value}")
failed |= {f"{name}: the exception is not needed"
           for name in EXCEPTIONS.keys() - used}
for line in sorted(failed):
    print(line, file=sys.stderr)
print(f"{sum(map(len, wanted.values()))} trees")
sys.exit(1 if failed else 0)
END
python3 check.py "$release" "$facts"
