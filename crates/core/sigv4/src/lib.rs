//! Verifies and makes AWS Signature Version 4 signatures.
