/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Results that come as a stream, because they may be of any size, taken into
 * memory. */

#ifndef GUESTFS_INT_SLURP_H
#define GUESTFS_INT_SLURP_H

#include "proto.h"

/* A file in memory, and the name under which an action can write to it. */
struct slurp {
  guestfs_h *g;
  int fd;
  const char *name;             /* a FileOut argument */
  struct own_file file;
};
extern int guestfs_int_slurp_open (guestfs_h *g, struct slurp *s);
/* All that was written, NUL-terminated; NULL with the error set.  The file is
 * emptied meanwhile, so that there is only one copy. */
extern char *guestfs_int_slurp_read (struct slurp *s, size_t *ret_size);
extern void guestfs_int_slurp_done (struct slurp *s);
#define CLEANUP_SLURP __attribute__ ((cleanup (guestfs_int_slurp_done)))
#define SLURP_INIT { .fd = -1 }

/* guestfs_download of a file of the guest, never of a device. */
extern int guestfs_int_download_path (guestfs_h *g, const char *path,
                                      const char *local);

/* Strings that each end with a NUL, sorted by byte value. */
extern char **guestfs_int_slurp_names (struct slurp *s);

/* ---- Structs, one after the other ----
 * What is known of a kind of struct: of guestfs_dirent, say. */
struct slurp_kind {
  size_t size;
  void (*get) (struct wire_reader *r, void *val);       /* wire_get_dirent */
  void (*clear) (void *val);            /* guestfs_int_clear_dirent */
};
#define SLURP_KIND(s)                                                   \
  static void                                                           \
  slurp_get_##s (struct wire_reader *r, void *val)                      \
  {                                                                     \
    wire_get_##s (r, val);                                              \
  }                                                                     \
  static void                                                           \
  slurp_clear_##s (void *val)                                           \
  {                                                                     \
    guestfs_int_clear_##s (val);                                        \
  }                                                                     \
  static const struct slurp_kind kind_##s =                             \
    { sizeof (struct guestfs_##s), slurp_get_##s, slurp_clear_##s }

/* Decodes n bytes to their end into a malloc'd array.  -1 with errno EPROTO
 * when they are something else, or ENOMEM. */
extern int guestfs_int_decode_structs (const char *data, size_t n,
                                       const struct slurp_kind *kind,
                                       void **ret_val, uint32_t *ret_len);
/* The same of all that was written; what names it in the error that is set. */
extern int guestfs_int_slurp_structs (struct slurp *s, const char *what,
                                      const struct slurp_kind *kind,
                                      void **ret_val, uint32_t *ret_len);

#endif /* GUESTFS_INT_SLURP_H */
