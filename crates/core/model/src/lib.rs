//! Slim models of the AWS APIs: shapes, wire names and constraints.
