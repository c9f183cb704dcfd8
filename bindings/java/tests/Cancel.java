/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A call that would never end is cancelled from another thread:
 * Cancel DISK FIFO */

import com.redhat.et.libguestfs.*;
import java.io.FileOutputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

class Cancel {
  static String result = "";

  static void prepare (GuestFS g, String disk) throws LibGuestFSException
  {
    g.disk_create (disk, "raw", 10485760);
    g.add_drive (disk, Map.of ("format", "raw"));
    g.launch ();
    g.mkfs ("ext2", "/dev/sda");
    g.mount ("/dev/sda", "/");
  }

  static void upload (GuestFS g, String fifo)
  {
    try {
      g.upload (fifo, "/file");
    } catch (LibGuestFSException e) {
      result = e.getErrno () + " " + e.getMessage ();
    }
  }

  public static void main (String[] args) throws Exception
  {
    try (GuestFS g = new GuestFS ()) {
      prepare (g, args[0]);
      /* The event is sent when the call can be cancelled. */
      CountDownLatch started = new CountDownLatch (1);
      g.set_event_callback ((event, eh, name, array) -> {
          if (name.equals ("upload"))
            started.countDown ();
        }, GuestFS.EVENT_ENTER);
      Thread t = new Thread (() -> upload (g, args[1]));
      t.start ();
      /* Nothing is written into it. */
      try (FileOutputStream fifo = new FileOutputStream (args[1])) {
        started.await ();
        g.user_cancel ();
        t.join ();
      }
      System.out.println (result);
      System.out.println (g.ls ("/").length);
    }
  }
}
