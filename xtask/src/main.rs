//! Development tasks: codegen, test, verify, tidy, fuzz, bench, coverage, dist.
fn main() {}
