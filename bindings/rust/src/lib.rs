/* SPDX-License-Identifier: LGPL-2.1-or-later */
//! Open, inspect and change the disk images of virtual machines.
//!
//! ```no_run
//! use guestfs::{AddDriveOptArgs, Handle};
//!
//! fn main() -> Result<(), guestfs::Error> {
//!     let g = Handle::create()?;
//!     g.add_drive("disk.img", AddDriveOptArgs {
//!         format: Some("raw"),
//!         readonly: Some(true),
//!         ..Default::default()
//!     })?;
//!     g.launch()?;
//!     for root in g.inspect_os()? {
//!         println!("{}: {}", root, g.inspect_get_product_name(&root)?);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! Each action of the library is a method of [`Handle`] with its own name.
//! Optional arguments are a struct, of which `Default::default()` gives none.
//! guestfs-rust(3) explains the crate, guestfs(3) the library behind it.

mod call;
mod error;
mod event;
mod events;
mod handle;
mod methods;
mod optargs;
mod raw;
mod structs;
mod text;

pub use error::{APIError, Error};
pub use event::event_to_string;
pub use events::{Event, EVENT_ALL};
pub use handle::{Canceller, CreateFlags, EventHandle, Handle};
pub use optargs::*;
pub use structs::*;
pub use text::{escape, unescape};

use std::fmt;
use std::os::raw::c_char;

/// The 32 characters by which LVM knows something.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct UUID([u8; 32]);

impl UUID {
    fn new(chars: &[c_char; 32]) -> UUID {
        let mut bytes = [0; 32];
        for (byte, c) in bytes.iter_mut().zip(chars) {
            *byte = *c as u8;
        }
        UUID(bytes)
    }

    /// The characters, which are ASCII.
    pub fn to_bytes(self) -> [u8; 32] {
        self.0
    }
}

impl fmt::Display for UUID {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

impl fmt::Debug for UUID {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UUID({})", self)
    }
}
