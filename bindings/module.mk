# SPDX-License-Identifier: GPL-2.0-or-later
# How a module that a language loads is compiled and linked: for the
# Makefile.am of bindings that call C.

module_cppflags = -I$(top_srcdir)/include -I$(top_srcdir)/bindings/calls
module_cflags = $(WARN_CFLAGS) $(SANITIZE_CFLAGS) -pthread
# -rpath makes libtool link a shared object even of what is not installed.
module_ldflags = -module -avoid-version -shared $(RUNPATH) -rpath /nowhere
# BUILT_LIBGUESTFS is not libguestfs.la: libtool would have modules look for it
# in the build tree, also those that were copied from there and installed.
module_libs = $(top_builddir)/bindings/calls/libcalls.la $(BUILT_LIBGUESTFS)
