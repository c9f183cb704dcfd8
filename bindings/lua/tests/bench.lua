-- SPDX-License-Identifier: GPL-2.0-or-later
-- What a call costs in Lua: see bench/call.c.

local g = require "guestfs".create()
g:add_drive_ro(arg[1])
g:launch()
g:mount_ro("/dev/sda", "/")

local function now()
  local f = io.open("/proc/uptime")
  local seconds = f:read("*n")
  f:close()
  return seconds
end

local function took(what, times, call, ...)
  local began = now()
  for _ = 1, times do call(g, ...) end
  print(("%s %.9f"):format(what, (now() - began) / times))
end

took("call", 1000000, g.get_memsize)
took("ping", 2000, g.ping_daemon)
took("readdir", 1, g.readdir, "/many")
took("read_file", 1, g.read_file, "/large")
