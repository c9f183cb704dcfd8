# SPDX-License-Identifier: LGPL-2.1-or-later
# frozen_string_literal: true

require "_guestfs"

# Open, inspect and change the disk images of virtual machines:
#
#   require "guestfs"
#
#   Guestfs::Guestfs.open do |g|
#     g.add_drive("disk.qcow2", readonly: true)
#     g.launch
#     g.inspect_os.each { |root| puts g.inspect_get_product_name(root) }
#   end
#
# guestfs-ruby(3) explains the module, guestfs(3) the library behind it.
module Guestfs
  # A handle: the drives of one appliance, and what is done to them.
  class Guestfs
    # Makes a handle as ::new does. With a block the handle is given to it and
    # closed when it ends; the value is that of the block.
    def self.open(*options)
      g = new(*options)
      return g unless block_given?

      begin
        yield g
      ensure
        g.close
      end
    end
  end
end
