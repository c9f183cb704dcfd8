# SPDX-License-Identifier: GPL-2.0-or-later
# Run by python.run with Debian's module: results of every type, callbacks of
# events, errors, optional arguments, buffers with NUL bytes.

import os
import sys

# Only what is called must be there.
sys.setdlopenflags(os.RTLD_LAZY)
import guestfs

g = guestfs.GuestFS(python_return_dict=True)
events = []
g.set_event_callback(lambda ev, handle, buf, array: events.append(
    guestfs.event_to_string(ev)), guestfs.EVENT_LAUNCH_DONE
    | guestfs.EVENT_SUBPROCESS_QUIT | guestfs.EVENT_CLOSE)
trace = []
handle = g.set_event_callback(lambda ev, h, buf, array: trace.append(buf),
                              guestfs.EVENT_TRACE)
g.set_trace(True)
g.disk_create("disk.qcow2", "qcow2", 200 * 1024 * 1024, compat="1.1")
g.add_drive("disk.qcow2", format="qcow2", label="data")
print(g.disk_virtual_size("disk.qcow2"), g.disk_format("disk.qcow2"))
g.set_trace(False)
g.delete_event_callback(handle)
print("\n".join(trace).replace(os.getcwd(), "DIR"))
g.launch()
print(g.list_devices(), g.list_disk_labels())
g.part_disk("/dev/sda", "gpt")
print(g.part_list("/dev/sda"))
g.mkfs("ext4", "/dev/sda1", blocksize=1024, label="l")
print(g.list_filesystems(), g.vfs_label("/dev/sda1"))
g.mount("/dev/sda1", "/")
g.write("/bytes", b"a\0b\n\xff")
print(g.read_file("/bytes"), g.filesize("/bytes"))
g.pwrite("/bytes", b"\0\1", 3)
print(g.pread("/bytes", 10, 1), g.checksum("md5", "/bytes"))
g.mkdir_mode("/d", 0o700)
g.touch("/d/\N{LATIN SMALL LETTER U WITH DIAERESIS}")
print(g.ls("/d"), g.find("/"))
stat = g.lstatns("/d")
print({k: stat[k] for k in ("st_mode", "st_nlink", "st_uid", "st_size")})
print([(s["st_mode"], s["st_size"])
       for s in g.lstatnslist("/", ["bytes", "d", "none"])])
g.setxattr("user.x", "value", 3, "/d")
print(g.lgetxattrs("/d"))
print(g.statvfs("/")["namemax"], g.is_dir("/d"), g.exists("/none"))
print(g.tune2fs_l("/dev/sda1")["Filesystem volume name"])
with open("up", "w", encoding="ascii") as f:
    f.write("0123456789")
g.upload("up", "/up")
g.download_offset("/up", "down", 3, 4)
with open("down", encoding="ascii") as f:
    print(f.read())
print(g.feature_available(["acl"]), g.available_all_groups() != [])
for call in (lambda: g.cat("/none"), lambda: g.mkdir("/d"),
             lambda: g.mount("/dev/nothing", "/"),
             lambda: g.add_drive_ro("/x"), lambda: g.rmdir("/"),
             lambda: g.write("/d", b"")):
    try:
        call()
        print("worked")
    except RuntimeError as e:
        # What an error says is each library's own.
        print(type(e).__name__)
g.umount_all()
g.shutdown()
print(g.is_config())
g.close()
print(events)
