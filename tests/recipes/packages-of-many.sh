#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: List the packages that are installed in many images.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest a.img
sed -i 's/^Version: 1.22.*/Version: 1.26.0-1/' guest/var/lib/dpkg/status
linux_guest b.img
recipe a.img none.img b.img
is "packages" "$(sort out)" "a.img bash 5.2.15
a.img nginx 1.22.1
b.img bash 5.2.15
b.img nginx 1.26.0"
matches "the image that is not there" "$(cat err)" '^none.img: .*No such file'
