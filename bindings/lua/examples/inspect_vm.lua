-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Tell which systems are on a disk image, without changing it:
--   inspect_vm.lua disk.img

local guestfs = require "guestfs"

-- Mounts the file systems of a root, those further up first.
local function mount_all(g, root)
  local device_of = g:inspect_get_mountpoints(root)
  local places = {}
  for place in pairs(device_of) do places[#places + 1] = place end
  table.sort(places, function(a, b) return #a < #b end)
  for _, place in ipairs(places) do
    local ok, e = pcall(g.mount_ro, g, device_of[place], place)
    if not ok then io.stderr:write("not mounted: ", tostring(e), "\n") end
  end
end

local image = arg[1] or error("usage: inspect_vm.lua disk.img", 0)

local g = guestfs.create()
g:add_drive(image, { readonly = true })
g:launch()
local roots = g:inspect_os()
if #roots == 0 then error(image .. ": no system was found", 0) end

for _, root in ipairs(roots) do
  print("Root:          " .. root)
  print("Product name:  " .. g:inspect_get_product_name(root))
  print("Version:       " .. g:inspect_get_major_version(root) .. "."
        .. g:inspect_get_minor_version(root))
  print("Type:          " .. g:inspect_get_type(root))
  print("Distribution:  " .. g:inspect_get_distro(root))

  mount_all(g, root)
  if g:is_file("/etc/issue", { followsymlinks = true }) then
    for _, line in ipairs(g:head_n(3, "/etc/issue")) do
      print("   " .. line)
    end
  end
  g:umount_all()
end
g:close()
