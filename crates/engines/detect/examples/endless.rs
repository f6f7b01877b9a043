//! Passes any number of flows through all detectors, half of them between two hosts and at a port that are
//! drawn anew and half their answers, and prints the rate and the most memory that it took: `endless MILLIONS`.

#![allow(clippy::expect_used, reason = "a tool for developers may end with a message")]

use std::time::Instant;

use bartizan_detect::record::{Address, Flow, Label};
use bartizan_detect::{FlowDetectors, Limits, Surroundings};

fn main() {
    let millions: u64 = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .expect("usage: endless MILLIONS");
    let (mut detectors, around) = (FlowDetectors::new(Limits::default()), Surroundings::default());
    let (mut state, mut found, mut findings) = (1_u64, Vec::new(), 0);
    let mut draw = |below: u32| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(state >> 33).unwrap_or_default() % below
    };
    let interfaces: Vec<Label> = (0..100_000)
        .map(|nth| Label::new(format!("eni-0{nth:016x}").as_bytes()).expect("a short name"))
        .collect();
    let began = Instant::now();
    for nth in 0..millions * 500_000 {
        let host = draw(100_000);
        let flow = Flow {
            interface: interfaces.get(host as usize).copied().unwrap_or_default(),
            source: Address::v4(0x0a00_0000 + host),
            destination: Address::v4(0x3400_0000 + draw(1 << 24)),
            source_port: u16::try_from(32_768 + draw(28_000)).unwrap_or_default(),
            destination_port: u16::try_from(1 + draw(9_000)).unwrap_or_default(),
            protocol: 6,
            accepted: true,
            packets: u64::from(1 + draw(9)),
            bytes: u64::from(40 + draw(9_000)),
            start: 1_700_000_000 + i64::try_from(nth / 5_000).unwrap_or_default(),
            end: 1_700_000_001 + i64::try_from(nth / 5_000).unwrap_or_default(),
            ..Flow::default()
        };
        detectors.observe(&flow, &around, &mut found);
        let answer = Flow {
            source: flow.destination,
            destination: flow.source,
            source_port: flow.destination_port,
            destination_port: flow.source_port,
            ..flow
        };
        detectors.observe(&answer, &around, &mut found);
        findings += found.drain(..).count();
    }
    let took = began.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    let rate = f64::from(u32::try_from(millions).unwrap_or(u32::MAX)) / took;
    println!("{millions} million flows, {rate:.2} million a second, {findings} findings, {peak}");
}
