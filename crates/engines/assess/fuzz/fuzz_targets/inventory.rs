#![no_main]

use std::io::Read;
use std::time::Duration;

use bartizan_assess::image::{Contents, Files, images, places, read};
use bartizan_assess::inventory::Kind;
use bartizan_assess::vex::Document;
use libfuzzer_sys::fuzz_target;

/// Every file of an image is the same.
struct Same<'a>(&'a [u8]);

impl Files for Same<'_> {
    fn open(&self, _: &str) -> Option<(Box<dyn Read + '_>, u64)> {
        Some((Box::new(self.0), self.0.len() as u64))
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((selector, file)) = bytes.split_first() else { return };
    match usize::from(*selector).checked_sub(Kind::ALL.len()) {
        None => {
            let _ = Kind::ALL[usize::from(*selector)].read(file, None);
        }
        Some(0) => {
            let mut contents = Contents::default();
            contents.add_layer("layer", file);
            contents.add_stored("layer", &file);
            contents.finish();
        }
        Some(1) => {
            for image in images(&Same(file), None).unwrap_or_default() {
                read(&Same(file), &image);
            }
        }
        Some(2) => {
            let _ = places(&file);
        }
        Some(3) => {
            let _ = Document::read(file, Duration::from_secs(1));
        }
        Some(_) => {}
    }
});
