/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The C half of the Java package: Native.java declares these functions. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "java.h"

/* ---- Calls ---- */

static jlong
number_of (const struct call *c, const union call_result *r)
{
  return c->result == RESULT_INT64 ? r->i64 : r->i;
}

/* What Java gives to a call. */
struct request {
  JNIEnv *env;
  struct call_handle *h;
  const struct call *c;
  jobjectArray args, optargs;
};

static int
run (const struct request *q, guestfs_h *g, union call_result *r)
{
  struct call_values values;
  const char *message;
  int failed;

  call_values_init (&values, q->c);
  failed = values_from_java (q->env, q->c, q->args, q->optargs, &values) == -1;
  if (!failed && (failed = q->c->run (g, &values, r) == -1)) {
    message = guestfs_last_error (g);
    throw_error (q->env,
                 string_to_java (q->env, message ? message : q->c->name),
                 guestfs_last_errno (g));
  }
  call_values_done (&values);
  return failed ? -1 : 0;
}

/* Makes the call: its number is returned, any other result is *ret_object. */
static jlong
call_action (const struct request *q, jobject *ret_object)
{
  guestfs_h *g = call_handle_enter (q->h);
  union call_result r = { 0 };
  jlong number = 0;

  if (!g) {
    throw_closed (q->env, q->c->name);
    return 0;
  }
  if (run (q, g, &r) == 0) {
    number = number_of (q->c, &r);
    *ret_object = result_to_java (q->env, q->c, &r);
    call_result_done (q->c, &r);
  }
  call_handle_leave (q->h);
  return number;
}

static const struct call *
row_of (JNIEnv *env, jint row)
{
  if (row != -1)
    return &calls[row];
  throw_exception (env, PACKAGE_PATH "LibGuestFSException",
                   "the library is older than the package and lacks this "
                   "function");
  return NULL;
}

extern JNIEXPORT jobject JNICALL
NATIVE (call) (JNIEnv *env, jclass class, jobject self, jlong handle,
               jint row, jobjectArray args, jobjectArray optargs);

JNIEXPORT jobject JNICALL
NATIVE (call) (JNIEnv *env, jclass class, jobject self, jlong handle,
               jint row, jobjectArray args, jobjectArray optargs)
{
  const struct request q =
    { env, handle_of (handle), row_of (env, row), args, optargs };
  jobject o = NULL;

  (void) class;
  (void) self;
  if (q.c)
    call_action (&q, &o);
  return o;
}

extern JNIEXPORT jlong JNICALL
NATIVE (callNumber) (JNIEnv *env, jclass class, jobject self, jlong handle,
                     jint row, jobjectArray args, jobjectArray optargs);

/* The same for a boolean or a number: an object for it would be slow. */
JNIEXPORT jlong JNICALL
NATIVE (callNumber) (JNIEnv *env, jclass class, jobject self, jlong handle,
                     jint row, jobjectArray args, jobjectArray optargs)
{
  const struct request q =
    { env, handle_of (handle), row_of (env, row), args, optargs };
  jobject o;

  (void) class;
  (void) self;
  return q.c ? call_action (&q, &o) : 0;
}

extern JNIEXPORT jint JNICALL
NATIVE (find) (JNIEnv *env, jclass class, jstring name);

/* Names of actions are ASCII. */
JNIEXPORT jint JNICALL
NATIVE (find) (JNIEnv *env, jclass class, jstring name)
{
  const char *text = (*env)->GetStringUTFChars (env, name, NULL);
  const struct call *c = text ? call_find (text) : NULL;

  (void) class;
  if (text)
    (*env)->ReleaseStringUTFChars (env, name, text);
  return c ? (jint) (c - calls) : -1;
}

extern JNIEXPORT jstring JNICALL
NATIVE (decode) (JNIEnv *env, jclass class, jbyteArray bytes);

JNIEXPORT jstring JNICALL
NATIVE (decode) (JNIEnv *env, jclass class, jbyteArray bytes)
{
  const jsize n = (*env)->GetArrayLength (env, bytes);
  jbyte *data = (*env)->GetByteArrayElements (env, bytes, NULL);
  jstring s;

  (void) class;
  if (!data)
    return NULL;
  s = text_to_java (env, (const char *) data, (size_t) n);
  (*env)->ReleaseByteArrayElements (env, bytes, data, JNI_ABORT);
  return s;
}

/* ---- The handle ---- */

extern JNIEXPORT jlong JNICALL
NATIVE (create) (JNIEnv *env, jclass class, jint flags);

JNIEXPORT jlong JNICALL
NATIVE (create) (JNIEnv *env, jclass class, jint flags)
{
  struct call_handle *h = call_handle_create ((unsigned) flags);
  const int number = errno;

  (void) class;
  if (!h)
    throw_error (env, string_to_java (env, strerror (number)), number);
  return (jlong) (intptr_t) h;
}

extern JNIEXPORT void JNICALL
NATIVE (close) (JNIEnv *env, jclass class, jobject self, jlong handle);

JNIEXPORT void JNICALL
NATIVE (close) (JNIEnv *env, jclass class, jobject self, jlong handle)
{
  (void) env;
  (void) class;
  (void) self;
  call_handle_close (handle_of (handle));
}

extern JNIEXPORT void JNICALL
NATIVE (free) (JNIEnv *env, jclass class, jlong handle);

JNIEXPORT void JNICALL
NATIVE (free) (JNIEnv *env, jclass class, jlong handle)
{
  (void) env;
  (void) class;
  call_handle_free (handle_of (handle));
}

/* ---- Loading ---- */

static jclass
keep_class (JNIEnv *env, const char *name)
{
  jclass local = (*env)->FindClass (env, name);

  return local ? (*env)->NewGlobalRef (env, local) : NULL;
}

static bool
find_classes (JNIEnv *env)
{
  return (java.boolean = keep_class (env, "java/lang/Boolean"))
    && (java.integer = keep_class (env, "java/lang/Integer"))
    && (java.long_ = keep_class (env, "java/lang/Long"))
    && (java.string = keep_class (env, "java/lang/String"))
    && (java.strings = keep_class (env, "[Ljava/lang/String;"))
    && (java.bytes = keep_class (env, "[B"));
}

static bool
find_methods (JNIEnv *env)
{
  const struct JNINativeInterface_ *j = *env;
  jclass callback = j->FindClass (env, PACKAGE_PATH "EventCallback");

  return callback
    && (java.boolean_value =
        j->GetMethodID (env, java.boolean, "booleanValue", "()Z"))
    && (java.int_value = j->GetMethodID (env, java.integer, "intValue", "()I"))
    && (java.long_value = j->GetMethodID (env, java.long_, "longValue", "()J"))
    && (java.event = j->GetMethodID (env, callback, "event",
                                     "(JILjava/lang/String;[J)V"));
}

JNIEXPORT jint JNICALL
JNI_OnLoad (JavaVM *vm, void *reserved)
{
  void *env;

  (void) reserved;
  java.vm = vm;
  if ((*vm)->GetEnv (vm, &env, JNI_VERSION_1_6) != JNI_OK
      || !find_classes (env) || !find_methods (env))
    return JNI_ERR;
  return JNI_VERSION_1_6;
}
