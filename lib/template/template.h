/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The template: a machine that is booted once, saved when its daemon has said
 * HELLO and before it has a drive, and from then on started instead of booting.
 *
 * A template is a directory of the store:
 *   ram     the memory, sparse; clones map it copy-on-write
 *   state   a header (format.c), then the state of the devices
 * Both are made complete under another name and never changed afterwards.
 *
 * Whatever is wrong with a template costs a cold boot and the template, never
 * a launch.
 */

#ifndef GUESTFS_INT_TEMPLATE_H
#define GUESTFS_INT_TEMPLATE_H

#include <sys/types.h>

#include "machine.h"

enum template_mode { TEMPLATE_OFF, TEMPLATE_ON, TEMPLATE_FORCE };

/* ---- Format (template/format.c) ---- */
#define TEMPLATE_HEADER_SIZE (32 * 1024)

struct template_header {
  uint64_t ram_size, ram_sum;
  uint64_t state_size, state_sum; /* of what follows the header */
  char *key;
  bool other_version;           /* of the format: nothing else was read */
};
/* Written at the start of fd.  -1: errno is set. */
extern int guestfs_int_template_write_header (int fd,
                                              const struct template_header *h);
/* NULL, or why not (static string); to be released in any case. */
extern const char *guestfs_int_template_read_header
  (int fd, struct template_header *ret);
extern void guestfs_int_template_header_done (struct template_header *h);
/* The sum of a piece at some offset; 0 if all of it is zero.  That of a file
 * is all of them added up, so holes need not be read. */
#define TEMPLATE_PIECE (64 * 1024)
extern uint64_t guestfs_int_template_sum (uint64_t offset, const void *p,
                                          size_t n);
/* Where the next data is, from at on, and where it ends: 1, 0: there is no
 * more, -1: errno is set. */
extern int guestfs_int_template_next_data (int fd, off_t at, off_t *ret_data,
                                           off_t *ret_hole);

/* ---- A template, there or to be ---- */
struct template {
  char *store, *name;           /* directory, and name in it */
  char *key;                    /* what must be the same (template/key.c) */
  int lock_fd;                  /* held while it is made */
  int ram_fd, state_fd;         /* the files, or memory to be saved */
  bool ram_in_state;            /* the file for it is empty */
  struct template_header header;
};
#define TEMPLATE_INIT { .lock_fd = -1, .ram_fd = -1, .state_fd = -1 }
extern void guestfs_int_template_done (struct template *t);
#define CLEANUP_TEMPLATE __attribute__ ((cleanup (guestfs_int_template_done)))

/* ---- Key (template/key.c) ---- */
/* What the settings say; -1 with error set when they make no sense. */
extern int guestfs_int_template_mode (guestfs_h *g, enum template_mode *ret);
/* Which template the machine would be started from.  -1: none can be, the
 * reason is in the debug log. */
extern int guestfs_int_template_find (guestfs_h *g, const struct machine *m,
                                      const struct machine_config *config,
                                      struct template *ret);
/* The same for what is not a struct machine: text adds all that it depends on,
 * with the help of the next function. */
typedef int (*template_text_fn) (guestfs_h *g, const void *opaque,
                                 struct strbuf *b);
extern int guestfs_int_template_find_by (guestfs_h *g, template_text_fn text,
                                         const void *opaque,
                                         struct template *ret);
/* Our build, QEMU, the appliance, the processor when it is the host's. */
extern int guestfs_int_template_common_lines
  (guestfs_h *g, struct strbuf *b, const char *qemu,
   const struct machine_config *config);
/* True when a file that the key names is no longer what it was. */
extern bool guestfs_int_template_key_is_stale (const char *key);

/* ---- Store (template/store.c) ---- */
extern char *guestfs_int_template_store (guestfs_h *g);
/* The path of something in the template's directory; malloc'd. */
extern char *guestfs_int_template_path (guestfs_h *g, const struct template *t,
                                        const char *file);
/* What is in "new" becomes the template.  -1: errno is set. */
extern int guestfs_int_template_install (guestfs_h *g, struct template *t);
extern void guestfs_int_template_drop (guestfs_h *g, const struct template *t,
                                       const char *why);
/* It was in order but did not run: if that happens again, no more of it for
 * a day. */
extern void guestfs_int_template_note_failure (guestfs_h *g,
                                               const struct template *t);
extern void guestfs_int_template_note_success (guestfs_h *g,
                                               const struct template *t);
#define TEMPLATE_MAX_FAILURES 2
extern bool guestfs_int_template_has_failed_often (guestfs_h *g,
                                                   const struct template *t);
/* Something in the directory that is open as store. */
extern void guestfs_int_template_remove (int store, const char *name);
#define TEMPLATE_NEW ".new"

/* ---- Old ones (template/tidy.c) ---- */
/* Removes what is not worth keeping.  The lock is held. */
extern void guestfs_int_template_tidy (guestfs_h *g, const struct template *t);
/* Bytes that all of them may take. */
extern off_t guestfs_int_template_size_limit (guestfs_h *g);

/* ---- Check (template/check.c) ---- */
/* Opens it if it is there and nothing is wrong, but for the memory.  0, or
 * -1 and the reason in the debug log. */
extern int guestfs_int_template_open (guestfs_h *g, struct template *t);
/* Reads the memory, while QEMU starts: NULL, or what is wrong. */
extern const char *guestfs_int_template_check_ram (const struct template *t);

/* ---- Make (template/make.c) ---- */
/* Takes the right to make it: 0, or -1 and the reason in the debug log. */
extern int guestfs_int_template_may_make (guestfs_h *g, struct template *t);
enum template_saved {
  TEMPLATE_SAVED,               /* the machine is of no more use */
  TEMPLATE_NOT_SAVED,           /* it can be used as it is */
};
extern enum template_saved guestfs_int_template_save (guestfs_h *g,
                                                      struct machine *m,
                                                      struct template *t);
/* The same for another kind of machine: save writes its state to fd, which is
 * where it shall begin.  0, or -1 with error set. */
typedef int (*template_save_fn) (guestfs_h *g, void *opaque, int fd);
extern enum template_saved guestfs_int_template_save_by (guestfs_h *g,
                                                         template_save_fn save,
                                                         void *opaque,
                                                         struct template *t);

/* ---- Restore (template/restore.c) ---- */
/* How long a clone may take until it begins with SETUP. */
extern int guestfs_int_template_begin_seconds (guestfs_h *g);
/* What became of a clone: why is NULL when it runs, blame when it is the
 * template's fault that it does not.  0, or -1 when it does not run. */
extern int guestfs_int_template_note_restored (guestfs_h *g,
                                               const struct template *t,
                                               const char *why, bool blame);
/* From nothing to READY.  -1: nothing runs, the reason is in the debug log;
 * -2: nothing runs, error set: a cold boot would end in the same way. */
extern int guestfs_int_template_restore (guestfs_h *g, struct machine *m,
                                         const struct machine_config *config,
                                         struct template *t);

#endif /* GUESTFS_INT_TEMPLATE_H */
