//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_wire::{Bytes, shape};

shape! { AuthorizeInput {
    batch: Bytes = show "Batch",
} }

shape! { AuthorizeOutput {
    allowed: i32 = show "Allowed",
    denied: i32 = show "Denied",
    failed: i32 = show "Failed",
    content_type: String = show "ContentType",
    results: Bytes = show "Results",
} }
