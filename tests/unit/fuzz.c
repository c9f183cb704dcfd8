/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is fuzzed: everything that reads bytes from the other side.
 *
 * LLVMFuzzerTestOneInput is what libFuzzer and AFL++ call; run.c calls it
 * with mutations that are the same each time.  The first byte of an input
 * chooses the target.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "applications.h"
#include "codec.h"
#include "conn.h"
#include "fuzz.h"
#include "launch.h"
#include "proto.h"
#include "remove-tree.h"
#include "slurp.h"
#include "untar.h"

static void __attribute__ ((noreturn))
wrong (const char *what)
{
  fprintf (stderr, "fuzz: %s\n", what);
  abort ();
}

/* ---- Structs ----
 * What can be read takes as many bytes when it is written, and from those it
 * is read and written the same.  (Not byte for byte the first time: a char
 * may come with or without its sign.) */

static void
compare (const char *name, const struct wire_writer *a,
         const struct wire_writer *b)
{
  if (a->failed || a->len != b->len || memcmp (a->data, b->data, a->len) != 0)
    wrong (name);
}

#define TARGET(name)                                                    \
  static bool                                                           \
  copy_##name (const void *data, size_t n, struct wire_writer *w)       \
  {                                                                     \
    struct guestfs_##name s;                                            \
    struct wire_reader r;                                               \
                                                                        \
    wire_reader_init (&r, data, n);                                     \
    wire_writer_init (w);                                               \
    wire_get_##name (&r, &s);                                           \
    if (r.failed)                                                       \
      return false;                                                     \
    wire_put_##name (w, &s);                                            \
    guestfs_int_clear_##name (&s);                                      \
    if (w->len != n - wire_remaining (&r))                              \
      wrong (#name);                                                    \
    return true;                                                        \
  }                                                                     \
                                                                        \
  static void                                                           \
  fuzz_##name (const uint8_t *data, size_t n)                           \
  {                                                                     \
    struct wire_writer a, b;                                            \
                                                                        \
    if (copy_##name (data, n, &a)) {                                    \
      if (!copy_##name (a.data, a.len, &b))                             \
        wrong (#name);                                                  \
      compare (#name, &a, &b);                                          \
      wire_writer_done (&b);                                            \
    }                                                                   \
    wire_writer_done (&a);                                              \
  }
#include "structs.inc"
#undef TARGET

static void (*const structs[]) (const uint8_t *, size_t) = {
#define TARGET(name) fuzz_##name,
#include "structs.inc"
#undef TARGET
};

static void
fuzz_struct (const uint8_t *data, size_t n)
{
  if (n < 1)
    return;
  structs[data[0] % (sizeof structs / sizeof structs[0])] (data + 1, n - 1);
}

/* ---- Results that are a stream of structs ---- */

SLURP_KIND (dirent);
SLURP_KIND (tsk_dirent);
SLURP_KIND (yara_detection);

static void
fuzz_stream (const uint8_t *data, size_t n)
{
  static const struct slurp_kind *const kinds[] = {
    &kind_dirent, &kind_tsk_dirent, &kind_yara_detection,
  };
  const struct slurp_kind *kind;
  uint32_t len;
  void *val;

  if (n < 1)
    return;
  kind = kinds[data[0] % (sizeof kinds / sizeof kinds[0])];
  if (guestfs_int_decode_structs ((const char *) data + 1, n - 1, kind,
                                  &val, &len) == -1) {
    if (errno != EPROTO)
      wrong ("a stream that is refused for another reason");
    return;
  }
  if (len > n)
    wrong ("more structs than bytes");
  for (uint32_t i = 0; i < len; i++)
    kind->clear ((char *) val + i * kind->size);
  free (val);
}

/* ---- Applications: the same wherever a piece ends ---- */

/* -1 when it is refused. */
static int64_t
count_applications (const char *data, size_t n, size_t step)
{
  CLEANUP_APPLICATIONS struct applications a = APPLICATIONS_INIT;
  struct guestfs_application2_list list;
  size_t piece;
  int64_t count;

  for (size_t i = 0; i < n; i += piece) {
    piece = n - i < step ? n - i : step;
    if (applications_take (&a, data + i, piece) == -1)
      return -1;
  }
  if (applications_list (&a, &list) == -1)
    return -1;
  count = list.len;
  for (uint32_t i = 1; i < list.len; i++)
    if (strcmp (list.val[i - 1].app2_name, list.val[i].app2_name) > 0)
      wrong ("applications in no order");
  guestfs_int_clear_application2_list (&list);
  return count;
}

static void
fuzz_applications (const uint8_t *data, size_t n)
{
  const char *records = (const char *) data + 1;

  if (n < 1)
    return;
  if (count_applications (records, n - 1, data[0] + 1)
      != count_applications (records, n - 1, n))
    wrong ("applications that depend on the pieces they came in");
}

/* ---- The budget: what is decoded never takes more ---- */

static size_t
list_size (char *const *list)
{
  size_t size = sizeof *list;

  for (; *list; list++)
    size += sizeof *list + strlen (*list) + 1;
  return size;
}

static void
fuzz_budget (const uint8_t *data, size_t n)
{
  struct wire_reader r;
  size_t budget;
  char **list;

  if (n < 1)
    return;
  budget = data[0] * 4;
  wire_reader_init (&r, data + 1, n - 1);
  r.budget = budget;
  list = wire_get_string_list (&r);
  if (r.budget > budget || (r.too_large && !r.failed))
    wrong ("a budget that grows");
  if (list && list_size (list) > budget - r.budget)
    wrong ("memory that was not charged");
  string_list_free (list);
}

/* ---- Payloads of frames ---- */

static void
fuzz_payload (const uint8_t *data, size_t n)
{
  struct wire_reader r;
  struct wire_writer w;
  struct setup setup;
  struct hello hello = { .protocol = 0 };
  struct failure failure = { .message = NULL };

  wire_reader_init (&r, data, n);
  wire_get_setup (&r, &setup);
  if (!r.failed) {
    wire_writer_init (&w);
    wire_put_setup (&w, &setup);
    if (w.len != n - wire_remaining (&r) || memcmp (w.data, data, w.len) != 0)
      wrong ("setup");
    wire_writer_done (&w);
  }
  setup_done (&setup);
  wire_reader_init (&r, data, n);
  wire_get_hello (&r, &hello);
  hello_done (&hello);
  wire_reader_init (&r, data, n);
  wire_get_failure (&r, &failure);
  failure_done (&failure);
}

/* ---- Frames: in pieces whose sizes are taken from the input ---- */

static void
fuzz_frames (const uint8_t *data, size_t n)
{
  struct frame_reader r;
  struct frame f;
  size_t fed = 0, step = n > 0 ? data[0] + 1 : 1;
  int got = 0;

  frame_reader_init (&r, 1024 * 1024);
  while (got != -1 && fed < n) {
    size_t room;
    char *p = frame_reader_space (&r, &room);

    if (!p || room == 0)
      wrong ("no space in a frame reader");
    if (room > step)
      room = step;
    if (room > n - fed)
      room = n - fed;
    memcpy (p, data + fed, room);
    frame_reader_fed (&r, room);
    fed += room;
    while ((got = frame_reader_next (&r, &f)) == 1)
      if (f.length > fed)
        wrong ("a frame longer than what came");
    if (r.cap > 64 * 1024 + 4 * fed)
      wrong ("a frame reader that takes what it was not given");
  }
  frame_reader_done (&r);
}

/* ---- A conversation: the input is all that the daemon says ---- */

static int
no_shutdown (guestfs_h *g, void *data, bool check_for_errors)
{
  (void) g;
  (void) data;
  (void) check_for_errors;
  return 0;
}

static const struct backend_ops backend = {
  .name = "fuzz", .shutdown = no_shutdown,
};

static guestfs_h *
handle_that_hears (const uint8_t *data, size_t n, int *ret_sock)
{
  guestfs_h *g = guestfs_create_flags (GUESTFS_CREATE_NO_ENVIRONMENT
                                       | GUESTFS_CREATE_NO_CLOSE_ON_EXIT);
  int s[2];

  if (!g || socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, s) == -1)
    wrong ("cannot make a handle");
  guestfs_set_error_handler (g, NULL, NULL);
  g->autosync = false;
  g->conn = guestfs_int_conn_new (g, s[0], -1);
  g->backend = &backend;
  g->state = READY;
  /* More than the socket holds would need a thread. */
  if (send (s[1], data, n < 60000 ? n : 60000, MSG_NOSIGNAL | MSG_DONTWAIT)
      == -1 && errno != EAGAIN)
    wrong ("cannot send");
  shutdown (s[1], SHUT_WR);
  *ret_sock = s[1];
  return g;
}

static void
fuzz_call (const uint8_t *data, size_t n)
{
  guestfs_h *g;
  struct call c;
  int sock, r;

  if (n < 1)
    return;
  g = handle_that_hears (data + 1, n - 1, &sock);
  guestfs_int_call_init (g, &c, "fuzz", FUZZ_PROC);
  c.file_in = data[0] & 1 ? "/dev/null" : NULL;
  c.file_out = data[0] & 2 ? "/dev/null" : NULL;
  r = guestfs_int_call_run (&c);
  if (r == 0) {
    string_list_free (wire_get_string_list (&c.ret));
    guestfs_int_call_finished (&c);
  }
  else if (!guestfs_last_error (g))
    wrong ("a call that failed without a word");
  guestfs_int_call_done (&c);
  if (r == 0 && !g->conn)
    wrong ("a call that worked and lost its connection");
  guestfs_close (g);
  close (sock);
}

static void
fuzz_hello (const uint8_t *data, size_t n)
{
  int sock;
  guestfs_h *g = handle_that_hears (data, n, &sock);

  if (guestfs_int_wait_hello (g, NULL) == 0)
    guestfs_int_send_setup (g);
  guestfs_close (g);
  close (sock);
}

/* ---- Archives: nothing is made outside of the directory ---- */

#define ARCHIVE_MAX 65536
#define TAR_BLOCK 512

/* Few mutations would get past the sums. */
static void
correct_sums (char *archive, size_t n)
{
  char sum[8];

  for (char *h = archive; h + TAR_BLOCK <= archive + n; h += TAR_BLOCK) {
    if (memcmp (h + 257, "ustar", 5) != 0)
      continue;
    unsigned total = 0;
    memset (h + 148, ' ', 8);
    for (size_t i = 0; i < TAR_BLOCK; i++)
      total += (unsigned char) h[i];
    snprintf (sum, sizeof sum, "%06o", total);
    memcpy (h + 148, sum, sizeof sum);
  }
}

static void
unpack_in_pieces (int dir, const char *archive, size_t n, size_t step)
{
  struct tree *tree = guestfs_int_tree_new (dir, false);
  struct untar *t = guestfs_int_untar_new (tree);
  int r = 0;

  for (size_t at = 0; r == 0 && at < n; at += step)
    r = guestfs_int_untar_feed (t, archive + at, n - at < step ? n - at : step);
  if (r == 0)
    r = guestfs_int_untar_finish (t);
  if ((r == -1) != (guestfs_int_tree_error (tree) != NULL))
    wrong ("an archive that failed without a word");
  guestfs_int_untar_free (t);
  guestfs_int_tree_free (tree);
}

/* Others than root cannot enter each directory that was made. */
static bool
remove_unpacked (const char *dir)
{
  char command[100];

  if (remove_tree (dir) == 0)
    return true;
  snprintf (command, sizeof command, "chmod -R u+rwx '%s'", dir);
  return system (command) == 0 && remove_tree (dir) == 0;
}

static void
fuzz_untar (const uint8_t *data, size_t n)
{
  char top[] = "/tmp/fuzz.XXXXXX", inside[sizeof top + 4];
  char archive[ARCHIVE_MAX];

  if (n < 1 || n > ARCHIVE_MAX || !mkdtemp (top))
    return;
  memcpy (archive, data + 1, n - 1);
  correct_sums (archive, n - 1);
  snprintf (inside, sizeof inside, "%s/in", top);
  mkdir (inside, 0700);
  const int dir = open (inside, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  unpack_in_pieces (dir, archive, n - 1, data[0] + 1);
  close (dir);
  if (!remove_unpacked (inside))
    wrong ("what was unpacked cannot be removed");
  if (rmdir (top) == -1)
    wrong ("something was unpacked outside of the directory");
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static void (*const targets[FUZZ_TARGETS]) (const uint8_t *, size_t) = {
    [FUZZ_STRUCT] = fuzz_struct, [FUZZ_PAYLOAD] = fuzz_payload,
    [FUZZ_FRAMES] = fuzz_frames, [FUZZ_CALL] = fuzz_call,
    [FUZZ_HELLO] = fuzz_hello, [FUZZ_STREAM] = fuzz_stream,
    [FUZZ_BUDGET] = fuzz_budget, [FUZZ_UNTAR] = fuzz_untar,
    [FUZZ_APPLICATIONS] = fuzz_applications,
  };

  if (size > 0)
    targets[data[0] % FUZZ_TARGETS] (data + 1, size - 1);
  return 0;
}
