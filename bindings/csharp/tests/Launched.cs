/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls of the C# class that take long.  launched.exe DISK FIFO */

using System;
using System.Linq;
using System.Threading;
using Guestfs;

static class Launched
{
  static void Is (string what, object got, object expected)
  {
    if (!Equals (got, expected))
      throw new Exception (what + ": got " + got + ", expected " + expected);
  }

  static void Progress (Guestfs.Guestfs g)
  {
    ulong[] last = null;
    int eh = g.set_event_callback ((e, h, t, n) => last = n, Event.Progress);

    Is ("a call that takes long", g.debug ("progress", new[] {"2"}), "ok");
    g.delete_event_callback (eh);
    Is ("numbers", last.Length, 4);
    Is ("position and total", last[2] <= last[3], true);
  }

  /* Names that are not UTF-8 come back as they were. */
  static void Names (Guestfs.Guestfs g)
  {
    g.touch ("/\udcff\udcfex");
    Is ("ls", g.ls ("/").Contains ("\udcff\udcfex"), true);
    g.rm ("/\udcff\udcfex");
  }

  static void Bytes (Guestfs.Guestfs g)
  {
    var bytes = Enumerable.Range (0, 100000).Select (i => (byte) i).ToArray ();

    g.write ("/bytes", bytes);
    Is ("bytes", g.read_file ("/bytes").SequenceEqual (bytes), true);
    g.write ("/bytes", new byte[0]);
    Is ("no bytes", g.read_file ("/bytes").Length, 0);
  }

  /* Another thread cancels what would never end: nothing is written into the
   * fifo.  The event is sent when the call can be cancelled. */
  static void Cancel (Guestfs.Guestfs g, string fifo)
  {
    var started = new ManualResetEvent (false);
    int errno = -1;
    var thread = new Thread (() => {
      try {
        g.upload (fifo, "/file");
      }
      catch (Error e) {
        errno = e.Errno;
      }
    });

    g.set_event_callback ((e, h, text, n) => {
      if (text == "upload")
        started.Set ();
    }, Event.Enter);
    thread.Start ();
    started.WaitOne ();
    g.user_cancel ();
    thread.Join ();
    Is ("errno of what was cancelled", errno, 4);
  }

  static void Main (string[] args)
  {
    using (var g = new Guestfs.Guestfs ()) {
      bool launched = false;

      g.disk_create (args[0], "raw", 10 << 20);
      g.add_drive (args[0], format: "raw");
      g.set_event_callback ((e, h, t, n) => launched = true,
                            Event.LaunchDone);
      g.launch ();
      Is ("launch_done", launched, true);
      g.mkfs ("ext2", "/dev/sda");
      g.mount ("/dev/sda", "/");
      Progress (g);
      Names (g);
      Bytes (g);
      Cancel (g, args[1]);
      g.shutdown ();
    }
  }
}
