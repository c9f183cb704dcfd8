/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program as it is written for Debian's Java package. */

import com.redhat.et.libguestfs.*;
import java.io.File;
import java.io.FileOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

public class Script {
  interface Code {
    void run () throws LibGuestFSException;
  }

  static final List<String> events = new ArrayList<String> ();

  static void say (String what, Object... values)
  {
    System.out.println (what + " " + Arrays.toString (values));
  }

  static String sorted (String[] list)
  {
    String[] copy = list.clone ();

    Arrays.sort (copy);
    return String.join (" ", copy);
  }

  static void fails (String what, String part, Code code)
  {
    try {
      code.run ();
      say (what, "nothing");
    } catch (LibGuestFSException e) {
      say (what, e.getClass (), e.getMessage ().contains (part));
    }
  }

  static void listen (GuestFS g) throws LibGuestFSException
  {
    g.set_event_callback (new EventCallback () {
      public void event (long event, int eh, String buffer, long[] array)
      {
        events.add (GuestFS.eventToString (event) + buffer + array.length);
      }
    }, GuestFS.EVENT_LAUNCH_DONE | GuestFS.EVENT_CLOSE);
    g.delete_event_callback (g.set_event_callback (new EventCallback () {
      public void event (long event, int eh, String buffer, long[] array)
      {
        throw new RuntimeException ("thrown");
      }
    }, GuestFS.EVENT_TRACE));
  }

  /* With a filesystem and a volume group. */
  static void makeDisk (GuestFS g) throws LibGuestFSException
  {
    Map<String, Object> drive = new HashMap<String, Object> ();
    Map<String, Object> mkfs = new HashMap<String, Object> ();

    g.disk_create ("disk.qcow2", "qcow2", 536870912L);
    drive.put ("format", "qcow2");
    drive.put ("readonly", Boolean.FALSE);
    g.add_drive ("disk.qcow2", drive);
    g.launch ();
    say ("devices", sorted (g.list_devices ()), g.disk_format ("disk.qcow2"));
    g.part_init ("/dev/sda", "mbr");
    g.part_add ("/dev/sda", "p", 2048, 524287);
    g.part_add ("/dev/sda", "p", 524288, -64);
    for (Partition p : g.part_list ("/dev/sda"))
      say ("partition", p.part_num, p.part_start, p.part_size);
    mkfs.put ("label", "ROOT");
    mkfs.put ("blocksize", Integer.valueOf (1024));
    g.mkfs ("ext4", "/dev/sda1", mkfs);
    g.pvcreate ("/dev/sda2");
    g.vgcreate ("VG", new String[] { "/dev/sda2" });
    g.lvcreate ("LV", "VG", 32);
    say ("lvs", sorted (g.lvs ()), sorted (g.vgs ()), sorted (g.pvs ()));
    for (LV lv : g.lvs_full ())
      say ("lv", lv.lv_name, lv.lv_size, lv.lv_uuid.length (),
           lv.snap_percent);
    g.mount ("/dev/sda1", "/");
  }

  static void writeFiles (GuestFS g) throws Exception
  {
    for (String dir : new String[] { "/bin", "/etc", "/lib", "/var" })
      g.mkdir (dir);
    g.write ("/etc/os-release", ("ID=debian\nVERSION_ID=\"12\"\n"
             + "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 "
             + "(bookworm)\"\n").getBytes ("UTF-8"));
    g.write ("/etc/fstab",
             "/dev/sda1 / ext4 defaults 0 1\n".getBytes ("UTF-8"));
    g.write ("/bytes", new byte[] { 'a', 0, 'b' });
    say ("bytes", g.filesize ("/bytes"), g.read_file ("/etc/fstab"));
    try (FileOutputStream out = new FileOutputStream ("up")) {
      for (int i = 0; i < 1000; ++i)
        out.write ("0123456789abcdef".getBytes ("UTF-8"));
    }
    g.upload ("up", "/up");
    g.download ("/up", "down");
    say ("down", new File ("down").length (), g.checksum ("md5", "/up"));
    g.setxattr ("user.x", "h\u00e4llo", 6, "/up");
  }

  static void look (GuestFS g) throws LibGuestFSException
  {
    Map<String, Object> optargs = new HashMap<String, Object> ();
    List<String> names = new ArrayList<String> ();

    for (XAttr x : g.lgetxattrs ("/up"))
      say ("xattr", x.attrname, x.attrval.length ());
    say ("stat", g.statns ("/up").st_size, g.stat ("/up").size);
    for (Dirent d : g.readdir ("/"))
      names.add (d.ftyp + d.name);
    say ("readdir", sorted (names.toArray (new String[0])));
    say ("ls", sorted (g.ls ("/etc")), g.ls ("/var").length);
    say ("lines", (Object[]) g.read_lines ("/etc/os-release"));
    optargs.put ("followsymlinks", true);
    say ("is", g.is_dir ("/etc"), g.exists ("/none"),
         g.is_file ("/up", optargs), g.filesize ("/up"));
    say ("filesystems", new TreeMap<String, String> (g.list_filesystems ()));
    say ("label", g.vfs_label ("/dev/sda1"), g.blkid ("/dev/sda1").get ("TYPE"));
  }

  static void inspect (GuestFS g) throws LibGuestFSException
  {
    g.umount_all ();
    for (String root : g.inspect_os ()) {
      Map<String, String> places = g.inspect_get_mountpoints (root);

      say ("root", root, g.inspect_get_type (root),
           g.inspect_get_distro (root), g.inspect_get_product_name (root),
           g.inspect_get_major_version (root),
           g.inspect_get_minor_version (root));
      for (String place : places.keySet ()) {
        g.mount_ro (places.get (place), place);
        say ("mounted", places.get (place), place);
      }
    }
  }

  public static void main (String[] args) throws Exception
  {
    Map<String, Object> flags = new HashMap<String, Object> ();

    flags.put ("close_on_exit", true);
    flags.put ("environment", true);
    GuestFS g = new GuestFS (flags);
    listen (g);
    makeDisk (g);
    writeFiles (g);
    look (g);
    inspect (g);
    fails ("cat", "No such file", () -> g.cat ("/none"));
    fails ("mkdir", "exists", () -> g.mkdir ("/etc"));
    g.set_autosync (false);
    say ("autosync", g.get_autosync (), g.version ().major);
    g.shutdown ();
    g.close ();
    g.close ();
    fails ("closed", "get_memsize: handle is closed", g::get_memsize);
    say ("events", events);
  }
}
