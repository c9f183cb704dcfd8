/* SPDX-License-Identifier: LGPL-2.1-or-later */
//! Tells how full the file systems on disk images are, a few images at a
//! time, each in a thread with a handle of its own:
//!
//!     used_space disk.img…

use std::env;
use std::process::exit;
use std::sync::{mpsc, Arc, Mutex};
use std::thread;

use guestfs::{Error, Handle};

const AT_A_TIME: usize = 4;

fn used_space(image: &str) -> Result<Vec<String>, Error> {
    let g = Handle::create()?;
    g.add_drive_ro(image)?;
    g.launch()?;

    let mut lines = Vec::new();
    for (device, kind) in g.list_filesystems()? {
        // Swap space and what else cannot be mounted.
        if g.mount_ro(&device, "/").is_err() {
            continue;
        }
        let s = g.statvfs("/")?;
        g.umount_all()?;
        let used = 100 * (s.blocks - s.bfree) / s.blocks.max(1);
        lines.push(format!("{}: {} ({}): {} %", image, device, kind, used));
    }
    lines.sort();
    Ok(lines)
}

fn main() {
    let images: Vec<String> = env::args().skip(1).collect();
    let threads = images.len().min(AT_A_TIME);
    let images = Arc::new(Mutex::new(images));
    let (sender, results) = mpsc::channel();

    for _ in 0..threads {
        let (images, sender) = (Arc::clone(&images), sender.clone());
        thread::spawn(move || loop {
            let image = images.lock().unwrap().pop();
            match image {
                Some(image) => sender.send(used_space(&image)).unwrap(),
                None => break,
            }
        });
    }
    drop(sender);

    let mut status = 0;
    for result in results {
        match result {
            Ok(lines) => lines.iter().for_each(|l| println!("{}", l)),
            Err(e) => {
                eprintln!("used_space: {}", e);
                status = 1;
            }
        }
    }
    exit(status);
}
