//! Rows as AWS documents them, and rows that are none.

use bartizan_detect::read::{Bad, FlowLog, Format, LINE_BYTES_MAX, Reason, ResolverLog};
use bartizan_detect::record::{Address, Direction, Flow, Type, rcodes};
use proptest::prelude::*;

fn flows(text: &str) -> (Vec<Flow>, FlowLog) {
    let mut log = FlowLog::default();
    let mut found = Vec::new();
    assert_eq!(log.read(text.as_bytes(), true, |flow| found.push(*flow)), text.len());
    (found, log)
}

const ROW: &str = "2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 \
                   1418530010 1418530070 ACCEPT OK";

#[test]
fn the_default_format_is_version_2() {
    let (found, log) = flows(ROW);
    let flow = found[0];
    assert_eq!(
        (flow.account.as_str(), flow.interface.as_str()),
        ("123456789010", "eni-1235b8ca123456789")
    );
    assert_eq!((flow.source.to_string(), flow.source_port), ("172.31.16.139".into(), 20_641));
    assert_eq!(
        (flow.destination_port, flow.protocol, flow.packets, flow.bytes),
        (22, 6, 20, 4_249)
    );
    assert_eq!((flow.start, flow.end, flow.accepted), (1_418_530_010, 1_418_530_070, true));
    assert_eq!((log.tally().records, log.tally().bad_rows()), (1, 0));
}

#[test]
fn a_header_says_the_columns() {
    let text = "version vpc-id srcaddr dstaddr srcport dstport protocol tcp-flags start end flow-direction \
                pkt-srcaddr instance-id a-field-of-tomorrow bytes packets action\n\
                8 vpc-1 10.0.0.1 2001:db8::2 4321 443 6 2 10 70 egress 10.40.1.175 i-01234 x 44 1 REJECT\n\
                8 vpc-1 10.0.0.1 - 4321 443 6 2 10 70 egress - - x 44 1 REJECT\n";
    let (found, log) = flows(text);
    assert_eq!(found.len(), 1);
    let flow = found[0];
    assert_eq!(flow.source.to_string(), "10.40.1.175", "the packet's own source, behind a gateway");
    assert_eq!((flow.tcp_flags, flow.direction), (Some(2), Some(Direction::Egress)));
    assert_eq!((flow.instance.as_str(), flow.accepted, flow.bytes), ("i-01234", false, 44));
    assert_eq!(log.tally().first_bad, [Bad { line: 3, reason: Reason::Missing }]);
    assert!(Format::header(b"${version} ${srcaddr} ${dstaddr}").is_some());
    assert!(Format::header(ROW.as_bytes()).is_none());
}

#[test]
fn rows_without_data_are_counted() {
    let text = "2 123456789010 eni-1 - - - - - - - 1431280876 1431280934 - NODATA\n\
                2 123456789010 eni-1 - - - - - - - 1431280876 1431280934 - SKIPDATA\r\n";
    let (found, log) = flows(text);
    assert!(found.is_empty());
    assert_eq!((log.tally().no_data, log.tally().skipped, log.tally().bad_rows()), (1, 1, 0));
}

#[test]
fn bad_rows_are_counted_with_their_line_and_why() {
    for (from, to, reason) in [
        ("172.31.16.139", "172.31.16.1390", Reason::Address),
        ("20641", "70000", Reason::Number),
        ("4249", "-4249", Reason::Number),
        ("1418530010", "99999999999999999999", Reason::Time),
        ("ACCEPT", "ACCEPTED", Reason::Word),
        ("eni-1235b8ca123456789", "eni-1235b8ca123456789abcdef", Reason::Name),
        (" OK", "", Reason::Columns),
        (" OK", " OK OK", Reason::Columns),
        ("172.31.16.21", "-", Reason::Missing),
    ] {
        let (found, log) = flows(&format!("{ROW}\n\n{}\n{ROW}", ROW.replace(from, to)));
        assert_eq!(found.len(), 2, "{to}");
        assert_eq!(log.tally().first_bad, [Bad { line: 3, reason }], "{to}");
    }
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let mut log = FlowLog::default();
    let mut count = 0;
    let digits = vec![b'1'; LINE_BYTES_MAX + 1];
    assert_eq!(log.read(&digits, false, |_| count += 1), digits.len());
    assert_eq!(log.read(&digits, false, |_| count += 1), digits.len());
    let rest = format!("1 2 3\n{ROW}\n");
    assert_eq!(log.read(rest.as_bytes(), true, |_| count += 1), rest.len());
    assert_eq!((count, log.tally().bad_rows(), log.tally().lines), (1, 1, 2));
}

#[test]
fn queries_are_read_as_the_resolver_writes_them() {
    let text = r#"{"version":"1.100000","account_id":"111122223333","region":"us-west-2","vpc_id":"vpc-1","query_timestamp":"2021-02-04T17:51:55Z","query_name":"a\u0062.example.com.","query_type":"A","query_class":"IN","rcode":"NOERROR","answers":[{"Rdata":"cname.example.","Type":"CNAME","Class":"IN"},{"Rdata":"203.0.113.5","Type":"A","Class":"IN"}],"srcaddr":"10.0.0.5","srcport":"46282","transport":"UDP","srcids":{"instance":"i-0d15cd0d3","resolver_endpoint":"rslvr-in-1"},"firewall_rule_action":"BLOCK"}
{"query_timestamp":"2021-02-04T17:51:55Z","query_name":"x","query_type":"TYPE65399","rcode":"-","srcaddr":"::1","answers":[]}
{"query_timestamp":"2021-02-04T17:51:55Z","query_name":"x"}
{"query_timestamp":"yesterday","query_name":"x","srcaddr":"::1"}
[1]
{"srcaddr":"::1"} {}"#;
    let mut log = ResolverLog::default();
    let mut found = Vec::new();
    let used = log.read(text.as_bytes(), true, |query| {
        let name = String::from_utf8_lossy(query.name).into_owned();
        let answer = query.answers.first().map(Address::to_string);
        found.push((
            name,
            query.kind,
            query.rcode,
            answer,
            query.blocked,
            query.resource.to_string(),
        ));
    });
    assert_eq!(used, text.len());
    assert_eq!(
        found,
        [
            (
                "ab.example.com".into(),
                Type::A,
                rcodes::NOERROR,
                Some("203.0.113.5".into()),
                true,
                "i-0d15cd0d3".into()
            ),
            ("x".into(), Type(65_399), rcodes::SERVFAIL, None, false, String::new()),
        ]
    );
    let bad: Vec<_> = log.tally().first_bad.iter().map(|bad| (bad.line, bad.reason)).collect();
    assert_eq!(
        bad,
        [(3, Reason::Missing), (4, Reason::Time), (5, Reason::Json), (6, Reason::Json)]
    );
}

proptest! {
    #[test]
    fn pieces_are_read_as_the_whole(rows in prop::collection::vec("[2-] [0-9]{12} eni-[0-9a-f]{1,3} 10\\.0\\.0\\.[0-9]{1,3} 8\\.8\\.8\\.8 [0-9]{1,5} 53 17 1 60 [0-9]{1,10} 9 (ACCEPT|REJECT) (OK|NODATA)", 0..20), size in 1_usize..200) {
        let text = rows.join("\n");
        let (whole, log) = flows(&text);
        let (mut pieces, mut found) = (FlowLog::default(), Vec::new());
        let (mut from, mut to) = (0, 0);
        while from < text.len() {
            to = text.len().min(to + size);
            from += pieces.read(&text.as_bytes()[from..to], to == text.len(), |flow| found.push(*flow));
        }
        prop_assert_eq!(found, whole);
        prop_assert_eq!(pieces.tally(), log.tally());
        let tally = log.tally();
        prop_assert_eq!(tally.records + tally.no_data + tally.bad_rows(), rows.len() as u64);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(FlowLog::default().read(&bytes, true, |_| {}), bytes.len());
        prop_assert_eq!(ResolverLog::default().read(&bytes, true, |_| {}), bytes.len());
    }
}
