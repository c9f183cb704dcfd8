# SPDX-License-Identifier: GPL-2.0-or-later
# What starts the appliance: lib/launch/<word>.c, in the order in which people
# are told of them.
BACKENDS = direct libvirt
