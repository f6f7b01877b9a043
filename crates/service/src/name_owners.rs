//! The port to host names: whose they are, and where they lead.

use bartizan_types::AccountId;

/// Knows whose host names are, by the hosted zones that cover them.
pub trait NameOwners: Send + Sync {
    /// The account that a host name belongs to, where it belongs to one.
    fn owner(&self, host: &str) -> Option<AccountId>;

    /// The names of balancers and distributions that the records of a host name lead to, in lower case
    /// and without a dot at the end; the likeliest first.
    fn leads_to(&self, host: &str) -> Vec<String>;
}
