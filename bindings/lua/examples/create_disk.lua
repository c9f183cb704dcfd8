-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Make a disk image with a file system and a file:  create_disk.lua disk.img

local guestfs = require "guestfs"

local image = arg[1] or error("usage: create_disk.lua disk.img", 0)

local g = guestfs.create()
g:disk_create(image, "raw", 512 * 1024 * 1024)
g:add_drive(image, { format = "raw" })
g:launch()

local disk = g:list_devices()[1]
g:part_disk(disk, "mbr")
local partition = g:list_partitions()[1]
g:mkfs("ext4", partition, { label = "data" })

g:mount(partition, "/")
g:mkdir("/notes")
g:write("/notes/hello.txt", "hello from Lua\n")
g:shutdown() -- fails if the disk is not written
g:close()
