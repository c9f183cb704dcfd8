/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The handle.  Each room of the library owns one part of it. */

#ifndef GUESTFS_INT_HANDLE_H
#define GUESTFS_INT_HANDLE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#define GUESTFS_PRIVATE 1
#include "guestfs.h"
#include "cleanups.h"
#include "strvec.h"

enum state { CONFIG = 0, LAUNCHING = 1, READY = 2, NO_HANDLE = 0xebadebad };

struct backend_ops;             /* launch/launch.h */
struct connection;              /* proto/proto.h */
struct drive;                   /* drives/drives.h */
struct error_data;              /* handle/errors.c: one per thread */
struct error_frame;             /* handle/errors.c: pushed handlers */
struct event;                   /* handle/events.c */
struct libvirt_credential;      /* libvirt/libvirt_module.h */
struct local_mount;             /* fuse/localmount.h */
struct own_file;                /* proto/proto.h */
struct private_entry;           /* handle/private.c */

struct guestfs_h {
  struct guestfs_h *next;       /* list of open handles, for atexit */
  pthread_mutex_t lock;         /* recursive; taken by every public call */
  enum state state;
  pid_t owner;                  /* only this process may close it at exit */

  /* ---- settings (handle/settings.c; actions/settings.c) ---- */
  bool verbose, trace, autosync, direct_mode, recovery_proc, enable_network,
       selinux, pgroup, close_on_exit;
  int smp;
  int memsize;                  /* MiB */
  char *path;                   /* where appliances are looked for */
  char *hv;                     /* QEMU binary; NULL: find one */
  char *found_hv;               /* the one that was found; see _get_hv */
  char *append;                 /* set_append, or NULL: see append.c */
  char *program;                /* name of the calling program */
  char *identifier;             /* prefix of trace messages, "" if none */
  char *backend_name;           /* "direct", "libvirt:URI" */
  struct strvec backend_settings;
  char *env_template;           /* LIBGUESTFS_TEMPLATE */
  char *env_template_dir;       /* LIBGUESTFS_TEMPLATE_DIR */
  struct strvec hv_params;      /* guestfs_config: name, value or "", … */

  /* ---- directories (handle/tmpdirs.c) ---- */
  char *env_tmpdir;             /* LIBGUESTFS_TMPDIR or TMPDIR */
  char *int_tmpdir;             /* set_tmpdir */
  char *env_cachedir, *int_cachedir;    /* LIBGUESTFS_CACHEDIR; set_cachedir */
  char *env_runtimedir;                 /* XDG_RUNTIME_DIR */
  char *tmpdir;                 /* private directory of this handle, or NULL */
  int unique;                   /* counter for names */

  /* ---- errors (handle/errors.c) ---- */
  struct error_data *error_list; /* of every thread */
  uint64_t number;              /* no other handle has ever the same */
  guestfs_abort_cb abort_cb;    /* out of memory */

  /* ---- events (handle/events.c) ---- */
  struct event *events;
  size_t nr_events;
  int next_event;               /* number of the next one */
  unsigned dispatching;         /* callbacks that run: events are not moved */

  /* ---- private data (handle/private.c) ---- */
  struct private_entry *private_data;
  struct private_entry *private_next;

  /* ---- libvirt (handle/libvirt.c) ---- */
  struct strvec libvirt_credentials;    /* types that the program can answer */
  struct libvirt_credential *libvirt_asked;     /* in the callback only */
  size_t nr_libvirt_asked;
  bool libvirt_undoes;          /* what libvirt is asked is not cancelled */

  /* ---- drives (drives/) ---- */
  struct drive **drives;        /* index is the device number; NULL: removed */
  size_t nr_drives;

  /* ---- launch (launch/) ---- */
  const struct backend_ops *backend;    /* of the running appliance */
  void *backend_data;
  struct timespec launch_time;
  /* For the rooms below launch/, which must not call it: what to do when the
   * appliance is gone (guestfs_int_lost_appliance; sets the error and returns
   * -1) or is to be replaced (guestfs_int_launch_again), and with
   * LIBGUESTFS_BACKEND (guestfs_int_set_backend). */
  int (*lost_appliance) (guestfs_h *g, const char *while_doing);
  int (*launch_again) (guestfs_h *g, const char *without);
  int (*set_backend) (guestfs_h *g, const char *name);

  /* ---- protocol (proto/) ---- */
  struct connection *conn;      /* NULL until the appliance is started */
  uint32_t next_serial;
  uint64_t changes;             /* calls that may have changed the guest */
  struct strvec left_out;       /* device, reason, …: of these drives, what has
                                 * ended a machine; cleared with them */
  struct own_file *own_files;   /* proto/files.c */

  /* ---- mounted on the host (fuse/) ---- */
  struct local_mount *local;    /* NULL: not mounted */
  pthread_cond_t local_changed; /* local is NULL, or calls_told has grown */
  /* While it is answered: at the beginning and end of each call of another
   * thread, with the lock, which the second may give back meanwhile. */
  void (*before_call) (guestfs_h *g);
  void (*after_call) (guestfs_h *g);
  uint64_t calls_seen;          /* of those that may have changed the guest … */
  uint64_t calls_told;          /* … and the host's kernel knows of so many */

  /* ---- cancelling (handle/cancel.c) ---- */
  atomic_bool user_cancel;
  int cancel_fd;                /* eventfd: wakes a waiting call */
};

/* ---- Errors (handle/errors.c) ----
 * Set the calling thread's error and call the handler. The name of the
 * outermost public call is put in front of the message ("mount: …"); perrorf
 * adds ": <strerror>". A handler pushed with NULL is silent. */
extern void guestfs_int_error_errno (guestfs_h *g, int errnum,
                                     const char *fs, ...)
  __attribute__ ((format (printf, 3, 4)));
extern void guestfs_int_perrorf (guestfs_h *g, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
#define error(g, ...) guestfs_int_error_errno ((g), 0, __VA_ARGS__)
#define perrorf guestfs_int_perrorf

/* An error that is kept while something else, which may fail as well, is
 * done, and then set and shown. */
struct saved_error {
  int errnum;
  char *msg;
};
extern void guestfs_int_save_error (guestfs_h *g, struct saved_error *ret);
extern void guestfs_int_raise_error (guestfs_h *g, struct saved_error *e);
extern void guestfs_int_saved_error_done (struct saved_error *e);
/* The last error again, which nobody was shown, as "action: WHAT: message". */
extern void guestfs_int_raise_error_in (guestfs_h *g, const char *what);
#define CLEANUP_SAVED_ERROR \
  __attribute__ ((cleanup (guestfs_int_saved_error_done)))

/* Memory: these never return NULL (they call the abort callback). */
extern void *safe_malloc (guestfs_h *g, size_t n);
extern void *safe_calloc (guestfs_h *g, size_t n, size_t size);
extern void *safe_realloc (guestfs_h *g, void *p, size_t n);
extern char *safe_strdup (guestfs_h *g, const char *s);
extern char *safe_strndup (guestfs_h *g, const char *s, size_t n);
extern void *safe_memdup (guestfs_h *g, const void *p, size_t n);
extern char *safe_asprintf (guestfs_h *g, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));

/* Of the calling thread: the name in front of its errors.  Used by enter and
 * leave; nested calls keep the outermost name. */
/* Before anything else; -1 with errno set when the program has no thread key
 * left. */
extern int guestfs_int_init_errors (void);
extern void guestfs_int_free_errors (guestfs_h *g);
/* Returns true when this is the outermost call. */
extern bool guestfs_int_push_action (guestfs_h *g, const char *action);
/* The same of the one that ends. */
extern bool guestfs_int_pop_action (guestfs_h *g);
/* True while the calling thread is inside a public call: in a callback. */
extern bool guestfs_int_in_action (guestfs_h *g);

/* ---- Messages ---- */
/* To stderr, in one piece, with control characters made visible: the text may
 * come from a guest. (handle/print.c) */
extern void guestfs_int_print_message (const char *prefix, const char *buf,
                                       size_t len);
/* Library event when verbose. */
extern void guestfs_int_debug (guestfs_h *g, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
extern void guestfs_int_warning (guestfs_h *g, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
#define debug(g, ...) \
  do { if ((g)->verbose) guestfs_int_debug ((g), __VA_ARGS__); } while (0)
#define warning guestfs_int_warning

/* ---- Events (handle/events.c) ---- */
extern void guestfs_int_call_callbacks_void (guestfs_h *g, uint64_t event);
extern void guestfs_int_call_callbacks_message (guestfs_h *g, uint64_t event,
                                                const char *buf, size_t len);
extern void guestfs_int_call_callbacks_array (guestfs_h *g, uint64_t event,
                                              const uint64_t *array, size_t n);
extern bool guestfs_int_has_callback (guestfs_h *g, uint64_t event);
extern void guestfs_int_free_events (guestfs_h *g);
extern void guestfs_int_free_private_data (guestfs_h *g);

/* ---- The frame of a public call (handle/call.c) ----
 * Generated wrappers do:
 *   guestfs_int_enter (g, "mount");            lock, ENTER event
 *   if (g->trace) { guestfs_int_trace_open …; } form:  mount "/dev/sda1" "/"
 *   … the call …
 *   if (g->trace) … form:  mount = 0
 *   guestfs_int_leave (g);                     unlock
 */
extern void guestfs_int_enter (guestfs_h *g, const char *action);
extern void guestfs_int_leave (guestfs_h *g);
struct trace_buffer { struct strbuf buf; guestfs_h *g; };
extern void guestfs_int_trace_open (guestfs_h *g, struct trace_buffer *t,
                                    const char *action);
extern void guestfs_int_trace_send (struct trace_buffer *t); /* and frees */
/* Quoted and escaped; NULL is printed as null; long buffers are shortened. */
extern void guestfs_int_trace_string (struct trace_buffer *t, const char *s);
extern void guestfs_int_trace_buffer (struct trace_buffer *t,
                                      const char *buf, size_t n);
extern void guestfs_int_trace_list (struct trace_buffer *t, char *const *list);
extern void guestfs_int_trace_printf (struct trace_buffer *t,
                                      const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));

/* ---- Cancelling (handle/cancel.c) ---- */
/* Makes the call that is running fail with EINTR; does nothing when none is.
 * May be called from any thread, without the lock, and by signal handlers. */
extern void guestfs_int_user_cancel (guestfs_h *g);
/* True once for each user_cancel.  A wait that can be cancelled asks it before
 * it polls and when g->cancel_fd can be read. */
extern bool guestfs_int_take_cancel (guestfs_h *g);
/* The same for launch, which has many waits and must end all of them: true from
 * a user_cancel until launch returns. */
extern bool guestfs_int_launch_is_cancelled (guestfs_h *g);

/* ---- Directories (handle/tmpdirs.c) ---- */
/* Where they are made, as settings and environment say.  Borrowed. */
extern const char *guestfs_int_get_tmpdir (guestfs_h *g);
extern const char *guestfs_int_get_cachedir (guestfs_h *g);
extern const char *guestfs_int_get_sockdir (guestfs_h *g);
/* *dest becomes dir, made absolute; NULL or "" clears it. */
extern int guestfs_int_set_directory (guestfs_h *g, char **dest,
                                      const char *dir);
/* g->tmpdir, made (0700) at first use; -1 with error set. */
extern int guestfs_int_make_tmpdir (guestfs_h *g);
/* A new name in the temporary directory: "<tmpdir>/<name><unique><ext>". */
extern char *guestfs_int_make_temp_path (guestfs_h *g, const char *name,
                                         const char *ext);
/* "<cachedir>/.guestfs-<uid>", mode 0700, ownership checked; malloc'd. */
extern char *guestfs_int_cache_dir (guestfs_h *g);
extern void guestfs_int_remove_tmpdir (guestfs_h *g);

/* ---- Settings (handle/settings.c) ---- */
extern void guestfs_int_init_settings (guestfs_h *g);
/* The environment ("NAME=value" strings) that guestfs(3) documents; -1 with
 * an error that names the variable. */
extern int guestfs_int_parse_environment (guestfs_h *g,
                                          char *const *environment);
extern int guestfs_int_check_memsize (guestfs_h *g, int memsize);
extern void guestfs_int_free_settings (guestfs_h *g);
/* The value of backend setting "name=value", "1" for a bare name, NULL when
 * it is not set; malloc'd. */
extern char *guestfs_int_backend_setting (guestfs_h *g, const char *name);
extern bool guestfs_int_backend_setting_bool (guestfs_h *g, const char *name);
/* otherwise unless it is a number of that range. */
extern long guestfs_int_backend_setting_number (guestfs_h *g, const char *name,
                                                long min, long max,
                                                long otherwise);
/* "name" or "name=value"; warns of a setting that has no effect. */
extern void guestfs_int_add_backend_setting (guestfs_h *g,
                                             struct strvec *settings,
                                             const char *setting);

/* ---- Words for the kernel (handle/append.c) ---- */
/* A shell on the console is wanted. */
extern bool guestfs_int_wants_rescue (guestfs_h *g);
/* What the kernel is to get; "" if nothing; malloc'd. */
extern char *guestfs_int_kernel_words (guestfs_h *g);

/* ---- Host programs (handle/command.c) ----
 * Runs a program of the host in its own process with nothing inherited but
 * what is asked, its output bounded to limit bytes; time, memory and network
 * limited when asked (for qemu-img on untrusted files). */
/* The input must fit in any pipe. */
#define HOST_COMMAND_INPUT_MAX 4096
struct host_command {
  char *const *argv;
  size_t output_limit;          /* bytes kept of each of out and err */
  unsigned cpu_seconds;         /* 0: no limit */
  unsigned seconds;             /* of real time; 0: no limit */
  size_t address_space;         /* bytes, 0: no limit */
  bool no_network;              /* it cannot make sockets */
  const char *input;            /* its standard input; NULL: nothing */
  const char *input_3;          /* what it reads from descriptor 3 */
  const char *waits_for;        /* what has not answered when its time is up;
                                 * NULL: the program itself … */
  const char *waits_hint;       /* … and what more is said then, or NULL */
  /* results */
  char *out, *err;
  int status;                   /* as waitpid gives it */
};
/* 0 when it ran, whatever its status; -1 with error set. */
extern int guestfs_int_run_host_command (guestfs_h *g, struct host_command *c);
extern void guestfs_int_host_command_done (struct host_command *c);
/* For a child between fork and exec: it cannot make sockets.  0, or -1 with
 * errno set. */
extern int guestfs_int_forbid_network (void);

#endif /* GUESTFS_INT_HANDLE_H */
