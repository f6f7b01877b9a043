//! Scores the managed groups on recorded requests: `waf_score CASES [ADDRESS]`. Without an address
//! each request goes through the engine; with one, through whoever listens there, and an answer 403
//! means that it was blocked.

#![allow(clippy::expect_used, reason = "a tool for developers may end with a message")]

mod cases;
mod policy;
mod table;
mod transport;

use std::path::PathBuf;

use cases::Case;
use table::Table;
use transport::Transport;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("usage: waf_score CASES [ADDRESS]"));
    let mut transport = match arguments.next() {
        Some(address) => Transport::to(address.parse().expect("an address and port")),
        None => Transport::engine(),
    };
    let attacks = score(&folder, "attacks", &mut transport);
    let harmless = score(&folder, "benign", &mut transport);
    println!("{attacks}\n{harmless}");
    println!("detected {:.2} %", attacks.percent());
    println!("mean of classes with at least {} records {:.2} %", Table::CLASS_MIN, attacks.mean());
    println!("harmless blocked {:.2} %", harmless.percent());
    println!("LLM bodies blocked {:.2} %", harmless.class_percent("llm_api"));
}

fn score(folder: &std::path::Path, name: &'static str, transport: &mut Transport) -> Table {
    let shown = std::env::var_os("WAF_SCORE_SHOW").is_some();
    let mut table = Table::new(name);
    for case in cases::read(&folder.join("waf").join(format!("{name}.jsonl.gz"))) {
        let blocked = transport.blocks(&case);
        if shown && blocked != (name == "attacks") {
            show(&case, transport);
        }
        table.add(&case, blocked);
    }
    table
}

/// Shows a request that was decided wrongly, and by what.
fn show(case: &Case, transport: &Transport) {
    println!("{} {} {} {}", case.class, case.source, case.method, case.uri);
    println!("    {}", String::from_utf8_lossy(&case.body));
    for line in transport.reasons(case) {
        println!("    {line}");
    }
}
