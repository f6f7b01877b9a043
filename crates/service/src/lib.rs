//! What a service is: operations, the call context, authorisation, ports and the test kit.
