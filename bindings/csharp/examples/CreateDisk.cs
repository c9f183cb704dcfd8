/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Make a disk image with a file system and a file:
 *   mono CreateDisk.exe disk.img */

using System;
using System.Text;

static class CreateDisk
{
  static int Main (string[] args)
  {
    if (args.Length != 1) {
      Console.Error.WriteLine ("usage: CreateDisk.exe disk.img");
      return 2;
    }
    using (var g = new Guestfs.Guestfs ()) {
      g.disk_create (args[0], "raw", 512L << 20);
      g.add_drive (args[0], format: "raw");
      g.launch ();

      var disk = g.list_devices ()[0];
      g.part_disk (disk, "mbr");
      var partition = g.list_partitions ()[0];
      g.mkfs ("ext4", partition, label: "data");

      g.mount (partition, "/");
      g.mkdir ("/notes");
      g.write ("/notes/hello.txt",
               Encoding.UTF8.GetBytes ("hello from C#\n"));
      g.shutdown ();            // throws if the disk is not written
    }
    return 0;
  }
}
