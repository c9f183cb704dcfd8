-- SPDX-License-Identifier: GPL-2.0-or-later
-- Events of a running appliance, and what callbacks may do to its calls.

local guestfs = require "guestfs"
local check = require "check"
local is, fails = check.is, check.fails

local scratch = arg[1]
local g = guestfs.create()
g:add_drive_scratch("64000000000")
g:add_drive_scratch(64000000)

local names = {}
g:set_event_callback(function(_, name) names[name] = true end,
                     guestfs.event_all)
g:launch()
assert(names.launch_done)

-- Positions that do not fit into a number of Lua 5.1 are strings.
local last
local eh = g:set_event_callback(function(_, _, _, _, _, array)
  last = array
end, "progress")
is("progress", g:debug("progress", { "1" }), "ok")
is("four numbers", #last, 4)
is("at the end", last[3], last[4])
is("strings", type(last[1]), "string")
g:delete_event_callback(eh)

-- Lua has no threads: a call is cancelled by a callback.
eh = g:set_event_callback(function(handle) handle:user_cancel() end,
                          "progress")
local e = fails("^download: ", g.download, g, "/dev/sda", "/dev/null")
is("cancelled", e.code, 4)
g:delete_event_callback(eh)

-- Names are bytes.
g:mkfs("ext2", "/dev/sdb")
g:mount("/dev/sdb", "/")
g:write("/\255\254", "bytes\0and\0zeroes")
is("a name that is not UTF-8", g:ls("/")[2], "\255\254")
is("NUL bytes", g:read_file("/\255\254"), "bytes\0and\0zeroes")
e = fails("mkdir: /lost%+found: File exists$", g.mkdir, g, "/lost+found")
is("EEXIST", e.code, 17)

-- Closed by a callback in the middle of a call, which ends as it should.
g:set_event_callback(function(handle) handle:close() end, "progress")
is("the call goes on", g:debug("progress", { "1" }), "ok")
fails("handle is closed", g.ls, g, "/")
