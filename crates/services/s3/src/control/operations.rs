//! Every operation, a line each.

use bartizan_service::operations;

use super::{S3Control, own_account, public_access};

operations! {
    S3Control = "s3control";
    DeletePublicAccessBlock: Write Management Signed ["s3:PutAccountPublicAccessBlock"] own_account => public_access::delete;
    GetPublicAccessBlock: Read Management Signed ["s3:GetAccountPublicAccessBlock"] own_account => public_access::show;
    PutPublicAccessBlock: Write Management Signed ["s3:PutAccountPublicAccessBlock"] own_account => public_access::put;
}
