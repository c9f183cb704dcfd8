/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a call costs in C#: see bench/call.c. */

using System;
using System.Diagnostics;

static class Bench
{
  static void Took (string what, int times, Action call)
  {
    var watch = Stopwatch.StartNew ();

    for (int i = 0; i < times; ++i)
      call ();
    Console.WriteLine ("{0} {1:F9}", what,
                       watch.Elapsed.TotalSeconds / times);
  }

  static void Main (string[] args)
  {
    using (var g = new Guestfs.Guestfs ()) {
      g.add_drive_ro (args[0]);
      g.launch ();
      g.mount_ro ("/dev/sda", "/");
      Took ("call", 100000, () => g.get_memsize ());
      Took ("ping", 2000, () => g.ping_daemon ());
      Took ("readdir", 1, () => g.readdir ("/many"));
      Took ("read_file", 1, () => g.read_file ("/large"));
    }
  }
}
