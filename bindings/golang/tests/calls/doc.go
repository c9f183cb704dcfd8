/* SPDX-License-Identifier: GPL-2.0-or-later */

// Makes the calls that the tests of all languages make.
package main
