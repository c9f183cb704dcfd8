/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of the package's C half share. */

#ifndef JAVA_H
#define JAVA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jni.h>

#include "calls.h"

#define PACKAGE_PATH "com/redhat/et/libguestfs/"
#define NATIVE(name) Java_com_redhat_et_libguestfs_Native_##name

/* What every call needs is looked up once. */
struct java {
  JavaVM *vm;
  jclass boolean, integer, long_, string, strings, bytes;
  jmethodID boolean_value, int_value, long_value;       /* of an object */
  jmethodID event;                                      /* EventCallback's */
};

extern struct java java;

static inline struct call_handle *
handle_of (jlong handle)
{
  return (struct call_handle *) (intptr_t) handle;
}

/* ---- errors.c ---- */

__attribute__ ((format (printf, 3, 4)))
extern void throw_exception (JNIEnv *env, const char *class_name,
                             const char *fs, ...);
extern void throw_no_memory (JNIEnv *env);
extern void throw_closed (JNIEnv *env, const char *method);

/* A LibGuestFSException with an errno.  Without a message there is an exception
 * already: of what should have made it. */
extern void throw_error (JNIEnv *env, jstring message, int number);

/* ---- text.c: NULL after an exception was thrown ---- */

extern jstring text_to_java (JNIEnv *env, const char *text, size_t size);
extern jstring string_to_java (JNIEnv *env, const char *text);

/* ---- values.c ----
 *
 * What converts returns -1 or NULL after it has thrown an exception. */

/* Sets *values, which are initialized: the caller ends with
 * call_values_done. */
extern int values_from_java (JNIEnv *env, const struct call *c,
                             jobjectArray args, jobjectArray optargs,
                             struct call_values *values);

/* Of what is no number: see number_of. */
extern jobject result_to_java (JNIEnv *env, const struct call *c,
                               const union call_result *r);

/* ---- structs.c ---- */

extern jobject struct_to_java (JNIEnv *env,
                               const struct call_struct *structure,
                               const void *s);
extern jobject structs_to_java (JNIEnv *env,
                                const struct call_struct *structure,
                                const void *list);

#endif
