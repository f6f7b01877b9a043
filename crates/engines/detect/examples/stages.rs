//! What each stage of a gzip file of records costs: `stages flows|dns|activity FILE` unpacks the file into
//! memory, reads its records, and reads them again through all detectors. Prints JSON: seconds of each stage,
//! and how much more memory the last one took than what it began with.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a tool for developers may end with a message"
)]

use std::fs::File;
use std::hint::black_box;
use std::io::Read;
use std::time::Instant;

use bartizan_detect::read::{FlowLog, ResolverLog, TrailLog};
use bartizan_detect::{
    ActivityDetectors, DnsDetectors, DnsLimits, DnsSurroundings, FlowDetectors, Limits,
    Surroundings,
};
use flate2::read::MultiGzDecoder;
use serde_json::json;

/// How many principals are known, as in a server.
const PRINCIPALS: usize = 20_000;

/// How many records there were, what could not be read, and what was found.
struct Outcome {
    records: u64,
    unreadable: u64,
    findings: usize,
}

/// Reads all records of a text; how many there are.
type Reader = fn(&[u8]) -> u64;
/// Passes them through all detectors.
type Detector = fn(&[u8]) -> Outcome;

fn main() {
    let usage = "usage: stages flows|dns|activity FILE";
    let mut words = std::env::args().skip(1);
    let (stream, path) = (words.next().expect(usage), words.next().expect(usage));
    let (read, detect): (Reader, Detector) = match stream.as_str() {
        "flows" => (read_flows, detect_flows),
        "dns" => (read_queries, detect_queries),
        "activity" => (read_calls, detect_calls),
        _ => panic!("{usage}"),
    };
    let mut text = Vec::new();
    let file = File::open(path).expect("the file cannot be opened");
    let (unpacked, _) = timed(|| MultiGzDecoder::new(file).read_to_end(&mut text));
    let (read_in, _) = timed(|| read(&text));
    // The peak begins anew, so that what unpacking took does not hide what the detectors do.
    std::fs::write("/proc/self/clear_refs", "5").expect("the peak of memory cannot be reset");
    let before = kilobytes("VmRSS");
    let (detected, outcome) = timed(|| detect(&text));
    let told = json!({
        "records": outcome.records,
        "unreadable": outcome.unreadable,
        "findings": outcome.findings,
        "text": text.len(),
        "unpack": unpacked,
        "read": read_in,
        "detect": detected,
        "kilobytes": kilobytes("VmHWM").saturating_sub(before),
    });
    println!("{told}");
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let began = Instant::now();
    let done = work();
    (began.elapsed().as_secs_f64(), done)
}

fn kilobytes(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or_default()
}

fn read_flows(text: &[u8]) -> u64 {
    let mut log = FlowLog::default();
    log.read(text, true, |flow| {
        black_box(flow.bytes);
    });
    log.tally().records
}

fn read_queries(text: &[u8]) -> u64 {
    let mut log = ResolverLog::default();
    log.read(text, true, |query| {
        black_box(query.time);
    });
    log.tally().records
}

fn read_calls(text: &[u8]) -> u64 {
    let mut log = TrailLog::default();
    log.read(text, true, |call| {
        black_box(call.time);
    });
    log.tally().records
}

fn detect_flows(text: &[u8]) -> Outcome {
    let (mut detectors, around) = (FlowDetectors::new(Limits::default()), Surroundings::default());
    let (mut log, mut found, mut findings) = (FlowLog::default(), Vec::new(), 0);
    log.read(text, true, |flow| {
        detectors.observe(flow, &around, &mut found);
        findings += found.drain(..).count();
    });
    let tally = log.tally();
    Outcome { records: tally.records, unreadable: tally.bad_rows(), findings }
}

fn detect_queries(text: &[u8]) -> Outcome {
    let (mut detectors, around) =
        (DnsDetectors::new(DnsLimits::default()), DnsSurroundings::default());
    let (mut log, mut found, mut findings) = (ResolverLog::default(), Vec::new(), 0);
    log.read(text, true, |query| {
        detectors.observe(query, &around, &mut found);
        findings += found.drain(..).count();
    });
    let tally = log.tally();
    Outcome { records: tally.records, unreadable: tally.bad_rows(), findings }
}

fn detect_calls(text: &[u8]) -> Outcome {
    let (mut detectors, around) = (ActivityDetectors::new(PRINCIPALS), Surroundings::default());
    let (mut log, mut found, mut findings) = (TrailLog::default(), Vec::new(), 0);
    log.read(text, true, |call| {
        detectors.observe(call, &around, &mut found);
        findings += found.drain(..).count();
    });
    let tally = log.tally();
    Outcome { records: tally.records, unreadable: tally.bad_rows(), findings }
}
