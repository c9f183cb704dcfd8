/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs on the host: local commands, pipes, commands that print
 * commands. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fish.h"

void
fish_reset_signals (void)
{
  sigset_t none;

  signal (SIGINT, SIG_DFL);
  signal (SIGQUIT, SIG_DFL);
  signal (SIGPIPE, SIG_DFL);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

/* Starts sh -c with the given descriptors as its input and output. */
static pid_t
start_shell (const char *command, int in, int out)
{
  pid_t pid;

  fflush (NULL);
  pid = fork ();
  if (pid == -1)
    cli_error ("%s: cannot start a process: %s", command, strerror (errno));
  if (pid != 0)
    return pid;

  fish_reset_signals ();
  if (dup2 (in, STDIN_FILENO) == -1 || dup2 (out, STDOUT_FILENO) == -1)
    _exit (126);
  execl ("/bin/sh", "sh", "-c", command, (char *) NULL);
  _exit (127);
}

/* The status of a child that has ended; -1 if there is none. */
static int
wait_child (long pid)
{
  int status = -1;
  pid_t r;

  do
    r = waitpid (pid, &status, 0);
  while (r == -1 && errno == EINTR);
  return r == -1 ? -1 : status;
}

/* 0 if the process ended well; else -1 and an error that begins with what. */
int
fish_wait (long pid, const char *what)
{
  const int status = wait_child (pid);

  if (status == -1)
    cli_error ("%s: cannot wait for it: %s", what, strerror (errno));
  else if (WIFSIGNALED (status))
    cli_error ("%s: killed by signal %d", what, WTERMSIG (status));
  else if (WEXITSTATUS (status) != 0)
    cli_error ("%s: ended with exit status %d", what, WEXITSTATUS (status));
  else
    return 0;
  return -1;
}

int
fish_shell (const char *command)
{
  /* Ctrl-C and Ctrl-\ at the terminal are for the program, not for us. */
  struct sigaction ignore = { .sa_handler = SIG_IGN }, saved, saved_quit;
  pid_t pid;
  int r = -1;

  sigaction (SIGINT, &ignore, &saved);
  sigaction (SIGQUIT, &ignore, &saved_quit);
  pid = start_shell (command, STDIN_FILENO, STDOUT_FILENO);
  if (pid > 0)
    r = fish_wait (pid, command);
  sigaction (SIGINT, &saved, NULL);
  sigaction (SIGQUIT, &saved_quit, NULL);
  return r;
}

/* program is a shell's words, as $EDITOR is; path is one word. */
int
fish_shell_with_file (const char *program, const char *path)
{
  CLEANUP_STRBUF struct strbuf command = STRBUF_INIT;

  must (strbuf_addf (&command, "%s '", program));
  for (; *path; ++path) {
    if (*path == '\'')
      must (strbuf_adds (&command, "'\\'"));
    must (strbuf_addc (&command, *path));
  }
  must (strbuf_addc (&command, '\''));
  return fish_shell (command.ptr);
}

FILE *
fish_shell_output (const char *command, long *ret_pid)
{
  int fds[2];
  FILE *fp = NULL;

  if (pipe2 (fds, O_CLOEXEC) == -1) {
    cli_error ("%s: %s", command, strerror (errno));
    return NULL;
  }
  *ret_pid = start_shell (command, STDIN_FILENO, fds[1]);
  close (fds[1]);
  if (*ret_pid > 0)
    fp = fdopen (fds[0], "r");
  if (!fp)
    close (fds[0]);
  return fp;
}

/* Standard output of this process becomes fd; returns a copy of the old. */
static int
redirect_stdout (int fd)
{
  int saved = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);

  if (saved >= 0 && dup2 (fd, STDOUT_FILENO) == -1) {
    close (saved);
    saved = -1;
  }
  return saved;
}

int
fish_output_begin (const char *path, bool append, int *ret_saved)
{
  CLEANUP_CLOSE int fd = -1;

  if (fish_flush () == -1)
    return -1;
  fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC |
             (append ? O_APPEND : O_TRUNC), 0666);
  *ret_saved = fd == -1 ? -1 : redirect_stdout (fd);
  if (*ret_saved != -1) {
    fish.redirected = true;
    return 0;
  }
  cli_error ("%s %s: %s", append ? ">>" : ">", path, strerror (errno));
  return -1;
}

int
fish_output_end (int saved)
{
  const int r = fish_flush ();

  fish.redirected = false;
  dup2 (saved, STDOUT_FILENO);
  close (saved);
  return r;
}

int
fish_pipe_begin (const char *command, struct fish_pipe *ret)
{
  CLEANUP_CLOSE int in = -1, out = -1;
  int fds[2];

  if (fish_flush () == -1)
    return -1;
  if (pipe2 (fds, O_CLOEXEC) == -1) {
    cli_error ("%s: %s", command, strerror (errno));
    return -1;
  }
  in = fds[0];
  out = fds[1];
  ret->pid = start_shell (command, in, STDOUT_FILENO);
  if (ret->pid == -1)
    return -1;
  ret->saved_stdout = redirect_stdout (out);
  if (ret->saved_stdout == -1) {
    cli_error ("%s: %s", command, strerror (errno));
    cleanup_close (&out);       /* so that the program ends */
    out = -1;
    wait_child (ret->pid);
    return -1;
  }
  fish.in_pipe = fish.redirected = true;
  fish.pipe_closed = false;
  return 0;
}

int
fish_pipe_end (struct fish_pipe *p)
{
  const int r = fish_flush ();

  fish.in_pipe = fish.redirected = false;
  dup2 (p->saved_stdout, STDOUT_FILENO);
  close (p->saved_stdout);
  /* How the reader ends is its own affair: head and grep -q are no errors. */
  wait_child (p->pid);
  return r;
}
