# SPDX-License-Identifier: GPL-2.0-or-later
# The commands of guestfish itself: fish/local/<word>.c.
LOCAL_COMMANDS = \
	alloc \
	copy \
	display \
	echo \
	edit \
	event \
	glob \
	help \
	hexedit \
	lcd \
	man \
	more \
	not \
	quit \
	reopen \
	setenv \
	supported \
	time
