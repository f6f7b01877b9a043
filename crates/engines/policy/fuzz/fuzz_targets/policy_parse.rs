//! Any text is taken or refused as a policy of any kind, without a panic and in bounded time.

#![no_main]

use bartizan_policy::{Document, Policy, PolicyKind};
use libfuzzer_sys::fuzz_target;

const KINDS: [PolicyKind; 8] = [
    PolicyKind::Identity,
    PolicyKind::Boundary,
    PolicyKind::Session,
    PolicyKind::Resource,
    PolicyKind::Trust,
    PolicyKind::ServiceControl,
    PolicyKind::ResourceControl,
    PolicyKind::Endpoint,
];

fuzz_target!(|text: &str| {
    if let Ok(document) = Document::parse(text) {
        assert!(document.root.span.of(text).len() <= text.len());
    }
    for kind in KINDS {
        let _ = Policy::parse(text, kind);
    }
});
