/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Events: methods of Native.java, and what calls an EventCallback. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "java.h"

/* True when the virtual machine is about to end. */
static volatile bool forgotten;

extern JNIEXPORT void JNICALL
NATIVE (forgetCallbacks) (JNIEnv *env, jclass class);

JNIEXPORT void JNICALL
NATIVE (forgetCallbacks) (JNIEnv *env, jclass class)
{
  (void) env;
  (void) class;
  forgotten = true;
}

/* NULL for a thread that Java does not know: none that makes calls. */
static JNIEnv *
current_env (void)
{
  void *env = NULL;

  if (forgotten
      || (*java.vm)->GetEnv (java.vm, &env, JNI_VERSION_1_6) != JNI_OK)
    return NULL;
  return env;
}

static jlongArray
numbers_to_java (JNIEnv *env, const uint64_t *numbers, size_t n)
{
  jlongArray array = (*env)->NewLongArray (env, (jsize) n);

  if (array)
    (*env)->SetLongArrayRegion (env, array, 0, (jsize) n,
                                (const jlong *) numbers);
  return array;
}

/* An exception has nobody to go to: it is printed. */
static void
event_to_java (guestfs_h *g, void *callback, uint64_t event, int eh,
               int flags, const char *buf, size_t buf_len,
               const uint64_t *array, size_t array_len)
{
  JNIEnv *env = current_env ();
  jobject o;

  (void) g;
  (void) flags;
  if (!env || (*env)->PushLocalFrame (env, 8) != 0)
    return;
  o = (*env)->NewLocalRef (env, callback);      /* it may delete itself */
  jstring text = buf ? text_to_java (env, buf, buf_len) : NULL;
  jlongArray numbers =
    text || !buf ? numbers_to_java (env, array, array_len) : NULL;
  if (numbers)
    (*env)->CallVoidMethod (env, o, java.event, (jlong) event, (jint) eh,
                            text, numbers);
  if ((*env)->ExceptionCheck (env)) {
    (*env)->ExceptionDescribe (env);
    (*env)->ExceptionClear (env);
  }
  (*env)->PopLocalFrame (env, NULL);
}

static void
release_callback (void *callback)
{
  JNIEnv *env = current_env ();

  if (env)
    (*env)->DeleteGlobalRef (env, callback);
}

static int
add_event (JNIEnv *env, struct call_handle *h, jobject callback, jlong mask)
{
  jobject kept = (*env)->NewGlobalRef (env, callback);
  int eh, number;

  if (!kept) {
    throw_no_memory (env);
    return -1;
  }
  eh = call_handle_add_event (h, event_to_java, (uint64_t) mask, kept,
                              release_callback);
  if (eh != -1)
    return eh;
  number = errno;
  (*env)->DeleteGlobalRef (env, kept);
  if (number == EBADF)
    throw_closed (env, "set_event_callback");
  else
    throw_error (env, string_to_java (env, strerror (number)), number);
  return -1;
}

extern JNIEXPORT jint JNICALL
NATIVE (addEvent) (JNIEnv *env, jclass class, jobject self, jlong handle,
                   jobject callback, jlong mask);

JNIEXPORT jint JNICALL
NATIVE (addEvent) (JNIEnv *env, jclass class, jobject self, jlong handle,
                   jobject callback, jlong mask)
{
  (void) class;
  (void) self;
  if (!callback) {
    throw_exception (env, "java/lang/NullPointerException",
                     "set_event_callback: callback must not be null");
    return -1;
  }
  return add_event (env, handle_of (handle), callback, mask);
}

extern JNIEXPORT void JNICALL
NATIVE (deleteEvent) (JNIEnv *env, jclass class, jobject self, jlong handle,
                      jint eh);

JNIEXPORT void JNICALL
NATIVE (deleteEvent) (JNIEnv *env, jclass class, jobject self, jlong handle,
                      jint eh)
{
  (void) env;
  (void) class;
  (void) self;
  call_handle_delete_event (handle_of (handle), eh);
}

extern JNIEXPORT jstring JNICALL
NATIVE (eventToString) (JNIEnv *env, jclass class, jlong mask);

JNIEXPORT jstring JNICALL
NATIVE (eventToString) (JNIEnv *env, jclass class, jlong mask)
{
  char *names = guestfs_event_to_string ((uint64_t) mask);
  jstring s;

  (void) class;
  if (!names) {
    throw_no_memory (env);
    return NULL;
  }
  s = string_to_java (env, names);
  free (names);
  return s;
}
