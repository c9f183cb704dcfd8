/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bench IMAGE: what a call costs, for bench/bindings. */

import com.redhat.et.libguestfs.*;
import java.lang.reflect.Method;
import java.util.Arrays;

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

  /* The peer's binding has only read_file, which makes text of it. */
  static Call reader (GuestFS g) throws NoSuchMethodException
  {
    boolean bytes = Arrays.stream (GuestFS.class.getMethods ())
      .anyMatch (method -> method.getName ().equals ("read_file_bytes"));
    Method read = GuestFS.class.getMethod (bytes ? "read_file_bytes"
                                           : "read_file", String.class);

    return () -> {
      try {
        read.invoke (g, "/large");
      } catch (ReflectiveOperationException e) {
        throw new LibGuestFSException (e.toString ());
      }
    };
  }

  public static void main (String[] args) throws Exception
  {
    GuestFS g = new GuestFS ();

    g.add_drive_ro (args[0]);
    g.launch ();
    g.mount_ro ("/dev/sda", "/");
    measure ("call", 100000, g::get_memsize);
    measure ("ping", 2000, g::ping_daemon);
    measure ("readdir", 1, () -> g.readdir ("/many"));
    measure ("read_file", 1, reader (g));
    g.close ();
  }
}
