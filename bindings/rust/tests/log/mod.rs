/* SPDX-License-Identifier: GPL-2.0-or-later */
//! Prints results as the logs of all languages have them.

use std::collections::HashMap;
use std::env;
use std::fmt::Display;

use guestfs::{Error, UUID};

/// A file in the directory that the program was given.
pub fn file(name: &str) -> String {
    let scratch = env::args().nth(1).expect("usage: calls DIRECTORY");
    format!("{}/{}", scratch, name)
}

pub trait Show {
    fn show(&self) -> String;
}

impl Show for () {
    fn show(&self) -> String {
        "ok".to_string()
    }
}

impl Show for str {
    fn show(&self) -> String {
        format!("\"{}\"", self)
    }
}

impl<T: Show + ?Sized> Show for &T {
    fn show(&self) -> String {
        (**self).show()
    }
}

impl Show for String {
    fn show(&self) -> String {
        self.as_str().show()
    }
}

impl Show for UUID {
    fn show(&self) -> String {
        String::from_utf8(self.to_bytes().to_vec()).unwrap().show()
    }
}

impl Show for Option<&str> {
    fn show(&self) -> String {
        self.map_or("null".to_string(), |s| s.show())
    }
}

impl Show for Vec<u8> {
    fn show(&self) -> String {
        self.iter().map(|byte| format!("<{:02x}>", byte)).collect()
    }
}

impl Show for Vec<String> {
    fn show(&self) -> String {
        list(self.iter().map(Show::show))
    }
}

impl Show for HashMap<String, String> {
    fn show(&self) -> String {
        let mut pairs: Vec<String> = self
            .iter()
            .map(|(key, value)| format!("{}: {}", key.show(), value.show()))
            .collect();
        pairs.sort();
        format!("{{{}}}", pairs.join(", "))
    }
}

macro_rules! show_as_is {
    ($($t:ty),*) => {
        $(impl Show for $t {
            fn show(&self) -> String {
                self.to_string()
            }
        })*
    };
}

show_as_is!(bool, i8, i32, u32, i64, u64);

pub fn list(elements: impl Iterator<Item = String>) -> String {
    format!("[{}]", elements.collect::<Vec<_>>().join(", "))
}

pub fn fields(fields: &[(&str, String)]) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(name, s)| format!("{}: {}", name, s)).collect();
    format!("{{{}}}", fields.join(", "))
}

fn line(title: &str, result: &dyn Display) {
    println!("{}\n{}", title, result);
}

pub fn step<T>(
    title: &str,
    result: Result<T, Error>,
    show: impl Fn(T) -> String,
) {
    match result {
        Ok(r) => line(title, &show(r)),
        Err(e) => line(title, &format!("error: {} ({})", e, e.errno())),
    }
}
