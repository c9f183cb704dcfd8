# SPDX-License-Identifier: LGPL-2.1-or-later
"""Open, inspect and change the disk images of virtual machines.

    import guestfs

    with guestfs.GuestFS() as g:
        g.add_drive("disk.img", format="raw", readonly=True)
        g.launch()
        for root in g.inspect_os():
            print(root, g.inspect_get_product_name(root))

guestfs-python(3) explains the module, guestfs(3) the library behind it.
"""

import os
import sys

import libguestfsmod
from libguestfsmod import ClosedHandle, Error

__all__ = ["GuestFS", "Error", "ClosedHandle", "event_to_string"]

_CREATE_NO_ENVIRONMENT = 1
_CREATE_NO_CLOSE_ON_EXIT = 2

for _name in dir(libguestfsmod):
    if _name.startswith("EVENT_"):
        globals()[_name] = getattr(libguestfsmod, _name)
        __all__.append(_name)

EVENT_ALL = 0
for _name in __all__:
    if _name.startswith("EVENT_"):
        EVENT_ALL |= globals()[_name]
__all__.append("EVENT_ALL")
del _name


def event_to_string(events):
    """The names of the events in a mask of EVENT_*, with commas."""
    return libguestfsmod.event_to_string(events)


def _pointer(o):
    """The address of a C object that another module made, as libvirt's."""
    return o.c_pointer() if hasattr(o, "c_pointer") else o


class GuestFS:
    """A handle: the drives of one appliance, and what is done to them.

    It is a context manager.  Several threads may use it, one call at a time;
    a call lets other threads run while it waits.
    """

    def __init__(self, python_return_dict=False, environment=True,
                 close_on_exit=True):
        """Make a handle.

        python_return_dict: methods that return pairs return a dict instead
        of a list of tuples.
        environment: read the LIBGUESTFS_* variables of the environment.
        close_on_exit: close the handle when the program ends.
        """
        flags = 0
        if not environment:
            flags |= _CREATE_NO_ENVIRONMENT
        if not close_on_exit:
            flags |= _CREATE_NO_CLOSE_ON_EXIT
        self._python_return_dict = python_return_dict
        self._o = libguestfsmod.create(flags)
        program = os.path.basename((sys.argv or [""])[0])
        if program:
            libguestfsmod.set_program(self._o, program)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        try:
            self.close()
        except ClosedHandle:
            pass

    def close(self):
        """Close the handle, and end its appliance.

        It is also closed when nothing refers to it any more.  Any other
        method raises ClosedHandle afterwards, and so does a second close.
        """
        libguestfsmod.close(self._o)

    def set_event_callback(self, cb, event_bitmask):
        """Have cb(event, event_handle, buf, array) called on events.

        event_bitmask is one or more EVENT_* joined with |.  Returns a number
        for delete_event_callback.  An exception in cb is printed and goes no
        further.
        """
        return libguestfsmod.set_event_callback(self._o, cb, event_bitmask)

    def delete_event_callback(self, event_handle):
        """Undo set_event_callback."""
        libguestfsmod.delete_event_callback(self._o, event_handle)

    def _pairs(self, pairs):
        return dict(pairs) if self._python_return_dict else pairs
