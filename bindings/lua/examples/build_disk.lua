-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Make a disk image as a file in Lua describes it:
--   build_disk.lua description.lua disk.img
-- The description returns a table:
--   return {
--     size = 64 * 1024 * 1024,
--     partitions = {
--       { size = 16 * 1024 * 1024, filesystem = "vfat", mountpoint = "/boot" },
--       { filesystem = "ext4", mountpoint = "/" },    -- what is left
--     },
--     files = { ["/etc/hostname"] = "small\n" },
--   }

local guestfs = require "guestfs"

local SECTOR, FIRST, AT_END = 512, 2048, 34

local function make_partitions(g, disk, partitions)
  local start = FIRST
  g:part_init(disk, "gpt")
  for number, p in ipairs(partitions) do
    local last = p.size and start + math.floor(p.size / SECTOR) - 1 or -AT_END
    g:part_add(disk, "p", start, last)
    p.device = disk .. number
    g:mkfs(p.filesystem, p.device)
    start = last + 1
  end
end

-- The shortest first: / is there before /boot.
local function mount_all(g, partitions)
  table.sort(partitions, function(a, b) return #a.mountpoint < #b.mountpoint end)
  for _, p in ipairs(partitions) do
    if p.mountpoint ~= "/" then g:mkdir_p(p.mountpoint) end
    g:mount(p.device, p.mountpoint)
  end
end

local function write_files(g, files)
  for name, content in pairs(files) do
    g:mkdir_p(name:match("^(.*/)"))
    g:write(name, content)
  end
end

if #arg ~= 2 then error("usage: build_disk.lua description.lua disk.img", 0) end
local description = dofile(arg[1])

local g = guestfs.create()
g:disk_create(arg[2], "raw", description.size)
g:add_drive(arg[2], { format = "raw" })
g:launch()
make_partitions(g, "/dev/sda", description.partitions)
mount_all(g, description.partitions)
write_files(g, description.files or {})
g:shutdown()
g:close()
