# SPDX-License-Identifier: GPL-2.0-or-later
"""One job over many disk images: guestfs-fleet(1).

    images/      which images there are
    jobs/        what is done with one
    attempt.py   one image, in a process of its own: launch, jobs, rows
    worker.py    the process that starts attempts, limits and ends them
    pool.py      workers of this machine; dask_pool.py: of a Dask cluster
    run.py       all images: what is left to do, what is tried again
    store/       results, each exactly once
    report/      the HTML page

A function of one's own that is given each image, and not each system:

    @guestfs_fleet.whole_image
    def partitions(g, roots):
        ...
"""

from __future__ import annotations

from typing import Any, Callable, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


def whole_image(function: Function) -> Function:
    """The job is called once for an image, with all its roots."""
    setattr(function, "whole_image", True)
    return function
