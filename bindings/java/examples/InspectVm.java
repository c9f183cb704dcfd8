/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Says what operating systems are on the disk of a virtual machine:
 * java InspectVm.java disk.img */

import com.redhat.et.libguestfs.*;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

public class InspectVm {
  public static void main (String[] args) throws LibGuestFSException
  {
    if (args.length != 1) {
      System.err.println ("usage: InspectVm DISK");
      System.exit (2);
    }
    try (GuestFS g = new GuestFS ()) {
      g.add_drive (args[0], Map.of ("readonly", true));
      g.launch ();
      String[] roots = g.inspect_os ();
      if (roots.length == 0)
        throw new LibGuestFSException ("no operating system was found");
      for (String root : roots)
        show (g, root);
    }
  }

  static void show (GuestFS g, String root) throws LibGuestFSException
  {
    System.out.println ("Root:     " + root);
    System.out.println ("Product:  " + g.inspect_get_product_name (root));
    System.out.println ("Version:  " + g.inspect_get_major_version (root) + "."
                        + g.inspect_get_minor_version (root));
    System.out.println ("Type:     " + g.inspect_get_type (root));
    System.out.println ("Distro:   " + g.inspect_get_distro (root));
    mountAll (g, g.inspect_get_mountpoints (root));
    if (g.is_file ("/etc/issue", Map.of ("followsymlinks", true)))
      for (String line : g.head_n (3, "/etc/issue"))
        System.out.println ("  | " + line);
    g.umount_all ();
  }

  /* Short mount points first: / before /usr. */
  static void mountAll (GuestFS g, Map<String, String> mountpoints)
  {
    List<String> places = mountpoints.keySet ().stream ()
      .sorted (Comparator.comparingInt (String::length))
      .collect (Collectors.toList ());

    for (String place : places)
      try {
        g.mount_ro (mountpoints.get (place), place);
      } catch (LibGuestFSException e) {
        System.err.println (e.getMessage () + " (ignored)");
      }
  }
}
