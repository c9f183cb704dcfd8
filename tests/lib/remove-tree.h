/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Removing a temporary directory and what is in it. */

#ifndef TESTS_REMOVE_TREE_H
#define TESTS_REMOVE_TREE_H

#include <ftw.h>
#include <stdio.h>

static int
remove_tree_entry (const char *path, const struct stat *st, int type,
                   struct FTW *f)
{
  (void) st;
  (void) type;
  (void) f;
  return remove (path);
}

/* 0, or -1 with errno set. */
static inline int
remove_tree (const char *dir)
{
  return nftw (dir, remove_tree_entry, 16, FTW_DEPTH | FTW_PHYS);
}

#endif /* TESTS_REMOVE_TREE_H */
