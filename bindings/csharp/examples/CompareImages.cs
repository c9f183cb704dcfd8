/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which files of a directory differ between two disk images of a system?  Both
 * are examined at the same time:
 *   mono CompareImages.exe old.img new.img [DIRECTORY] */

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

static class CompareImages
{
  const long TypeMask = 0xf000, RegularFile = 0x8000;

  static void MountSystem (Guestfs.Guestfs g, string image)
  {
    var root = g.inspect_os ().FirstOrDefault ();

    if (root == null)
      throw new Exception (image + ": no system was found");
    foreach (var m in g.inspect_get_mountpoints (root)
                       .OrderBy (m => m.Key.Length))
      g.mount_ro (m.Value, m.Key);
  }

  static bool IsRegular (Guestfs.Guestfs g, string file)
  {
    return (g.lstatns (file).st_mode & TypeMask) == RegularFile;
  }

  /* The checksum of each regular file. */
  static Dictionary<string, string> Checksums (string image, string directory)
  {
    using (var g = new Guestfs.Guestfs ()) {
      g.add_drive (image, @readonly: true);
      g.launch ();
      MountSystem (g, image);
      return g.find (directory).Select (name => directory + name)
        .Where (file => IsRegular (g, file))
        .ToDictionary (file => file, file => g.checksum ("sha256", file));
    }
  }

  static string Difference (string before, string after)
  {
    return before == null ? "new" : after == null ? "gone"
      : before == after ? null : "changed";
  }

  static string Get (Dictionary<string, string> sums, string file)
  {
    string sum;

    return sums.TryGetValue (file, out sum) ? sum : null;
  }

  static int Main (string[] args)
  {
    if (args.Length < 2 || args.Length > 3) {
      Console.Error.WriteLine (
        "usage: CompareImages.exe old.img new.img [DIRECTORY]");
      return 2;
    }
    var directory = args.Length == 3 ? args[2] : "/etc";
    var before = Task.Run (() => Checksums (args[0], directory));
    var after = Task.Run (() => Checksums (args[1], directory));

    foreach (var file in before.Result.Keys.Union (after.Result.Keys)
                               .OrderBy (f => f, StringComparer.Ordinal)) {
      var what = Difference (Get (before.Result, file),
                             Get (after.Result, file));
      if (what != null)
        Console.WriteLine ("{0,-8} {1}", what, file);
    }
    return 0;
  }
}
