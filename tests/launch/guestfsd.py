# SPDX-License-Identifier: GPL-2.0-or-later
"""What guestfsd's core promises, tried with one boot and without the library.

Run by guestfsd.sh: guestfsd.py APPLIANCE PROTOCOL_H SCRATCH_DIRECTORY
"""

import hashlib
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import appliance as A  # noqa: E402
from appliance import Failed, string, strings, u32, u64  # noqa: E402

TESTS = []
SIZES = [64, 128, 192]


def test(f):
    TESTS.append(f)
    return f


def is_(got, expected):
    assert got == expected, "got %r, expected %r" % (got, expected)


def fails(errno_name, text, f, *args):
    try:
        f(*args)
    except Failed as e:
        is_(e.errno_name, errno_name)
        assert text in e.message, e.message
        assert "\n" not in e.message, e.message
        return
    raise AssertionError("%s %r did not fail" % (f.__name__, args))


def disks(a):
    return a.call("list_devices").strings()


def send_file(a, data, piece=65536):
    """Chunks until all is sent or the daemon wants no more."""
    for at in range(0, len(data), piece):
        a.send(A.CHUNK, data[at:at + piece])
    a.send(A.END)


def recv_stream(a):
    out = bytearray()
    while True:
        kind, r = a.recv()
        if kind == A.CHUNK:
            out += r.data
        elif kind == A.END:
            return bytes(out)
        else:
            assert kind == A.ABORT, hex(kind)
            raise Failed(r.string(), r.string())


@test
def hello_names_build_and_kernel(a):
    is_(a.greeting[0], A.VERSION)
    assert a.greeting[2][0].isdigit(), a.greeting


@test
def drives_are_in_the_order_of_their_targets(a):
    is_(disks(a), ["/dev/sda", "/dev/sdb", "/dev/sdc"])
    for d, mib in zip(disks(a), SIZES):
        is_(a.call("blockdev_getsize64", string(d)).u64(), mib << 20)


@test
def the_appliances_disk_is_hidden(a):
    """/dev/vda is another name of the first drive, not the appliance's."""
    is_(a.call("blockdev_getsize64", string("/dev/vda")).u64(), 64 << 20)
    fails("ENOENT", "/dev/vdd", a.call, "vfs_type", string("/dev/vdd"))


@test
def foreign_names_are_translated(a):
    for name in "/dev/hdb", "/dev/vdb", "/dev/xvdb":
        is_(a.call("blockdev_getsize64", string(name)).u64(), 128 << 20)


@test
def labels_name_disks(a):
    a.setup([0, 1, 2], labels=["", "middle", ""])
    is_(a.call("list_disk_labels").strings(), ["middle", "/dev/sdb"])
    is_(a.call("blockdev_getsize64",
               string("/dev/disk/guestfs/middle")).u64(), 128 << 20)
    a.setup([0, 1, 2])
    is_(a.call("list_disk_labels").strings(), [])


@test
def drives_come_and_go(a):
    a.setup([0, 2])
    is_(disks(a), ["/dev/sda", "/dev/sdc"])
    fails("ENOENT", "/dev/sdb", a.call, "vfs_type", string("/dev/sdb"))
    a.setup([0, 1, 2])
    is_(disks(a), ["/dev/sda", "/dev/sdb", "/dev/sdc"])
    is_(a.call("blockdev_getsize64", string("/dev/sdb")).u64(), 128 << 20)


def queue(a, disk):
    """How many requests the kernel may have under way, and how large."""
    return a.call("debug", string("sh") + strings(
        ["cd /sys/block/%s; cat device/queue_depth queue/max_sectors_kb" % disk]
    )).string().split()


@test
def a_drive_is_given_one_small_request(a):
    before = queue(a, "sdb")
    assert int(before[0]) > 1 and int(before[1]) > 64, before
    a.setup([0, 1, 2], request_kib=[0, 64, 0])
    is_(queue(a, "sdb"), ["1", "64"])
    is_(queue(a, "sdc"), before)
    a.setup([0, 2])             # another drive in its place has no limit
    a.setup([0, 1, 2])
    is_(queue(a, "sdb"), before)


@test
def a_failed_setup_is_not_remembered(a):
    a.setup([0])
    fails("ENODEV", "drive 9: the machine has no such drive",
          a.setup, [0, 1, 9, 2])
    a.setup([0, 1, 2])
    is_(disks(a), ["/dev/sda", "/dev/sdb", "/dev/sdc"])
    is_(a.call("blockdev_getsize64", string("/dev/sdc")).u64() > 0, True)


@test
def setup_sets_the_clock(a):
    a.call("part_disk", string("/dev/sda") + string("mbr"))
    a.call("mkfs", string("ext2") + string("/dev/sda1") + u32(0) + string("")
           + u32(0) + u32(0) + string(""))
    a.call("mount", string("/dev/sda1") + string("/"))
    a.call("touch", string("/now"))
    r = a.call("internal_lstatnslist", string("/") + strings(["now"]))
    r.u32()
    for _ in range(10):
        r.u64()
    mtime = r.u64()
    assert abs(mtime - time.time()) < 60, mtime - time.time()


@test
def partitions_are_there_at_once(a):
    is_(a.call("list_partitions").strings(), ["/dev/sda1"])


@test
def an_unknown_procedure_is_an_error(a):
    fails("ENOTSUP", "9999", a.call, 9999)


@test
def what_follows_the_arguments_is_refused(a):
    fails("EINVAL", "decoded", a.call, "ping_daemon", u32(1))
    fails("EINVAL", "decoded", a.call, "touch", u32(1 << 30) + b"abc")
    fails("EINVAL", "0x100", a.call, "ping_daemon", b"", 0x100)


@test
def a_path_needs_a_slash(a):
    fails("EINVAL", "starts with /", a.call, "touch", string("now"))


@test
def links_do_not_lead_out(a):
    a.call("ln_s", string("/proc/self") + string("/out"))
    fails("ENOENT", "", a.call, "touch", string("/out/comm"))
    a.call("ln_s", string("../../../../../etc/passwd") + string("/up"))
    is_(a.call("is_file", string("/up") + u32(1)).u32(), 0)


@test
def a_stream_goes_in_and_out(a):
    data = os.urandom(5 << 20)
    a.send_call("upload", string("/data"))
    send_file(a, data)
    a.recv_reply()
    is_(a.call("checksum", string("md5") + string("/data")).string(),
        hashlib.md5(data).hexdigest())
    a.send_call("download", string("/data"))
    a.recv_reply()
    assert recv_stream(a) == data


@test
def an_empty_stream(a):
    a.send_call("upload", string("/empty"))
    a.send(A.END)
    a.recv_reply()
    a.send_call("download", string("/empty"))
    a.recv_reply()
    is_(recv_stream(a), b"")


@test
def the_library_gives_an_upload_up(a):
    a.send_call("upload", string("/partial"))
    a.send(A.CHUNK, b"x" * 1000)
    a.send(A.ABORT, string("EIO") + string("disk on fire"))
    fails("EINTR", "disk on fire", a.recv_reply)
    a.call("ping_daemon")


@test
def the_daemon_wants_no_more_of_an_upload(a):
    a.send_call("upload", string("/no/such/dir"))
    sender = threading.Thread(target=send_file, args=(a, bytes(4 << 20)))
    sender.start()
    kind, _ = a.recv()
    is_(kind, A.CANCEL)
    sender.join()
    fails("ENOENT", "/no/such/dir", a.recv_reply)


@test
def a_failing_download_is_an_error_reply(a):
    a.send_call("download", string("/no/such/file"))
    fails("ENOENT", "/no/such/file", a.recv_reply)


@test
def the_library_wants_no_more_of_a_download(a):
    a.call("fill", u32(65) + u32(40 << 20) + string("/big"))
    a.send_call("download", string("/big"))
    a.recv_reply()
    a.send(A.CANCEL)
    fails("EINTR", "", recv_stream, a)
    a.call("ping_daemon")


@test
def a_late_cancel_is_ignored(a):
    a.call("ping_daemon")
    a.send(A.CANCEL)
    a.call("ping_daemon")


@test
def a_program_is_stopped_when_its_call_is_cancelled(a):
    a.send_call("debug", string("sh") + strings(["sleep", "60"]))
    time.sleep(0.3)
    a.send(A.CANCEL)
    began = time.monotonic()
    fails("EINTR", "cancel", a.recv_reply)
    assert time.monotonic() - began < 10
    is_(a.call("debug", string("sh") + strings(["pgrep -x sleep || :"]))
        .string(), "")


@test
def output_is_whole_and_errors_are_one_line(a):
    out = a.call("debug", string("sh") + strings(
        ["seq 1 200000; echo done"])).string()
    is_(len(out.splitlines()), 200001)
    fails("", "two; three", a.call, "debug", string("sh")
          + strings(["echo one; echo two >&2; echo three >&2; exit 3"]))


@test
def a_program_that_leaves_children_does_not_hang(a):
    began = time.monotonic()
    a.call("debug", string("sh") + strings(["sleep 100 & echo started"]))
    assert time.monotonic() - began < 10


@test
def the_root_cannot_be_written(a):
    fails("", "Read-only", a.call, "debug",
          string("sh") + strings(["echo > /etc/passwd"]))


@test
def modules_load_when_their_node_is_used(a):
    a.call("debug", string("sh") + strings(
        ["test -c /dev/fuse && : < /dev/fuse && : < /dev/mapper/control "
         "&& : < /dev/loop-control && test -L /dev/fd"]))


def run_tests(a, names):
    failed = 0
    for t in TESTS:
        if names and t.__name__ not in names:
            continue
        try:
            t(a)
            print("ok   %s" % t.__name__)
        except (Failed, AssertionError) as e:
            failed += 1
            print("FAIL %s: %s: %s" % (t.__name__, type(e).__name__, e))
        sys.stdout.flush()
    return failed


def main(directory, protocol_h, scratch, *names):
    drives = []
    for i, mib in enumerate(SIZES):
        drives.append(os.path.join(scratch, "drive%d" % i))
        with open(drives[-1], "wb") as f:
            f.truncate(mib << 20)
    procs = A.procedures(protocol_h)
    with open(os.path.join(scratch, "console"), "wb") as console, \
            A.Appliance(directory, procs, console=console, drives=drives) as a:
        a.sock.settimeout(120)
        a.greeting = a.hello()
        a.setup([0, 1, 2])
        failed = run_tests(a, names)
        # Leaving the block looks whether the machine ends, while a program runs.
        a.send_call("debug", string("sh") + strings(["sleep", "60"]))
        time.sleep(0.5)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
