//! The port to delegation requests: what a product asks of an account for a while. (IAM User Guide,
//! "IAM temporary delegation".)

use bartizan_types::{AccountId, Arn, Fault, Tag, Timestamp};
use zeroize::Zeroizing;

use crate::{BoxFuture, Call, TokenPrincipal};

/// A document with parameters that an account asks for permissions by.
#[derive(Debug, Clone)]
pub struct DelegationTemplate {
    /// The name, unique in the account.
    pub name: String,
    /// The document.
    pub document: String,
    /// What customers read as the name of who asks.
    pub requestor_name: String,
}

/// What is told to the account that asked.
#[derive(Debug, Clone)]
pub struct DelegationNotice {
    /// The ARN of the topic that the request names.
    pub channel: String,
    /// The request.
    pub request_id: String,
    /// The message, which may hold an exchange token.
    pub message: Zeroizing<String>,
    /// When it came to be.
    pub sent: Timestamp,
}

/// A page of notices.
#[derive(Debug, Clone)]
pub struct DelegationNotices {
    /// The notices, oldest first.
    pub notices: Vec<DelegationNotice>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Permissions that a principal handed on.
#[derive(Debug, Clone)]
pub struct Delegated {
    /// The request that they were approved by.
    pub request: String,
    /// The account of the principal.
    pub account: AccountId,
    /// The principal, whose own permissions are the most there can be.
    pub principal: TokenPrincipal,
    /// Its ARN when it approved.
    pub arn: String,
    /// The permissions: a session policy.
    pub policy: String,
    /// The session tags of the principal.
    pub tags: Vec<Tag>,
    /// Which of them pass on.
    pub transitive_tag_keys: Vec<String>,
    /// Its source identity.
    pub source_identity: Option<String>,
    /// The identity provider that its session came by.
    pub federated_by: Option<String>,
    /// Whether a session made its session.
    pub chained: bool,
    /// When they were approved: what denies older sessions denies each of theirs.
    pub approved: Timestamp,
    /// When the permissions end.
    pub expires: Timestamp,
}

/// What became of an exchange token.
#[derive(Debug, Clone)]
pub enum Redemption {
    /// It stands for these permissions.
    Granted(Box<Delegated>),
    /// Its time is over.
    Expired,
    /// It is none, or another account's.
    Unknown,
}

/// Who keeps delegation requests.
pub trait Delegations: Send + Sync {
    /// Keeps a template of the calling account. The call's event goes along.
    fn register<'a>(
        &'a self,
        call: &'a Call,
        template: DelegationTemplate,
    ) -> BoxFuture<'a, Result<Arn, Fault>>;

    /// The templates of the calling account, each with its ARN.
    ///
    /// # Errors
    /// The store's fault.
    fn templates(&self, call: &Call) -> Result<Vec<(Arn, DelegationTemplate)>, Fault>;

    /// Removes a template. Requests that were made by it stay. The call's event goes along.
    fn remove<'a>(&'a self, call: &'a Call, arn: String) -> BoxFuture<'a, Result<(), Fault>>;

    /// What was sent to the calling account, on one channel or on all.
    ///
    /// # Errors
    /// There is no such page, or the store's fault.
    fn notices(
        &self,
        call: &Call,
        channel: Option<&str>,
        page: Option<&str>,
        limit: Option<i32>,
    ) -> Result<DelegationNotices, Fault>;

    /// What an exchange token of the calling account stands for.
    ///
    /// # Errors
    /// The store's fault.
    fn redeem(&self, call: &Call, token: &str) -> Result<Redemption, Fault>;
}
