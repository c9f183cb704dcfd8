/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bench IMAGE: what a call costs, for bench/bindings. */

import com.redhat.et.libguestfs.*;

class Bench {
  interface Call {
    void run () throws LibGuestFSException;
  }

  static void measure (String what, int n, Call call)
    throws LibGuestFSException
  {
    long began = System.nanoTime ();

    for (int i = 0; i < n; ++i)
      call.run ();
    System.out.printf ("%s %.9f%n", what,
                       (System.nanoTime () - began) / 1e9 / n);
  }

  public static void main (String[] args) throws LibGuestFSException
  {
    try (GuestFS g = new GuestFS ()) {
      g.add_drive_ro (args[0]);
      g.launch ();
      g.mount_ro ("/dev/sda", "/");
      measure ("call", 100000, g::get_memsize);
      measure ("ping", 2000, g::ping_daemon);
      measure ("readdir", 1, () -> g.readdir ("/many"));
      measure ("read_file", 1, () -> g.read_file_bytes ("/large"));
    }
  }
}
