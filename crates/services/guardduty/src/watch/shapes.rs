//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_wire::{Bytes, shape};

shape! { IngestRecordsInput {
    stream: String = show "Stream",
    source: String = show "Source",
    offset: i64 = show "Offset",
    last: bool = show "Last",
    data: Option<Bytes> = hide "Data",
    learn: Option<bool> = show "Learn",
} }

shape! { IngestRecordsOutput {
    next_offset: i64 = show "NextOffset",
    is_taken: bool = show "IsTaken",
    is_done: bool = show "IsDone",
    records: i64 = show "Records",
    no_data: i64 = show "NoData",
    skipped: i64 = show "Skipped",
    new_findings: i64 = show "NewFindings",
    repeated_findings: i64 = show "RepeatedFindings",
    unreadable: i64 = show "Unreadable",
    first_unreadable: Vec<UnreadableRow> = show "FirstUnreadable",
} }

shape! { UnreadableRow {
    line: i64 = show "Line",
    reason: String = show "Reason",
} }
