//! Passes a file of records, unpacked and in memory, through its reader and all detectors of its kind, and prints what
//! that took: `passes flows|dns|activity FILE`.

#![allow(clippy::expect_used, reason = "a tool for developers may end with a message")]

use std::time::Instant;

use bartizan_detect::read::{FlowLog, ResolverLog, Tally, TrailLog};
use bartizan_detect::{
    ActivityDetectors, DnsDetectors, DnsLimits, DnsSurroundings, FlowDetectors, Limits,
    Surroundings,
};

/// As many principals as a server knows of.
const PRINCIPALS: usize = 20_000;

fn main() {
    let mut words = std::env::args().skip(1);
    let (kind, path) = words.next().zip(words.next()).expect("usage: passes KIND FILE");
    let text = std::fs::read(path).expect("a file that can be read");
    let before = peak();
    let began = Instant::now();
    let (tally, findings) = match kind.as_str() {
        "flows" => flows(&text),
        "dns" => queries(&text),
        "activity" => calls(&text),
        other => panic!("there is no stream {other}"),
    };
    let seconds = began.elapsed().as_secs_f64();
    let (records, bad) = (tally.records, tally.bad_rows());
    let kibibytes = peak().saturating_sub(before);
    println!(
        "{{\"records\":{records},\"unreadable\":{bad},\"findings\":{findings},\"seconds\":{seconds},\
         \"kibibytes\":{kibibytes}}}"
    );
}

fn flows(text: &[u8]) -> (Tally, usize) {
    let (mut detectors, around) = (FlowDetectors::new(Limits::default()), Surroundings::default());
    let (mut log, mut found, mut count) = (FlowLog::default(), Vec::new(), 0);
    log.read(text, true, |flow| {
        detectors.observe(flow, &around, &mut found);
        count += found.drain(..).count();
    });
    detectors.settle(&mut found);
    (log.tally().clone(), count + found.len())
}

fn queries(text: &[u8]) -> (Tally, usize) {
    let around = DnsSurroundings::default();
    let (mut detectors, mut log) =
        (DnsDetectors::new(DnsLimits::default()), ResolverLog::default());
    let (mut found, mut count) = (Vec::new(), 0);
    log.read(text, true, |query| {
        detectors.observe(query, &around, &mut found);
        count += found.drain(..).count();
    });
    (log.tally().clone(), count)
}

fn calls(text: &[u8]) -> (Tally, usize) {
    let around = Surroundings::default();
    let (mut detectors, mut log) = (ActivityDetectors::new(PRINCIPALS), TrailLog::default());
    let (mut found, mut count) = (Vec::new(), 0);
    log.read(text, true, |call| {
        detectors.observe(call, &around, &mut found);
        count += found.drain(..).count();
    });
    (log.tally().clone(), count)
}

/// The most memory that the process had, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}
