//! Development tasks: `cargo xtask test`, `verify`, `tidy`, `codegen`, `coverage`, `fuzz`, `bench`,
//! `dist`. `cargo xtask help` tells what each does.

mod bench;
mod binary;
mod clients;
mod codegen;
mod command;
mod coverage;
mod detect_score;
mod dist;
mod environment;
mod exceptions_page;
mod fuzz;
mod step;
mod supply;
mod tally;
mod test;
mod tidy;
mod verify;
mod waf_score;
mod workspace;

use std::process::ExitCode;

use binary::Profile;
use step::Steps;
use waf_score::Place;
use workspace::Workspace;

/// What a task answers: any error ends it, and its text is what the developer reads.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const HELP: &str = "\
cargo xtask TASK

  test                  everything that CI checks, with bounded iterations
  verify [STEP...]      full counts: 200 kills on each store, minutes of fuzzing, peers; all, or
                        deny, bench, test, e2e, attacks, kills, losses, moto, auditors, sdk, fuzz;
                        writes docs/verify.md
  moto [SERVICE…]       the tests that moto publishes, of all services or those named
  tidy                  the house rules that no compiler checks
  codegen [--check]     slim models and shapes from the pinned public service models
  coverage [--check]    docs/coverage.md from the operations that the binary declares, and the
                        failing tests of moto in docs/compatibility.md
  fuzz [--seconds N] [TARGET...]
                        each fuzz target, or the named ones, for N seconds (20)
  bench                 the engines' benchmarks and the runs beside peers
  waf-score [edge|ADDRESS]
                        what the managed rules of the firewall detect in recorded requests: by
                        the engine, by an edge that is made for it (into docs/performance.md), or
                        by the edge at an address
  detect-score          what the detectors find, miss and falsely raise in labelled records
  dist                  the release binary of profile `dist` and its checksum
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result {
    let workspace = Workspace::open()?;
    match words {
        ["test"] => test::run(&workspace),
        ["verify", steps @ ..] => verify::run(&workspace, steps),
        ["moto", suites @ ..] => moto(&workspace, suites),
        ["tidy"] => tidy::run(&workspace),
        ["codegen"] => codegen::run(false),
        ["codegen", "--check"] => codegen::run(true),
        ["coverage"] => {
            exceptions_page::write(&workspace)?;
            coverage::write(&workspace)
        }
        ["coverage", "--check"] => {
            exceptions_page::check(&workspace)?;
            coverage::check(&workspace)
        }
        ["fuzz", "--seconds", seconds, targets @ ..] => {
            fuzz::run(&workspace, seconds.parse()?, targets)
        }
        ["fuzz", targets @ ..] => fuzz::run(&workspace, fuzz::DEFAULT_SECONDS, targets),
        ["bench"] => bench::run(&workspace),
        ["waf-score"] => waf_score::run(&workspace, &Place::Engine),
        ["waf-score", "edge"] => waf_score::run(&workspace, &Place::Edge),
        ["waf-score", address] => waf_score::run(&workspace, &Place::Address(address)),
        ["detect-score"] => detect_score::run(&workspace),
        ["dist"] => dist::run(&workspace),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("unknown task `{}`; see `cargo xtask help`", other.join(" ")).into()),
    }
}

fn moto(workspace: &Workspace, suites: &[&str]) -> Result {
    let mut steps = Steps::default();
    steps.tests("moto's tests", || clients::moto(workspace, Profile::Dev, suites));
    steps.finish(workspace::is_ci())
}
