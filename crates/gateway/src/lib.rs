//! The one road every request takes, from HTTP to a service and back.
