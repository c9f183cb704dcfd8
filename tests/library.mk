# SPDX-License-Identifier: GPL-2.0-or-later
# For tests of what libguestfs does not export: they are linked with its
# objects instead of the shared library.

library_cppflags = \
	-I$(top_srcdir)/include \
	-I$(top_srcdir)/common \
	-I$(top_srcdir)/common/gen \
	-I$(top_srcdir)/lib/gen \
	-I$(top_srcdir)/lib/handle \
	-I$(top_srcdir)/lib/drives \
	-I$(top_srcdir)/lib/launch \
	-I$(top_srcdir)/lib/proto \
	-I$(top_srcdir)/lib/template \
	-I$(top_srcdir)/tests/proto

# As they are once lib/ has been built, which comes before tests/.
library_objects = \
	$(wildcard $(top_builddir)/lib/*.lo $(top_builddir)/lib/*/*.lo) \
	$(top_builddir)/common/libcommon.la \
	$(JANSSON_LIBS)
