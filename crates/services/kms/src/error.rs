//! The service's errors. (AWS KMS API Reference, each operation's own.)
