# SPDX-License-Identifier: GPL-2.0-or-later
# Families of systems: daemon/inspect/families/<word>.c, in the order in which
# they are asked, for what a family takes for its own is not shown to those
# behind it.  Windows comes first: Cygwin is no Linux.  Linux comes late: any
# other system may have some of its files.  Anything may have a directory DOS.
FAMILIES = \
	windows \
	bsd \
	hurd \
	minix \
	solaris \
	darwin \
	haiku \
	esxi \
	android \
	linux \
	dos
