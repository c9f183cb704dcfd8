/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a local mount knows of the guest's files: those that the host's kernel
 * knows, those that a directory was seen to contain, and their names. */

#ifndef GUESTFS_INT_FILETREE_H
#define GUESTFS_INT_FILETREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "handle.h"

struct tree_link {              /* in a table */
  struct tree_link *next;
  uint64_t hash;
};

struct tree_table {
  struct tree_link **buckets;
  size_t nr_buckets, len;
};

struct tree_name {
  struct tree_link link;        /* first: the table has pointers to it */
  struct tree_node *dir;
  struct tree_node *node;       /* NULL: there is something of this name */
  struct tree_name *next_of_node;
  struct tree_name *prev_in_dir, *next_in_dir;
  size_t place;                 /* in the listing of dir, plus 1 */
  char s[];
};

/* A stretch of a directory, in its own order. */
struct tree_listed {
  struct tree_name *name;       /* NULL: removed since, or a dot */
  int dots;                     /* 1: ".", 2: ".." */
  int64_t offset;               /* of what follows */
  uint64_t ino;
  uint32_t mode;
};

struct tree_listing {
  struct tree_listed *entries;
  size_t len, room;
  int64_t start;                /* offset of the first */
  bool from_start;              /* and nothing was left out since offset 0 */
  bool at_end;                  /* nothing follows */
  bool grown;                   /* something was made since it began */
  size_t hint;                  /* where the last reader stopped */
  size_t asked;                 /* how many attributes came at last */
};

struct tree_node {
  struct tree_link link;        /* first */
  int64_t id;                   /* for the daemon */
  uint64_t dev, ino;
  uint32_t type;                /* of its mode */
  uint32_t perm, nlink, uid, gid;       /* when it was last looked at */
  int64_t size;                 /* likewise */
  uint64_t lookups;             /* how often the kernel was told of it */
  size_t users;                 /* names in it whose node is alive */
  bool counted;                 /* as a user of the directories of its names */
  struct tree_name *names;      /* all that are known of it */
  struct tree_name *entries;    /* names in it */
  bool complete;                /* entries are all that there are */
  bool folds;                   /* names in it may be the same */
  bool held;                    /* the daemon must be told to forget it */
  bool doubtful;                /* another call may have replaced it */
  uint32_t guard;               /* FUSECALL_IMMUTABLE … */
  uint32_t xattr_flags;         /* FUSECALL_NO_XATTRS … */
  char *xattr_names;            /* NULL: not known */
  size_t xattr_names_len;
  struct guestfs_fuse_attr *attr;       /* not yet told to the kernel */
  struct tree_listing *listing;
  bool suspected;               /* in the list of suspects */
  struct tree_node *next_suspect;
};

struct tree {
  guestfs_h *g;
  struct tree_table nodes, names;
  struct tree_node *root;
  int64_t next_id;
  struct tree_node *suspects;   /* that may have died */
  size_t spare;                 /* nodes that are kept for their attr only */
  struct strvec forgotten;      /* numbers for the daemon */
  uint64_t *devs;
  size_t nr_devs;
};

extern struct tree *guestfs_int_filetree_new
  (guestfs_h *g, const struct guestfs_fuse_attr *root);
extern void guestfs_int_filetree_free (struct tree *t);

/* A number that a new node may get. */
extern int64_t guestfs_int_filetree_next_id (struct tree *t);

/* The node with these attributes, which the daemon knows under id if they say
 * that it is held there; new if there is none yet. */
extern struct tree_node *guestfs_int_filetree_node
  (struct tree *t, const struct guestfs_fuse_attr *attr, int64_t id);
/* Attributes of it that a call has brought: they say what may be opened. */
extern void guestfs_int_filetree_seen (struct tree_node *n,
                                       const struct guestfs_fuse_attr *attr);
/* The one that is known of these numbers, or NULL. */
extern struct tree_node *guestfs_int_filetree_known
  (const struct tree *t, uint64_t dev, uint64_t ino);
/* What is kept of it to answer the kernel is not true any more. */
extern void guestfs_int_filetree_touch (struct tree *t, struct tree_node *n);
/* Attributes to be told to the kernel when it asks. */
extern void guestfs_int_filetree_keep_attr (struct tree *t, struct tree_node *n,
                                        const struct guestfs_fuse_attr *attr);
/* The kernel knows it once more, or so many times less. */
extern void guestfs_int_filetree_told (struct tree *t, struct tree_node *n);
extern void guestfs_int_filetree_forget (struct tree *t, struct tree_node *n,
                                     uint64_t times);
extern void guestfs_int_filetree_drop_xattrs (struct tree_node *n);

extern struct tree_name *guestfs_int_filetree_find (const struct tree *t,
                                                const struct tree_node *dir,
                                                const char *name);
/* The name leads to node, or to what is not known. */
extern struct tree_name *guestfs_int_filetree_name
  (struct tree *t, struct tree_node *dir, const char *name,
   struct tree_node *node);
extern void guestfs_int_filetree_unname (struct tree *t,
                                         struct tree_name *name);
/* What it leads to would have no other name that is known. */
extern bool guestfs_int_filetree_is_last_name (const struct tree_name *name);

/* The path below the guest's root, malloc'd: "" of the root and of what has
 * no name. */
extern char *guestfs_int_filetree_path (struct tree *t,
                                        const struct tree_node *n);

/* Forgets the order of a directory; what its names are is still known. */
extern void guestfs_int_filetree_unlist (struct tree *t, struct tree_node *dir);
extern void guestfs_int_filetree_list (struct tree *t, struct tree_node *dir,
                                   const struct tree_listed *entry);

/* Another call has changed nobody knows what. */
extern void guestfs_int_filetree_doubt (struct tree *t);

/* Unique in all of the guest. */
extern uint64_t guestfs_int_filetree_ino (struct tree *t, uint64_t dev,
                                      uint64_t ino);

#endif /* GUESTFS_INT_FILETREE_H */
