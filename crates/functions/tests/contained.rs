//! Functions that do what they should not: each is contained and told, and harms no other one.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

mod support;

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use bartizan_functions::Runtime;
use serde_json::{Value, json};
use support::{ID, Kept, Kit, shown};

#[tokio::test(flavor = "multi_thread")]
async fn what_forks_without_end_meets_a_limit() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let text = r"
import os, signal
def handler(event, context):
    many = 0
    try:
        while True:
            if os.fork() == 0:
                signal.pause()
            many += 1
    except BlockingIOError:
        return many
";
    let mut function = kit.python("forks", text);
    // Its memory is no more than what so many processes of Python share.
    function.memory = 3008;
    let many = kit.ask(function, "{}").await.as_u64().unwrap();
    assert!((100..1024).contains(&many), "{many}");
    let bomb = "#!/bin/sh\nb() { b | b & }\nb\nwait\nb\n";
    let mut bomb = kit.function("bomb", Runtime::Provided, &[("bootstrap", bomb)]);
    bomb.timeout = Duration::from_secs(1);
    let fault = kit.fault(&Arc::new(bomb), "{}").await;
    assert!(["Runtime.ExitError", "Sandbox.Timedout"].contains(&fault.kind.as_str()), "{fault:?}");
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fills_its_disk_meets_its_size() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let text = r"
import errno, os
def fill(path, piece):
    written = 0
    try:
        with open(path, 'wb', buffering=0) as file:
            while True:
                written += file.write(piece)
    except OSError as error:
        return [errno.errorcode[error.errno], written >> 20]
def handler(event, context):
    told = {'tmp': fill('/tmp/a', b'x' * (1 << 20)), 'again': fill('/tmp/b', b'x' * 4096)}
    for place in ('/a', '/dev/a', '/dev/shm/a', '/var/task/a', '/opt/a', '/usr/a', '/etc/a', '/run/a'):
        told[place] = fill(place, b'x' * 4096)[0]
    return told
";
    let mut function = kit.python("fills", text);
    function.memory = 256;
    let told = kit.ask(function, "{}").await;
    assert_eq!(told["again"], json!(["ENOSPC", 0]));
    let full = told["tmp"].as_array().unwrap();
    assert!(["ENOSPC", "EFBIG"].contains(&full[0].as_str().unwrap()), "{full:?}");
    assert!((60..=64).contains(&full[1].as_u64().unwrap()), "{full:?}");
    for place in
        ["/a", "/dev/a", "/dev/shm/a", "/var/task/a", "/opt/a", "/usr/a", "/etc/a", "/run/a"]
    {
        let how = told[place].as_str().unwrap();
        assert!(["EROFS", "ENOENT", "EACCES"].contains(&how), "{place}: {how}");
    }
    kit.stands().await;
}

const ALLOCATES: &str = r"
import mmap, os, signal
def handler(event, context):
    if event == 'children':
        for _ in range(8):
            if os.fork() == 0:
                kept = bytearray(64 << 20)
                signal.pause()
        os.wait()
        return 'a child ended'
    kept = []
    while True:
        if event == 'shared':
            kept.append(mmap.mmap(-1, 1 << 20))
            kept[-1].write(b'x' * (1 << 20))
        elif event == 'file':
            kept.append(os.memfd_create('kept'))
            for _ in range(64): os.write(kept[-1], b'x' * (1 << 20))
        else:
            kept.append(bytearray(1 << 20))
";

#[tokio::test(flavor = "multi_thread")]
async fn what_allocates_without_end_is_ended_by_its_group_where_there_are_some() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let function = Arc::new(kit.python("allocates", ALLOCATES));
    if !kit.functions.limits_memory_as_a_whole() {
        assert_eq!(kit.fault(&function, "\"private\"").await.kind, "MemoryError");
        return;
    }
    let killed = format!("RequestId: {ID} Error: Runtime exited with error: signal: killed");
    for how in ["\"private\"", "\"shared\"", "\"file\""] {
        let fault = kit.fault(&function, how).await;
        assert_eq!((fault.kind.as_str(), &fault.message), ("Runtime.ExitError", &killed), "{how}");
        assert!(fault.log.contains("Max Memory Used: 128 MB"), "{}", fault.log);
    }
    let children = kit.invoke(&function, "\"children\"").await;
    let payload: Value = serde_json::from_slice(&children.payload).unwrap();
    assert!(payload == "a child ended" || payload["errorType"] == "Runtime.ExitError");
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_allocates_without_end_meets_a_limit_of_its_process() {
    let Some(kit) = Kit::new(|options| options.groups = false) else { return };
    assert!(!kit.functions.limits_memory_as_a_whole());
    let function = Arc::new(kit.python("allocates", ALLOCATES));
    for (how, kind) in
        [("\"private\"", "MemoryError"), ("\"shared\"", "OSError"), ("\"file\"", "OSError")]
    {
        let fault = kit.fault(&function, how).await;
        assert_eq!(fault.kind, kind, "{how}");
    }
    let small = kit.invoke(&Arc::new(kit.python("small", "def handler(e, c): pass\n")), "{}").await;
    assert!(small.memory_used > 0);
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_ends_is_ended_with_all_its_children() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let marker = format!("never-{}", std::process::id());
    let text = r"
import os, signal, subprocess, sys
def handler(event, context):
    for number in range(1, 32):
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
    subprocess.Popen([sys.executable, '-c', 'while True: pass', event], start_new_session=True)
    if os.fork() == 0: os.setsid()
    while True: pass
";
    let mut function = kit.python("never", text);
    function.timeout = Duration::from_secs(1);
    let fault = kit.fault(&Arc::new(function), &format!("\"{marker}\"")).await;
    assert_eq!(fault.kind, "Sandbox.Timedout");
    assert!(fault.log.contains(&format!("{ID} Task timed out after 1.00 seconds")));
    kit.functions.close().await;
    for process in fs::read_dir("/proc").unwrap().flatten() {
        let line = fs::read(process.path().join("cmdline")).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&line).contains(&marker), "{process:?} is left");
    }
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_output_is_cut_and_counted() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let kept = Arc::new(Kept::default());
    let text = "import os\ndef handler(event, context):\n    line = b'x' * 1023 + b'\\n'\n    \
                block = line * 1024\n    for _ in range(1024):\n        left = memoryview(block)\n        \
                while left: left = left[os.write(1, left):]\n    return 'done'\n";
    let mut function = kit.python("writes", text);
    function.logs = Some(kept.clone());
    let function = Arc::new(function);
    let outcome = kit.invoke(&function, "{}").await;
    assert_eq!(&outcome.payload[..], b"\"done\"", "{}", shown(&outcome));
    assert_eq!(outcome.log_tail.len(), 4096);
    let lines = kept.0.lock().unwrap().clone();
    assert_eq!(lines.len(), 16 * 1024 + 4);
    let dropped = format!("LOGS Dropped Bytes: {}", (1024 - 16) << 20);
    assert_eq!(lines[lines.len() - 3], dropped);
    assert!(lines[lines.len() - 1].starts_with(&format!("REPORT RequestId: {ID}")));
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_too_large_is_told_and_the_environment_lives() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let text = "def handler(event, context):\n    return 'x' * event\n";
    let mut function = kit.python("large", text);
    function.memory = 512;
    let function = Arc::new(function);
    for (size, fits) in [(6_291_554, true), (6_291_555, false), (7 << 20, false), (10, true)] {
        let outcome = kit.invoke(&function, &size.to_string()).await;
        if fits {
            assert_eq!((outcome.error, outcome.payload.len()), (None, size + 2));
        } else {
            let told: Value = serde_json::from_slice(&outcome.payload).unwrap();
            assert_eq!(told["errorType"], "Function.ResponseSizeTooLarge");
        }
    }
    assert_eq!(kit.functions.count().idle, 1);
    kit.stands().await;
}
