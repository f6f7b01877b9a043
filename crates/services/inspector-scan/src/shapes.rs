//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_wire::{Document, shape};

shape! { ScanSbomRequest {
    sbom: Document = show "sbom",
    output_format: Option<String> = show "outputFormat",
} }

shape! { ScanSbomResponse {
    sbom: Option<Document> = show "sbom",
} }
