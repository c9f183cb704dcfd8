/* SPDX-License-Identifier: GPL-2.0-or-later */
//! What calls cost: cargo bench -- IMAGE. bench/bindings runs it.

use std::env;
use std::time::Instant;

use guestfs::{Error, Handle};

fn time(
    what: &str,
    n: u32,
    call: impl Fn() -> Result<(), Error>,
) -> Result<(), Error> {
    let began = Instant::now();
    for _ in 0..n {
        call()?;
    }
    println!("{} {:.9}", what, began.elapsed().as_secs_f64() / f64::from(n));
    Ok(())
}

fn main() -> Result<(), Error> {
    let image = env::args().nth(1).expect("usage: cargo bench -- IMAGE");
    let g = Handle::create()?;
    g.add_drive_ro(&image)?;
    g.launch()?;
    g.mount_ro("/dev/sda", "/")?;
    time("call", 100_000, || g.get_memsize().map(|_| ()))?;
    time("ping", 2_000, || g.ping_daemon())?;
    time("readdir", 1, || g.readdir("/many").map(|_| ()))?;
    time("read_file", 1, || g.read_file("/large").map(|_| ()))
}
