//! A supervisor by itself, for who has no program of their own that can be one.

use std::process::ExitCode;

fn main() -> ExitCode {
    bartizan_functions::supervise()
}
