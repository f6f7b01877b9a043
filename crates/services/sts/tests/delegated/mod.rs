//! Who keeps delegation requests, with one that was approved.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::store::{Change, Reader};
use bartizan_service::testkit::ACCOUNT;
use bartizan_service::types::{Arn, Fault, Timestamp, UniqueId};
use bartizan_service::{
    BoxFuture, Call, Delegated, DelegationNotices, DelegationTemplate, Delegations, Directory,
    Ports, Projection, Redemption, TokenPrincipal,
};

/// The exchange token of the request.
pub(crate) const TOKEN: &str = "dr-1.token";
/// The request.
const REQUEST: &str = "dr-1";
/// When it was approved.
pub(crate) const APPROVED: Timestamp = Timestamp::from_seconds(1_795_500_000);
/// How long the access lasts, in seconds.
pub(crate) const SECONDS: u64 = 600;

/// The keeper.
pub(crate) struct Keeper;

impl Delegations for Keeper {
    fn register<'a>(
        &'a self,
        _: &'a Call,
        _: DelegationTemplate,
    ) -> BoxFuture<'a, Result<Arn, Fault>> {
        unreachable!("STS registers nothing")
    }

    fn templates(&self, _: &Call) -> Result<Vec<(Arn, DelegationTemplate)>, Fault> {
        unreachable!("STS lists nothing")
    }

    fn remove<'a>(&'a self, _: &'a Call, _: String) -> BoxFuture<'a, Result<(), Fault>> {
        unreachable!("STS removes nothing")
    }

    fn notices(
        &self,
        _: &Call,
        _: Option<&str>,
        _: Option<&str>,
        _: Option<i32>,
    ) -> Result<DelegationNotices, Fault> {
        unreachable!("STS reads no notices")
    }

    fn redeem(&self, call: &Call, token: &str) -> Result<Redemption, Fault> {
        let account = ACCOUNT.parse().unwrap();
        let id = UniqueId::from_stored("AIDAADMINAAAAAAAAAAAA");
        Ok(match token {
            TOKEN => Redemption::Granted(Box::new(Delegated {
                request: REQUEST.to_owned(),
                account,
                principal: TokenPrincipal::User(account, id),
                arn: format!("arn:aws:iam::{ACCOUNT}:user/admin"),
                policy: format!(
                    r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow",
                    "Action":"sts:AssumeRole","Resource":"arn:aws:iam::{ACCOUNT}:role/guest"}}}}"#
                ),
                tags: Vec::new(),
                transitive_tag_keys: Vec::new(),
                source_identity: None,
                federated_by: None,
                chained: false,
                approved: APPROVED,
                expires: call.now.plus(Duration::from_secs(SECONDS)),
            })),
            "old" => Redemption::Expired,
            _ => Redemption::Unknown,
        })
    }
}

impl Projection for Keeper {
    fn offer(&self, ports: &mut Ports) {
        ports.delegations = Some(Arc::new(Self));
    }

    fn load(&self, _: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        directory.put_delegation(REQUEST);
        Ok(())
    }

    fn apply(&self, _: &[Change], _: &Reader<'_>, _: &mut Directory) -> Result<(), String> {
        Ok(())
    }
}
