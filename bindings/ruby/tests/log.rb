# SPDX-License-Identifier: GPL-2.0-or-later
# Prints results as the logs of all languages have them.

require "guestfs"

SCRATCH = ARGV[0]
G = Guestfs::Guestfs.new
$stdout.sync = true
$stdout.binmode

def show_ok(r) = r.nil? ? "ok" : raise("not nil: #{r}")
def show_bool(r) = { 0 => "false", 1 => "true" }.fetch(r)
def show_number(r) = Integer === r ? r.to_s : raise("no number: #{r}")
def show_text(r) = "\"#{r}\""
def show_text_or_null(r) = r.nil? ? "null" : show_text(r)
def show_texts(r) = "[#{r.map { |s| show_text(s) }.join(", ")}]"

def show_pairs(r)
  "{#{r.sort.map { |k, v| "#{show_text(k)}: #{show_text(v)}" }.join(", ")}}"
end

def show_bytes(r) = r.bytes.map { |b| format("<%02x>", b) }.join
def show_field(r) = String === r ? show_text(r) : r.to_s

def show_struct(r, *fields)
  "{#{fields.map { |f| "#{f}: #{show_field(r[f])}" }.join(", ")}}"
end

def show_structs(r, *fields)
  "[#{r.map { |s| show_struct(s, *fields) }.join(", ")}]"
end

def step(title, call, show, *fields)
  result = send(show, call.call, *fields)
rescue Guestfs::Error => e
  result = "error: #{e.message} (#{e.errno})"
ensure
  puts title.b, result.b
end
