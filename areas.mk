# The one list of areas. An area is generator/actions/<area>.ml and
# daemon/<area>.c, lib/actions/<area>.c, or both.
DAEMON_AREAS = \
	blockdev \
	devices \
	dir \
	swap \
	system

LIB_AREAS = \
	settings

AREAS = $(sort $(DAEMON_AREAS) $(LIB_AREAS))
