//! Any bytes are read as a flow log: each line is a record, has no data, or is counted as bad.

#![no_main]

use bartizan_detect::read::FlowLog;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut log = FlowLog::default();
    let mut records = 0;
    let used = log.read(bytes, true, |flow| {
        assert!(flow.end >= flow.start);
        records += 1;
    });
    assert_eq!(used, bytes.len());
    let tally = log.tally();
    assert_eq!(tally.records, records);
    assert!(tally.records + tally.no_data + tally.skipped + tally.bad_rows() <= tally.lines);
});
