#!/usr/bin/ruby
# SPDX-License-Identifier: LGPL-2.1-or-later
# Tell which files differ between two disk images of the same system, looking
# at both at the same time:
#   compare_images.rb old.img new.img [DIRECTORY]

require "guestfs"

def mount_system(g)
  root = g.inspect_os.first or raise "no system was found"
  g.inspect_get_mountpoints(root).sort_by { |place, _| place.size }
   .each { |place, device| g.mount_ro(device, place) }
end

# From each name below the directory to what must be the same.
def files(image, directory)
  Guestfs::Guestfs.open do |g|
    g.add_drive(image, readonly: true)
    g.launch
    mount_system(g)
    names = g.find(directory)
    stats = g.lstatnslist(directory, names.map { |n| n.delete_prefix("/") })
    names.zip(stats).to_h do |name, st|
      is_file = st["st_mode"] & 0o170000 == 0o100000
      sum = g.checksum("sha256", "#{directory}#{name}") if is_file
      [name, [st["st_mode"], st["st_uid"], st["st_gid"], sum]]
    end
  end
end

unless ARGV.size.between?(2, 3)
  abort "usage: compare_images.rb old.img new.img [DIRECTORY]"
end
directory = ARGV[2] || "/etc"
# A call lets other threads run while it waits.
old, new = ARGV.take(2).map { |image| Thread.new { files(image, directory) } }
               .map(&:value)

(old.keys | new.keys).sort.each do |name|
  next if old[name] == new[name]

  sign = !old[name] ? "+" : new[name] ? "*" : "-"
  puts "#{sign} #{directory}#{name}"
end
