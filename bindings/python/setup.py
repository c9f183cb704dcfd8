# SPDX-License-Identifier: LGPL-2.1-or-later
"""The package, and its C half, which is linked with libguestfs."""

import shlex
import subprocess
from glob import glob

from setuptools import Extension, setup


def pkg_config(option):
    return shlex.split(subprocess.check_output(
        ["pkg-config", option, "libguestfs"], text=True))


setup(
    packages=["guestfs"],
    package_data={"guestfs": ["py.typed"]},
    ext_modules=[Extension(
        "libguestfsmod",
        sources=["libguestfsmod.c", *sorted(glob("calls/*.c"))],
        depends=["calls/calls.h"],
        include_dirs=["calls"],
        extra_compile_args=pkg_config("--cflags"),
        extra_link_args=pkg_config("--libs"),
    )])
