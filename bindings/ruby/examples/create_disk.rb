#!/usr/bin/ruby
# SPDX-License-Identifier: LGPL-2.1-or-later
# Make a disk image with a file system and a file:  create_disk.rb disk.img

require "guestfs"

abort "usage: create_disk.rb disk.img" unless ARGV.size == 1
image = ARGV[0]

Guestfs::Guestfs.open do |g|
  g.disk_create(image, "raw", 512 * 1024 * 1024)
  g.add_drive(image, format: "raw")
  g.launch

  disk, = g.list_devices
  g.part_disk(disk, "mbr")
  partition, = g.list_partitions
  g.mkfs("ext4", partition, label: "data")

  g.mount(partition, "/")
  g.mkdir("/notes")
  g.write("/notes/hello.txt", "hello from Ruby\n")
  g.shutdown # raises an error if the disk is not written
end
