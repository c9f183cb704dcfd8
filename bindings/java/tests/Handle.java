/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Handles, errors, values at their edges, events and threads; without an
 * appliance. */

import com.redhat.et.libguestfs.*;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

class Handle {
  interface Code {
    void run (GuestFS g) throws Exception;
  }

  static void check (String what, boolean ok)
  {
    if (!ok)
      throw new AssertionError (what);
  }

  static void is (String what, Object got, Object expected)
  {
    if (!expected.equals (got))
      throw new AssertionError (what + ": got " + got + ", expected "
                                + expected);
  }

  static void with (Code code) throws Exception
  {
    try (GuestFS g = new GuestFS ()) {
      code.run (g);
    }
  }

  /* What the code throws, as text. */
  static String thrown (GuestFS g, Code code)
  {
    try {
      code.run (g);
      return "nothing";
    } catch (Exception e) {
      return e.getClass ().getSimpleName () + " " + e.getMessage ();
    }
  }

  static Map<String, Object> one (String key, Object value)
  {
    Map<String, Object> map = new HashMap<> ();

    map.put (key, value);
    return map;
  }

  static String numbers (byte[] bytes)
  {
    return Arrays.toString (bytes);
  }

  /* ---- Life ---- */

  static void closed () throws Exception
  {
    GuestFS g = new GuestFS ();
    int eh = g.set_event_callback ((e, h, s, a) -> { }, GuestFS.EVENT_TRACE);

    g.close ();
    g.close ();
    is ("a call", thrown (g, GuestFS::get_memsize),
        "LibGuestFSException get_memsize: handle is closed");
    is ("an event",
        thrown (g, h -> h.set_event_callback ((e, i, s, a) -> { }, 1)),
        "LibGuestFSException set_event_callback: handle is closed");
    g.delete_event_callback (eh);
  }

  static void dropSome (AtomicInteger closed) throws Exception
  {
    for (int i = 0; i < 20; ++i)
      new GuestFS ().set_event_callback ((e, h, s, a) ->
                                         closed.incrementAndGet (),
                                         GuestFS.EVENT_CLOSE);
  }

  static void collected () throws Exception
  {
    AtomicInteger closed = new AtomicInteger ();

    dropSome (closed);
    for (int i = 0; i < 6000 && closed.get () < 19; ++i) {
      System.gc ();
      Thread.sleep (10);
    }
    check ("handles without references are closed", closed.get () >= 19);
  }

  /* The test sets LIBGUESTFS_MEMSIZE to 700. */
  static void flags () throws Exception
  {
    with (g -> is ("environment", g.get_memsize (), 700));
    try (GuestFS g = new GuestFS (one ("environment", false))) {
      check ("no environment", g.get_memsize () != 700);
    }
    new GuestFS (Map.of ("close_on_exit", false, "environment", true))
      .close ();
  }

  static void several () throws Exception
  {
    GuestFS[] many = new GuestFS[100];

    for (int i = 0; i < many.length; ++i)
      (many[i] = new GuestFS ()).set_memsize (1000 + i);
    for (int i = 0; i < many.length; ++i) {
      is ("each is its own", many[i].get_memsize (), 1000 + i);
      many[i].close ();
    }
  }

  /* ---- Values ---- */

  static void errors (GuestFS g) throws Exception
  {
    try {
      g.mkdir ("/x");
      check ("fails", false);
    } catch (LibGuestFSException e) {
      is ("errno", e.getErrno (), 22);
      is ("message", e.getMessage (), "mkdir: the appliance is not running: "
          + "call launch first (in guestfish: run)");
    }
    try {
      g.internal_test_rinterr ();
      check ("fails", false);
    } catch (LibGuestFSException e) {
      is ("no errno", e.getErrno (), 0);
    }
    is ("own exceptions", new LibGuestFSException ("x").getErrno (), 0);
  }

  static void wrong (GuestFS g) throws Exception
  {
    is ("null", thrown (g, h -> h.set_program (null)),
        "NullPointerException set_program: program must not be null");
    is ("null in a list",
        thrown (g, h -> h.command (new String[] { "a", null })),
        "NullPointerException command: arguments must not be null");
    is ("NUL", thrown (g, h -> h.set_program ("a\0b")),
        "IllegalArgumentException set_program: program contains a NUL "
        + "character");
    is ("unknown",
        thrown (g, h -> h.add_drive ("x", one ("readnly", true))),
        "IllegalArgumentException add_drive: readnly is not the name of an "
        + "optional argument");
    is ("type", thrown (g, h -> h.add_drive ("x", one ("readonly", 1))),
        "ClassCastException add_drive: readonly must be a Boolean");
    is ("type of a number",
        thrown (g, h -> h.add_drive ("x", one ("blocksize", "512"))),
        "ClassCastException add_drive: blocksize must be an Integer or a "
        + "Long");
    is ("33 bits",
        thrown (g, h -> h.add_drive ("x", one ("blocksize", 1L << 31))),
        "IllegalArgumentException add_drive: blocksize does not fit into 32 "
        + "bits");
  }

  static void edges (GuestFS g) throws Exception
  {
    String bytes = "\udc80\udcff\udcff";

    is ("not UTF-8",
        numbers (g.internal_test_rbufferout_bytes ("a" + bytes)),
        "[97, -128, -1, -1]");
    is ("it comes back", g.internal_test_rstring ("a" + bytes), "a" + bytes);
    is ("beyond 16 bits",
        numbers (g.internal_test_rbufferout_bytes ("\ud83d\ude00")),
        "[-16, -97, -104, -128]");
    is ("and back", g.internal_test_rstring ("\ud83d\ude00"), "\ud83d\ude00");
    for (String half : new String[] { "\ud800", "\udc00x", "\udd00" })
      is ("half of a pair", thrown (g, h -> h.set_program (half)),
          "IllegalArgumentException set_program: program contains a surrogate "
          + "without its pair: that is no text");
    is ("as text", g.internal_test_rbufferout ("\u00e4"), "\u00e4");
    is ("32 bits", g.internal_test_rint ("-2147483648"), Integer.MIN_VALUE);
    is ("64 bits", g.internal_test_rint64 ("-9223372036854775808"),
        Long.MIN_VALUE);
    is ("no list", g.internal_test_rstringlist ("0").length, 0);
    is ("no structs", g.internal_test_rstructlist ("0").length, 0);
    check ("null", g.internal_test_rconstoptstringerr () == null);
    is ("pairs", g.internal_test_rhashtable ("2"),
        Map.of ("0", "0", "1", "1"));
    g.internal_test_only_optargs ();
    g.internal_test_only_optargs (null);
    g.internal_test_only_optargs (one ("test", null));
    g.internal_test_only_optargs (one ("test", 2L));
    g.internal_test_63_optargs (one ("opt63", 1));
  }

  /* ---- Events ---- */

  static void events (GuestFS g) throws Exception
  {
    StringBuilder seen = new StringBuilder ();
    int eh = g.set_event_callback ((event, h, text, array) ->
                                   seen.append (event).append (text)
                                   .append (array.length),
                                   GuestFS.EVENT_TRACE);

    g.set_trace (true);
    g.set_program ("x\udcff");
    g.set_trace (false);
    g.delete_event_callback (eh);
    g.get_memsize ();
    check ("trace: " + seen,
           seen.indexOf (GuestFS.EVENT_TRACE + "set_program \"x") != -1);
    is ("names", GuestFS.eventToString (GuestFS.EVENT_CLOSE
                                        | GuestFS.EVENT_WARNING),
        "close,warning");
    is ("all", GuestFS.EVENT_ALL, 0x3ffL);
  }

  /* The test looks at standard error. */
  static void throwing (GuestFS g) throws Exception
  {
    int eh = g.set_event_callback ((event, h, text, array) -> {
        throw new IllegalStateException ("thrown");
      }, GuestFS.EVENT_ENTER);

    is ("the call goes on", g.internal_test_rstring ("x"), "x");
    g.delete_event_callback (eh);
  }

  static void deletingItself (GuestFS g) throws Exception
  {
    AtomicInteger seen = new AtomicInteger ();

    g.set_program ("outer");
    g.delete_event_callback (12345);
    g.set_event_callback ((event, eh, text, array) -> {
        try {
          g.delete_event_callback (eh);
          System.gc ();
          is ("a call in a callback", g.get_program (), "outer");
        } catch (LibGuestFSException e) {
          throw new IllegalStateException (e);
        }
        seen.incrementAndGet ();
      }, GuestFS.EVENT_ENTER);
    g.get_memsize ();
    g.get_memsize ();
    is ("called once", seen.get (), 1);
  }

  /* ---- Threads ---- */

  static void work (GuestFS g, String text)
  {
    try {
      for (int i = 0; i < 500; ++i) {
        is ("its own result", g.internal_test_rstring (text), text);
        is ("its own error", thrown (g, GuestFS::internal_test_rinterr),
            "LibGuestFSException internal_test_rinterr: error");
      }
    } catch (LibGuestFSException e) {
      throw new IllegalStateException (e);
    }
  }

  static void twoThreads (GuestFS g) throws Exception
  {
    AtomicInteger seen = new AtomicInteger ();
    AtomicInteger failed = new AtomicInteger ();
    Thread[] threads = new Thread[2];

    g.set_event_callback ((e, h, s, a) -> seen.incrementAndGet (),
                          GuestFS.EVENT_ENTER);
    for (int i = 0; i < 2; ++i) {
      String name = "thread " + i;

      threads[i] = new Thread (() -> work (g, name));
      threads[i].setUncaughtExceptionHandler ((t, e) -> {
          e.printStackTrace ();
          failed.incrementAndGet ();
        });
      threads[i].start ();
    }
    for (Thread t : threads)
      t.join ();
    is ("threads that failed", failed.get (), 0);
    is ("events of both", seen.get (), 2000);
  }

  static void closeMeanwhile () throws Exception
  {
    for (int i = 0; i < 50; ++i) {
      GuestFS g = new GuestFS ();
      Thread t = new Thread (() -> {
          while (thrown (g, h -> h.internal_test_rstring ("x"))
                 .equals ("nothing"))
            continue;
        });

      t.start ();
      Thread.yield ();
      g.close ();
      t.join ();
    }
  }

  /* ---- Memory ---- */

  static long resident () throws Exception
  {
    String[] pages =
      Files.readString (Path.of ("/proc/self/statm")).split (" ");

    return 4096 * Long.parseLong (pages[1]);
  }

  static void everyKind (GuestFS g) throws Exception
  {
    g.internal_test_rstructlist ("20");
    g.internal_test_rhashtable ("20");
    g.internal_test_rstringlist ("20");
    g.internal_test_rbufferout_bytes ("x".repeat (1000));
    g.internal_test_rconststring ("x");
    thrown (g, GuestFS::internal_test_rstructerr);
    thrown (g, h -> h.add_drive ("x", one ("format", "\0")));
    g.delete_event_callback (g.set_event_callback ((e, h, s, a) -> { },
                                                   GuestFS.EVENT_TRACE));
  }

  static void manyCalls (GuestFS g) throws Exception
  {
    for (int i = 0; i < 2000; ++i)
      everyKind (g);
    System.gc ();
  }

  /* Java's own memory is limited by an option of the test.  What is lost is
   * lost in each round. */
  static void memory (GuestFS g) throws Exception
  {
    long grown = Long.MAX_VALUE;

    manyCalls (g);
    for (int round = 0; round < 5 && grown >= 8_000_000; ++round) {
      long before = resident ();

      manyCalls (g);
      grown = resident () - before;
    }
    check ("memory has grown by " + grown + " bytes", grown < 8_000_000);
  }

  public static void main (String[] args) throws Exception
  {
    closed ();
    collected ();
    flags ();
    several ();
    with (Handle::errors);
    with (Handle::wrong);
    with (Handle::edges);
    with (Handle::events);
    with (Handle::throwing);
    with (Handle::deletingItself);
    with (Handle::twoThreads);
    closeMeanwhile ();
    with (Handle::memory);
    /* Left open, with a callback that cannot be called any more. */
    new GuestFS ().set_event_callback ((e, h, s, a) ->
                                       System.out.println ("no"),
                                       GuestFS.EVENT_CLOSE);
    System.out.println ("done");
  }
}
