/* SPDX-License-Identifier: LGPL-2.1-or-later */
//! What can go wrong.

use std::ffi::NulError;
use std::fmt;
use std::io;
use std::str::Utf8Error;

/// Why a method has failed.
#[derive(Debug)]
pub enum Error {
    /// The library says that the action failed.
    API(APIError),
    /// An argument has a NUL character in it: C cannot be given that.
    IllegalString(NulError),
    /// What the library returned is text, but not UTF-8.
    Utf8Error(Utf8Error),
    /// The operating system says that something else failed.
    UnixError(io::Error, &'static str),
    /// There could be no handle.
    Create,
}

/// What the library says about an action that failed.
#[derive(Clone, Debug)]
pub struct APIError {
    pub(crate) operation: &'static str,
    pub(crate) message: String,
    pub(crate) errno: i32,
}

impl APIError {
    /// The action: "mkdir".
    pub fn operation(&self) -> &str {
        self.operation
    }

    /// What went wrong: "mkdir: /tmp: File exists".
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The number of the error as Linux has it (17 is `EEXIST`), or 0.
    pub fn errno(&self) -> i32 {
        self.errno
    }
}

impl Error {
    /// The number of the error as Linux has it, or 0 when it has none.
    ///
    /// `std::io::Error::from_raw_os_error(e.errno()).kind()` turns it into
    /// something to match.
    pub fn errno(&self) -> i32 {
        match self {
            Error::API(e) => e.errno,
            Error::UnixError(e, _) => e.raw_os_error().unwrap_or(0),
            Error::IllegalString(_) | Error::Utf8Error(_) | Error::Create => 0,
        }
    }
}

impl fmt::Display for APIError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::API(e) => e.fmt(f),
            Error::IllegalString(e) => write!(f, "text for libguestfs: {}", e),
            Error::Utf8Error(e) => write!(f, "text of libguestfs: {}", e),
            Error::UnixError(e, what) => write!(f, "{}: {}", what, e),
            Error::Create => f.write_str("the handle could not be created"),
        }
    }
}

impl std::error::Error for APIError {}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::API(e) => Some(e),
            Error::IllegalString(e) => Some(e),
            Error::Utf8Error(e) => Some(e),
            Error::UnixError(e, _) => Some(e),
            Error::Create => None,
        }
    }
}

impl From<NulError> for Error {
    fn from(e: NulError) -> Error {
        Error::IllegalString(e)
    }
}

impl From<Utf8Error> for Error {
    fn from(e: Utf8Error) -> Error {
        Error::Utf8Error(e)
    }
}
