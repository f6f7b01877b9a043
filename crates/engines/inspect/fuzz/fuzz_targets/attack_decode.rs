#![no_main]

use bartizan_inspect::decode::Layers;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    Layers::default().visit(text, &mut |view, _| assert!(view.len() <= text.len()));
});
