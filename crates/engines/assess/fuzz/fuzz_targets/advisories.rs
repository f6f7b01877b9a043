#![no_main]

use bartizan_assess::Ecosystem;
use bartizan_assess::advisory::{Advisories, Builder};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(advisories) = Advisories::open(&bytes, None) {
        let _ = advisories.verify();
        let _ = advisories.about(Ecosystem::NPM, "a").map(|block| block.map(|block| block.advisories().is_ok()));
    }
    let mut builder = Builder::new("2026-01-01T00:00:00Z");
    builder.add("record.json", bytes);
    builder.add("archive.zip", bytes);
    builder.add("table.csv", bytes);
    if let Ok(file) = builder.finish(None) {
        assert!(Advisories::open(&file, None).is_ok_and(|file| file.verify().is_ok()));
    }
});
