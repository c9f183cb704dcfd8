# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of guestfs-fleet that need no appliance; see fleet.sh."""

import contextlib
import datetime
import io
import json
import os
import random
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import types
import unittest
import zlib
from unittest import mock

from guestfs_fleet import damage, host, main, sidecar
from guestfs_fleet.errors import FleetError, UsageError
from guestfs_fleet.executor import Ended
from guestfs_fleet.host_worker import HostWorker
from guestfs_fleet.images import Image, find_images
from guestfs_fleet.images.servers import from_uri
from guestfs_fleet.jobs import Job, parse_jobs
from guestfs_fleet.jobs.selection import expression_of_glob
from guestfs_fleet.outcome import failure, failure_of_error
from guestfs_fleet.pool import default_workers
from guestfs_fleet.progress import Progress, printable
from guestfs_fleet.report import eol, make_page
from guestfs_fleet.rows import TooManyRows, collect
from guestfs_fleet.run import Policy, Run
from guestfs_fleet.store import Record, open_store, read_all
from guestfs_fleet.store.jsonl import JsonlStore
from guestfs_fleet.store.sqlite import SqliteStore


class InDirectory(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(temporary.name)

    @staticmethod
    def make(name, content=b""):
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "wb") as f:
            f.write(content)


class Images(InDirectory):
    def names(self, *words, **more):
        return [image.name for image in find_images(words, **more)]

    def test_what_is_an_image_in_a_directory(self):
        for name in "a.qcow2", "sub/b.RAW", "v.vmdk":
            self.make(name)
        for name in "v-flat.vmdk", "v-s001.vmdk", "readme.txt", "core":
            self.make(name, b"text")
        self.make("uuid-1", b"QFI\xfb" + bytes(600))
        self.make("uuid-2", bytes(510) + b"\x55\xaa")
        os.symlink(".", "sub/loop")
        self.assertEqual(self.names("."), ["./a.qcow2", "./sub/b.RAW",
                                           "./uuid-1", "./uuid-2", "./v.vmdk"])

    def test_an_image_counts_once(self):
        self.make("a.img")
        os.symlink("a.img", "link.img")
        self.assertEqual(self.names("a.img", "./a.img", "*.img"), ["a.img"])

    def test_wildcards(self):
        self.make("d/1.img")
        self.make("d/e/2.img")
        self.make("[x].img")
        self.assertEqual(self.names("d/**/*.img"), ["d/1.img", "d/e/2.img"])
        self.assertEqual(self.names("[x].img"), ["[x].img"])
        with self.assertRaisesRegex(UsageError, "no file matches"):
            self.names("*.vdi")
        # In a list they are names.
        self.assertEqual(self.names(listed=["*.vdi"]), ["*.vdi"])

    def test_a_suffix_names_the_format(self):
        found = find_images(["a.qcow2", "a.img"])
        self.assertEqual([i.arguments.get("format") for i in found],
                         ["qcow2", None])
        found = find_images(["a.qcow2"], image_format="raw")
        self.assertEqual(found[0].arguments["format"], "raw")
        self.assertTrue(all(i.arguments["readonly"] for i in found))

    def test_state_changes_with_the_file(self):
        self.make("a.img", b"1")
        before = find_images(["a.img"])[0]
        self.make("a.img", b"12")
        after = find_images(["a.img"])[0]
        self.assertEqual(before.identity, after.identity)
        self.assertNotEqual(before.state, after.state)

    def test_uris(self):
        image = from_uri("rbd://me:s%2Fcret@[::1]:6789/pool/disk")
        self.assertEqual(image.arguments, {
            "filename": "/pool/disk", "readonly": True, "protocol": "rbd",
            "server": ["[::1]:6789"], "username": "me", "secret": "s/cret"})
        self.assertNotIn("cret", image.name + image.identity)
        image = from_uri("nbd+unix:///export?socket=/run/s")
        self.assertEqual(image.arguments["server"], ["unix:/run/s"])
        self.assertEqual(image.arguments["filename"], "/export")
        with self.assertRaisesRegex(UsageError, "must be one of .*, ssh$"):
            from_uri("gopher://host/disk")
        with self.assertRaisesRegex(UsageError, "did you mean 'https'"):
            from_uri("htps://host/disk")

    def test_pools_and_domains_are_listed_by_their_programs(self):
        self.make("bin/rbd", b"#!/bin/sh\necho '[\"b\", \"a1\", \"a2\"]'\n")
        self.make("bin/virsh", b"#!/bin/sh\nprintf 'one\\ntwo\\n\\n'\n")
        for name in "rbd", "virsh":
            os.chmod("bin/" + name, 0o755)
        path = os.path.abspath("bin") + ":" + os.environ["PATH"]
        with mock.patch.dict(os.environ, PATH=path):
            self.assertEqual(self.names("rbd:pool/a*"),
                             ["rbd:pool/a1", "rbd:pool/a2"])
            self.assertEqual(self.names("libvirt:t*"), ["libvirt:two"])
            self.assertEqual(self.names(names=["*"]),
                             ["libvirt:one", "libvirt:two"])
            with self.assertRaisesRegex(UsageError, "no domain matches"):
                self.names("libvirt:x*")
            with self.assertRaisesRegex(UsageError, "no image matches"):
                self.names("rbd:pool/x*")


class Jobs(InDirectory):
    def test_globs(self):
        import re
        for glob, path, expected in [
                ("/etc/*.conf", "/etc/a.conf", True),
                ("/etc/*.conf", "/etc/d/a.conf", False),
                ("/etc/**/*.conf", "/etc/d/e/a.conf", True),
                ("/etc/**/*.conf", "/etc/a.conf", True),
                ("/x[!a]?", "/xbc", True), ("/x[!a]?", "/xac", False),
                ("/a.b", "/axb", False)]:
            found = re.fullmatch(expression_of_glob(glob), path) is not None
            self.assertEqual(found, expected, (glob, path))

    def test_arguments_are_checked(self):
        for words, given, message in [
                ("nothing", {}, "must be one of .*FUNCTION$"),
                ("pakages", {}, "did you mean 'packages'"),
                ("files", {"glob": "/x", "regx": "y"}, "you mean 'regex'"),
                ("files", {}, "give -A glob"),
                ("inspect", {"glob": "/x"}, "no job has this argument"),
                ("inspect,inspect", {}, "named twice"),
                ("files", {"glob": "etc"}, "must begin with /"),
                ("yara", {}, "argument rules is missing"),
                ("none.py:f", {}, "none.py: No such file")]:
            with self.assertRaisesRegex(UsageError, message):
                parse_jobs(words, given)

    def test_a_job_of_ones_own(self):
        self.make("mine.py", b"def f(g, root, n='1'):\n    yield {'n': n}\n"
                             b"")
        job = parse_jobs("mine.py:f", {"n": "5"})[0]
        os.remove("mine.py")            # other machines do not have it
        again = Job(**json.loads(json.dumps(job.as_dict())))
        self.assertEqual(list(again.load()(None, None, **again.arguments)),
                         [{"n": "5"}])
        self.make("bad.py", b"import nonsense_module\n")
        with self.assertRaisesRegex(UsageError, "cannot be loaded"):
            parse_jobs("bad.py:f", {})

    def test_rows_are_plain(self):
        rows = collect([{"a": b"\xff", "b": "x\udcff", "c": 2**70, "d": [1],
                         "e": float("nan"), "f": None}], "/dev/sda1")
        self.assertEqual(rows, [{"root": "/dev/sda1", "a": "\\xff",
                                 "b": "x\\xff", "c": str(2**70), "d": "[1]",
                                 "e": None, "f": None}])
        with self.assertRaisesRegex(TypeError, "must return rows"):
            collect(["text"], None)
        with mock.patch("guestfs_fleet.rows.MAX_BYTES", 1000):
            with self.assertRaises(TooManyRows):
                collect(({"a": "x" * 100} for _ in range(100)), None)


def record(name="a.img", job="inspect", rows=(), failed=None, state="1"):
    return Record("file:" + name, name, state, Job(job, job).digest, job, job,
                  {}, list(rows), failed, 1, 0.5, 1e9)


class Thrift:
    """Reads the compact protocol: structs as dicts by number."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def varint(self):
        n = shift = 0
        while True:
            b = self.byte()
            n |= (b & 127) << shift
            shift += 7
            if b < 128:
                return n

    def number(self):
        n = self.varint()
        return n >> 1 ^ -(n & 1)

    def text(self):
        n = self.varint()
        self.at += n
        return self.data[self.at - n:self.at].decode()

    def list(self):
        head = self.byte()
        n = head >> 4 if head >> 4 < 15 else self.varint()
        return [self.value(head & 15) for _ in range(n)]

    def struct(self):
        found, number = {}, 0
        while head := self.byte():
            number += head >> 4
            found[number] = self.value(head & 15)
        return found

    def value(self, kind):
        return {5: self.number, 6: self.number, 8: self.text, 9: self.list,
                12: self.struct}[kind]()


def parquet_column(data, about):
    """The values of a column chunk of one page."""
    thrift = Thrift(data[about[9]:])
    page = thrift.struct()
    start = about[9] + thrift.at
    content = zlib.decompress(data[start:start + page[3]], 31)
    size = int.from_bytes(content[:4], "little")
    runs, there = Thrift(content[4:4 + size]), []
    while runs.at < size:
        count = runs.varint() >> 1
        there += [runs.byte()] * count
    values, at = content[4 + size:], 0
    for is_there in there:
        if not is_there:
            yield None
        elif about[1] == 0:
            yield bool(values[at // 8] >> at % 8 & 1)
            at += 1
        elif about[1] == 6:
            n = int.from_bytes(values[at:at + 4], "little")
            yield values[at + 4:at + 4 + n].decode()
            at += 4 + n
        else:
            yield struct.unpack_from("<q" if about[1] == 2 else "<d", values,
                                     at)[0]
            at += 8


def read_parquet(name):
    """The rows of a file, without nulls, and the number of its groups: as
    DuckDB and hyparquet read them, which were asked when this was written."""
    with open(name, "rb") as f:
        data = f.read()
    assert data[:4] == data[-4:] == b"PAR1"
    size = int.from_bytes(data[-8:-4], "little")
    about = Thrift(data[-8 - size:-8]).struct()
    rows = []
    for group in about[4]:
        columns = {chunk[3][3][0]: list(parquet_column(data, chunk[3]))
                   for chunk in group[1]}
        assert all(len(c) == group[3] for c in columns.values())
        rows += [{k: c[i] for k, c in columns.items() if c[i] is not None}
                 for i in range(group[3])]
    assert len(rows) == about[3]
    return rows, len(about[4])


class Stores(InDirectory):
    jobs = [Job("inspect", "inspect"), Job("result", "result")]

    def test_sqlite_keeps_each_result_once(self):
        store = open_store("o.sqlite", self.jobs)
        for n in range(2):
            store.record([record(rows=[{"x": n}, {"x": n, "Y": "n"}]),
                          record(job="result", rows=[{"image": "z"}])])
        store.close()
        db = sqlite3.connect("o.sqlite")
        self.assertEqual(db.execute("SELECT x, Y FROM inspect").fetchall(),
                         [(1, None), (1, "n")])
        self.assertEqual(db.execute("SELECT image_ FROM rows_result")
                         .fetchall(), [("z",)])
        self.assertEqual(db.execute("SELECT count(*) FROM result").fetchone(),
                         (2,))
        db.close()

    def test_sqlite_is_one_file_that_is_only_read(self):
        store = open_store("o.sqlite", self.jobs)
        store.record([record(rows=[{"x": 1}])])
        store.close()
        self.assertEqual(read_all("o.sqlite").db.execute(
            "SELECT x FROM inspect").fetchall(), [(1,)])
        self.assertEqual(os.listdir("."), ["o.sqlite"])
        store = open_store("o.sqlite", self.jobs)
        self.assertEqual(store.db.execute("PRAGMA journal_mode").fetchone(),
                         ("wal",))
        store.close()

    def test_sqlite_records_all_of_an_image_or_nothing(self):
        store = open_store("o.sqlite", self.jobs)
        bad = record(job="result", rows=[{"x": object()}])
        with self.assertRaises(sqlite3.Error):
            store.record([record(rows=[{"new": 1}]), bad])
        self.assertEqual(store.done(), {})
        store.record([record(rows=[{"new": 2}])])
        self.assertEqual(store.db.execute("SELECT new FROM inspect")
                         .fetchall(), [(2,)])

    def test_sqlite_of_somebody_else(self):
        db = sqlite3.connect("o.sqlite")
        db.execute("CREATE TABLE precious (x)")
        db.commit()
        with self.assertRaisesRegex(FleetError, "choose another name"):
            open_store("o.sqlite", self.jobs)
        self.make("text.sqlite", b"not a database" * 100)
        with self.assertRaisesRegex(FleetError, "not a database"):
            open_store("text.sqlite", self.jobs)

    def test_jsonl_cuts_a_torn_line_wherever_it_is_torn(self):
        store = open_store("o.jsonl", self.jobs)
        store.record([record("a.img", rows=[{"x": 1}])])
        whole = os.path.getsize("o.jsonl")
        store.record([record("b.img", rows=[{"x": "ü\n" * 50000}])])
        store.close()
        with open("o.jsonl", "rb") as f:
            data = f.read()
        for cut in [whole + 1, len(data) - 1] + random.sample(
                range(whole + 1, len(data) - 1), 5):
            self.make("o.jsonl", data[:cut])
            store = open_store("o.jsonl", self.jobs)
            self.assertEqual([key[0] for key in store.done()], ["file:a.img"])
            store.record([record("b.img")])
            store.close()
            self.assertEqual([r.image for r in JsonlStore.records("o.jsonl")],
                             ["a.img", "b.img"])

    def test_jsonl_forgets_what_is_done_again(self):
        store = open_store("o.jsonl", self.jobs)
        store.record([record("a.img", failed=failure("network", "gone"))])
        store.record([record("b.img", rows=[{"x": 1}])])
        key = ("file:a.img", self.jobs[0].digest)
        self.assertFalse(store.done()[key].ok)
        store.forget([key])
        store.record([record("a.img", rows=[{"x": 2}])])
        store.close()
        found = [(r.image, r.failure) for r in JsonlStore.records("o.jsonl")]
        self.assertEqual(found, [("b.img", None), ("a.img", None)])

    def test_parquet(self):
        rows = [{"n": n * (-1) ** n, "t": f"ü{n}" if n % 3 else None, "f": n / 4,
                 "b": n % 5 == 0, ["x", "y"][n % 2]: n} for n in range(100)]
        with mock.patch("guestfs_fleet.store.parquet.ROWS_AT_ONCE", 64):
            for again in range(2):      # a later run goes on
                store = open_store("o.parquet", self.jobs[:1])
                if not again:
                    store.record([record("a", rows=rows[:70])])
                    store.record([record("b", failed=failure("job", "bad"))])
                else:
                    store.record([record("c", rows=rows[70:])])
                store.close()
        table, groups = read_parquet("o.parquet")
        self.assertEqual((len(table), groups), (101, 2))
        self.assertEqual(table.pop(70)["failure"], "bad")
        for i, (row, found) in enumerate(zip(rows, table)):
            start = {"image": "a" if i < 70 else "c", "status": "ok"}
            self.assertEqual(found, {k: v for k, v in {**start, **row}.items()
                                     if v is not None})
        with self.assertRaisesRegex(UsageError, "another job"):
            open_store("o.parquet", self.jobs[1:])

    def test_names(self):
        with self.assertRaisesRegex(UsageError, "must end with"):
            open_store("o.csv", self.jobs)

    def test_one_writer(self):
        side = sidecar.Sidecar("o.sqlite")
        side.write({"job": "inspect"})
        self.assertEqual(sidecar.running("o.sqlite"), os.getpid())
        with self.assertRaisesRegex(FleetError, f"process {os.getpid()}"):
            sidecar.Sidecar("o.sqlite")
        side.close()
        self.assertIsNone(sidecar.running("o.sqlite"))
        self.assertEqual(sidecar.read("o.sqlite")["job"], "inspect")


DONE = {"ended": "done", "seconds": 1.0}


class FakeExecutor:
    """Answers are those of a function of the image's name and the try."""

    description = "a fake"

    def __init__(self, answer):
        self.answer, self.given, self.log = answer, [], []

    def slots(self):
        return 2

    def submit(self, task):
        self.given.append(task)

    def wait(self, seconds):
        if not self.given:
            return []
        task = self.given.pop(0)
        self.log.append(task.image.name)
        return [Ended(task, self.answer(task))]

    def stop(self):
        pass


def fine(task):
    return dict(DONE, attempt={"results": {
        job.digest: {"rows": [{"x": task.image.name}]} for job in task.jobs}})


def lost(_task):
    return {"ended": "lost", "seconds": 0.0, "log": "gone"}


class Runs(InDirectory):
    jobs = [Job("inspect", "inspect")]

    def run_all(self, answer, names="abc", state="1", **policy):
        images = [Image(n, "file:" + n, state, "add_drive", {}) for n in names]
        store = open_store("o.sqlite", self.jobs)
        executor = FakeExecutor(answer)
        with mock.patch("guestfs_fleet.run.RETRY_SECONDS", (0,)):
            summary = Run(images, self.jobs, store, executor, Progress(),
                          Policy(**policy)).go()
        rows = store.db.execute("SELECT x FROM inspect ORDER BY x").fetchall() \
            if "x" in store.columns["inspect"] else []
        store.close()
        return summary, executor.log, [row[0] for row in rows]

    def test_what_is_done_is_not_done_again(self):
        self.run_all(fine, "ab")
        summary, log, rows = self.run_all(fine, "abc")
        self.assertEqual((log, rows), (["c"], ["a", "b", "c"]))
        self.assertEqual((summary.before, summary.ok), (2, 1))
        _, log, rows = self.run_all(fine, "abc", state="2")
        self.assertEqual((log, rows), (["a", "b", "c"], ["a", "b", "c"]))
        _, log, _ = self.run_all(fine, "abc", state="2", again=True)
        self.assertEqual(log, ["a", "b", "c"])

    def test_transient_failures_are_tried_again_at_the_end(self):
        def answer(task):
            return lost(task) if task.image.name == "a" and task.tries < 2 \
                else fine(task)
        summary, log, rows = self.run_all(answer, retries=2)
        self.assertEqual(sorted(log), ["a", "a", "a", "b", "c"])
        self.assertEqual((summary.ok, rows), (3, ["a", "b", "c"]))

    def test_retries_end(self):
        summary, log, _ = self.run_all(lost, "a", retries=1)
        self.assertEqual((log, summary.failed), (["a", "a"], 1))
        self.assertEqual(summary.kinds, {"worker-lost": 1})
        # Another run tries again, unless it must not.
        self.assertEqual(self.run_all(fine, "a", retry_failed=False)[1], [])
        self.assertEqual(self.run_all(fine, "a")[2], ["a"])

    def test_a_time_limit_is_not_tried_again(self):
        summary, log, _ = self.run_all(
            lambda task: {"ended": "time-limit", "seconds": 600.0}, "a")
        self.assertEqual((log, summary.kinds), (["a"], {"time-limit": 1}))

    def test_failures_have_kinds(self):
        def kind(message, step="launch", errno=None, name="Error"):
            return failure_of_error({"message": message, "step": step,
                                     "errno": errno, "type": name}).kind
        self.assertEqual(kind("x: No such file or directory", "add"),
                         "not-found")
        self.assertEqual(kind("Could not open backing file: No such file"),
                         "backing-file")
        self.assertEqual(kind("nbd://h/: Connection refused", errno=111),
                         "network")
        self.assertEqual(kind("mount: lost the appliance: x", "job"),
                         "appliance-lost")
        self.assertEqual(kind("KeyError: 'x'", "job", name="KeyError"), "job")
        self.assertEqual(kind("cat: /x: no such", "job"), "guest")


class Damage(InDirectory):
    def setUp(self):
        super().setUp()
        self.make("raw", os.urandom(1 << 20) + bytes(1 << 20))
        subprocess.run(["qemu-img", "convert", "-O", "qcow2", "raw", "a"],
                       check=True)
        with open("a", "rb") as f:
            self.l1, self.refcounts = struct.unpack(">QQ", f.read(56)[40:])

    def overwrite(self, start, clusters, byte):
        with open("a", "r+b") as f:
            f.seek(start)
            f.write(byte * (clusters << 16))

    def test_what_is_well_or_empty(self):
        damage.check_tables("a")
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-u", "-b",
                        "nowhere", "-F", "raw", "empty", "1G"], check=True)
        damage.check_tables("empty")
        damage.check_tables("nowhere")

    def test_tables_that_are_lost(self):
        self.overwrite(self.l1, 1, b"\0")
        with self.assertRaisesRegex(damage.Damaged, "^its tables are lost"):
            damage.check_tables("a")
        self.overwrite(self.refcounts, 2, b"\0")
        with self.assertRaisesRegex(damage.Damaged, "tables are damaged"):
            damage.check_tables("a")

    def test_tables_that_lead_nowhere(self):
        self.overwrite(self.l1, 1, b"\xff")
        with self.assertRaisesRegex(damage.Damaged, "tables are damaged"):
            damage.check_tables("a")

    def test_what_is_looked_at(self):
        for arguments, expected in [
                ({"filename": "a"}, True), ({"filename": "raw"}, False),
                ({"filename": "a", "format": "raw"}, False),
                ({"filename": "none"}, False), ({}, False)]:
            self.assertEqual(damage.is_qcow2(arguments), expected, arguments)


class Sizes(InDirectory):
    def groups(self, own, files):
        """The process is in this group, and the groups have these files."""
        for name, text in files.items():
            self.make("cgroup/" + name, text.encode())
        words = host.words_of
        lines = ["1:cpu:/x", "0::" + own]
        for patch in mock.patch.object(host, "CGROUPS", "cgroup"), \
                mock.patch.object(host, "words_of", lambda path: lines if path
                                  == "/proc/self/cgroup" else words(path)):
            patch.start()
            self.addCleanup(patch.stop)

    def test_workers_fit_cores_and_memory(self):
        for cores, memory, expected in [(8, 10**6, 8), (64, 8534, 10),
                                        (64, 100, 1), (0, 10**6, 1)]:
            with mock.patch.object(host, "cores", lambda n=cores: n), \
                    mock.patch.object(host, "available_memory",
                                      lambda n=memory: n), \
                    mock.patch("guestfs.GuestFS.get_memsize",
                               lambda self: 1280):
                self.assertEqual(default_workers(), expected)

    def test_a_machine_without_limits(self):
        self.groups("/", {})
        self.assertEqual(host.cores(), len(os.sched_getaffinity(0)))
        self.assertGreater(host.available_memory(), 100)

    def test_limits_of_control_groups(self):
        with mock.patch("os.sched_getaffinity", lambda pid: set(range(64))), \
                mock.patch.object(host, "memory_of_machine", lambda: 10**6):
            self.groups("/a/b", {
                "a/cpu.max": "150000 100000\n", "a/b/cpu.max": "max 100000\n",
                "a/memory.max": "4294967296\n",
                "a/memory.current": "3221225472\n",
                "a/memory.stat": "anon 7\ninactive_file 1073741824\n"
                                 "active_file 1048576\n",
                "a/b/memory.max": "max\n", "a/b/memory.current": "5\n"})
            self.assertEqual(host.cores(), 1)
            self.assertEqual(host.available_memory(), 2049)


class Workers(InDirectory):
    """The process that keeps attempts, with attempts that are not ours."""

    def start(self, body):
        """A worker whose attempts run this."""
        os.makedirs("fake/guestfs_fleet", exist_ok=True)
        self.make("sitecustomize.py", b"")
        self.make("fake/attempt_body.py", b"import os, sys, time, signal, "
                  b"subprocess\ndef attempt(task, directory):\n    " +
                  body.encode() + b"\n    return {'results': {}}\n")
        start = ("import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
                 "sys.path.insert(0, 'fake'); import attempt_body; "
                 "sys.modules['guestfs_fleet.attempt'] = attempt_body; "
                 "from guestfs_fleet.worker import main; main(sys.argv[2])")
        with mock.patch("guestfs_fleet.host_worker.START", start):
            worker = HostWorker(os.getcwd())
        self.addCleanup(worker.wait_stopped)
        self.addCleanup(worker.stop)
        return worker

    def ask(self, worker, limit=20.0):
        worker.give({"time_limit": limit})
        return worker.answer()

    def test_one_crashes_and_the_next_does_not(self):
        worker = self.start("if os.path.exists('crash'):\n"
                            "        os.remove('crash')\n"
                            "        print('last words', flush=True)\n"
                            "        os.kill(os.getpid(), signal.SIGSEGV)")
        self.make("crash")
        answer = self.ask(worker)
        self.assertEqual((answer["ended"], answer["log"]),
                         ("signal SIGSEGV", "last words"))
        self.assertEqual(self.ask(worker)["attempt"], {"results": {}})

    def test_one_that_hangs_is_ended_with_all_it_has_started(self):
        worker = self.start("p = subprocess.Popen(['setsid', 'sleep', '987'])"
                            "\n    open('pid', 'w').write(str(p.pid))"
                            "\n    time.sleep(987)")
        start = time.monotonic()
        self.assertEqual(self.ask(worker, 0.5)["ended"], "time-limit")
        self.assertLess(time.monotonic() - start, 10)
        with open("pid", encoding="ascii") as f, \
                self.assertRaises(ProcessLookupError):
            os.kill(int(f.read()), 0)
        self.assertEqual(os.listdir(worker.directory), [])

    def test_it_ends_when_nobody_waits(self):
        worker = self.start("time.sleep(987)")
        worker.give({"time_limit": 100.0})
        time.sleep(0.3)
        worker.stop()
        worker.process.wait(5)
        self.assertFalse(os.path.exists(worker.directory))

    def test_a_worker_that_is_killed_is_lost(self):
        worker = self.start("time.sleep(987)")
        worker.give({"time_limit": 100.0})
        os.kill(worker.process.pid, signal.SIGKILL)
        self.assertEqual(worker.answer()["ended"], "lost")


class Report(InDirectory):
    def page(self, *records, today=datetime.date(2026, 11, 27)):
        store = SqliteStore(":memory:", [Job(r.job_name, r.job_table)
                                         for r in records])
        for r in records:
            store.record([r])
        return make_page(store.db, "A <title>", eol.Lives(), today)

    def test_what_a_guest_says_is_text(self):
        evil = "<script>alert(1)</script>\"'&"
        text = self.page(
            record(rows=[{"root": "/", "distro": evil, "product": evil,
                          "major": 1, "minor": 0}]),
            record(evil, "files", rows=[{"path": evil}]),
            record("b", "usage", rows=[{
                "device": evil, "filesystem": evil, "mounted": None, "size":
                10, "used": 10, "free": 0, "directory": None}]),
            record(evil + "2", failed=failure("guest", evil)))
        self.assertNotIn("<script", text)
        self.assertIn("&lt;script&gt;", text)
        self.assertNotIn("http://", text)

    def test_ends_of_life(self):
        lives, today = eol.Lives(), datetime.date(2026, 11, 27)

        def state(*system):
            return eol.state(lives.find(*system)[1], today)
        self.assertEqual(state("debian", 9, 0, ""), "ended")
        self.assertEqual(state("debian", 12, 7, ""), "extended")
        self.assertEqual(state("ubuntu", 22, 4, ""), "soon")
        self.assertEqual(state("windows", 6, 3,
                               "Windows Server 2012 R2 Standard"), "ended")
        self.assertEqual(state("windows", 10, 0,
                               "Windows Server 2022 Datacenter"), "supported")
        self.assertEqual(state("toyos", 1, 0, ""), "unknown")
        self.assertEqual([lives.find(*system)[0] for system in [
            ("ubuntu", 22, 4, ""), ("debian", 12, 7, ""), ("toyos", 1, 2, ""),
            ("opensuse", 15, 6, "")]], ["22.04", "12", "1.2", "15.6"])
        self.make("mine.csv", b"system,version,ends,extended,source\n"
                              b"toyos,1,2030-01-01,,\n")
        lives = eol.Lives("mine.csv")
        self.assertEqual(state("toyos", 1, 0, ""), "supported")

    def test_ends_of_life_of_distro_info(self):
        self.make("debian.csv", b"version,codename,series,created,release,eol,"
                                b"eol-lts\n9,S,s,1,2,2017-01-01,2019-01-01\n"
                                b"99,N,n,1,2\n")
        self.make("ubuntu.csv", b"version,eol-esm,eol\n"
                                b"12.04 LTS,2031-01-01,2030-01-01\n")
        with mock.patch.object(eol, "DISTRO_INFO", "."):
            lives = eol.Lives()
        life = lives.find("debian", 9, 0, "")[1]
        self.assertEqual(str(life.ends), "2017-01-01")
        self.assertTrue(life.source.startswith("https://"))
        self.assertEqual(str(lives.find("ubuntu", 12, 4, "")[1].extended),
                         "2031-01-01")
        self.assertIsNone(lives.find("debian", 99, 0, "")[1])

    def test_table_of_ends_of_life_is_that_of_distro_info(self):
        if not os.path.exists(eol.DISTRO_INFO + "/ubuntu.csv"):
            self.skipTest("distro-info-data is not installed")
        with mock.patch.object(eol, "DISTRO_INFO", "/nonexistent"):
            table = eol.Lives().rows
        for system, extended in ("debian", "eol-lts"), ("ubuntu", "eol-esm"):
            for _, version, life in eol.read_distro_info(system, extended):
                if (system, version) in table:
                    ours = table[system, version]
                    self.assertEqual((ours.ends, ours.extended),
                                     (life.ends, life.extended), version)

    def test_what_was_not_compared_has_a_mark(self):
        row = {"distro": "amazonlinux", "product": "", "major": 2, "minor": 0}
        self.assertIn("2026-06-30 ?", self.page(record(rows=[row])))
        row = dict(row, distro="rhel", major=9)
        text = self.page(record(rows=[row]))
        self.assertIn("2032-05-31<", text)
        self.assertNotIn("question mark", text)

    def test_it_reads_lines_of_json(self):
        store = open_store("o.jsonl", [Job("inspect", "inspect")])
        store.record([record(rows=[{"distro": "debian", "product": "Debian",
                                    "major": 9, "minor": 0}])])
        store.close()
        text = make_page(read_all("o.jsonl").db, "t", eol.Lives(),
                         datetime.date(2026, 11, 27))
        self.assertIn("debian 9", text)
        self.assertIn("past its end of life", text)


class CommandLine(InDirectory):
    def call(self, *argv):
        out, err = io.StringIO(), io.StringIO()
        with mock.patch.object(sys, "argv", ["guestfs-fleet", *argv]), \
                contextlib.redirect_stdout(out), \
                contextlib.redirect_stderr(err):
            try:
                status = main.main()
            except SystemExit as e:
                status = e.code
        return types.SimpleNamespace(status=status, out=out.getvalue(),
                                     err=err.getvalue())

    def test_wrong_usage_is_2_and_a_line(self):
        for words, message in [
                ("", "no command"), ("fly", "must be one of run, resume"),
                ("reprot", "did you mean 'report'?"),
                ("run", "are required"),
                ("run inspect -o x.csv a.img", "must end with"),
                ("run inspect,usage -o x.parquet .", "one table"),
                ("run disks -o o.sqlite", "job disks: must be one of"),
                ("run inspect nbd:host -o o.sqlite", "must be nbd://HOST"),
                ("run yara -A rules=none a -o o.sqlite",
                 "rules=none: No such file"),
                ("run inspect -o o.sqlite", "no images"),
                ("run nothing -o o.sqlite a.img", "must be one of"),
                ("run inspect -o o.sqlite *.img", "no file matches"),
                ("run inspect a -w 0 -o o.sqlite", "at least 1"),
                ("run inspect a -0 -o o.sqlite", "--null"),
                ("run inspect -A x -o o.sqlite a", "NAME=VALUE"),
                ("resume o.sqlite", "no run to go on with"),
                ("status o.sqlite", "No such file"),
                ("report o.sqlite", "No such file")]:
            got = self.call(*words.split())
            self.assertEqual(got.status, 2, (words, got.err))
            self.assertIn(message, got.err)
            self.assertEqual(got.err.count("\n"), 1, got.err)
            self.assertTrue(got.err.startswith("guestfs-fleet: "), got.err)
        self.assertEqual(os.listdir("."), [])

    def test_jobs_are_listed(self):
        names = [job["name"] for job in
                 json.loads(self.call("list-jobs", "--json").out)]
        self.assertEqual(names, ["inspect", "packages", "files", "checksums",
                                 "yara", "logs", "config", "usage"])

    def test_a_terminal_is_not_controlled(self):
        self.assertEqual(printable("a\x1b[2J\n"), "a\\x1b[2J\\x0a")


if __name__ == "__main__":
    unittest.main()
