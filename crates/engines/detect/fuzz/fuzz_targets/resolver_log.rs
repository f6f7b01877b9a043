//! Any bytes are read as query logs of the resolver: each line is a record or is counted as bad.

#![no_main]

use bartizan_detect::read::ResolverLog;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut log = ResolverLog::default();
    let mut records = 0;
    let used = log.read(bytes, true, |query| {
        assert!(query.answers.len() <= ResolverLog::ANSWERS_MAX);
        records += 1;
    });
    assert_eq!(used, bytes.len());
    assert_eq!(log.tally().records, records);
    assert!(log.tally().records + log.tally().bad_rows() <= log.tally().lines);
});
