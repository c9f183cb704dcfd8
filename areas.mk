# The one list of areas. An area is generator/actions/<area>.ml and
# daemon/<area>.c, lib/actions/<area>.c, or both.
DAEMON_AREAS = \
	blockdev \
	devices \
	dir \
	drives \
	file \
	find \
	launch \
	link \
	mkfs \
	part \
	perm \
	stat \
	text

LIB_AREAS = \
	devices \
	dir \
	disk \
	drives \
	file \
	find \
	internal_test \
	launch \
	link \
	settings \
	stat

AREAS = $(sort $(DAEMON_AREAS) $(LIB_AREAS))
