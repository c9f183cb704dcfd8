/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls of libvirt that may never return. */

#ifndef GUESTFS_LIBVIRT_JOB_H
#define GUESTFS_LIBVIRT_JOB_H

#include <pthread.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "libvirt_module.h"

/* The first member of a struct with arguments and results, all its own: when
 * the caller no longer waits, the thread still works with them. */
struct job {
  /* 0, or -1: what libvirt says of it is taken. */
  int (*run) (struct job *job);
  /* Releases what follows in the struct. */
  void (*done) (struct job *job);

  /* The rest is job.c's. */
  pthread_mutex_t lock;
  pthread_cond_t answered;
  enum { JOB_RUNS, JOB_ASKS, JOB_ENDED } state;
  bool abandoned;               /* the caller no longer waits */
  int fd;                       /* eventfd: state has changed */
  int status;
  struct libvirt_error err;
  int (*ask) (void *arg);       /* JOB_ASKS */
  void *ask_arg;
  int answer;
};

/* A new job of so many bytes, zeroed; NULL when memory is out. */
extern void *job_new (size_t size, int (*run) (struct job *),
                      void (*done) (struct job *));
/* Runs it in a thread.  0 when it has returned 0: its results may be taken out
 * and it must be ended with job_end.  -1: it failed, or the caller no longer
 * waits; *err is filled in, the job is gone.  job may be NULL. */
extern int job_run (struct job *job, const struct libvirt_caller *caller,
                    struct libvirt_error *err);
extern void job_end (struct job *job);
/* Called by run: what fn returns when it is called in the caller's thread; -1
 * when nobody waits. */
extern int job_in_caller (struct job *job, int (*fn) (void *arg), void *arg);

/* ---- Errors (libvirt/error.c) ---- */
/* The last of this thread. */
extern void error_take_last (struct libvirt_error *err);
/* What to do when that had this code. */
extern void error_remedy (struct libvirt_error *err, int code,
                          const char *remedy);
/* A handler that prints nothing: each thread keeps its last error. */
extern void error_is_kept (void *opaque, virErrorPtr e);
extern void error_set (struct libvirt_error *err, int errnum,
                       const char *fs, ...)
  __attribute__ ((format (printf, 3, 4)));
/* What can be done when the last call did not connect to this URI, which may be
 * NULL; NULL: who knows (libvirt/remedy.c). */
extern const char *remedy_without_connection (const char *uri);

/* ---- Connections (libvirt/connect.c) ---- */
struct libvirt_conn {
  virConnectPtr conn;
  char *uri;
  struct libvirt_caller caller;
};
extern int connect_open (const char *uri, const struct libvirt_caller *caller,
                         struct libvirt_conn **ret, struct libvirt_error *err);
extern void connect_close (struct libvirt_conn *conn);
extern const char *connect_uri (const struct libvirt_conn *conn);

#endif /* GUESTFS_LIBVIRT_JOB_H */
