# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by ./run, which sets b to the build tree.  What is before the colon
# stands for where this PHP looks by itself.
PHP_INI_SCAN_DIR="${PHP_INI_SCAN_DIR:-}:$b/bindings/php/ini"
export PHP_INI_SCAN_DIR
