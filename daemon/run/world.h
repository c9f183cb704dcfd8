/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The worlds of programs (run/guest.c) and the parts of which they are made
 * (run/world.c). */

#ifndef GUESTFSD_WORLD_H
#define GUESTFSD_WORLD_H

#include <stdbool.h>
#include <sys/types.h>

#include "run.h"

/* ---- guest.c ---- */
/* Starts a program of the guest; killing the process that is returned kills
 * all that it has started.  -1 with errno set. */
extern pid_t guest_spawn (const struct run *r, const int fds[3]);
/* To be called when it has ended. */
extern void guest_spawn_done (void);

/* ---- world.c ---- */
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
