//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_wire::shape;

shape! { DeletePublicAccessBlockRequest {
    account_id: String = show "AccountId",
} }

shape! { GetPublicAccessBlockOutput {
    public_access_block_configuration: Option<PublicAccessBlockConfiguration> = show "PublicAccessBlockConfiguration",
} }

shape! { GetPublicAccessBlockRequest {
    account_id: String = show "AccountId",
} }

shape! { PublicAccessBlockConfiguration {
    block_public_acls: Option<bool> = show "BlockPublicAcls",
    ignore_public_acls: Option<bool> = show "IgnorePublicAcls",
    block_public_policy: Option<bool> = show "BlockPublicPolicy",
    restrict_public_buckets: Option<bool> = show "RestrictPublicBuckets",
} }

shape! { PutPublicAccessBlockRequest {
    public_access_block_configuration: PublicAccessBlockConfiguration = show "PublicAccessBlockConfiguration",
    account_id: String = show "AccountId",
} }
