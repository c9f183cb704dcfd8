# SPDX-License-Identifier: LGPL-2.1-or-later
# mypy: disable-error-code="no-any-return"
"""Open, inspect and change the disk images of virtual machines.

    import guestfs

    with guestfs.GuestFS() as g:
        g.add_drive("disk.img", format="raw", readonly=True)
        g.launch()
        for root in g.inspect_os():
            print(root, g.inspect_get_product_name(root))

guestfs-python(3) explains the module, guestfs(3) the library behind it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from types import TracebackType
from typing import (IO, TYPE_CHECKING, Any, Callable, Dict, Iterable,
                    Iterator, List, Optional, Tuple, Type, Union)

from guestfs.events import *
from guestfs.structs import *

if TYPE_CHECKING:
    libguestfsmod: Any

    class Error(RuntimeError):
        errno: int

    class ClosedHandle(ValueError):
        pass
else:
    import libguestfsmod
    from libguestfsmod import ClosedHandle, Error

AnyText = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]
AnyBytes = Union[str, bytes, bytearray, memoryview]
Pairs = Union[List[Tuple[str, str]], Dict[str, str]]
Callback = Callable[[int, int, str, List[int]], object]


def event_to_string(events: int) -> str:
    """The names of the events in a mask of EVENT_*, with commas."""
    return libguestfsmod.event_to_string(events)


def _pointer(o: Any) -> Any:
    """The address of a C object that another module made, as libvirt's."""
    if not hasattr(o, "c_pointer"):
        raise TypeError("must be an object of another module with c_pointer()")
    return o.c_pointer()


def _deprecated(message: str) -> None:
    """Warn the caller of the method that calls this."""
    warnings.warn(message, DeprecationWarning, stacklevel=3)


def _names(f: IO[bytes]) -> Iterator[str]:
    """The names in a file, each of which ends with NUL."""
    rest = b""
    while data := f.read(1 << 16):
        *names, rest = (rest + data).split(b"\0")
        for name in names:
            yield name.decode("utf-8", "surrogateescape")


class GuestFS:
    """A handle: the drives of one appliance, and what is done to them.

    It is a context manager.  Several threads may use it, one call at a time;
    a call lets other threads run while it waits.
    """

    def __init__(self, python_return_dict: bool = False,
                 environment: bool = True, close_on_exit: bool = True) -> None:
        """Make a handle.

        python_return_dict: methods that return pairs return a dict instead
        of a list of tuples.
        environment: read the LIBGUESTFS_* variables of the environment.
        close_on_exit: close the handle when the program ends.
        """
        flags = 0
        if not environment:
            flags |= libguestfsmod.GUESTFS_CREATE_NO_ENVIRONMENT
        if not close_on_exit:
            flags |= libguestfsmod.GUESTFS_CREATE_NO_CLOSE_ON_EXIT
        self._python_return_dict = python_return_dict
        self._o = libguestfsmod.create(flags)
        program = os.path.basename((getattr(sys, "argv", None) or [""])[0])
        if program:
            libguestfsmod.set_program(self._o, program)

    def __enter__(self) -> GuestFS:
        return self

    def __exit__(self, exc_type: Optional[Type[BaseException]],
                 exc_value: Optional[BaseException],
                 traceback: Optional[TracebackType]) -> None:
        try:
            self.close()
        except ClosedHandle:
            pass

    def close(self) -> None:
        """Close the handle, and end its appliance.

        It is also closed when nothing refers to it any more.  Any other
        method raises ClosedHandle afterwards, and so does a second close.
        """
        libguestfsmod.close(self._o)

    def set_event_callback(self, cb: Callback, event_bitmask: int) -> int:
        """Have cb(event, event_handle, buf, array) called on events.

        event_bitmask is one or more EVENT_* joined with |.  Returns a number
        for delete_event_callback.  An exception in cb is printed and goes no
        further.
        """
        return libguestfsmod.set_event_callback(self._o, cb, event_bitmask)

    def delete_event_callback(self, event_handle: int) -> None:
        """Undo set_event_callback."""
        libguestfsmod.delete_event_callback(self._o, event_handle)

    def iter_find(self, directory: AnyText) -> Iterator[str]:
        """Iterate over what find returns, for trees of any size.

        The first step writes all names to a temporary file, from where they
        are read one by one: other methods can be called meanwhile.
        """
        with tempfile.TemporaryFile() as f:
            self.find0(directory, "/dev/fd/%d" % f.fileno())
            f.seek(0)
            yield from _names(f)

    def iter_file(self, path: AnyText, size: int = 1 << 20
                  ) -> Iterator[bytes]:
        """Iterate over the content of a file, size bytes at a time."""
        offset = 0
        while data := self.pread(path, size, offset):
            yield data
            offset += len(data)

    def _pairs(self, pairs: List[Tuple[str, str]]) -> Pairs:
        return dict(pairs) if self._python_return_dict else pairs
