/* SPDX-License-Identifier: GPL-2.0-or-later */
//! The life of handles, errors, events and threads.
//!
//! tests/bindings/rust-handle.sh runs them, with LIBGUESTFS_MEMSIZE=700 and
//! name.tar in the directory for temporary files.

#![forbid(unsafe_code)]

use std::cell::{Cell, RefCell};
use std::env;
use std::error::Error as _;
use std::fs;
use std::process::Command;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use guestfs::*;

fn handle<'a>() -> Handle<'a> {
    Handle::create().unwrap()
}

/* ---- Life ---- */

#[test]
fn handles_are_many_and_are_dropped_in_any_order() {
    let mut handles: Vec<Handle> = (0..10).map(|_| handle()).collect();
    for (i, g) in handles.iter().enumerate() {
        g.set_memsize(1000 + i as i32).unwrap();
    }
    drop(handles.remove(5));
    assert_eq!(handles[5].get_memsize().unwrap(), 1006);
    assert_eq!(handles[0].get_memsize().unwrap(), 1000);
}

#[test]
fn flags_say_how_a_handle_is_created() {
    assert_eq!(handle().get_memsize().unwrap(), 700);
    let flags = CreateFlags::new().create_no_environment(true);
    let g = Handle::create_flags(flags).unwrap();
    assert_ne!(g.get_memsize().unwrap(), 700);
    let flags = CreateFlags::none()
        .create_no_environment(false)
        .create_no_close_on_exit_flag(true);
    let g = Handle::create_flags(flags).unwrap();
    assert_eq!(g.get_memsize().unwrap(), 700);
}

#[test]
fn constants_outlive_the_handle_and_changes() {
    let program = {
        let g = handle();
        g.set_program("first").unwrap();
        let program = g.get_program().unwrap();
        g.set_program("second").unwrap();
        assert_eq!(g.get_program().unwrap(), "second");
        program
    };
    assert_eq!(program, "first");
}

/* ---- Errors ---- */

#[test]
fn errors_have_operation_message_and_errno() {
    match handle().set_memsize(0) {
        Err(Error::API(e)) => {
            assert_eq!(e.operation(), "set_memsize");
            assert_eq!(e.errno(), 22);
            assert!(e.message().starts_with("set_memsize: memory size of 0"));
            assert_eq!(e.to_string(), e.message());
        }
        other => panic!("{:?}", other),
    }
    let e = handle().internal_test_rinterr().unwrap_err();
    assert_eq!((e.errno(), e.source().is_some()), (0, true));
    let boxed: Box<dyn std::error::Error + Send + Sync> = e.into();
    assert_eq!(boxed.to_string(), "internal_test_rinterr: error");
}

#[test]
fn nul_characters_are_refused_wherever_text_is() {
    let g = handle();
    let nul = "a\0b";
    let opt = InternalTestOptArgs { ostring: Some(nul), ..Default::default() };
    let list = ["a", nul];
    let opts = InternalTestOptArgs {
        ostringlist: Some(&list),
        ..Default::default()
    };
    let results = [
        g.set_program(nul),
        g.internal_test(
            "", Some(nul), &[], true, 0, 0, "", "", b"", Default::default(),
        ),
        g.internal_test(
            "", None, &[nul], true, 0, 0, "", "", b"", Default::default(),
        ),
        g.internal_test("", None, &[], true, 0, 0, "", "", b"", opt),
        g.internal_test("", None, &[], true, 0, 0, "", "", b"", opts),
    ];
    for r in &results {
        assert!(matches!(r, Err(Error::IllegalString(_))), "{:?}", r);
    }
}

#[test]
fn uuids_and_percents() {
    let pv = handle().internal_test_rstruct("").unwrap();
    assert_eq!(&pv.pv_uuid.to_bytes(), b"12345678901234567890123456789012");
    assert_eq!(pv.pv_uuid.to_string(), "12345678901234567890123456789012");
    assert_eq!(pv, pv.clone());
}

#[test]
fn any_bytes_are_text_and_bytes_again() {
    let private = "\u{ef80}\u{efff}\u{f000}".as_bytes();
    for bytes in [&b""[..], b"abc", "\u{e4}".as_bytes(), b"\xff", b"a\x80b",
                  b"\xe2\x82", b"\xe2\x82a\xc0\xaf", private]
    {
        assert_eq!(unescape(&escape(bytes)), bytes, "{:?}", bytes);
    }
    let all: Vec<u8> = (1..=255).collect();
    assert_eq!(unescape(&escape(&all)), all);
    assert_eq!(escape("\u{20ac}".as_bytes()), "\u{20ac}");
    assert_ne!(escape(private), "\u{ef80}\u{efff}\u{f000}");
}

/* ---- Events ---- */

#[test]
fn close_is_the_last_event() {
    let calls = Rc::new(Cell::new(0));
    let mut g = handle();
    let inside = Rc::clone(&calls);
    g.set_event_callback(
        move |event, _, buf, array| {
            assert_eq!((event, buf, array), (Event::Close, &b""[..], &[][..]));
            inside.set(inside.get() + 1);
        },
        &[Event::Close],
    )
    .unwrap();
    assert_eq!((calls.get(), Rc::strong_count(&calls)), (0, 2));
    drop(g);
    assert_eq!((calls.get(), Rc::strong_count(&calls)), (1, 1));
}

#[test]
fn closures_borrow_and_are_not_called_once_deleted() {
    let log = RefCell::new(Vec::new());
    let mut g = handle();
    g.set_trace(true).unwrap();
    let eh = g
        .set_event_callback(
            |event, eh, buf, _| {
                let text = String::from_utf8(buf.to_vec()).unwrap();
                log.borrow_mut().push((event, eh, text));
            },
            &[Event::Trace],
        )
        .unwrap();
    g.set_memsize(800).unwrap();
    {
        let log = log.borrow();
        assert!(log.iter().all(|l| l.0 == Event::Trace && l.1 == eh));
        assert!(log[0].2.contains("set_memsize 800"), "{:?}", log);
    }
    g.set_trace(false).unwrap();
    let before = log.borrow().len();
    g.delete_event_callback(eh).unwrap();
    g.delete_event_callback(eh).unwrap();
    g.set_event_callback(|_, _, _, _| (), &[Event::Trace]).unwrap();
    g.set_trace(true).unwrap();
    g.set_memsize(900).unwrap();
    assert_eq!(log.borrow().len(), before);
}

#[test]
fn deleting_drops_the_closure() {
    let token = Rc::new(());
    let inside = Rc::clone(&token);
    let mut g = handle();
    let eh = g
        .set_event_callback(
            move |_, _, _, _| assert_eq!(Rc::strong_count(&inside), 2),
            &EVENT_ALL,
        )
        .unwrap();
    assert_eq!(Rc::strong_count(&token), 2);
    g.delete_event_callback(eh).unwrap();
    assert_eq!(Rc::strong_count(&token), 1);
}

#[test]
fn a_panic_in_a_callback_goes_no_further() {
    let calls = Cell::new(0);
    let mut g = handle();
    g.set_trace(true).unwrap();
    g.set_event_callback(
        |_, _, _, _| {
            calls.set(calls.get() + 1);
            panic!("a callback panics on purpose");
        },
        &[Event::Trace],
    )
    .unwrap();
    g.set_memsize(800).unwrap();
    assert_eq!(g.get_memsize().unwrap(), 800);
    drop(g);
    assert!(calls.get() >= 2);
}

#[test]
fn events_have_bits_and_names() {
    for (i, e) in EVENT_ALL.iter().enumerate() {
        assert_eq!(e.to_u64(), 1 << i);
        assert_eq!(Event::from_bitmask(1 << i), Some(*e));
    }
    assert_eq!(Event::from_bitmask(3), None);
    let names = event_to_string(&[Event::LaunchDone, Event::Close]).unwrap();
    assert_eq!(names, "close,launch_done");
}

#[test]
fn a_callback_belongs_to_its_thread_unless_it_can_be_sent() {
    let here = Rc::new(Cell::new(0));
    let anywhere = Arc::new(AtomicUsize::new(0));
    let mut g = handle();
    let (in_here, in_any) = (Rc::clone(&here), Arc::clone(&anywhere));
    g.set_event_callback(
        move |_, _, _, _| in_here.set(in_here.get() + 1),
        &[Event::Close],
    )
    .unwrap();
    g.set_send_event_callback(
        move |_, _, _, _| {
            in_any.fetch_add(1, Ordering::SeqCst);
        },
        &[Event::Close],
    )
    .unwrap();
    thread::spawn(move || drop(g)).join().unwrap();
    assert_eq!(here.get(), 0);
    assert_eq!(anywhere.load(Ordering::SeqCst), 1);
}

/// The library closes a handle that was forgotten when the program exits: by
/// then what the closure borrows is gone.
#[test]
fn a_forgotten_handle_calls_nothing() {
    if env::var("FORGET").is_ok() {
        let text = String::from("called");
        let mut g = handle();
        g.set_event_callback(
            |_, _, _, _| eprintln!("{}", text),
            &[Event::Close],
        )
        .unwrap();
        std::mem::forget(g);
        return;
    }
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "a_forgotten_handle_calls_nothing", "--nocapture"])
        .env("FORGET", "1")
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/* ---- Threads ---- */

#[test]
fn threads_share_a_handle_in_a_mutex() {
    let g = Arc::new(Mutex::new(handle()));
    let threads: Vec<_> = (0..2)
        .map(|n| {
            let g = Arc::clone(&g);
            thread::spawn(move || {
                for i in 0..1000 {
                    let g = g.lock().unwrap();
                    g.set_memsize(1000 + n).unwrap();
                    assert_eq!(g.get_memsize().unwrap(), 1000 + n);
                    g.set_memsize(0).unwrap_err();
                    let text = i.to_string();
                    assert_eq!(g.internal_test_rstring(&text).unwrap(), text);
                }
            })
        })
        .collect();
    for t in threads {
        t.join().unwrap();
    }
}

#[test]
fn a_canceller_outlives_its_handle() {
    let g = handle();
    let canceller = g.canceller();
    canceller.clone().cancel();
    drop(g);
    canceller.cancel();
}

/// Cancels again and again, as a call that has not begun cannot be.
fn cancel_until(done: &AtomicBool, canceller: &Canceller) {
    while !done.load(Ordering::SeqCst) {
        thread::sleep(Duration::from_millis(20));
        canceller.cancel();
    }
}

fn cancelled_upload(g: &Handle) -> Error {
    let done = Arc::new(AtomicBool::new(false));
    let (seen, canceller) = (Arc::clone(&done), g.canceller());
    let thread = thread::spawn(move || cancel_until(&seen, &canceller));
    let result = g.upload("/dev/zero", "/zeroes");
    done.store(true, Ordering::SeqCst);
    thread.join().unwrap();
    result.unwrap_err()
}

#[test]
fn launched() {
    let (progress, entered) = (Cell::new(0), Cell::new(0));
    let launched = Cell::new(false);
    let mut g = handle();
    g.set_memsize(1280).unwrap(); // the usual machine is there already
    g.add_drive_scratch(64 << 20, Default::default()).unwrap();
    g.set_event_callback(
        |event, _, _, array| match event {
            Event::LaunchDone => launched.set(true),
            Event::Enter => entered.set(entered.get() + 1),
            _ => {
                assert_eq!(array.len(), 4);
                progress.set(progress.get() + 1);
            }
        },
        &[Event::LaunchDone, Event::Enter, Event::Progress],
    )
    .unwrap();
    g.launch().unwrap();
    assert!(launched.get());
    g.debug("progress", &["3"]).unwrap();
    assert!(progress.get() > 0);

    g.mkfs("ext2", "/dev/sda", Default::default()).unwrap();
    g.mount("/dev/sda", "/").unwrap();
    assert_eq!(cancelled_upload(&g).errno(), 4);
    g.ping_daemon().unwrap();

    // A name that is not UTF-8, from a tar file.
    let tar = env::temp_dir().join("name.tar");
    g.tar_in(tar.to_str().unwrap(), "/", Default::default()).unwrap();
    assert!(matches!(g.ls("/"), Err(Error::Utf8Error(_))));
    g.set_escape(true);
    let names = g.ls("/").unwrap();
    let name = names.iter().find(|n| n.starts_with("name-")).unwrap();
    assert_eq!(unescape(name), b"name-\xff");
    let entries = g.readdir("/").unwrap();
    assert!(entries.iter().any(|entry| &entry.name == name));
    assert!(g.exists(&format!("/{}", name)).unwrap());
    g.rm(&format!("/{}", name)).unwrap();
    g.set_escape(false);
    assert!(g.ls("/").is_ok());

    let e = g.mkdir("/lost+found").unwrap_err();
    assert_eq!(e.errno(), 17);

    // In another thread it works, and calls no closures that borrow.
    let before = entered.get();
    thread::scope(|s| {
        s.spawn(move || {
            g.write("/file", &[0, 0xff]).unwrap();
            assert_eq!(g.read_file("/file").unwrap(), [0, 0xff]);
        });
    });
    assert_eq!(entered.get(), before);
}

/* ---- Memory ---- */

fn resident_pages() -> usize {
    let statm = fs::read_to_string("/proc/self/statm").unwrap();
    statm.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn many_calls(g: &mut Handle) {
    let list = ["a"; 10];
    let opt = InternalTestOptArgs {
        ostringlist: Some(&list),
        ..Default::default()
    };
    for _ in 0..10_000 {
        g.internal_test_rstructlist("3").unwrap();
        g.internal_test_rhashtable("3").unwrap();
        g.internal_test_rbufferout("bytes").unwrap();
        g.internal_test_rstringerr().unwrap_err();
        g.internal_test("", None, &list, true, 0, 0, "", "", b"", opt)
            .unwrap();
        g.get_program().unwrap();
        let eh =
            g.set_event_callback(|_, _, _, _| (), &[Event::Close]).unwrap();
        g.delete_event_callback(eh).unwrap();
    }
}

#[test]
#[ignore = "alone: other tests use memory, too"]
fn memory_does_not_grow() {
    let mut g = handle();
    g.internal_test_set_output("/dev/null").unwrap();
    many_calls(&mut g);
    /* What is lost is lost in each round. */
    let mut rounds = (0..5).map(|_| {
        let before = resident_pages();
        many_calls(&mut g);
        resident_pages().saturating_sub(before)
    });
    assert!(rounds.any(|grown| grown < 64), "memory grows in each round");
    g.internal_test_close_output().unwrap();
}
