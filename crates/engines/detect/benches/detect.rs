//! What records cost: read from text, through all detectors of flows, and queries through those of DNS.

#![allow(missing_docs, reason = "a benchmark")]

use std::fmt::Write as _;

use bartizan_detect::read::FlowLog;
use bartizan_detect::record::{Address, Flow, Label, Query, Type, rcodes};
use bartizan_detect::{
    DnsDetectors, DnsLimits, DnsSurroundings, FlowDetectors, Limits, Surroundings,
};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

/// Records of one run.
const RECORDS: u32 = 1 << 18;

/// Traffic of a network: hosts that ask a few services again and again, a share of new ones, both
/// directions, and a scan.
fn flows() -> Vec<Flow> {
    let mut state = 1_u64;
    let mut draw = |below: u32| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(state >> 33).unwrap_or_default() % below
    };
    let account = Label::new(b"123456789012").unwrap_or_default();
    let ports = [443, 443, 443, 80, 53, 22, 8_080, 5_432, 123];
    let mut flows = Vec::new();
    while flows.len() < RECORDS as usize {
        let host = draw(2_000);
        let interface = format!("eni-0{host:016x}");
        let port = *ports.get(draw(9) as usize).unwrap_or(&443);
        let remote = if draw(20) == 0 { draw(1 << 22) } else { host * 64 + draw(40) };
        let packets = u64::from(1 + draw(60));
        let start = 1_700_000_000 + i64::from(u32::try_from(flows.len() / 400).unwrap_or_default());
        let is_scan = draw(50) == 0;
        let flow = Flow {
            account,
            interface: Label::new(interface.as_bytes()).unwrap_or_default(),
            source: Address::v4(0x0a00_0000 + host),
            destination: Address::v4(0x3400_0000 + if is_scan { 7 } else { remote }),
            source_port: u16::try_from(32_768 + draw(28_000)).unwrap_or_default(),
            destination_port: if is_scan {
                u16::try_from(draw(9_000)).unwrap_or_default()
            } else {
                port
            },
            protocol: if matches!(port, 53 | 123) { 17 } else { 6 },
            accepted: true,
            packets: if is_scan { 1 } else { packets },
            bytes: if is_scan { 44 } else { packets * u64::from(40 + draw(1_400)) },
            start,
            end: start + i64::from(draw(60)),
            ..Flow::default()
        };
        flows.push(flow);
        flows.push(Flow {
            source: flow.destination,
            destination: flow.source,
            source_port: flow.destination_port,
            destination_port: flow.source_port,
            ..flow
        });
    }
    flows
}

fn text(flows: &[Flow]) -> String {
    let mut text = String::new();
    for flow in flows {
        let Flow {
            account,
            interface,
            source,
            destination,
            protocol,
            packets,
            bytes,
            start,
            end,
            ..
        } = flow;
        let (from, to) = (flow.source_port, flow.destination_port);
        let _ = writeln!(
            text,
            "2 {account} {interface} {source} {destination} {from} {to} {protocol} {packets} {bytes} {start} \
             {end} ACCEPT OK"
        );
    }
    text
}

fn flow_detectors(criterion: &mut Criterion) {
    let (flows, around) = (flows(), Surroundings::default());
    let text = text(&flows);
    let mut group = criterion.benchmark_group("detect/flows");
    group.throughput(Throughput::Elements(flows.len() as u64)).sample_size(20);
    let mut detectors = FlowDetectors::new(Limits::default());
    let (mut found, mut later) = (Vec::new(), 0);
    group.bench_function("detectors", |bencher| {
        bencher.iter(|| {
            later += 600;
            found.clear();
            for flow in &flows {
                let flow = Flow { start: flow.start + later, end: flow.end + later, ..*flow };
                detectors.observe(&flow, &around, &mut found);
            }
        });
    });
    group.bench_function("text", |bencher| {
        bencher.iter(|| {
            let mut bytes = 0_u64;
            FlowLog::default().read(text.as_bytes(), true, |flow| bytes += flow.bytes);
            bytes
        });
    });
    group.bench_function("text-and-detectors", |bencher| {
        bencher.iter(|| {
            later += 600;
            found.clear();
            FlowLog::default().read(text.as_bytes(), true, |flow| {
                let flow = Flow { start: flow.start + later, end: flow.end + later, ..*flow };
                detectors.observe(&flow, &around, &mut found);
            });
        });
    });
    group.finish();
}

fn dns_detectors(criterion: &mut Criterion) {
    let around = DnsSurroundings::default();
    let names: Vec<String> = (0..4_096_u32)
        .map(|nth| format!("www{}.site-{}.example{}.com", nth % 3, nth, nth % 97))
        .collect();
    let mut group = criterion.benchmark_group("detect/dns");
    group.throughput(Throughput::Elements(u64::from(RECORDS))).sample_size(20);
    group.bench_function("detectors", |bencher| {
        bencher.iter_batched_ref(
            || DnsDetectors::new(DnsLimits::default()),
            |detectors| {
                let mut found = Vec::new();
                for (nth, name) in (0..RECORDS).zip(names.iter().cycle()) {
                    let query = Query {
                        client: Address::v4(0x0a00_0000 + nth % 500),
                        time: 1_700_000_000 + i64::from(nth / 100),
                        name: name.as_bytes(),
                        kind: Type::A,
                        rcode: if nth % 31 == 0 { rcodes::NXDOMAIN } else { rcodes::NOERROR },
                        ..Query::default()
                    };
                    detectors.observe(&query, &around, &mut found);
                }
                found
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, flow_detectors, dns_detectors);
criterion_main!(benches);
