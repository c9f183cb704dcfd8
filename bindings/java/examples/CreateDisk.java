/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes a disk image with a filesystem and a file in it:
 * java CreateDisk.java disk.img */

import com.redhat.et.libguestfs.*;
import java.nio.charset.StandardCharsets;
import java.util.Map;

public class CreateDisk {
  public static void main (String[] args) throws LibGuestFSException
  {
    if (args.length != 1) {
      System.err.println ("usage: CreateDisk DISK");
      System.exit (2);
    }
    try (GuestFS g = new GuestFS ()) {
      create (g, args[0]);
    }
  }

  static void create (GuestFS g, String disk) throws LibGuestFSException
  {
    g.disk_create (disk, "raw", 512L * 1024 * 1024);
    g.add_drive (disk, Map.of ("format", "raw"));
    g.launch ();
    g.part_disk ("/dev/sda", "mbr");
    g.mkfs ("ext4", "/dev/sda1", Map.of ("label", "data"));
    g.mount ("/dev/sda1", "/");
    g.write ("/hello.txt",
             "Hello from Java.\n".getBytes (StandardCharsets.UTF_8));
    /* Also reports what could not be written. */
    g.shutdown ();
  }
}
