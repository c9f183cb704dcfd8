/* SPDX-License-Identifier: LGPL-2.1-or-later */
//! A call of C: what it borrows, and a `Result` of what it returns.

use std::collections::HashMap;
use std::ffi::{CStr, CString};
use std::os::raw::{c_char, c_int, c_void};
use std::ptr;
use std::slice;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;

use crate::raw::{guestfs_h, List};
use crate::{escape, unescape, APIError, Error};

extern "C" {
    fn free(p: *mut c_void);
    fn guestfs_last_error(g: *mut guestfs_h) -> *const c_char;
    fn guestfs_last_errno(g: *mut guestfs_h) -> c_int;
}

/// A struct of C that becomes one of ours.
pub(crate) trait Structure: Sized {
    type C;
    const FREE: unsafe extern "C" fn(*mut Self::C);
    const FREE_LIST: unsafe extern "C" fn(*mut List<Self::C>);

    /// # Safety
    /// The pointers in it are valid.
    unsafe fn from_c(c: &Self::C, call: &Call<'_>) -> Result<Self, Error>;
}

/// Callbacks of the handle may run while there is one.
pub(crate) struct Call<'h> {
    pub(crate) g: *mut guestfs_h,
    calls: &'h AtomicUsize,
    name: &'static str,
    escape: bool,
    texts: Vec<CString>,
    lists: Vec<Vec<*const c_char>>,
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        self.calls.fetch_sub(1, Ordering::Relaxed);
    }
}

/* ---- Arguments ---- */

impl<'h> Call<'h> {
    pub(crate) fn new(
        g: *mut guestfs_h,
        calls: &'h AtomicUsize,
        name: &'static str,
        escape: bool,
    ) -> Call<'h> {
        calls.fetch_add(1, Ordering::Relaxed);
        Call { g, calls, name, escape, texts: Vec::new(), lists: Vec::new() }
    }

    pub(crate) fn text(&mut self, s: &str) -> Result<*const c_char, Error> {
        let text = if self.escape {
            CString::new(unescape(s))?
        } else {
            CString::new(s)?
        };
        let p = text.as_ptr();
        self.texts.push(text);
        Ok(p)
    }

    pub(crate) fn text_or_null(
        &mut self,
        s: Option<&str>,
    ) -> Result<*const c_char, Error> {
        s.map_or(Ok(ptr::null()), |s| self.text(s))
    }

    pub(crate) fn texts(
        &mut self,
        texts: &[&str],
    ) -> Result<*const *const c_char, Error> {
        let mut list = Vec::with_capacity(texts.len() + 1);
        for s in texts {
            list.push(self.text(s)?);
        }
        list.push(ptr::null());
        let p = list.as_ptr();
        self.lists.push(list);
        Ok(p)
    }
}

/* ---- Results ---- */

/// # Safety
/// There are as many bytes.
pub(crate) unsafe fn bytes_field(p: *const c_char, size: u32) -> Vec<u8> {
    to_bytes(p, size as usize)
}

unsafe fn to_bytes(p: *const c_char, size: usize) -> Vec<u8> {
    if size == 0 {
        Vec::new()
    } else {
        slice::from_raw_parts(p as *const u8, size).to_vec()
    }
}

/// Constants belong to the handle, which may change them; what we return may
/// be kept for ever. There are few, so each is kept.
fn constant(s: &str) -> &'static str {
    static KNOWN: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut known = KNOWN.lock().unwrap_or_else(|e| e.into_inner());
    if let Some(k) = known.iter().find(|k| **k == s) {
        return k;
    }
    let kept: &'static str = Box::leak(s.to_owned().into_boxed_str());
    known.push(kept);
    kept
}

/// # Safety
/// It is text that C has allocated for us.
pub(crate) unsafe fn take_text(p: *mut c_char) -> Result<String, Error> {
    let _owned = Owned(p as *mut c_void);
    Ok(CStr::from_ptr(p).to_str()?.to_owned())
}

/// Memory of C, which is freed at the end.
struct Owned(*mut c_void);

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: it was allocated by C for us.
        unsafe { free(self.0) }
    }
}

/// A list of text, which ends with a null.
struct OwnedTexts(*mut *mut c_char);

impl Drop for OwnedTexts {
    fn drop(&mut self) {
        // SAFETY: the list and each text were allocated by C for us.
        unsafe {
            let mut p = self.0;
            while !(*p).is_null() {
                free(*p as *mut c_void);
                p = p.add(1);
            }
            free(self.0 as *mut c_void);
        }
    }
}

impl OwnedTexts {
    unsafe fn to_strings(&self, call: &Call) -> Result<Vec<String>, Error> {
        let mut strings = Vec::new();
        let mut p = self.0;
        while !(*p).is_null() {
            strings.push(call.to_string(*p)?);
            p = p.add(1);
        }
        Ok(strings)
    }
}

/// The struct, or list of structs, and how C frees it.
struct OwnedStruct<T>(*mut T, unsafe extern "C" fn(*mut T));

impl<T> Drop for OwnedStruct<T> {
    fn drop(&mut self) {
        // SAFETY: it was allocated by C for us.
        unsafe { (self.1)(self.0) }
    }
}

/// Each takes what the C function returned: SAFETY is that it did.
impl Call<'_> {
    fn error(&self) -> Error {
        // SAFETY: the message is the handle's until the next call.
        let (message, errno) = unsafe {
            let message = guestfs_last_error(self.g);
            let text = if message.is_null() {
                String::from("unknown error")
            } else {
                CStr::from_ptr(message).to_string_lossy().into_owned()
            };
            (text, guestfs_last_errno(self.g))
        };
        Error::API(APIError { operation: self.name, message, errno })
    }

    /// # Safety
    /// It is a pointer to text of C.
    unsafe fn to_string(&self, p: *const c_char) -> Result<String, Error> {
        let text = CStr::from_ptr(p);
        if self.escape {
            Ok(escape(text.to_bytes()))
        } else {
            Ok(text.to_str()?.to_owned())
        }
    }

    /// # Safety
    /// It is a pointer to text of C, or null.
    pub(crate) unsafe fn text_field(
        &self,
        p: *const c_char,
    ) -> Result<String, Error> {
        if p.is_null() {
            Ok(String::new())
        } else {
            self.to_string(p)
        }
    }

    fn check(&self, ok: bool) -> Result<(), Error> {
        if ok {
            Ok(())
        } else {
            Err(self.error())
        }
    }

    pub(crate) fn nothing(&self, r: c_int) -> Result<(), Error> {
        self.check(r != -1)
    }

    pub(crate) fn bool(&self, r: c_int) -> Result<bool, Error> {
        self.check(r != -1).map(|_| r != 0)
    }

    pub(crate) fn int(&self, r: c_int) -> Result<i32, Error> {
        self.check(r != -1).map(|_| r)
    }

    pub(crate) fn int64(&self, r: i64) -> Result<i64, Error> {
        self.check(r != -1).map(|_| r)
    }

    pub(crate) unsafe fn constant(
        &self,
        r: *const c_char,
    ) -> Result<&'static str, Error> {
        self.check(!r.is_null())?;
        Ok(constant(&self.to_string(r)?))
    }

    pub(crate) unsafe fn constant_or_null(
        &self,
        r: *const c_char,
    ) -> Result<Option<&'static str>, Error> {
        if r.is_null() {
            Ok(None)
        } else {
            self.constant(r).map(Some)
        }
    }

    pub(crate) unsafe fn take_text(
        &self,
        r: *mut c_char,
    ) -> Result<String, Error> {
        self.check(!r.is_null())?;
        let _owned = Owned(r as *mut c_void);
        self.to_string(r)
    }

    pub(crate) unsafe fn take_texts(
        &self,
        r: *mut *mut c_char,
    ) -> Result<Vec<String>, Error> {
        self.check(!r.is_null())?;
        OwnedTexts(r).to_strings(self)
    }

    pub(crate) unsafe fn take_pairs(
        &self,
        r: *mut *mut c_char,
    ) -> Result<HashMap<String, String>, Error> {
        let mut texts = self.take_texts(r)?.into_iter();
        let mut pairs = HashMap::new();
        while let (Some(key), Some(value)) = (texts.next(), texts.next()) {
            pairs.insert(key, value);
        }
        Ok(pairs)
    }

    pub(crate) unsafe fn take_bytes(
        &self,
        r: *mut c_char,
        size: usize,
    ) -> Result<Vec<u8>, Error> {
        self.check(!r.is_null())?;
        let _owned = Owned(r as *mut c_void);
        Ok(to_bytes(r, size))
    }

    pub(crate) unsafe fn take_struct<T: Structure>(
        &self,
        r: *mut T::C,
    ) -> Result<T, Error> {
        self.check(!r.is_null())?;
        let owned = OwnedStruct(r, T::FREE);
        T::from_c(&*owned.0, self)
    }

    pub(crate) unsafe fn take_structs<T: Structure>(
        &self,
        r: *mut List<T::C>,
    ) -> Result<Vec<T>, Error> {
        self.check(!r.is_null())?;
        let owned = OwnedStruct(r, T::FREE_LIST);
        let list = &*owned.0;
        (0..list.len as usize)
            .map(|i| T::from_c(&*list.val.add(i), self))
            .collect()
    }
}
