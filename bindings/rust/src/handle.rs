/* SPDX-License-Identifier: LGPL-2.1-or-later */
//! The handle: made, used by one thread after the other, closed.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::os::raw::{c_uint, c_void};
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};

use crate::call::Call;
use crate::raw::{guestfs_h, guestfs_user_cancel};
use crate::{Error, Event};

type ErrorHandler = unsafe extern "C" fn();

extern "C" {
    fn guestfs_create_flags(flags: c_uint, ...) -> *mut guestfs_h;
    fn guestfs_close(g: *mut guestfs_h);
    fn guestfs_set_error_handler(
        g: *mut guestfs_h,
        handler: Option<ErrorHandler>,
        data: *mut c_void,
    );
}

const CREATE_NO_ENVIRONMENT: c_uint = 1;
const CREATE_NO_CLOSE_ON_EXIT: c_uint = 2;

/// How a handle is created.
#[derive(Clone, Copy, Debug, Default)]
pub struct CreateFlags {
    no_environment: bool,
    no_close_on_exit: bool,
}

impl CreateFlags {
    /// No flags.
    pub fn none() -> CreateFlags {
        CreateFlags::default()
    }

    /// No flags yet.
    pub fn new() -> CreateFlags {
        CreateFlags::default()
    }

    /// Whether the `LIBGUESTFS_*` variables of the environment are ignored.
    pub fn create_no_environment(mut self, flag: bool) -> CreateFlags {
        self.no_environment = flag;
        self
    }

    /// Whether the handle is left open when the program exits without
    /// dropping it.
    pub fn create_no_close_on_exit_flag(mut self, flag: bool) -> CreateFlags {
        self.no_close_on_exit = flag;
        self
    }

    fn to_c(self) -> c_uint {
        let mut flags = 0;
        if self.no_environment {
            flags |= CREATE_NO_ENVIRONMENT;
        }
        if self.no_close_on_exit {
            flags |= CREATE_NO_CLOSE_ON_EXIT;
        }
        flags
    }
}

/// What outlives the handle.
pub(crate) struct Shared {
    /// Null once it is closed.
    g: Mutex<*mut guestfs_h>,
    /// How many methods are running: more than one when callbacks call some.
    pub(crate) calls: AtomicUsize,
}

// SAFETY: the library locks a handle; which of them it is, the mutex.
unsafe impl Send for Shared {}
unsafe impl Sync for Shared {}

/// What [`Handle::set_event_callback`] returns, to delete the callback with.
pub type EventHandle = i32;

pub(crate) type Function<'a> = dyn Fn(Event, EventHandle, &[u8], &[u64]) + 'a;

/// A closure, and where it may be called and dropped.
pub(crate) struct Callback<'a> {
    pub(crate) function: ManuallyDrop<Box<Function<'a>>>,
    /// It belongs to this thread: it is not `Send`.
    pub(crate) thread: Option<ThreadId>,
    pub(crate) shared: Arc<Shared>,
}

impl Callback<'_> {
    pub(crate) fn is_here(&self) -> bool {
        self.thread.map_or(true, |t| t == thread::current().id())
    }
}

/// In another thread it has to stay where it is.
impl Drop for Callback<'_> {
    fn drop(&mut self) {
        if self.is_here() {
            // SAFETY: nobody uses it afterwards.
            unsafe { ManuallyDrop::drop(&mut self.function) }
        }
    }
}

/// The drives of one appliance, and what is done to them.
///
/// It is closed when it is dropped, and its appliance ends. It can be moved to
/// another thread; threads that share one put it into a `Mutex`, since there
/// can be only one call at a time. A [`Canceller`] stops a call that another
/// thread is in.
pub struct Handle<'a> {
    g: *mut guestfs_h,
    pub(crate) shared: Arc<Shared>,
    pub(crate) callbacks: HashMap<EventHandle, Box<Callback<'a>>>,
    escape: Cell<bool>,
    /// Not `Sync`: some results belong to C until the next call.
    _not_sync: PhantomData<*const ()>,
}

// SAFETY: C's handle belongs to no thread, and closures that do are neither
// called nor dropped in another one.
unsafe impl Send for Handle<'_> {}

impl<'a> Handle<'a> {
    /// Makes a handle.
    pub fn create() -> Result<Handle<'a>, Error> {
        Handle::create_flags(CreateFlags::none())
    }

    /// Makes a handle in another way.
    pub fn create_flags(flags: CreateFlags) -> Result<Handle<'a>, Error> {
        // SAFETY: a plain call.
        let g = unsafe { guestfs_create_flags(flags.to_c()) };
        if g.is_null() {
            return Err(Error::Create);
        }
        Ok(Handle {
            g,
            shared: Arc::new(Shared {
                g: Mutex::new(g),
                calls: AtomicUsize::new(0),
            }),
            callbacks: HashMap::new(),
            escape: Cell::new(false),
            _not_sync: PhantomData,
        })
    }

    /// Whether text that is not UTF-8 is returned as [`escape`](crate::escape)
    /// makes it, rather than as an error.
    ///
    /// Arguments go through [`unescape`](crate::unescape) then, so that names
    /// of files can be given back as they came.
    pub fn set_escape(&self, escape: bool) {
        self.escape.set(escape);
    }

    /// What another thread stops a call with.
    pub fn canceller(&self) -> Canceller {
        Canceller { shared: Arc::clone(&self.shared) }
    }

    /// Errors are values here, and not printed. Each thread has an error
    /// handler of its own.
    pub(crate) fn call(&self, name: &'static str) -> Call<'_> {
        // SAFETY: the handle is open.
        unsafe { guestfs_set_error_handler(self.g, None, ptr::null_mut()) };
        Call::new(self.g, &self.shared.calls, name, self.escape.get())
    }
}

impl Drop for Handle<'_> {
    fn drop(&mut self) {
        *self.shared.lock() = ptr::null_mut();
        self.shared.calls.fetch_add(1, Ordering::Relaxed);
        // SAFETY: nobody else has it any more. It sends the event "close", so
        // that callbacks are dropped later.
        unsafe { guestfs_close(self.g) }
    }
}

impl fmt::Debug for Handle<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handle({:p})", self.g)
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, *mut guestfs_h> {
        self.g.lock().unwrap_or_else(|e| e.into_inner())
    }
}

/// Stops the call that a handle is in, from another thread or a callback.
///
/// It may be copied to as many threads as wanted, and outlive the handle.
#[derive(Clone)]
pub struct Canceller {
    shared: Arc<Shared>,
}

impl Canceller {
    /// Makes a call that is running fail with `EINTR`, if it is of those that
    /// can be stopped. Does nothing when the handle is closed.
    pub fn cancel(&self) {
        let g = self.shared.lock();
        if !g.is_null() {
            // SAFETY: the handle is open while we hold the lock.
            unsafe { guestfs_user_cancel(*g) };
        }
    }
}

impl fmt::Debug for Canceller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Canceller")
    }
}

const _: fn() = || {
    fn assert_send<T: Send>() {}
    fn assert_sync<T: Sync>() {}
    assert_send::<Handle<'_>>();
    assert_send::<Canceller>();
    assert_sync::<Canceller>();
};
