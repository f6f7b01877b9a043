//! The Bartizan server and command line.
fn main() {}
