# SPDX-License-Identifier: GPL-2.0-or-later
# A script as it is written for Debian's Ruby module.

require 'guestfs'

$stdout.sync = true
$stdout.binmode

# Of exceptions, the class.
def t(what)
  r = yield
  puts "#{what}: #{r.inspect}"
rescue Exception => e
  puts "#{what}: #{e.class}"
end

g = Guestfs::Guestfs.new(:environment => true, :close_on_exit => true)
t("class") { g.class }
t("create") { Guestfs::create.class }
t("error") { Guestfs::Error.ancestors.take(3) }
t("events") do
  Guestfs.event_to_string(Guestfs::EVENT_CLOSE | Guestfs::EVENT_PROGRESS)
end
t("all") { Guestfs::EVENT_ALL & 0x1f }
t("close") { Guestfs::Guestfs.new.close }
t("closed") { h = Guestfs::Guestfs.new; h.close; h.get_memsize }
t("closed twice") { h = Guestfs::Guestfs.new; h.close; h.close }
t("few") { g.add_drive }
t("many") { g.get_memsize(1) }
t("no hash") { g.add_drive("/dev/null", 1) }
t("nil option") do
  Guestfs::Guestfs.new.add_drive("/dev/null", :readonly => nil)
end
t("no list") { g.command("ls") }
t("nul") { g.set_program("a\0b") }
t("int as text") { g.set_program(1) }
t("range") { g.set_memsize(2**40) }
t("autosync") { g.get_autosync }
t("set 0") { g.set_autosync(0); g.get_autosync }
t("set nil") { g.set_autosync(nil); g.get_autosync }
t("set true") { g.set_autosync(true); g.get_autosync }
t("nil ret") { g.set_autosync(true) }
t("args new") { Guestfs::Guestfs.new(1, 2) }
ev = []
cb = Proc.new do |event, eh, buf, array|
  ev << [event, eh.class, buf, array.class]
end
eh = g.set_event_callback(cb, Guestfs::EVENT_LAUNCH_DONE | Guestfs::EVENT_CLOSE)
t("eh") { eh.class }
File.open("disk.img", "w") { |f| f.truncate(100 << 20) }
g.add_drive_opts("disk.img", :format => "raw", :readonly => 0)
g.launch
t("ev") { ev }
t("readonly 0 is true; write") { g.part_disk("/dev/sda", "mbr") }
t("partitions") { g.list_partitions }
t("mkfs") { g.mkfs("ext2", "/dev/sda1") }
t("fs") { g.list_filesystems }
t("mount") { g.mount("/dev/sda1", "/") }
t("write") { g.write("/f", "a\0b\xff") }
t("read") { s = g.read_file("/f"); [s, s.encoding] }
t("mkdir") { g.mkdir("/ä") }
t("ls") { g.ls("/").map { |s| [s, s.encoding] } }
begin
  g.mkdir("/ä")
rescue Guestfs::Error => e
  puts e.message.b
end
t("statns") { s = g.statns("/f"); [s.keys.sort, s["st_size"]] }
t("readdir") do
  g.readdir("/").map { |d| [d["ftyp"], d["name"]] }.sort_by(&:last)
end
t("version") { g.version.keys }
t("exists") { [g.exists("/f"), g.exists("/none")] }
t("filesize") { g.filesize("/f") }
t("is_file") { g.is_file("/f", :followsymlinks => true) }
t("is_file brace") { g.is_file("/f", {:followsymlinks => true}) }
t("vgs") { g.vgs }
t("cat") { g.cat("/none") }
g.mkdir_p("/etc/x/y")
%w[/bin /lib /var].each { |dir| g.mkdir(dir) }
g.write("/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n" \
        "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
g.write("/etc/fstab", "/dev/sda1 / ext2 defaults 0 1\n")
g.umount_all
t("inspect") do
  g.inspect_os.map do |root|
    [root, g.inspect_get_type(root), g.inspect_get_distro(root),
     g.inspect_get_product_name(root), g.inspect_get_major_version(root),
     g.inspect_get_mountpoints(root)]
  end
end
ev.clear
g.close
t("close ev") { ev }
