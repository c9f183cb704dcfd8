/* SPDX-License-Identifier: LGPL-2.1-or-later */
//! Asks pkg-config where libguestfs is, if it is not where linkers look.

use std::env;
use std::process::Command;

fn main() {
    let pkg_config = env::var("PKG_CONFIG").unwrap_or("pkg-config".into());
    let output = Command::new(pkg_config)
        .args(["--libs-only-L", "libguestfs"])
        .output();

    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=PKG_CONFIG");
    println!("cargo:rerun-if-env-changed=PKG_CONFIG_PATH");
    if let Ok(output) = output {
        let words = String::from_utf8_lossy(&output.stdout);
        for word in words.split_whitespace() {
            let directory = word.trim_start_matches("-L");
            println!("cargo:rustc-link-search=native={}", directory);
        }
    }
}
