/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of the guest looked at with YARA rules.  The rules are the caller's
 * and stay in the daemon; files are read apart, with a copy of them. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <yara.h>

#include "apart.h"
#include "codec.h"
#include "content.h"
#include "daemon.h"
#include "lazy.h"

#define FUNCTIONS(F) \
  F (yr_compiler_add_fd) \
  F (yr_compiler_create) \
  F (yr_compiler_destroy) \
  F (yr_compiler_get_rules) \
  F (yr_compiler_set_callback) \
  F (yr_compiler_set_include_callback) \
  F (yr_initialize) \
  F (yr_rules_destroy) \
  F (yr_rules_load_stream) \
  F (yr_rules_scan_fd)
static struct { FUNCTIONS (LAZY_POINTER) } yr;
#define SYMBOL(f) LAZY_SYMBOL (yr, f)

/* What compiled rules begin with. */
#define COMPILED_MAGIC "YARA"
#define COMPILED_MAGIC_LEN 4

static YR_RULES *rules;

int
optgroup_libyara_available (void)
{
  static const struct lazy_symbol symbols[] = { FUNCTIONS (SYMBOL) };

  return lazy_load (YARA_SONAME, symbols, sizeof symbols / sizeof symbols[0]);
}

static int
start_yara (void)
{
  static bool started;
  const int r = started ? ERROR_SUCCESS : yr.yr_initialize ();

  if (r == ERROR_SUCCESS) {
    started = true;
    return 0;
  }
  reply_with_error ("libyara: error %d when it is started", r);
  return -1;
}

static bool
need_rules (void)
{
  if (rules == NULL)
    reply_with_error_errno (EINVAL, "no rules are loaded: call yara_load "
                            "first");
  return rules != NULL;
}

static const char *
name_of_error (int r)
{
  switch (r) {
  case ERROR_INSUFFICIENT_MEMORY: return "out of memory";
  case ERROR_COULD_NOT_OPEN_FILE:
  case ERROR_COULD_NOT_READ_FILE:
  case ERROR_COULD_NOT_MAP_FILE: return "it cannot be read";
  case ERROR_INVALID_FILE: return "these are not compiled rules";
  case ERROR_CORRUPT_FILE: return "the compiled rules are damaged";
  case ERROR_UNSUPPORTED_FILE_VERSION:
    return "the rules were compiled by another version of YARA";
  case ERROR_TOO_MANY_MATCHES: return "too many matches";
  case ERROR_EXEC_STACK_OVERFLOW: return "a rule needs too much stack";
  case ERROR_TOO_MANY_RE_FIBERS:
    return "a regular expression of the rules is too expensive";
  default: return NULL;
  }
}

static int
errno_of_error (int r)
{
  switch (r) {
  case ERROR_INSUFFICIENT_MEMORY: return ENOMEM;
  case ERROR_INVALID_FILE:
  case ERROR_CORRUPT_FILE:
  case ERROR_UNSUPPORTED_FILE_VERSION: return EINVAL;
  default: return EIO;
  }
}

static int
yara_failed (const char *what, int r)
{
  const char *name = name_of_error (r);

  if (name != NULL)
    reply_with_error_errno (errno_of_error (r), "%s: %s", what, name);
  else
    reply_with_error_errno (EIO, "%s: libyara's error %d", what, r);
  return -1;
}

/* ---- Loading ---- */

/* The first mistake, with its line. */
static void
on_mistake (int level, const char *file, int line, const YR_RULE *rule,
            const char *message, void *opaque)
{
  (void) file;
  (void) rule;
  (void) opaque;
  if (level == YARA_ERROR_LEVEL_ERROR && !reply_has_error ())
    reply_with_error_errno (EINVAL, "the rules: line %d: %s", line, message);
  else
    debug ("yara: line %d: %s", line, message);
}

/* There is no directory that included files could come from: those of the
 * appliance are not the caller's. */
static int
add_source (YR_COMPILER *compiler, int fd, YR_RULES **ret)
{
  int r;

  yr.yr_compiler_set_callback (compiler, on_mistake, NULL);
  yr.yr_compiler_set_include_callback (compiler, NULL, NULL, NULL);
  if (yr.yr_compiler_add_fd (compiler, fd, NULL, NULL) > 0) {
    if (!reply_has_error ())
      yara_failed ("the rules", compiler->last_error);
    return -1;
  }
  r = yr.yr_compiler_get_rules (compiler, ret);
  return r == ERROR_SUCCESS ? 0 : yara_failed ("the rules", r);
}

static int
compile_rules (int fd, YR_RULES **ret)
{
  YR_COMPILER *compiler;
  int r = yr.yr_compiler_create (&compiler);

  if (r != ERROR_SUCCESS)
    return yara_failed ("the rules", r);
  r = add_source (compiler, fd, ret);
  yr.yr_compiler_destroy (compiler);
  return r;
}

static size_t
read_members (void *p, size_t size, size_t count, void *opaque)
{
  const int *fd = opaque;
  const ptrdiff_t n = size > 0 && count <= SIZE_MAX / size
                      ? full_read (*fd, p, size * count) : -1;

  return n > 0 ? n / size : 0;
}

static int
load_compiled (int fd, YR_RULES **ret)
{
  YR_STREAM stream = { .user_data = &fd, .read = read_members };
  const int r = yr.yr_rules_load_stream (&stream, ret);

  return r == ERROR_SUCCESS ? 0 : yara_failed ("the rules", r);
}

static int
load_rules (int fd, YR_RULES **ret)
{
  char magic[COMPILED_MAGIC_LEN];
  const ptrdiff_t n = pread (fd, magic, sizeof magic, 0);
  const bool is_compiled =
    n == sizeof magic && memcmp (magic, COMPILED_MAGIC, sizeof magic) == 0;

  if (n == -1 || lseek (fd, 0, SEEK_SET) == -1) {
    reply_with_perror ("the rules");
    return -1;
  }
  return is_compiled ? load_compiled (fd, ret) : compile_rules (fd, ret);
}

int
do_yara_load (void)
{
  CLEANUP_CLOSE int fd = memfd_create ("rules", MFD_CLOEXEC);
  YR_RULES *loaded = NULL;

  if (fd == -1) {
    reply_with_perror ("memfd_create");
    return -1;
  }
  if (stream_receive_to_fd (fd, "the rules") == -1
      || start_yara () == -1 || load_rules (fd, &loaded) == -1)
    return -1;
  if (rules != NULL)
    yr.yr_rules_destroy (rules);
  rules = loaded;
  return 0;
}

int
do_yara_destroy (void)
{
  if (!need_rules ())
    return -1;
  yr.yr_rules_destroy (rules);
  rules = NULL;
  return 0;
}

/* ---- Scanning ---- */

struct scan {
  const char *path;
  int fd;
};

static int
send_detection (const struct scan *scan, const YR_RULE *rule)
{
  const struct guestfs_yara_detection d = {
    .yara_name = (char *) scan->path,
    .yara_rule = (char *) rule->identifier,
  };
  struct wire_writer w;
  int r = -1;

  wire_writer_init (&w);
  wire_put_yara_detection (&w, &d);
  if (w.failed)
    reply_with_perror_errno (ENOMEM, "malloc");
  else
    r = apart_send (w.data, w.len);
  wire_writer_done (&w);
  return r;
}

static int
on_message (YR_SCAN_CONTEXT *context, int message, void *data, void *opaque)
{
  (void) context;
  if (message != CALLBACK_MSG_RULE_MATCHING)
    return CALLBACK_CONTINUE;
  return send_detection (opaque, data) == 0 ? CALLBACK_CONTINUE
    : CALLBACK_ERROR;
}

static int
scan_file (void *arg)
{
  struct scan *scan = arg;
  const int r = yr.yr_rules_scan_fd (rules, scan->fd, 0, on_message, scan, 0);

  if (r == ERROR_SUCCESS)
    return 0;
  return reply_has_error () ? -1 : yara_failed (scan->path, r);
}

static int
check_regular (int fd, const char *path)
{
  struct stat st;

  if (fstat (fd, &st) == -1) {
    reply_with_perror ("%s", path);
    return -1;
  }
  if (S_ISREG (st.st_mode))
    return 0;
  reply_with_error_errno (EINVAL, "%s: not a regular file", path);
  return -1;
}

int
do_internal_yara_scan (const char *path)
{
  CLEANUP_CLOSE int fd = -1;
  struct scan scan = { .path = path };
  int r;

  if (!need_rules ())
    return -1;
  fd = content_open_file (path);
  if (fd == -1 || check_regular (fd, path) == -1)
    return -1;
  scan.fd = fd;
  pulse_mode_start ();
  r = run_apart (path, 0, scan_file, &scan, stream_send_cb, NULL);
  pulse_mode_end ();
  return r;
}
