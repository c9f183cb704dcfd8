/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Handles, values, errors and events of the C# class; no appliance.  It is
 * started with LIBGUESTFS_MEMSIZE=1234. */

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using Guestfs;

using Handle = Guestfs.Guestfs;

static class Test
{
  static void Is (string what, object got, object expected)
  {
    if (!Equals (got, expected))
      throw new Exception (what + ": got " + got + ", expected " + expected);
  }

  /* The message of the exception. */
  static string Throws<T> (Action call) where T : Exception
  {
    try {
      call ();
    }
    catch (T e) {
      return e.Message;
    }
    throw new Exception ("no " + typeof (T).Name);
  }

  static void Begins (string what, string got, string expected)
  {
    if (!got.StartsWith (expected, StringComparison.Ordinal))
      throw new Exception (what + ": " + got);
  }

  static void Life ()
  {
    var g = new Handle ();

    g.Dispose ();
    g.Dispose ();
    g.Close ();
    Begins ("closed", Throws<ObjectDisposedException> (() => g.mkdir ("/")),
            "mkdir: the handle is closed");
    Throws<ObjectDisposedException> (
      () => g.set_event_callback ((e, eh, t, n) => { }, Event.All));
  }

  static int closed;

  static void Forget ()
  {
    for (int i = 0; i < 20; ++i)
      new Handle ().set_event_callback ((e, eh, t, n) => ++closed,
                                        Event.Close);
  }

  /* The stack may still have the last one. */
  static void Collected ()
  {
    var thread = new Thread (Forget);

    thread.Start ();
    thread.Join ();
    for (int i = 0; i < 6000 && closed < 19; ++i) {
      GC.Collect ();
      GC.WaitForPendingFinalizers ();
      Thread.Sleep (10);
    }
    Is ("closed by the collector", closed >= 19, true);
  }

  static void Flags ()
  {
    using (var g = new Handle ())
    using (var h = new Handle (environment: false, close_on_exit: false)) {
      Is ("with environment", g.get_memsize (), 1234);
      Is ("without", h.get_memsize () == 1234, false);
      h.set_memsize (1000);
      Is ("the other handle", g.get_memsize (), 1234);
    }
  }

  static void Errors (Handle g)
  {
    try {
      g.add_drive ("/none", @readonly: true);
      throw new Exception ("no error");
    }
    catch (Error e) {
      Begins ("add_drive", e.Message, "add_drive: /none: ");
      Is ("errno", e.Errno, 2);
    }
    Is ("rinterr", Throws<Error> (() => g.internal_test_rinterr ()),
        "internal_test_rinterr: error");
  }

  static void WrongValues (Handle g)
  {
    Begins ("null", Throws<ArgumentNullException> (() => g.set_program (null)),
            "set_program: program must not be null");
    Begins ("NUL", Throws<ArgumentException> (() => g.set_program ("a\0b")),
            "set_program: program contains a NUL");
    Throws<ArgumentNullException> (() => g.feature_available (null));
    Throws<ArgumentNullException> (
      () => g.feature_available (new string[] {"a", null}));
    Throws<ArgumentException> (() => g.set_program ("\ud800"));
    Throws<ArgumentNullException> (() => g.write ("/x", null));
  }

  static void Values (Handle g)
  {
    foreach (var text in new[] {"", "abc", "ä €", "\U0001f600",
                                "\udcff\udcfeä\udc80",
                                new string ('x', 70000)})
      Is ("text", g.internal_test_rstring (text), text);
    foreach (var n in new[] {0L, -2, 1L << 32, long.MaxValue, long.MinValue})
      Is ("int64", g.internal_test_rint64 (n.ToString ()), n);
    Is ("null", g.internal_test_rconstoptstringerr (), null);
    Is ("large", g.internal_test_rbufferout (new string ('x', 40 << 20))
                 .Length, 40 << 20);
    Is ("list", g.internal_test_rstringlist ("10000").Length, 10000);
    Is ("pairs", g.internal_test_rhashtable ("2")["1"], "1");
  }

  static void Structs (Handle g)
  {
    var all = g.internal_test_rstructlist ("3");

    Is ("structs", all.Length, 3);
    for (int i = 0; i < 3; ++i) {
      Is ("pv_name", all[i].pv_name, "pv" + i);
      Is ("pv_uuid", all[i].pv_uuid, "12345678901234567890123456789012");
      Is ("pv_mda_free", all[i].pv_mda_free, (ulong) i);
      Is ("pv_tags", all[i].pv_tags, "tag" + i);
    }
  }

  static void Names ()
  {
    var old = typeof (Handle).GetMethod ("mkfs_b")
      .GetCustomAttribute<ObsoleteAttribute> ();

    Is ("deprecated", old.Message, "use mkfs");
    Is ("alias", typeof (Handle).GetMethod ("add_drive_opts") != null, true);
    Is ("event_to_string", Handle.event_to_string (Event.Close | Event.Trace),
        "close,trace");
  }

  static void Events ()
  {
    var seen = new List<string> ();
    var g = new Handle ();
    int eh = g.set_event_callback (
      (sent, handle, text, numbers) =>
        seen.Add (sent + " " + text + " " + numbers.Length), Event.Trace);

    g.set_trace (true);
    g.get_memsize ();
    Is ("trace", seen.Contains ("Trace get_memsize 0"), true);
    g.delete_event_callback (eh);
    g.delete_event_callback (12345);
    seen.Clear ();
    g.get_memsize ();
    Is ("after deletion", seen.Count, 0);

    int bad = g.set_event_callback (
      (e, h, t, n) => { throw new Exception ("on purpose"); }, Event.Trace);
    Is ("a callback that fails", g.get_memsize (), 1234);
    g.delete_event_callback (bad);

    g.set_event_callback ((e, h, t, n) => {
      g.delete_event_callback (h);
      seen.Add (g.get_program ());
    }, Event.Trace);
    g.get_memsize ();
    Is ("a callback that deletes itself", seen.Count, 1);

    g.set_event_callback ((e, h, t, n) => seen.Add ("closed"), Event.Close);
    g.set_event_callback ((e, h, t, n) => g.Dispose (), Event.Trace);
    Is ("a callback that closes", g.get_memsize (), 1234);
    Is ("close", seen.Last (), "closed");
    Throws<ObjectDisposedException> (() => g.get_memsize ());
  }

  static void Threads (Handle g)
  {
    int failures = 0;
    var threads = Enumerable.Range (1, 4).Select (i => new Thread (() => {
      for (int n = 0; n < 500; ++n) {
        if (g.internal_test_rint (i.ToString ()) != i)
          Interlocked.Increment (ref failures);
        if (Throws<Error> (() => g.internal_test_rinterr ()) == "")
          Interlocked.Increment (ref failures);
      }
    })).ToList ();

    threads.ForEach (t => t.Start ());
    threads.ForEach (t => t.Join ());
    Is ("failures", failures, 0);
  }

  /* Closed while others are in calls: each call works, or says so. */
  static void ClosedMeanwhile ()
  {
    var g = new Handle ();
    Exception wrong = null;
    var thread = new Thread (() => {
      try {
        for (;;)
          g.internal_test_rstringlist ("100");
      }
      catch (ObjectDisposedException) {
      }
      catch (Exception e) {
        wrong = e;
      }
    });

    thread.Start ();
    Thread.Sleep (20);
    g.Dispose ();
    thread.Join ();
    Is ("wrong", wrong, null);
  }

  static long Resident ()
  {
    GC.Collect ();
    return long.Parse (File.ReadLines ("/proc/self/status")
                       .First (l => l.StartsWith ("VmRSS"))
                       .Split (new[] {' ', '\t'},
                               StringSplitOptions.RemoveEmptyEntries)[1]);
  }

  static void Memory (Handle g)
  {
    var text = new string ('x', 1000);
    Action some = () => {
      for (int i = 0; i < 3000; ++i) {
        g.internal_test_rstring (text);
        g.internal_test_rstructlist ("2");
        Throws<Error> (() => g.internal_test_rinterr ());
      }
    };
    long grown = 0;

    some ();
    /* What is lost is lost in each round. */
    for (int round = 0; round < 5; ++round) {
      long before = Resident ();

      some ();
      some ();
      grown = Resident () - before;
      if (grown <= 6000)
        return;
    }
    throw new Exception ("memory grew by " + grown + " KiB");
  }

  static void Main ()
  {
    Life ();
    Collected ();
    Flags ();
    Names ();
    Events ();
    ClosedMeanwhile ();
    using (var g = new Handle ()) {
      Errors (g);
      WrongValues (g);
      Values (g);
      Structs (g);
      Threads (g);
      Memory (g);
    }
  }
}
