-- SPDX-License-Identifier: GPL-2.0-or-later
-- Prints results as the logs of all languages have them.

local guestfs = require "guestfs"

scratch = arg[1]
g = guestfs.create()

local function join(list, show)
  local shown = {}
  for i, e in ipairs(list) do shown[i] = show(e) end
  return table.concat(shown, ", ")
end

function show_ok(...)
  assert(select("#", ...) == 0)
  return "ok"
end

show_bool = tostring
show_number = tostring

function show_int64(r)
  assert(type(r) == "string")
  return r
end

function show_text(r) return '"' .. r .. '"' end

function show_text_or_null(r)
  return r == nil and "null" or show_text(r)
end

function show_texts(r) return "[" .. join(r, show_text) .. "]" end

function show_pairs(r)
  local keys = {}
  for k in pairs(r) do keys[#keys + 1] = k end
  table.sort(keys)
  return "{" .. join(keys, function(k)
    return show_text(k) .. ": " .. show_text(r[k])
  end) .. "}"
end

function show_bytes(r)
  return (r:gsub(".", function(c) return ("<%02x>"):format(c:byte()) end))
end

-- Each field is "name:how": a number of 64 bits comes as a string.
function show_struct(r, fields)
  return "{" .. join(fields, function(f)
    local name, how = f:match("(.*):(.*)")
    return name .. ": " .. _G["show_" .. how](r[name])
  end) .. "}"
end

function show_structs(r, fields)
  return "[" .. join(r, function(s) return show_struct(s, fields) end) .. "]"
end

local function show_error(e)
  if type(e) ~= "table" then error(e, 0) end
  return ("error: %s (%d)"):format(e.msg, e.code)
end

local function shown(show, fields, ok, ...)
  if not ok then return show_error(...) end
  if fields then return show((...), fields) end
  return show(...)
end

function step(title, call, show, fields)
  print(title)
  print(shown(show, fields, pcall(call)))
end
