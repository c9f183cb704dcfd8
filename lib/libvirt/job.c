/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls of libvirt that may never return: each runs in a thread, which goes on
 * alone, and frees what belongs to the call, when the caller no longer waits.
 *
 * libvirt can only find out that a server is dead by itself (keepalive) when
 * the program runs an event loop for it, of which there is one for each
 * process: that is not a library's.
 */

#include <config.h>

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "job.h"
#include "strvec.h"

void *
job_new (size_t size, int (*run) (struct job *), void (*done) (struct job *))
{
  struct job *job = calloc (1, size);

  if (!job)
    return NULL;
  job->run = run;
  job->done = done;
  job->fd = fd_above_stdio (eventfd (0, EFD_CLOEXEC));
  if (job->fd == -1) {
    free (job);
    return NULL;
  }
  pthread_mutex_init (&job->lock, NULL);
  pthread_cond_init (&job->answered, NULL);
  return job;
}

void
job_end (struct job *job)
{
  job->done (job);
  close (job->fd);
  pthread_cond_destroy (&job->answered);
  pthread_mutex_destroy (&job->lock);
  free (job->err.text);
  free (job);
}

/* ---- In the thread ---- */

static void
tell_caller (struct job *job, int state)
{
  const uint64_t one = 1;

  job->state = state;
  full_write (job->fd, &one, sizeof one);
}

int
job_in_caller (struct job *job, int (*fn) (void *), void *arg)
{
  int r;

  pthread_mutex_lock (&job->lock);
  job->ask = fn;
  job->ask_arg = arg;
  if (!job->abandoned)
    tell_caller (job, JOB_ASKS);
  while (job->state == JOB_ASKS && !job->abandoned)
    pthread_cond_wait (&job->answered, &job->lock);
  r = job->abandoned ? -1 : job->answer;
  pthread_mutex_unlock (&job->lock);
  return r;
}

static void *
job_thread (void *arg)
{
  struct job *job = arg;
  const int status = job->run (job);
  bool abandoned;

  pthread_mutex_lock (&job->lock);
  job->status = status;
  if (status == -1 && job->err.errnum == 0)
    error_take_last (&job->err);
  abandoned = job->abandoned;
  if (!abandoned)
    tell_caller (job, JOB_ENDED);
  pthread_mutex_unlock (&job->lock);
  if (abandoned)
    job_end (job);
  return NULL;
}

/* Signals are for the threads of the program. */
static int
start_thread (struct job *job)
{
  pthread_t thread;
  sigset_t all, old;
  int r;

  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &old);
  r = pthread_create (&thread, NULL, job_thread, job);
  pthread_sigmask (SIG_SETMASK, &old, NULL);
  if (r == 0)
    pthread_detach (thread);
  return r;
}

/* ---- In the caller ---- */

/* The next thing that the thread wants; -1: the caller no longer waits. */
static int
wait_for_thread (struct job *job, const struct libvirt_caller *caller)
{
  uint64_t ignored;

  if (caller->wait (caller->opaque, job->fd) == -1 ||
      full_read (job->fd, &ignored, sizeof ignored) != sizeof ignored)
    return -1;
  return 0;
}

static void
answer_thread (struct job *job)
{
  const int answer = job->ask (job->ask_arg);

  pthread_mutex_lock (&job->lock);
  job->answer = answer;
  job->state = JOB_RUNS;
  pthread_cond_signal (&job->answered);
  pthread_mutex_unlock (&job->lock);
}

/* The thread may have ended between the wait and this. */
static bool
abandon (struct job *job)
{
  bool ended;

  pthread_mutex_lock (&job->lock);
  ended = job->state == JOB_ENDED;
  job->abandoned = !ended;
  pthread_cond_signal (&job->answered);
  pthread_mutex_unlock (&job->lock);
  return !ended;
}

static int
job_state (struct job *job)
{
  int state;

  pthread_mutex_lock (&job->lock);
  state = job->state;
  pthread_mutex_unlock (&job->lock);
  return state;
}

static int
no_answer (struct libvirt_error *err, int errnum)
{
  error_set (err, errnum, "%s", errnum == ETIMEDOUT
             ? "the server does not answer" : errnum == EINTR ? "cancelled"
             : strerror (errnum));
  if (errnum == ETIMEDOUT)
    err->remedy = "raise the backend setting libvirt_timeout (seconds) if it "
      "is slow";
  return -1;
}

static int
job_failed (struct job *job, struct libvirt_error *err)
{
  *err = job->err;
  job->err.text = NULL;
  job_end (job);
  return -1;
}

int
job_run (struct job *job, const struct libvirt_caller *caller,
         struct libvirt_error *err)
{
  int r, state;

  if (!job)
    return no_answer (err, ENOMEM);
  r = start_thread (job);
  if (r != 0) {
    job_end (job);
    return no_answer (err, r);
  }
  while ((state = job_state (job)) != JOB_ENDED) {
    if (state == JOB_ASKS)
      answer_thread (job);
    if (wait_for_thread (job, caller) == -1) {
      const int errnum = errno;
      if (abandon (job))
        return no_answer (err, errnum);
    }
  }
  return job->status == -1 ? job_failed (job, err) : 0;
}
