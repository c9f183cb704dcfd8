# SPDX-License-Identifier: GPL-2.0-or-later
# What a call costs in Ruby: see bench/call.c.

require "guestfs"

g = Guestfs::Guestfs.new
g.add_drive_ro(ARGV[0])
g.launch
g.mount_ro("/dev/sda", "/")

def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)

def took(what, times)
  began = now
  times.times { yield }
  printf("%s %.9f\n", what, (now - began) / times)
end

took("call", 100_000) { g.get_memsize }
took("ping", 2000) { g.ping_daemon }
took("readdir", 1) { g.readdir("/many") }
took("read_file", 1) { g.read_file("/large") }
