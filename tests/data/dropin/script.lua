-- SPDX-License-Identifier: GPL-2.0-or-later
-- A script as it is written for Debian's Lua module.

local guestfs = require "guestfs"

local function sorted(list)
  table.sort(list)
  return table.concat(list, " ")
end

local function keys(t)
  local list = {}
  for k in pairs(t) do list[#list + 1] = k end
  return sorted(list)
end

local function fails(what, f, ...)
  local ok, e = pcall(f, ...)
  print(what, ok, type(e) == "table" and e.code, type(e) == "table" and #e.msg > 0)
end

local function write_local(name, text)
  local f = assert(io.open(name, "wb"))
  f:write(text)
  f:close()
end

print(keys(guestfs), #guestfs.event_all, _G.guestfs)
local g = guestfs.create({ environment = true, close_on_exit = true })
local events = {}
local eh = g:set_event_callback(function(_, event, handle, flags, buf, array)
  events[#events + 1] = event .. type(handle) .. flags .. buf .. #array
end, { "launch_done", "close" })
local progress = g:set_event_callback(function() error("thrown") end, "trace")
g:delete_event_callback(progress)

-- A disk with a filesystem and a volume group.
g:disk_create("disk.qcow2", "qcow2", 536870912)
g:add_drive("disk.qcow2", { format = "qcow2", readonly = false, label = "d" })
g:launch()
print("devices", sorted(g:list_devices()), g:disk_format("disk.qcow2"))
g:part_init("/dev/sda", "mbr")
g:part_add("/dev/sda", "p", 2048, 524287)
g:part_add("/dev/sda", "p", 524288, -64)
for i, p in ipairs(g:part_list("/dev/sda")) do
  print("partition", i, p.part_num, p.part_start, p.part_size)
end
g:mkfs("ext4", "/dev/sda1", { label = "ROOT", blocksize = 1024 })
g:pvcreate("/dev/sda2")
g:vgcreate("VG", { "/dev/sda2" })
g:lvcreate("LV", "VG", 32)
print("lvs", sorted(g:lvs()), sorted(g:vgs()), sorted(g:pvs()))
local lv = g:lvs_full()[1]
print("lv", lv.lv_name, lv.lv_size, #lv.lv_uuid, lv.snap_percent)
g:mount_options("", "/dev/sda1", "/")

-- Files.
for _, dir in ipairs { "/bin", "/etc", "/lib", "/var" } do g:mkdir(dir) end
g:write("/etc/os-release", 'ID=debian\nVERSION_ID="12"\nNAME="Debian"\n'
        .. 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')
g:write("/etc/fstab", "/dev/sda1 / ext4 defaults 0 1\n")
g:write("/bytes", "a\0b\255")
print("bytes", #g:read_file("/bytes"), g:read_file("/bytes") == "a\0b\255")
write_local("up", ("0123456789abcdef"):rep(1000))
g:upload("up", "/up")
g:download("/up", "down")
print("down", #assert(io.open("down", "rb")):read("*a"), g:checksum("md5", "/up"))
g:setxattr("user.x", "hello", 5, "/up")
for _, x in ipairs(g:lgetxattrs("/up")) do
  print("xattr", x.attrname, #x.attrval)
end
local st = g:statns("/up")
print("stat", st.st_size, type(st.st_size), type(st.st_mtime_sec))
local names = {}
for i, entry in ipairs(g:readdir("/")) do names[i] = entry.ftyp .. entry.name end
print("readdir", sorted(names))
print("ls", sorted(g:ls("/etc")), #g:ls("/var"))
print("lines", table.concat(g:read_lines("/etc/os-release"), "|"))
print("is", g:is_dir("/etc"), g:exists("/none"),
      g:is_file("/up", { followsymlinks = true }), g:filesize("/up"))
local fs = g:list_filesystems()
print("filesystems", keys(fs), fs["/dev/sda1"], fs["/dev/VG/LV"])
print("label", g:vfs_label("/dev/sda1"), g:blkid("/dev/sda1").TYPE)

-- What is on it.
g:umount_all()
for _, root in ipairs(g:inspect_os()) do
  print("root", root, g:inspect_get_type(root), g:inspect_get_distro(root),
        g:inspect_get_product_name(root), g:inspect_get_major_version(root),
        g:inspect_get_minor_version(root))
  for place, device in pairs(g:inspect_get_mountpoints(root)) do
    g:mount_ro(device, place)
    print("mounted", device, place)
  end
end

-- Errors.
fails("cat", g.cat, g, "/none")
fails("mkdir", g.mkdir, g, "/etc")
fails("few", g.cat, g)
g:set_autosync(false)
print("autosync", g:get_autosync(), g:get_memsize() > 0, g:get_program() ~= nil)
print("version", g:version().major)

g:shutdown()
g:close()
g:close()
fails("closed", g.get_memsize, g)
print(select(2, pcall(g.get_memsize, g)):match("get_memsize: handle is closed"))
print("events", table.concat(events, " "), type(eh))
