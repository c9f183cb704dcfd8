/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds the jars in a filesystem, and which of them have a class:
 * java JarSearch.java disk.img /dev/sda1 org/example/Name
 *
 * The jars are read in the program: they need no Java in the guest, and
 * nothing is written to a file. */

import com.redhat.et.libguestfs.*;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

public class JarSearch {
  public static void main (String[] args) throws LibGuestFSException
  {
    if (args.length != 3) {
      System.err.println ("usage: JarSearch DISK DEVICE CLASS");
      System.exit (2);
    }
    try (GuestFS g = new GuestFS ()) {
      g.add_drive (args[0], Map.of ("readonly", true));
      g.launch ();
      g.mount_ro (args[1], "/");
      for (String name : g.find ("/"))
        if (name.endsWith (".jar") && g.is_file ("/" + name))
          look (g, "/" + name, args[2] + ".class");
    }
  }

  static void look (GuestFS g, String path, String wanted)
    throws LibGuestFSException
  {
    try {
      System.out.println (path + ": " + (has (g.read_file_bytes (path), wanted)
                                         ? "yes" : "no"));
    } catch (IOException e) {
      System.out.println (path + ": " + e.getMessage ());
    }
  }

  static boolean has (byte[] jar, String wanted) throws IOException
  {
    try (ZipInputStream in =
           new ZipInputStream (new ByteArrayInputStream (jar))) {
      for (ZipEntry e; (e = in.getNextEntry ()) != null;)
        if (e.getName ().equals (wanted))
          return true;
      return false;
    }
  }
}
