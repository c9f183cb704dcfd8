/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of which the worlds of programs are made (run/guest.c). */

#ifndef GUESTFSD_WORLD_H
#define GUESTFSD_WORLD_H

#include <stdbool.h>

/* In the child's own view of the appliance: a tmpfs for what we make. */
#define WORLD "/tmp"

/* Mounts that are not attached yet. */
struct world {
  int dev, pts, proc, sys;
};

/* In the new namespaces, still in the appliance's root.  -1 with errno. */
extern int world_begin (struct world *w);
/* In the new root.  What it has no directory for it does without. */
extern void world_attach_all (const struct world *w);

/* A descriptor of a mount; -1 with errno. */
extern int world_new_mount (const char *type, const char *const *options);
extern int world_clone (const char *path);
extern int world_clone_read_only (const char *path);
extern bool world_attach (int tree, const char *path, unsigned flags);

#endif /* GUESTFSD_WORLD_H */
