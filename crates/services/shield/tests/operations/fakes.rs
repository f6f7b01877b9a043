//! What other services would bring: balancers with a web ACL, an elastic address, a role for the
//! response team and two that are none, and a bucket.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::{Entity, Resource, RoleFacts};
use bartizan_service::store::{Reader, Writer};
use bartizan_service::testkit::{ACCOUNT, Given};
use bartizan_service::types::{AccountId, Arn, Fault, Random, Tag, Timestamp, UniqueId};
use bartizan_service::{
    Call, CheckHealth, Directory, HealthChecks, MitigationRule, NetworkPlace, NetworkSubnet,
    Networks, Ports, ServiceInterface, WebMitigations, WebResources,
};

/// The balancer that is there.
pub(crate) const BALANCER: &str =
    "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188";
/// Another, behind the same web ACL.
pub(crate) const NEIGHBOUR: &str =
    "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/next/50dc6c495c0c9189";
/// The elastic address that is there.
pub(crate) const ADDRESS: &str = "arn:aws:ec2:eu-west-1:123456789012:eip-allocation/eipalloc-1";
/// The role for the response team.
pub(crate) const ROLE: &str = "arn:aws:iam::123456789012:role/drt";
/// The bucket that is there.
pub(crate) const BUCKET: &str = "web-logs";
/// A health check.
pub(crate) const HEALTH_CHECK: &str =
    "arn:aws:route53:::healthcheck/6c04fc3e-9c4f-4f3a-8ee9-4a5d0b8e2e7f";

const POLICY: &str = "arn:aws:iam::aws:policy/service-role/AWSShieldDRTAccessPolicy";

#[derive(Default)]
pub(crate) struct Fakes {
    pub(crate) web_acls: Arc<WebAcls>,
    pub(crate) checks: Arc<Checks>,
}

/// The health check that is there, until it is deleted.
#[derive(Debug)]
pub(crate) struct Checks(pub(crate) Mutex<Option<bool>>);

impl Default for Checks {
    fn default() -> Self {
        Self(Mutex::new(Some(true)))
    }
}

impl HealthChecks for Checks {
    fn health(&self, account: AccountId, id: &str) -> Option<CheckHealth> {
        let is_it = account.to_string() == ACCOUNT && HEALTH_CHECK.ends_with(id);
        let is_healthy = self.0.lock().unwrap().filter(|_| is_it)?;
        Some(CheckHealth { is_healthy, last: None, last_failure: None })
    }
}

/// Web ACLs with room, and the rules that were put there.
#[derive(Debug, Default)]
pub(crate) struct WebAcls {
    pub(crate) rules: Mutex<Vec<Option<MitigationRule>>>,
    pub(crate) reserved: Mutex<Vec<String>>,
}

impl Given for Fakes {
    fn enter(&self, directory: &mut Directory) {
        let account: AccountId = ACCOUNT.parse().unwrap();
        directory.put_entity(role("drt", "drt.shield.amazonaws.com", true));
        directory.put_entity(role("other", "ec2.amazonaws.com", true));
        directory.put_entity(role("bare", "drt.shield.amazonaws.com", false));
        let bucket =
            Resource { account, policy: None, tags: Vec::new(), restricts_public_policy: false };
        directory.put_resource(&format!("arn:aws:s3:::{BUCKET}"), bucket);
    }

    fn offer(&self, ports: &mut Ports) {
        ports.networks = Some(Arc::new(Network));
        ports.web_resources = Some(Arc::new(Balancers));
        ports.health_checks = Some(Arc::clone(&self.checks) as Arc<dyn HealthChecks>);
        ports.web_mitigations = Some(Arc::clone(&self.web_acls) as Arc<dyn WebMitigations>);
    }
}

fn role(name: &str, trusted: &str, is_allowed: bool) -> Entity {
    let account: AccountId = ACCOUNT.parse().unwrap();
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",
           "Principal":{{"Service":"{trusted}"}},"Action":"sts:AssumeRole"}}]}}"#
    );
    let trust = Policy::parse(&trust, PolicyKind::Trust).unwrap();
    let everything = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    let access = Policy::parse(everything, PolicyKind::Identity).unwrap();
    let access = Attached::managed("AWSShieldDRTAccessPolicy", POLICY, Arc::new(access));
    Entity {
        account,
        id: UniqueId::from_stored(format!("AROA{:A<17}", name.to_uppercase())),
        arn: Arn::new("iam", "", Some(account), &format!("role/{name}")),
        name: Arc::from(name),
        identity: if is_allowed { Arc::from([access]) } else { Arc::from([]) },
        boundary: None,
        tags: Arc::from([]),
        created: Timestamp::from_seconds(0),
        role: Some(RoleFacts {
            trust: Some(Attached::inline("trust", Arc::new(trust))),
            max_session_seconds: 3600,
            service_linked: false,
        }),
    }
}

struct Balancers;

impl WebResources for Balancers {
    fn is_there(&self, _: &Call, arn: &Arn) -> Result<bool, Fault> {
        Ok([BALANCER, NEIGHBOUR].contains(&arn.as_str()))
    }

    fn tags(&self, _: &Call, _: &Arn) -> Result<Vec<Tag>, Fault> {
        Ok(Vec::new())
    }
}

impl WebMitigations for WebAcls {
    fn has_web_acl(&self, _: &Reader<'_>, resource: &Arn) -> Result<bool, Fault> {
        Ok(resource.as_str() == BALANCER)
    }

    fn sharing(&self, _: &Reader<'_>, resource: &Arn) -> Result<Vec<String>, Fault> {
        Ok(vec![resource.to_string(), NEIGHBOUR.to_owned()])
    }

    fn reserve(&self, _: &mut Writer<'_>, resource: &Arn, _: &dyn Random) -> Result<bool, Fault> {
        self.reserved.lock().unwrap().push(resource.to_string());
        Ok(true)
    }

    fn release(&self, _: &mut Writer<'_>, resource: &Arn) -> Result<(), Fault> {
        self.reserved.lock().unwrap().retain(|held| held != resource.as_str());
        Ok(())
    }

    fn put(
        &self,
        _: &mut Writer<'_>,
        _: &Arn,
        rule: Option<&MitigationRule>,
    ) -> Result<Option<String>, Fault> {
        self.rules.lock().unwrap().push(rule.cloned());
        Ok(rule.map(|_| "ShieldMitigationRuleGroup_1".to_owned()))
    }
}

struct Network;

impl Networks for Network {
    fn subnet(&self, _: &Reader<'_>, _: &NetworkPlace, _: &str) -> Result<NetworkSubnet, Fault> {
        Err(Fault::new("InvalidSubnetID.NotFound", "there is none", 400))
    }

    fn has_vpc(&self, _: &Reader<'_>, _: &NetworkPlace, _: &str) -> Result<bool, Fault> {
        Ok(false)
    }

    fn has_address(
        &self,
        _: &Reader<'_>,
        place: &NetworkPlace,
        allocation: &str,
    ) -> Result<bool, Fault> {
        Ok(place.region.as_str() == "eu-west-1" && allocation == "eipalloc-1")
    }

    fn has_internet_gateway(
        &self,
        _: &Reader<'_>,
        _: &NetworkPlace,
        _: &str,
    ) -> Result<bool, Fault> {
        Ok(false)
    }

    fn groups(
        &self,
        _: &Reader<'_>,
        _: &NetworkPlace,
        _: &str,
        groups: &[String],
    ) -> Result<Vec<String>, Fault> {
        Ok(groups.to_vec())
    }

    fn attach(
        &self,
        _: &mut Writer<'_>,
        _: &NetworkPlace,
        _: &ServiceInterface<'_>,
        _: &dyn Random,
    ) -> Result<Ipv4Addr, Fault> {
        Ok(Ipv4Addr::new(10, 0, 0, 4))
    }

    fn put_groups(
        &self,
        _: &mut Writer<'_>,
        _: &NetworkPlace,
        _: &str,
        _: &[String],
    ) -> Result<(), Fault> {
        Ok(())
    }

    fn detach(
        &self,
        _: &mut Writer<'_>,
        _: &NetworkPlace,
        _: &str,
        _: Option<&[String]>,
    ) -> Result<(), Fault> {
        Ok(())
    }
}
