//! What opens the port of the service. Decisions need none of its facts but those that its own rules
//! read.

use std::sync::Arc;

use bartizan_service::store::{Key, Reader, Writer};
use bartizan_service::types::{AccountId, Arn, Fault, Tag};
use bartizan_service::{Call, CertificateUsers, Ports, Projection, WebResources};

use crate::certificate;
use crate::naming::Kind;
use crate::records::BalancerRecord;

/// Opens the port to balancers, for those who protect them.
#[derive(Debug, Default)]
pub struct LoadBalancingProjection;

impl Projection for LoadBalancingProjection {
    fn offer(&self, ports: &mut Ports) {
        ports.web_resources = Some(Arc::new(Balancers));
        ports.certificate_users.push(Arc::new(Balancers));
    }
}

struct Balancers;

impl CertificateUsers for Balancers {
    fn user(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        arn: &str,
    ) -> Result<Option<String>, Fault> {
        certificate::user(reader, account, arn)
    }

    fn renamed(
        &self,
        writer: &mut Writer<'_>,
        account: AccountId,
        arns: (&str, &str),
    ) -> Result<(), Fault> {
        certificate::renamed(writer, account, arns)
    }
}

impl WebResources for Balancers {
    fn is_there(&self, call: &Call, arn: &Arn) -> Result<bool, Fault> {
        Ok(found(call, arn)?.is_some())
    }

    fn tags(&self, call: &Call, arn: &Arn) -> Result<Vec<Tag>, Fault> {
        Ok(found(call, arn)?.map(|balancer| balancer.tags).unwrap_or_default())
    }
}

fn found(call: &Call, arn: &Arn) -> Result<Option<BalancerRecord>, Fault> {
    let (Some((Kind::Balancer, id)), Some(account)) = (Kind::of_arn(arn), arn.account_id()) else {
        return Ok(None);
    };
    let key = Key::new(account, arn.region(), id);
    call.read(|reader| reader.get::<BalancerRecord>(&key))
}
