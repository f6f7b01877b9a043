//! What costs the firewall most, found by search: `worst FOLDER SECONDS` looks for bodies, queries and
//! cookies of 8 KB that take longest, and puts the worst of each place into the folder, beside harmless
//! ones of its size. `worst FILE TIMES` inspects one of them so often, for who counts instructions.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers may end with a message"
)]

#[path = "../waf_score/policy.rs"]
mod policy;
mod search;
mod sent;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use bartizan_inspect::{Circumstances, Program, Scratch};
use search::Search;
use sent::Place;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [path, number]: [String; 2] =
        words.try_into().expect("usage: worst FOLDER SECONDS, or worst FILE TIMES");
    let (path, number) = (PathBuf::from(path), number.parse().expect("a number"));
    let program = Program::compile(&policy::policy()).expect("the managed rules compile");
    if path.is_dir() {
        let seconds = Duration::from_secs(number) / u32::try_from(Place::ALL.len()).unwrap_or(1);
        for place in Place::ALL {
            let found = Search::worst(&program, place, seconds);
            let name = place.name();
            fs::write(path.join(format!("{name}.worst")), &found.worst).expect("a file");
            fs::write(path.join(format!("{name}.harmless")), place.harmless()).expect("a file");
            println!(
                "{name}: {:.1} µs, harmless {:.1} µs, tried {}: {}",
                found.worst_micros,
                found.harmless_micros,
                found.tried,
                found.piece.escape_ascii(),
            );
        }
        return;
    }
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let place = Place::ALL.into_iter().find(|place| place.name() == name).expect("a known place");
    let text = fs::read(&path).expect("the file");
    let mut scratch = Scratch::default();
    place.with_request(&text, |request| {
        for _ in 0..number {
            let decision = program.decide(request, &Circumstances::default(), &mut scratch);
            std::hint::black_box(decision.action());
        }
    });
}
