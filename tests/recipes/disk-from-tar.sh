#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make a disk image from a tar archive.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
# An archive as GNU tar --xattrs makes it, wherever the test runs.
python3 - <<'END'
import io
import tarfile
with tarfile.open("rootfs.tar.gz", "w:gz", format=tarfile.PAX_FORMAT) as tar:
    directory = tarfile.TarInfo("etc")
    directory.type, directory.mode = tarfile.DIRTYPE, 0o755
    tar.addfile(directory)
    text = b"from an archive\n"
    motd = tarfile.TarInfo("etc/motd")
    motd.size, motd.mode, motd.uid, motd.gid = len(text), 0o640, 7, 8
    motd.pax_headers = {"SCHILY.xattr.user.note": "kept"}
    tar.addfile(motd, io.BytesIO(text))
END
recipe
is "a file" "$(file_in disk.img /etc/motd)" "from an archive"
is "its mode and owner" "$(mode_in disk.img /etc/motd)" "0640 7 8"
matches "its extended attribute" "$(ext disk.img 1 'stat /etc/motd')" \
  'user.note .*"kept"'
