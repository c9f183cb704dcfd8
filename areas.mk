# The one list of areas. An area is generator/actions/<area>.ml and
# daemon/<area>.c, lib/actions/<area>.c, or both.
DAEMON_AREAS = \
	blockdev \
	devices \
	mkfs \
	part

LIB_AREAS = \
	devices \
	settings

AREAS = $(sort $(DAEMON_AREAS) $(LIB_AREAS))
