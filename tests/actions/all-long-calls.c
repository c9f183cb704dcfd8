/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every action that the table calls cancellable is cancelled half-way, and
 * every one that says how far it is does so; then the handle still works.
 *
 * What is read goes into a pipe that is emptied slowly, what is written comes
 * out of one that is never closed, or there is more than can be done in the
 * time. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* They are called like the others. */
#define GUESTFS_NO_WARN_DEPRECATED 1

#include "cleanups.h"
#include "long-calls.h"
#include "testing.h"
#include "strvec.h"

/* MiB: the guest, a large empty one, an NTFS, two for what must end, which
 * should take a second of an emulated processor, the same with files. */
#define SIZE 120
static const int disks[] = { 64 << 10, 1 << 20, 4 << 10, SIZE, SIZE, SIZE, 0 };

static char *fifo;              /* a local name; what it does, see below */
static char *zeroes;            /* a local file of 1 TiB */

/* ---- Local files that take or give without end ---- */

struct partner {
  const char *head;             /* what it gives, NULL: it takes */
  size_t head_len;
  pthread_t thread;
};
static volatile bool partner_may_end;

/* 4 MiB a second. */
static void
take_slowly (int fd)
{
  static char buf[64 << 10];

  while (read (fd, buf, sizeof buf) > 0)
    if (!partner_may_end)
      sleep_ms (16);
}

static void *
be_partner (void *opaque)
{
  const struct partner *p = opaque;
  int fd = open (fifo, (p->head ? O_WRONLY : O_RDONLY) | O_CLOEXEC);

  if (fd == -1)
    abort ();
  if (!p->head)
    take_slowly (fd);
  else {
    if (full_write (fd, p->head, p->head_len) == -1)
      perror (fifo);
    while (!partner_may_end)
      sleep_ms (20);
  }
  close (fd);
  return NULL;
}

static void
partner_begin (struct partner *p, const char *head, size_t len)
{
  p->head = head;
  p->head_len = len;
  partner_may_end = false;
  if (pthread_create (&p->thread, NULL, be_partner, p) != 0)
    abort ();
}

/* The call may have failed before it opened its end. */
static void
partner_end (struct partner *p)
{
  int fd;

  partner_may_end = true;
  fd = open (fifo, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  sleep_ms (30);
  close (fd);
  pthread_join (p->thread, NULL);
}

/* ---- The calls: small where they must end, else large ---- */

#define BIG "/big"              /* 40 GiB that take no room */
#define MANY "/many"            /* a tree of many small files */
/* Where they are: each line of find0 has this, and becomes long. */
#define LONG MANY "/" LETTERS LETTERS LETTERS LETTERS
#define LETTERS "a-part-of-a-directory-name-that-is-long-because-"
#define LINES "/lines"          /* a file of many short lines */
#define FILLED "/filled"        /* a directory */
#define DOOMED "/doomed"        /* one that is to be removed */

static int64_t big_inode, ntfs_inode;

#define TAKE(name, expr)                                        \
  static int                                                    \
  long_##name (guestfs_h *g)                                    \
  {                                                             \
    struct partner p;                                           \
    int r;                                                      \
    partner_begin (&p, NULL, 0);                                \
    r = expr;                                                   \
    partner_end (&p);                                           \
    return r;                                                   \
  }
#define GIVE(name, head, len, expr)                             \
  static int                                                    \
  long_##name (guestfs_h *g)                                    \
  {                                                             \
    struct partner p;                                           \
    int r;                                                      \
    partner_begin (&p, head, len);                              \
    r = expr;                                                   \
    partner_end (&p);                                           \
    return r;                                                   \
  }
#define PLAIN(name, expr)                                       \
  static int                                                    \
  long_##name (guestfs_h *g)                                    \
  {                                                             \
    return expr;                                                \
  }
#define STRUCTS(name, type, expr)                               \
  static int                                                    \
  long_##name (guestfs_h *g)                                    \
  {                                                             \
    struct guestfs_##type##_list *list = expr;                  \
    const int r = list ? 0 : -1;                                \
    guestfs_free_##type##_list (list);                          \
    return r;                                                   \
  }

static int
free_list (char **list)
{
  const int r = list ? 0 : -1;

  for (size_t i = 0; list && list[i]; i++)
    free (list[i]);
  free (list);
  return r;
}

static int
free_text (char *text)
{
  const int r = text ? 0 : -1;

  free (text);
  return r;
}

static const char *const forever[] = {
  "/bin/sh", "-c", "while :; do :; done", NULL
};
static const char gzip_head[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3 };
static const char xz_head[] = { (char) 0xfd, '7', 'z', 'X', 'Z', 0 };

TAKE (base64_out, guestfs_base64_out (g, BIG, fifo))
PLAIN (checksums_out, guestfs_checksums_out (g, "md5", "/", fifo))
PLAIN (command_out, guestfs_command_out (g, (char **) forever, "/dev/null"))
PLAIN (compress_out, guestfs_compress_out (g, "gzip", BIG, "/dev/null", -1))
PLAIN (compress_device_out,
       guestfs_compress_device_out (g, "gzip", "/dev/sdb", "/dev/null", -1))
TAKE (cpio_out, guestfs_cpio_out (g, "/", fifo, -1))
TAKE (download, guestfs_download (g, BIG, fifo))
TAKE (download_offset, guestfs_download_offset (g, BIG, fifo, 10, 1LL << 33))
TAKE (download_inode, guestfs_download_inode (g, "/dev/sda", big_inode, fifo))
TAKE (download_blocks,
      guestfs_download_blocks (g, "/dev/sda", 1000, 10000000, fifo, -1))
TAKE (find0, guestfs_find0 (g, MANY, fifo))
PLAIN (mksquashfs, guestfs_mksquashfs (g, "/", "/dev/null", -1))
TAKE (ntfscat_i, guestfs_ntfscat_i (g, "/dev/sdc", ntfs_inode, fifo))
TAKE (ntfsclone_out, guestfs_ntfsclone_out (g, "/dev/sdc", fifo, -1))
TAKE (tar_out, guestfs_tar_out_opts (g, "/", fifo, -1))
PLAIN (tgz_out, guestfs_tgz_out (g, "/", "/dev/null"))
PLAIN (txz_out, guestfs_txz_out (g, "/", "/dev/null"))
GIVE (base64_in, "QUFB\n", 5, guestfs_base64_in (g, fifo, "/new"))
GIVE (ntfsclone_in, "", 0, guestfs_ntfsclone_in (g, fifo, "/dev/sde"))
GIVE (tar_in, "name", 4, guestfs_tar_in_opts (g, fifo, "/", -1))
GIVE (tgz_in, gzip_head, sizeof gzip_head, guestfs_tgz_in (g, fifo, "/"))
GIVE (txz_in, xz_head, sizeof xz_head, guestfs_txz_in (g, fifo, "/"))
PLAIN (upload, guestfs_upload (g, zeroes, "/dev/sdb"))
PLAIN (upload_offset,
       guestfs_upload_offset (g, zeroes, "/dev/sdb", 1 << 20))
PLAIN (yara_load, guestfs_yara_load (g, zeroes))
STRUCTS (filesystem_walk, tsk_dirent, guestfs_filesystem_walk (g, "/dev/sda"))
STRUCTS (find_inode, tsk_dirent, guestfs_find_inode (g, "/dev/sda", 12))
STRUCTS (readdir, dirent, guestfs_readdir (g, LONG))
STRUCTS (yara_scan, yara_detection, guestfs_yara_scan (g, BIG))

PLAIN (copy_device_to_device,
       guestfs_copy_device_to_device (g, "/dev/sdd", "/dev/sde", -1))
PLAIN (copy_device_to_file,
       guestfs_copy_device_to_file (g, "/dev/sdd", "/copy", -1))
PLAIN (copy_file_to_device,
       guestfs_copy_file_to_device (g, BIG, "/dev/sdd",
                                    GUESTFS_COPY_FILE_TO_DEVICE_SIZE,
                                    (int64_t) SIZE << 20, -1))
PLAIN (copy_file_to_file,
       guestfs_copy_file_to_file (g, BIG, "/copy",
                                  GUESTFS_COPY_FILE_TO_FILE_SIZE,
                                  (int64_t) SIZE << 20, -1))
PLAIN (copy_size, guestfs_copy_size (g, BIG, "/copy", SIZE << 20))
PLAIN (du, guestfs_du (g, "/tree") == -1 ? -1 : 0)
PLAIN (equal, guestfs_equal (g, BIG, BIG) == -1 ? -1 : 0)
PLAIN (fill, guestfs_fill (g, 'x', SIZE << 20, "/copy"))
PLAIN (fill_dir, guestfs_fill_dir (g, FILLED, 10000000))
PLAIN (fill_pattern, guestfs_fill_pattern (g, "xyz", SIZE << 20, "/copy"))
PLAIN (grep, free_list (guestfs_grep (g, "none", LINES)))
PLAIN (hexdump, free_text (guestfs_hexdump (g, BIG)))
PLAIN (rm_rf, guestfs_rm_rf (g, DOOMED))
PLAIN (strings, free_list (guestfs_strings (g, BIG)))
PLAIN (strings_e, free_list (guestfs_strings_e (g, "l", BIG)))
PLAIN (wc_c, guestfs_wc_c (g, BIG) == -1 ? -1 : 0)
PLAIN (wc_l, guestfs_wc_l (g, BIG) == -1 ? -1 : 0)
PLAIN (wc_w, guestfs_wc_w (g, BIG) == -1 ? -1 : 0)
PLAIN (zero_device, guestfs_zero_device (g, "/dev/sdd"))
PLAIN (zero_free_space, guestfs_zero_free_space (g, "/small"))

static void
make_doomed (guestfs_h *g)
{
  free (appliance_sh (g, "mkdir -p /sysroot" DOOMED " && cd /sysroot" DOOMED
                      " && seq 20000 | xargs touch"));
}

struct scenario {
  const char *name;
  int (*call) (guestfs_h *g);
  void (*prepare) (guestfs_h *g);
};
#define S(name) { #name, long_##name, NULL }
static const struct scenario scenarios[] = {
  S (base64_in), S (base64_out), S (checksums_out), S (command_out),
  S (compress_device_out), S (compress_out), S (copy_device_to_device),
  S (copy_device_to_file), S (copy_file_to_device), S (copy_file_to_file),
  S (copy_size), S (cpio_out), S (download), S (download_blocks),
  S (download_inode), S (download_offset), S (du), S (equal),
  S (filesystem_walk), S (fill), S (fill_dir), S (fill_pattern), S (find0),
  S (find_inode), S (grep), S (hexdump), S (mksquashfs), S (ntfscat_i),
  S (ntfsclone_in), S (ntfsclone_out), S (readdir),
  { "rm_rf", long_rm_rf, make_doomed }, S (strings), S (strings_e),
  S (tar_in), S (tar_out), S (tgz_in), S (tgz_out), S (txz_in), S (txz_out),
  S (upload), S (upload_offset), S (wc_c), S (wc_l), S (wc_w), S (yara_load),
  S (yara_scan), S (zero_device), S (zero_free_space),
};

/* Each of these has its place elsewhere. */
static const char *const elsewhere[] = {
  "launch",                     /* says nothing in the first seconds */
  "zero",                       /* writes 128 KiB at most */
  "mount_local_run",            /* runs until the file system is unmounted */
  NULL
};

static const struct scenario *
find_scenario (const char *name)
{
  for (size_t i = 0; i < sizeof scenarios / sizeof scenarios[0]; i++)
    if (strcmp (scenarios[i].name, name) == 0)
      return &scenarios[i];
  for (size_t i = 0; elsewhere[i]; i++)
    if (strcmp (elsewhere[i], name) == 0)
      return NULL;
  fprintf (stderr, "%s: there is no scenario for it\n", name);
  failed_checks++;
  return NULL;
}

/* ---- Cancelling ---- */

static int64_t
now_ms (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  return ts.tv_sec * INT64_C (1000) + ts.tv_nsec / 1000000;
}

static struct canceller {
  guestfs_h *g;
  int after_ms;
  volatile bool done;           /* the call has returned */
  volatile int64_t when;        /* it was cancelled */
} canceller;

static void *
cancel_later (void *opaque)
{
  (void) opaque;
  for (int ms = 0; ms < canceller.after_ms && !canceller.done; ms += 5)
    sleep_ms (5);
  canceller.when = now_ms ();
  guestfs_user_cancel (canceller.g);
  return NULL;
}

static int
call_and_cancel (guestfs_h *g, const struct scenario *s, int after_ms)
{
  pthread_t thread;
  int r;

  canceller = (struct canceller) { .g = g, .after_ms = after_ms };
  if (pthread_create (&thread, NULL, cancel_later, NULL) != 0)
    abort ();
  r = s->call (g);
  canceller.done = true;
  pthread_join (thread, NULL);
  return r;
}

/* Nothing of it runs on: neither here nor in the appliance. */
static void
check_works (guestfs_h *g)
{
  CLEANUP_FREE char *left =
    appliance_sh (g, "for p in /proc/[0-9]*; do [ -e $p/exe ] && "
                  "read n < $p/comm && echo $n; done | "
                  "grep -vE '^(init|guestfsd|sh|grep|ntfs-3g)$' || :");
  CLEANUP_FREE char *text = NULL;

  CHECK (!left[0]);
  if (left[0])
    fprintf (stderr, "%s: left: %s", running_test, left);
  CHECK (guestfs_write (g, "/works", running_test, strlen (running_test))
         == 0);
  text = guestfs_cat (g, "/works");
  CHECK (text && strcmp (text, running_test) == 0);
}

/* On a busy machine, too. */
#define STOP_MS 20000

/* A call that was over too soon gets less time. */
static void
cancel (guestfs_h *g, const struct scenario *s)
{
  int after_ms = 150, r = 0;

  running_test = s->name;
  for (; after_ms >= 10 && r != -1; after_ms /= 2) {
    if (s->prepare)
      s->prepare (g);
    r = call_and_cancel (g, s, after_ms);
  }
  if (r != -1)
    fprintf (stderr, "%s: it was not cancelled\n", s->name);
  CHECK (r == -1 && said (g, s->name, EINTR, "cancel"));
  if (now_ms () - canceller.when > STOP_MS)
    fprintf (stderr, "%s: it took %d ms to stop\n", s->name,
             (int) (now_ms () - canceller.when));
  CHECK (now_ms () - canceller.when <= STOP_MS);
  check_works (g);
}

/* ---- Progress ---- */

static struct progress {
  unsigned events;
  uint64_t last, total;
  bool goes_back, nonsense, cancel;
} progress;

static void
note_progress (guestfs_h *g, void *opaque, uint64_t event, int event_handle,
               int flags, const char *buf, size_t buf_len,
               const uint64_t *array, size_t array_len)
{
  (void) opaque; (void) event; (void) event_handle; (void) flags; (void) buf;
  (void) buf_len;
  progress.nonsense |= array_len != 4 || array[2] > array[3];
  progress.goes_back |= array[2] < progress.last && array[3] > 1;
  progress.events++;
  progress.last = array[2];
  progress.total = array[3];
  if (progress.cancel)
    guestfs_user_cancel (g);
}

/* A call that is over soon need not say anything. */
#define SOON_MS 700

static void
check_progress (const char *name, int64_t lasted_ms)
{
  if (progress.events == 0 && lasted_ms < SOON_MS) {
    printf ("%s: over after %d ms, without progress\n", name,
            (int) lasted_ms);
    return;
  }
  if (progress.events == 0)
    fprintf (stderr, "%s: no progress\n", name);
  CHECK (progress.events > 0);
  CHECK (!progress.nonsense && !progress.goes_back);
}

/* To the end, or until there is a first sign of it.  Whether the call was
 * cancelled. */
static bool
watch (guestfs_h *g, const struct scenario *s, bool cancel)
{
  const int eh = guestfs_set_event_callback (g, note_progress,
                                             GUESTFS_EVENT_PROGRESS, 0, NULL);
  const int64_t began = now_ms ();
  int r;

  running_test = s->name;
  progress = (struct progress) { .cancel = cancel };
  r = cancel ? call_and_cancel (g, s, 20000) : s->call (g);
  guestfs_delete_event_callback (g, eh);
  check_progress (s->name, now_ms () - began);
  /* One that was nearly done by then may come to its end. */
  if (cancel && r == -1)
    CHECK (progress.events > 0 && said (g, s->name, EINTR, "cancel"));
  else
    CHECK (r == 0 && progress.last == progress.total);
  if (r == -1 && !cancel)
    fprintf (stderr, "%s: %s\n", s->name, guestfs_last_error (g));
  check_works (g);
  return cancel && r == -1;
}

/* ---- The guest ---- */

static void
make_many (guestfs_h *g)
{
  free (appliance_sh (g, "mkdir /sysroot" MANY " && mount -t tmpfs none "
                      "/sysroot" MANY " && "
                      "for i in $(seq 16); do mkdir -p /sysroot/tree/$i && "
                      "mount --bind /sysroot" MANY " /sysroot/tree/$i || "
                      "exit 1; done"));
  CHECK (guestfs_mkdir (g, LONG) == 0);
  CHECK (guestfs_fill_dir (g, LONG, 40000) == 0);
}

static void
make_ntfs (guestfs_h *g)
{
  struct guestfs_stat *st;

  CHECK (guestfs_mkfs (g, "ntfs", "/dev/sdc") == 0);
  CHECK (guestfs_mount (g, "/dev/sdc", "/") == 0);
  CHECK (guestfs_touch (g, BIG) == 0);
  CHECK (guestfs_truncate_size (g, BIG, (int64_t) 3 << 30) == 0);
  st = guestfs_stat (g, BIG);
  ntfs_inode = st ? st->ino : 0;
  guestfs_free_stat (st);
  CHECK (guestfs_umount (g, "/") == 0);
}

static void
make_guest (guestfs_h *g)
{
  struct guestfs_stat *st;

  running_test = "making the guest";
  make_ntfs (g);
  if (guestfs_mkfs (g, "ext4", "/dev/sda") == -1 ||
      guestfs_mount (g, "/dev/sda", "/") == -1)
    abort ();
  CHECK (guestfs_touch (g, BIG) == 0);
  CHECK (guestfs_truncate_size (g, BIG, (int64_t) 40 << 30) == 0);
  st = guestfs_stat (g, BIG);
  big_inode = st ? st->ino : 0;
  guestfs_free_stat (st);
  CHECK (guestfs_mkdir (g, FILLED) == 0);
  CHECK (guestfs_fill_pattern (g, "x\n", 30 << 20, LINES) == 0);
  CHECK (guestfs_mkfs (g, "ext2", "/dev/sdf") == 0);
  CHECK (guestfs_mkdir (g, "/small") == 0);
  CHECK (guestfs_mount (g, "/dev/sdf", "/small") == 0);
  give_guest_programs (g, "/bin/sh");
  make_many (g);
}

static void
load_rules (guestfs_h *g)
{
  CLEANUP_FREE char *rules = host_file ("rules", 0, true);
  FILE *fp = fopen (rules, "we");

  if (!fp || fputs ("rule a { strings: $a = \"needle\" condition: $a }\n", fp)
      == EOF || fclose (fp) == EOF)
    abort ();
  CHECK (guestfs_yara_load (g, rules) == 0);
}

static void
test (guestfs_h *g, const struct long_call *c)
{
  const struct scenario *s = find_scenario (c->name);
  bool cancelled = false;

  if (!s)
    return;
  if (strcmp (c->name, "yara_scan") == 0)
    load_rules (g);
  if (c->progress)
    cancelled = watch (g, s, c->cancellable);
  if (c->cancellable && !cancelled)
    cancel (g, s);
  guestfs_rm_f (g, "/copy");
}

int
main (int argc, char *argv[])
{
  guestfs_h *g;
  size_t ran = 0;

  test_begin (1500);
  fifo = host_file ("fifo", 0, true);
  zeroes = host_file ("zeroes", (int64_t) 1 << 40, true);
  if (unlink (fifo) == -1 || mkfifo (fifo, 0600) == -1)
    abort ();
  g = new_handle ();
  start (g, disks);
  make_guest (g);
  for (const struct long_call *c = long_calls; c->name; c++)
    if (argc < 2 || strcmp (c->name, argv[1]) == 0) {
      test (g, c);
      ran++;
    }
  CHECK (ran > 0);
  guestfs_close (g);
  free (fifo);
  free (zeroes);
  return test_end ();
}
