/* SPDX-License-Identifier: LGPL-2.1-or-later */
//! Text that may not be UTF-8, as a `String`.
//!
//! A byte that is not part of UTF-8 becomes one of 128 private characters. So
//! do the bytes of these characters themselves, so that nothing is ambiguous.

const FIRST: u32 = 0xef80;
const LAST: u32 = 0xefff;

fn is_escape(c: char) -> bool {
    (FIRST..=LAST).contains(&u32::from(c))
}

fn push_byte(text: &mut String, byte: u8) {
    // Always a character: the byte is 0x80 or more.
    text.extend(std::char::from_u32(FIRST - 0x80 + u32::from(byte)));
}

fn push_valid(text: &mut String, valid: &str) {
    for c in valid.chars() {
        if is_escape(c) {
            let mut buffer = [0; 4];
            let bytes = c.encode_utf8(&mut buffer).bytes();
            bytes.for_each(|byte| push_byte(text, byte));
        } else {
            text.push(c);
        }
    }
}

/// Bytes as text: those that are not UTF-8 become the characters U+EF80 to
/// U+EFFF. [`unescape`] gives the same bytes again.
///
/// This is how text is returned after
/// [`set_escape`](crate::Handle::set_escape).
pub fn escape(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Err(e) = std::str::from_utf8(rest) {
        let (valid, after) = rest.split_at(e.valid_up_to());
        push_valid(&mut text, &String::from_utf8_lossy(valid));
        let (invalid, after) =
            after.split_at(e.error_len().unwrap_or(after.len()));
        invalid.iter().for_each(|byte| push_byte(&mut text, *byte));
        rest = after;
    }
    push_valid(&mut text, &String::from_utf8_lossy(rest));
    text
}

/// The bytes that [`escape`] has made text of.
pub fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        if is_escape(c) {
            bytes.push((u32::from(c) - FIRST + 0x80) as u8);
        } else {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    bytes
}
