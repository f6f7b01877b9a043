//! Scores the detectors on labelled records: `detect_score CASES`. For each behaviour that the labels
//! name it prints how many sources show it and how many of these were found, and each finding on what is
//! harmless.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a tool for developers may end with a message"
)]

mod activity;
mod csv;
mod flows;
mod names;
mod score;
mod streams;

use std::path::PathBuf;

fn main() {
    let folder = std::env::args().nth(1).expect("usage: detect_score CASES");
    let folder = PathBuf::from(folder).join("detect");
    flows::score(&folder.join("flows.csv.gz"));
    names::score(&folder.join("dns.csv.gz"));
    activity::score(&folder);
}
