/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tell which systems are on a disk image, without changing it:
 *   mono InspectVm.exe disk.img */

using System;
using System.Linq;

static class InspectVm
{
  /* Those further up first. */
  static void MountAll (Guestfs.Guestfs g, string root)
  {
    var devices = g.inspect_get_mountpoints (root);

    foreach (var place in devices.Keys.OrderBy (p => p.Length))
      try {
        g.mount_ro (devices[place], place);
      }
      catch (Guestfs.Error e) {
        Console.Error.WriteLine ("not mounted: " + e.Message);
      }
  }

  static void Inspect (Guestfs.Guestfs g, string root)
  {
    Console.WriteLine ("Root:          " + root);
    Console.WriteLine ("Product name:  " + g.inspect_get_product_name (root));
    Console.WriteLine ("Version:       {0}.{1}",
                       g.inspect_get_major_version (root),
                       g.inspect_get_minor_version (root));
    Console.WriteLine ("Type:          " + g.inspect_get_type (root));
    Console.WriteLine ("Distribution:  " + g.inspect_get_distro (root));

    MountAll (g, root);
    if (g.is_file ("/etc/issue", followsymlinks: true))
      foreach (var line in g.head_n (3, "/etc/issue"))
        Console.WriteLine ("   " + line);
    g.umount_all ();
  }

  static int Main (string[] args)
  {
    if (args.Length != 1) {
      Console.Error.WriteLine ("usage: InspectVm.exe disk.img");
      return 2;
    }
    using (var g = new Guestfs.Guestfs ()) {
      g.add_drive (args[0], @readonly: true);
      g.launch ();
      foreach (var root in g.inspect_os ())
        Inspect (g, root);
    }
    return 0;
  }
}
