#!/usr/bin/ruby
# SPDX-License-Identifier: LGPL-2.1-or-later
# Tell which systems are on a disk image, without changing it:
#   inspect_vm.rb disk.img

require "guestfs"

# Mounts the file systems of a root, those further up first.
def mount_all(g, root)
  g.inspect_get_mountpoints(root).sort_by { |place, _| place.size }
   .each do |place, device|
    g.mount_ro(device, place)
  rescue Guestfs::Error => e
    warn "not mounted: #{e.message}"
  end
end

def show(g, root)
  puts "Root:          #{root}"
  puts "Product name:  #{g.inspect_get_product_name(root)}"
  puts "Version:       #{g.inspect_get_major_version(root)}." \
       "#{g.inspect_get_minor_version(root)}"
  puts "Type:          #{g.inspect_get_type(root)}"
  puts "Distribution:  #{g.inspect_get_distro(root)}"

  mount_all(g, root)
  # What is true in C is 1.
  if g.is_file("/etc/issue", followsymlinks: true) == 1
    g.head_n(3, "/etc/issue").each { |line| puts "   #{line}" }
  end
  g.umount_all
end

abort "usage: inspect_vm.rb disk.img" unless ARGV.size == 1

Guestfs::Guestfs.open do |g|
  g.add_drive(ARGV[0], readonly: true)
  g.launch
  roots = g.inspect_os
  abort "#{ARGV[0]}: no system was found" if roots.empty?
  roots.each { |root| show(g, root) }
end
