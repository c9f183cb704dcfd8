# The one list of areas. An area is generator/actions/<area>.ml and
# daemon/<area>.c, lib/actions/<area>.c, or both.
DAEMON_AREAS = \
	blockdev \
	devices \
	drives \
	launch \
	mkfs \
	part

LIB_AREAS = \
	devices \
	disk \
	drives \
	internal_test \
	launch \
	settings

AREAS = $(sort $(DAEMON_AREAS) $(LIB_AREAS))
