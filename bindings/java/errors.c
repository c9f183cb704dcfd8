/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Exceptions. */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE             /* vasprintf */
#endif

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "java.h"

void
throw_exception (JNIEnv *env, const char *class_name, const char *fs, ...)
{
  jclass class = (*env)->FindClass (env, class_name);
  char *message = NULL;
  va_list args;

  va_start (args, fs);
  if (vasprintf (&message, fs, args) == -1)
    message = NULL;
  va_end (args);
  if (class)
    (*env)->ThrowNew (env, class, message ? message : class_name);
  free (message);
}

void
throw_no_memory (JNIEnv *env)
{
  throw_exception (env, PACKAGE_PATH "LibGuestFSOutOfMemory",
                   "not enough memory");
}

void
throw_closed (JNIEnv *env, const char *method)
{
  throw_exception (env, PACKAGE_PATH "LibGuestFSException",
                   "%s: handle is closed", method);
}

void
throw_error (JNIEnv *env, jstring message, int number)
{
  jclass class = message
    ? (*env)->FindClass (env, PACKAGE_PATH "LibGuestFSException") : NULL;
  jmethodID init = class
    ? (*env)->GetMethodID (env, class, "<init>", "(Ljava/lang/String;I)V")
    : NULL;
  jthrowable e = init
    ? (*env)->NewObject (env, class, init, message, number) : NULL;

  if (e)
    (*env)->Throw (env, e);
}
