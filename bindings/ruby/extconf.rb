# SPDX-License-Identifier: LGPL-2.1-or-later
# frozen_string_literal: true

# Builds the extension against an installed libguestfs, or one that
# --with-guestfs-include and --with-guestfs-lib name.

require "mkmf"

dir_config("guestfs")
pkg_config("libguestfs") unless with_config("guestfs-lib")
have_header("guestfs.h") && have_library("guestfs", "guestfs_create") ||
  abort("libguestfs with its headers is missing (Debian: libguestfs-dev)")
create_makefile("_guestfs")
