/* SPDX-License-Identifier: LGPL-2.1-or-later */
//! Callbacks of events.

use std::mem::ManuallyDrop;
use std::os::raw::{c_char, c_int, c_void};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::slice;
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::thread::{self, ThreadId};

use crate::call::take_text;
use crate::handle::{Callback, Function};
use crate::raw::guestfs_h;
use crate::{Error, Event, EventHandle, Handle};

type CFunction = unsafe extern "C" fn(
    *mut guestfs_h,
    *mut c_void,
    u64,
    c_int,
    c_int,
    *const c_char,
    usize,
    *const u64,
    usize,
);

extern "C" {
    fn guestfs_set_event_callback(
        g: *mut guestfs_h,
        callback: CFunction,
        bitmask: u64,
        flags: c_int,
        data: *mut c_void,
    ) -> c_int;
    fn guestfs_delete_event_callback(g: *mut guestfs_h, eh: c_int);
    fn guestfs_event_to_string(bitmask: u64) -> *mut c_char;
}

unsafe fn slice_of<'b, T>(p: *const T, size: usize) -> &'b [T] {
    if size == 0 {
        &[]
    } else {
        slice::from_raw_parts(p, size)
    }
}

/// A handle that was forgotten is closed when the program exits: what its
/// closures borrow may be gone by then, so none is called outside of a method.
unsafe extern "C" fn run_callback(
    _g: *mut guestfs_h,
    data: *mut c_void,
    event: u64,
    event_handle: c_int,
    _flags: c_int,
    buf: *const c_char,
    buf_size: usize,
    array: *const u64,
    array_size: usize,
) {
    let callback = &*(data as *const Callback<'_>);
    if callback.shared.calls.load(Ordering::Relaxed) == 0 || !callback.is_here()
    {
        return;
    }
    if let Some(event) = Event::from_bitmask(event) {
        let buf = slice_of(buf as *const u8, buf_size);
        let array = slice_of(array, array_size);
        // C cannot be unwound. The hook has told about a panic already.
        let _ = catch_unwind(AssertUnwindSafe(|| {
            (callback.function)(event, event_handle, buf, array)
        }));
    }
}

fn bitmask(events: &[Event]) -> u64 {
    events.iter().fold(0, |mask, e| mask | e.to_u64())
}

impl<'a> Handle<'a> {
    /// Has a closure called on events, in the thread that sets it.
    ///
    /// It gets the event, the number that this method returns, and what comes
    /// with the event: bytes or numbers. If the handle is moved to another
    /// thread the closure is not called there;
    /// [`set_send_event_callback`](Handle::set_send_event_callback) is for
    /// that. A panic in the closure is reported and goes no further.
    pub fn set_event_callback<F>(
        &mut self,
        callback: F,
        events: &[Event],
    ) -> Result<EventHandle, Error>
    where
        F: Fn(Event, EventHandle, &[u8], &[u64]) + 'a,
    {
        self.add_callback(
            Box::new(callback),
            Some(thread::current().id()),
            events,
        )
    }

    /// The same for a closure that follows the handle to other threads.
    pub fn set_send_event_callback<F>(
        &mut self,
        callback: F,
        events: &[Event],
    ) -> Result<EventHandle, Error>
    where
        F: Fn(Event, EventHandle, &[u8], &[u64]) + Send + 'a,
    {
        self.add_callback(Box::new(callback), None, events)
    }

    fn add_callback(
        &mut self,
        function: Box<Function<'a>>,
        thread: Option<ThreadId>,
        events: &[Event],
    ) -> Result<EventHandle, Error> {
        let callback = Box::new(Callback {
            function: ManuallyDrop::new(function),
            thread,
            shared: Arc::clone(&self.shared),
        });
        let data = &*callback as *const Callback<'a> as *mut c_void;
        let call = self.call("set_event_callback");
        // SAFETY: the callback is deleted, or the handle closed, before its
        // box is dropped.
        let eh = call.int(unsafe {
            guestfs_set_event_callback(
                call.g,
                run_callback,
                bitmask(events),
                0,
                data,
            )
        })?;
        drop(call);
        self.callbacks.insert(eh, callback);
        Ok(eh)
    }

    /// Undoes `set_event_callback`, and drops the closure.
    pub fn delete_event_callback(
        &mut self,
        event_handle: EventHandle,
    ) -> Result<(), Error> {
        if let Some(callback) = self.callbacks.remove(&event_handle) {
            let call = self.call("delete_event_callback");
            // SAFETY: the handle is open; nothing is in a callback, since
            // that would borrow it.
            unsafe { guestfs_delete_event_callback(call.g, event_handle) };
            drop(call);
            drop(callback);
        }
        Ok(())
    }
}

/// The names of events, with commas between them.
pub fn event_to_string(events: &[Event]) -> Result<String, Error> {
    // SAFETY: C allocates text, or returns null without memory.
    unsafe {
        let r = guestfs_event_to_string(bitmask(events));
        if r.is_null() {
            let e = std::io::Error::last_os_error();
            return Err(Error::UnixError(e, "event_to_string"));
        }
        take_text(r)
    }
}
