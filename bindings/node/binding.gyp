# How node-gyp builds the addon; build-addon does the same without it.
{
  "targets": [{
    "target_name": "guestfs",
    "sources": ["addon.c", "events.c", "values.c",
                "calls/calls.c", "calls/handle.c", "calls/table.c",
                "calls/utf16.c"],
    "include_dirs": ["calls"],
    "cflags": ["<!@(pkg-config --cflags libguestfs)"],
    "libraries": ["<!@(pkg-config --libs libguestfs)"],
  }],
}
