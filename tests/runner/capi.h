/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the generated tests (tests/gen/capi-<area>.c) and their runner share.
 *
 * A test is a function that returns true when every step went as its record
 * says.  Each step begins, makes one call, hands the result to one got_…
 * function and compares it with one expect_… function, which has recorded
 * what was expected and what was got when it returns false.
 */

#ifndef GUESTFS_TESTS_CAPI_H
#define GUESTFS_TESTS_CAPI_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Deprecated actions are tested like the others, and so are internal ones. */
#define GUESTFS_NO_WARN_DEPRECATED 1
#define GUESTFS_PRIVATE 1
#include "guestfs.h"
#include "cleanups.h"
#include "strvec.h"

enum capi_setup {
  SETUP_BLANK, SETUP_PARTITION, SETUP_FILESYSTEM, SETUP_GPT_DISK,
  SETUP_LV_FILESYSTEM, SETUP_BTRFS, SETUP_ENCRYPTED,
};

struct capi;

struct capi_test {
  const char *name;             /* "mkdir-0" */
  enum capi_setup setup;
  bool new_handle;              /* not launched and without drives */
  const char *const *needs;     /* "lvm2", "filesystem:xfs", or NULL */
  const char *skip;             /* why it cannot run at all, or NULL */
  bool (*run) (struct capi *t);
};

struct capi_area {
  const char *name;
  const struct capi_test *tests;        /* ended by one without a name */
};
extern const struct capi_area *const capi_areas[];

/* The result of the current step, in a form that can be compared. */
enum got_kind {
  GOT_NOTHING, GOT_STATUS, GOT_NUMBER, GOT_TRUTH, GOT_TEXT, GOT_STRINGS,
  GOT_PAIRS, GOT_COUNT,
};
struct got {
  enum got_kind kind;
  bool failed;
  char *error;                  /* message, when it failed … */
  int error_number;             /* … and guestfs_last_errno */
  int64_t number;               /* GOT_NUMBER, GOT_TRUTH, GOT_COUNT */
  struct strbuf text;           /* GOT_TEXT */
  struct strvec strings;        /* GOT_STRINGS, GOT_PAIRS */
};

struct capi {
  guestfs_h *g;
  char *tmpdir;                 /* of the current test: "@tmp" */
  struct strvec files;          /* what local_file has returned */
  const char *step;
  unsigned step_number;
  bool check_readers;           /* with nothing that can be written */
  bool read_only;               /* so it is now */
  struct strvec remounted;      /* mountpoints that were writable */
  struct got got;
  struct strbuf diagnosis;      /* why the test failed */
};

/* ---- Steps ---- */
extern void begin_step (struct capi *t, const char *line);
/* The same of an action that leaves nothing. */
extern void begin_reading_step (struct capi *t, const char *line);
/* "@data/x" is tests/data/x, "@tmp/x" is in the test's own directory. */
extern const char *local_file (struct capi *t, const char *name);

/* ---- Results (got.c) ----
 * Pointers are taken over, except those of structs and constant strings. */
extern void got_status (struct capi *t, int r);
extern void got_int (struct capi *t, int64_t r);
extern void got_bool (struct capi *t, int r);
extern void got_const_string (struct capi *t, const char *r);
extern void got_const_opt_string (struct capi *t, const char *r);
extern void got_string (struct capi *t, char *r);
extern void got_device (struct capi *t, char *r);
extern void got_buffer (struct capi *t, char *r, size_t size);
extern void got_list (struct capi *t, char **r);
extern void got_devices (struct capi *t, char **r);
extern void got_hashtable (struct capi *t, char **r,
                           bool device_keys, bool device_values);
extern void got_count (struct capi *t, const void *r, uint32_t len);
/* A struct: first this, then each field as a pair of name and text. */
extern void got_struct (struct capi *t, bool success);
extern void got_char (struct capi *t, const char *name, char v);
extern void got_text (struct capi *t, const char *name, const char *v);
extern void got_bytes (struct capi *t, const char *name,
                       const char *v, size_t n);
extern void got_signed (struct capi *t, const char *name, int64_t v);
extern void got_unsigned (struct capi *t, const char *name, uint64_t v);
extern void got_percent (struct capi *t, const char *name, float v);
extern void got_done (struct got *got);

/* ---- Expectations (expect.c) ---- */
extern bool expect_success (struct capi *t);
extern bool expect_failure (struct capi *t);
extern bool expect_errno (struct capi *t, int number, const char *name);
extern bool expect_string (struct capi *t, const char *s);
extern bool expect_buffer (struct capi *t, const char *s, size_t n);
extern bool expect_match (struct capi *t, const char *regex);
extern bool expect_int (struct capi *t, int64_t n);
extern bool expect_at_least (struct capi *t, int64_t n);
extern bool expect_bool (struct capi *t, bool b);
extern bool expect_list (struct capi *t, const char *const *list);
extern bool expect_set (struct capi *t, const char *const *list);
extern bool expect_includes (struct capi *t, const char *const *list);
extern bool expect_length (struct capi *t, size_t n);
/* Each pair of the list is among those that were got. */
extern bool expect_pairs (struct capi *t, const char *const *pairs);
extern bool expect_expr (struct capi *t, bool truth, const char *text);

/* ---- Where nothing can be changed (readonly.c) ---- */
/* All that is mounted, and all devices. */
extern void make_read_only (struct capi *t, bool read_only);

/* ---- Ways out of the guest (escape.c) ---- */
extern const char *const hostile_paths[];
/* A file and a directory in the appliance that nobody may touch, and the links
 * in the guest that hostile_paths go through. */
extern bool plant_canary (struct capi *t);
/* The result of the call has nothing of the canary in it. */
extern bool expect_inside (struct capi *t, const char *hostile);
/* Neither read nor written. */
extern bool canary_is_untouched (struct capi *t);

/* ---- The machine that tests share (machine.c) ---- */
struct machine {
  guestfs_h *g;                 /* NULL when it is not running */
  char *dir;                    /* where the disks are */
  const char *cachemode;        /* "unsafe" unless asked otherwise */
  bool cold, verbose, trace;
};
/* A handle as the options say, and the error handler off. */
extern guestfs_h *new_handle (const struct machine *m);
/* Each returns 0, or -1 and what went wrong in ret_why. */
extern int machine_start (struct machine *m, struct strbuf *ret_why);
/* Blank disks, nothing mounted, nothing open, as long as next is set up now.
 * groups: what the tests since the last reset may have used. */
extern int machine_reset (struct machine *m, const char *const *groups,
                          enum capi_setup next, struct strbuf *ret_why);
extern int machine_set_up (struct machine *m, enum capi_setup setup,
                           struct strbuf *ret_why);
extern void machine_stop (struct machine *m);
/* What the appliance lacks of a test's needs; NULL: nothing. */
extern const char *machine_lacks (struct machine *m,
                                  const char *const *needs);

#endif /* GUESTFS_TESTS_CAPI_H */
