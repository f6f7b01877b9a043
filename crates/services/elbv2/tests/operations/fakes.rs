//! What other services would bring: two networks, a certificate, and the health of one target.

use std::net::Ipv4Addr;
use std::sync::Arc;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::testkit::Given;
use bartizan_service::types::{AccountId, Fault, Random};
use bartizan_service::{
    NetworkPlace, NetworkSubnet, Networks, Ports, ServerCertificatePem, ServerCertificates,
    ServiceInterface, TargetHealth, TargetHealths,
};

/// The certificate that is there.
pub(crate) const CERTIFICATE: &str = "arn:aws:iam::123456789012:server-certificate/web";

pub(crate) struct Fakes;

impl Given for Fakes {
    fn offer(&self, ports: &mut Ports) {
        ports.networks = Some(Arc::new(Network));
        ports.server_certificates = Some(Arc::new(Certificates));
        ports.target_healths = Some(Arc::new(Healths));
    }
}

/// Two VPCs: `vpc-1` with the subnets a, b and c in zones of these letters and one more in zone a,
/// `vpc-2` without an internet gateway.
struct Network;

fn missing(code: &'static str) -> Fault {
    Fault::new(code, "there is none", 400)
}

impl Networks for Network {
    fn subnet(
        &self,
        _reader: &Reader<'_>,
        _place: &NetworkPlace,
        id: &str,
    ) -> Result<NetworkSubnet, Fault> {
        let (vpc, zone, free_addresses) = match id {
            "subnet-a" | "subnet-a2" => ("vpc-1", "us-east-1a", 251),
            "subnet-b" => ("vpc-1", "us-east-1b", 251),
            "subnet-c" => ("vpc-1", "us-east-1c", 251),
            "subnet-full" => ("vpc-1", "us-east-1d", 7),
            "subnet-x" => ("vpc-2", "us-east-1a", 251),
            "subnet-y" => ("vpc-2", "us-east-1b", 251),
            _ => return Err(missing("InvalidSubnetID.NotFound")),
        };
        let (vpc, zone) = (vpc.to_owned(), zone.to_owned());
        Ok(NetworkSubnet { id: id.to_owned(), vpc, zone, free_addresses })
    }

    fn has_vpc(&self, _: &Reader<'_>, _: &NetworkPlace, id: &str) -> Result<bool, Fault> {
        Ok(["vpc-1", "vpc-2"].contains(&id))
    }

    fn has_address(&self, _: &Reader<'_>, _: &NetworkPlace, _: &str) -> Result<bool, Fault> {
        Ok(false)
    }

    fn has_internet_gateway(
        &self,
        _: &Reader<'_>,
        _: &NetworkPlace,
        vpc: &str,
    ) -> Result<bool, Fault> {
        Ok(vpc == "vpc-1")
    }

    fn groups(
        &self,
        _: &Reader<'_>,
        _: &NetworkPlace,
        _vpc: &str,
        groups: &[String],
    ) -> Result<Vec<String>, Fault> {
        if groups.iter().any(|group| group == "sg-0") {
            return Err(missing("InvalidGroup.NotFound"));
        }
        Ok(if groups.is_empty() { vec!["sg-default".to_owned()] } else { groups.to_vec() })
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

struct Certificates;

impl ServerCertificates for Certificates {
    fn is_there(&self, _: &Reader<'_>, _: AccountId, arn: &str) -> Result<bool, Fault> {
        Ok(arn.starts_with(CERTIFICATE))
    }

    fn arn_of_id(&self, _: &Reader<'_>, _: AccountId, _: &str) -> Result<Option<String>, Fault> {
        Ok(None)
    }

    fn open(
        &self,
        _: &Reader<'_>,
        _: AccountId,
        _: &str,
    ) -> Result<Option<ServerCertificatePem>, Fault> {
        Ok(None)
    }
}

/// Target 10.0.0.9:80 of every group is checked, and does not answer.
struct Healths;

impl TargetHealths for Healths {
    fn of(&self, _group: &str) -> Vec<TargetHealth> {
        vec![TargetHealth {
            address: (Ipv4Addr::new(10, 0, 0, 9), 80).into(),
            state: "unhealthy",
            reason: Some("Target.Timeout"),
            description: Some("Request timed out".to_owned()),
        }]
    }
}
