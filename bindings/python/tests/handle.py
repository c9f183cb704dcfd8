# SPDX-License-Identifier: GPL-2.0-or-later
"""The life of a handle, values at the edges, events and threads."""

import errno
import gc
import inspect
import os
import pathlib
import subprocess
import sys
import threading
import time
import unittest
import warnings

import guestfs


def program(text, **variables):
    """What another Python prints that runs this, and its errors."""
    return subprocess.run([sys.executable, "-c", text], text=True,
                          capture_output=True,
                          env={**os.environ, **variables})


def used(g):
    """Bytes that malloc has given out: see tests/lib/memory.c."""
    gc.collect()
    return g.internal_test_rint64("memory")


def grown(g, work, enough):
    """Bytes that work() takes or frees. What is lost is lost in each round."""
    for _ in range(5):
        before = used(g)
        work()
        size = abs(used(g) - before)
        if size <= enough:
            break
    return size


class Handles(unittest.TestCase):
    def test_closed_twice(self):
        g = guestfs.GuestFS()
        self.assertIsNone(g.close())
        with self.assertRaisesRegex(ValueError, "close.* closed handle"):
            g.close()

    def test_used_after_close(self):
        g = guestfs.GuestFS()
        g.close()
        for call in (g.get_memsize, g.launch, lambda: g.mkdir("/d"),
                     lambda: g.set_event_callback(print, guestfs.EVENT_ALL)):
            with self.assertRaises(guestfs.ClosedHandle):
                call()
        g.delete_event_callback(1)

    def test_with(self):
        with self.assertRaises(ZeroDivisionError), guestfs.GuestFS() as g:
            1 / 0
        self.assertRaises(guestfs.ClosedHandle, g.close)
        with guestfs.GuestFS() as g:
            g.close()

    def test_collected(self):
        closed = []
        g = guestfs.GuestFS()
        g.set_event_callback(lambda *_: closed.append(1), guestfs.EVENT_CLOSE)
        del g
        gc.collect()
        self.assertEqual(closed, [1])

    def test_close_event_comes_once(self):
        closed = []
        with guestfs.GuestFS() as g:
            g.set_event_callback(lambda *a: closed.append(a),
                                 guestfs.EVENT_CLOSE)
        del g
        gc.collect()
        self.assertEqual([a[0] for a in closed], [guestfs.EVENT_CLOSE])

    def test_environment(self):
        os.environ["LIBGUESTFS_MEMSIZE"] = "1111"
        try:
            self.assertEqual(guestfs.GuestFS().get_memsize(), 1111)
            g = guestfs.GuestFS(environment=False)
            self.assertNotEqual(g.get_memsize(), 1111)
        finally:
            del os.environ["LIBGUESTFS_MEMSIZE"]

    def test_program_ends_without_close(self):
        for close_on_exit in True, False:
            r = program("import guestfs, os\n"
                        "class Keep: pass\n"
                        "g = guestfs.GuestFS(close_on_exit=%r)\n"
                        "g.set_event_callback(lambda *_: None,"
                        " guestfs.EVENT_ALL)\n"
                        "g.set_trace(True)\n"
                        "import builtins; builtins.keep = g\n"
                        "print('end')" % close_on_exit)
            self.assertEqual((r.returncode, r.stdout), (0, "end\n"), r.stderr)

    def test_several(self):
        handles = [guestfs.GuestFS() for _ in range(5)]
        for i, g in enumerate(handles):
            g.set_memsize(1000 + i)
        handles.pop(2).close()
        self.assertEqual([g.get_memsize() for g in handles],
                         [1000, 1001, 1003, 1004])

    def test_program_name(self):
        self.assertEqual(guestfs.GuestFS().get_program(),
                         os.path.basename(sys.argv[0]))

    def test_properties(self):
        g = guestfs.GuestFS()
        for name, value in (("verbose", 1), ("trace", 0), ("autosync", 0),
                            ("path", "/a:/b"), ("append", None),
                            ("append", "quiet"), ("smp", 2),
                            ("identifier", "me")):
            getattr(g, "set_" + name)(value)
            self.assertEqual(getattr(g, "get_" + name)(), value, name)


class Values(unittest.TestCase):
    def setUp(self):
        self.g = guestfs.GuestFS()

    def test_error(self):
        name = "/none/disk"
        with self.assertRaises(RuntimeError) as cm:
            self.g.disk_create(name, "raw", 1024)
        e = cm.exception
        self.assertIs(type(e), guestfs.Error)
        self.assertEqual(e.errno, errno.ENOENT)
        self.assertEqual(e.args, (str(e),))
        self.assertRegex(str(e), "^disk_create: .*/none")

    def test_errors_are_not_printed(self):
        """Nor in another thread, which has an error handler of its own."""
        r = program("import guestfs, threading\n"
                    "g = guestfs.GuestFS()\n"
                    "def fail():\n"
                    "  try: g.ping_daemon()\n"
                    "  except guestfs.Error: print('failed')\n"
                    "fail()\n"
                    "t = threading.Thread(target=fail); t.start(); t.join()\n")
        self.assertEqual((r.stdout, r.stderr), ("failed\n" * 2, ""))

    def test_wrong_types(self):
        g = self.g
        for call in (lambda: g.set_memsize("500"), lambda: g.set_memsize(1.5),
                     lambda: g.set_path(7), lambda: g.set_path(),
                     lambda: g.set_path("a", "b"),
                     lambda: g.add_drive("a", nothing="b"),
                     lambda: g.internal_test_only_optargs(test="x"),
                     lambda: g.available("ab"), lambda: g.available(3),
                     lambda: g.available([None]),
                     lambda: g.write("/f", 3), lambda: g.mkdir(None),
                     lambda: g.set_event_callback(3, guestfs.EVENT_ALL)):
            self.assertRaises(TypeError, call)
        with self.assertRaisesRegex(TypeError, "add_drive: .*format.* not int"):
            g.add_drive("disk", format=3)

    def test_numbers(self):
        self.assertRaises(OverflowError, self.g.set_memsize, 1 << 31)
        self.assertRaises(OverflowError, self.g.set_memsize, -(1 << 31) - 1)
        for n in 1 << 63, -(1 << 63) - 1:
            with self.assertRaises(OverflowError):
                self.g.disk_create("disk", "raw", n)
        for n in (1 << 63) - 1, -(1 << 63), 0:
            self.assertEqual(self.g.internal_test_rint64(str(n)), n)

    def test_text(self):
        echo = self.g.internal_test_rstring
        self.assertEqual(echo("\xe4\u20ac\U0001f40d"), "\xe4\u20ac\U0001f40d")
        self.assertEqual(echo(b"\xff\xe4"), "\udcff\udce4")
        self.assertEqual(echo("\udcff\udce4"), "\udcff\udce4")
        self.assertEqual(echo(pathlib.Path("/a/b")), "/a/b")
        self.assertRaises(ValueError, echo, "a\0b")
        self.assertRaises(ValueError, echo, b"a\0b")
        self.assertRaises(UnicodeEncodeError, echo, "\ud800")

    def printed(self, name="printed", **values):
        """The line of internal_test for one argument, named in values."""
        args = dict(str="", optstr=None, strlist=[], b=False, integer=0,
                    integer64=0, filein="", fileout="", bufferin=b"")
        args.update(values)
        self.g.internal_test_set_output(name)
        self.g.internal_test(**args)
        self.g.internal_test_close_output()
        lines = pathlib.Path(name).read_text().splitlines()
        return lines[list(args).index(*values)]

    def test_lists(self):
        for value, line in (((), "[]"), (("a", b"b"), '["a", "b"]'),
                            ((c for c in "xy"), '["x", "y"]'),
                            ({"k": 1}.keys(), '["k"]')):
            self.assertEqual(self.printed(strlist=value), line)
        self.assertRaises(ValueError, self.printed, strlist=["a\0b"])

    def test_bytes(self):
        for value, line in ((b"", ""), (b"a\0b", "<61><00><62>"),
                            ("\xe4\0", "<c3><a4><00>"),
                            (bytearray(b"a"), "<61>"),
                            (memoryview(b"abcd")[1:3], "<62><63>")):
            self.assertEqual(self.printed(bufferin=value), line)

    def test_bools(self):
        for value in True, 1, 2:
            self.assertEqual(self.printed(b=value), "true")

    def test_pairs(self):
        pairs = [("0", "0"), ("1", "1")]
        g = guestfs.GuestFS(python_return_dict=True)
        self.assertEqual(self.g.internal_test_rhashtable("2"), pairs)
        self.assertEqual(g.internal_test_rhashtable("2"), dict(pairs))

    def test_struct(self):
        pv = self.g.internal_test_rstruct("")
        self.assertIs(type(pv), dict)
        self.assertEqual(pv["pv_uuid"], "1234567890" * 3 + "12")
        self.assertEqual(set(pv), set(guestfs.PV.__annotations__))

    def test_names(self):
        self.assertEqual(guestfs.GuestFS.add_drive_opts,
                         guestfs.GuestFS.add_drive)
        self.assertIn("readonly: Optional[bool] = None",
                      str(inspect.signature(guestfs.GuestFS.add_drive)
                          ).replace("'", ""))
        self.assertEqual(guestfs.event_to_string(guestfs.EVENT_CLOSE
                                                 | guestfs.EVENT_TRACE),
                         "close,trace")

    def test_deprecated(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            self.g.set_qemu("/bin/true")
        [w] = caught
        self.assertIs(w.category, DeprecationWarning)
        self.assertEqual(str(w.message),
                         "use GuestFS.set_hv() instead of GuestFS.set_qemu()")
        self.assertEqual(w.filename, __file__)

    @unittest.skipUnless(hasattr(guestfs.GuestFS, "add_libvirt_dom"),
                         "the library has no libvirt")
    def test_libvirt_domain(self):
        class Domain:
            asked = 0

            def c_pointer(self):
                self.asked += 1
                raise LookupError

        domain = Domain()
        self.assertRaises(LookupError, self.g.add_libvirt_dom, domain)
        self.assertEqual(domain.asked, 1)

    def test_memory(self):
        g = self.g

        def work():
            for _ in range(2000):
                g.internal_test_rstructlist("10")
                g.internal_test_rhashtable("10")
                g.internal_test_rbufferout("x" * 1000)
                eh = g.set_event_callback(lambda *_: None, guestfs.EVENT_TRACE)
                g.delete_event_callback(eh)
                try:
                    g.internal_test_rstringerr()
                except guestfs.Error:
                    pass

        work()
        self.assertGreater(used(g), 0)
        self.assertLessEqual(grown(g, work, 30000), 30000)


class Events(unittest.TestCase):
    def setUp(self):
        self.g = guestfs.GuestFS()
        self.g.set_trace(True)
        self.seen = []

    def note(self, *args):
        self.seen.append(args)

    def test_arguments(self):
        eh = self.g.set_event_callback(self.note, guestfs.EVENT_TRACE)
        self.g.set_path("/\udcff")
        event, number, text, array = self.seen[0]
        self.assertEqual((event, number), (guestfs.EVENT_TRACE, eh))
        self.assertIn("set_path", text)
        self.assertEqual(array, [])

    def test_deleted(self):
        eh = self.g.set_event_callback(self.note, guestfs.EVENT_TRACE)
        self.g.delete_event_callback(eh)
        self.g.delete_event_callback(eh)
        self.g.delete_event_callback(12345)
        self.g.set_trace(False)
        self.assertEqual(self.seen, [])

    def test_deletes_itself(self):
        def once(event, eh, buf, array):
            self.g.delete_event_callback(eh)
            self.note(eh)

        self.g.set_event_callback(once, guestfs.EVENT_TRACE)
        self.g.get_memsize()
        self.assertEqual(len(self.seen), 1)

    def test_throws(self):
        def throw(*_):
            raise KeyError("thrown")

        hook, sys.unraisablehook = sys.unraisablehook, self.note
        try:
            self.g.set_event_callback(throw, guestfs.EVENT_ENTER)
            self.assertGreater(self.g.get_memsize(), 0)
        finally:
            sys.unraisablehook = hook
        self.assertIs(self.seen[0][0].exc_type, KeyError)

    def test_closes_the_handle(self):
        def close(*_):
            self.g.close()
            self.note()

        self.g.set_event_callback(close, guestfs.EVENT_ENTER)
        self.assertGreater(self.g.get_memsize(), 0)
        self.assertEqual(self.seen, [()])
        self.assertRaises(guestfs.ClosedHandle, self.g.get_memsize)

    def test_calls_the_handle(self):
        def call(event, eh, buf, array):
            self.g.delete_event_callback(eh)
            self.note(self.g.get_program())

        self.g.set_event_callback(call, guestfs.EVENT_TRACE)
        self.g.get_memsize()
        self.assertEqual(self.seen, [(os.path.basename(sys.argv[0]),)])

    def test_mask(self):
        with self.assertRaisesRegex(guestfs.Error, "no event") as cm:
            self.g.set_event_callback(self.note, 1 << 40)
        self.assertEqual(cm.exception.errno, errno.EINVAL)

    def test_threads(self):
        """The lock of Python and that of the handle are not taken crosswise."""
        self.g.set_event_callback(self.note, guestfs.EVENT_TRACE)

        def work():
            for _ in range(100):
                self.g.disk_create("disk", "raw", 512)

        t = threading.Thread(target=work)
        t.start()
        while t.is_alive():
            self.g.get_memsize()
            self.g.delete_event_callback(
                self.g.set_event_callback(self.note, guestfs.EVENT_ENTER))
        t.join()
        self.assertGreaterEqual(len(self.seen), 200)


class Appliance(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.g = g = guestfs.GuestFS()
        g.add_drive_scratch(4 << 30)
        g.launch()
        g.mkfs("ext4", "/dev/sda")
        g.mount("/dev/sda", "/")

    @classmethod
    def tearDownClass(cls):
        cls.g.close()

    def test_errno(self):
        self.g.mkdir("/d")
        with self.assertRaises(guestfs.Error) as cm:
            self.g.mkdir("/d")
        self.assertEqual(cm.exception.errno, errno.EEXIST)

    def test_names_that_are_not_utf8(self):
        self.g.mkdir("/names")
        self.g.touch(b"/names/\xe4")
        [name] = self.g.ls("/names")
        self.assertEqual(name, "\udce4")
        self.assertEqual(os.fsencode(name), b"\xe4")
        self.assertEqual(self.g.is_file("/names/" + name), 1)
        self.assertEqual(list(self.g.iter_find("/names/")), [name])

    def test_iterators(self):
        names = ["f%03d" % i for i in range(100)]
        self.g.mkdir("/many")
        for name in names:
            self.g.touch("/many/" + name)
        found = self.g.iter_find("/many/")
        first = next(found)
        self.g.rm("/many/" + first)     # another call meanwhile
        self.assertEqual(sorted([first, *found]), names)
        self.assertRaises(guestfs.Error, next, self.g.iter_find("/none"))
        self.g.write("/bytes", bytes(range(250)))
        self.assertEqual([len(b) for b in self.g.iter_file("/bytes", 100)],
                         [100, 100, 50])
        self.assertEqual(b"".join(self.g.iter_file("/bytes")),
                         bytes(range(250)))

    def test_progress(self):
        seen = []
        eh = self.g.set_event_callback(lambda *a: seen.append(a),
                                       guestfs.EVENT_PROGRESS)
        self.g.debug("progress", ["3"])
        self.g.delete_event_callback(eh)
        event, number, text, array = seen[-1]
        self.assertEqual((event, number, text), (guestfs.EVENT_PROGRESS, eh,
                                                 ""))
        self.assertEqual(array[2:], [30, 30])

    def upload_without_end(self):
        try:
            self.g.upload("/dev/zero", "/zero")
        except guestfs.Error as e:
            self.error = e

    def test_cancelled_by_another_thread(self):
        t = threading.Thread(target=self.upload_without_end)
        t.start()
        while t.is_alive():             # this thread runs: the GIL is free
            time.sleep(0.1)
            self.g.user_cancel()
        self.assertEqual(self.error.errno, errno.EINTR)
        self.g.rm_f("/zero")

    def test_closed_by_another_thread(self):
        with guestfs.GuestFS() as g:
            done = []
            entered = threading.Event()
            g.set_event_callback(lambda *_: done.append("event"),
                                 guestfs.EVENT_CLOSE)
            g.set_event_callback(lambda *_: entered.set(),
                                 guestfs.EVENT_ENTER)
            t = threading.Thread(target=lambda: (
                g.disk_create("disk", "qcow2", 1 << 20), done.append("call")))
            t.start()
            self.assertTrue(entered.wait(60))
        t.join()
        self.assertEqual(sorted(done), ["call", "event"])


if __name__ == "__main__":
    unittest.main()
