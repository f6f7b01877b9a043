//! Internet gateways. (Amazon VPC User Guide, "Enable internet access for a VPC using an internet
//! gateway".)

mod describe;
pub(crate) mod rule;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

pub(crate) use describe::describe;

use self::describe::shown;
use crate::error::{Ec2Error, check_dry_run};
use crate::kind::Kind;
use crate::records::{
    AddressRecord, BY_INTERFACE, BY_VPC, InternetGatewayRecord, NetworkInterfaceRecord, VpcRecord,
};
use crate::scope;
use crate::shapes::{
    AttachInternetGatewayRequest, CreateInternetGatewayRequest, CreateInternetGatewayResult,
    DeleteInternetGatewayRequest, DetachInternetGatewayRequest,
};
use crate::tags::{self, Shown};
use crate::{Ec2, defaults, quotas};

/// Makes an internet gateway.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateInternetGatewayRequest>,
) -> Result<CreateInternetGatewayResult, Ec2Error> {
    let request = request.into_inner();
    let tags = tags::of_new(call, Kind::InternetGateway, request.tag_specifications)?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let id = Kind::InternetGateway.new_id(&*call.platform.random);
    let done = call.commit(move |writer| {
        if scope.count::<InternetGatewayRecord>(writer)? >= quotas::INTERNET_GATEWAYS {
            let message = "The maximum number of internet gateways has been reached.";
            return Err(Ec2Error::refused("InternetGatewayLimitExceeded", message));
        }
        let gateway = InternetGatewayRecord { id, vpc: None };
        scope.put(writer, &gateway)?;
        tags::put(writer, &scope, &gateway.id, tags)?;
        let tags = Shown::one(writer, &scope, &gateway.id)?;
        let shown = shown(&scope, &gateway, &tags);
        Ok(CreateInternetGatewayResult { internet_gateway: Some(shown) })
    });
    Ok(done.await?)
}

/// Deletes an internet gateway that no VPC has.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteInternetGatewayRequest>,
) -> Result<(), Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, id) = (defaults::network(call).await?, request.into_inner().internet_gateway_id);
    let done = call.commit(move |writer| {
        let gateway: InternetGatewayRecord = scope.find(writer, &id)?;
        if gateway.vpc.is_some() {
            return Err(Ec2Error::dependency(format!(
                "The internetGateway '{id}' has dependencies and cannot be deleted."
            )));
        }
        scope.remove::<InternetGatewayRecord>(writer, &id)
    });
    Ok(done.await?)
}

/// Gives a VPC its way to the internet.
pub(crate) async fn attach(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<AttachInternetGatewayRequest>,
) -> Result<(), Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, request) = (defaults::network(call).await?, request.into_inner());
    let done = call.commit(move |writer| {
        let mut gateway: InternetGatewayRecord =
            scope.find(writer, &request.internet_gateway_id)?;
        let vpc: VpcRecord = scope.find(writer, &request.vpc_id)?;
        if let Some(vpc) = &gateway.vpc {
            let message = format!("resource {} is already attached to network {vpc}", gateway.id);
            return Err(Ec2Error::refused("Resource.AlreadyAssociated", message));
        }
        if writer.count_found::<InternetGatewayRecord>(BY_VPC, &vpc.id)? > 0 {
            let message = format!("Network {} already has an internet gateway attached", vpc.id);
            return Err(Ec2Error::invalid(message));
        }
        gateway.vpc = Some(vpc.id);
        scope.put(writer, &gateway)
    });
    Ok(done.await?)
}

/// Takes a VPC its way to the internet.
pub(crate) async fn detach(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DetachInternetGatewayRequest>,
) -> Result<(), Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, request) = (defaults::network(call).await?, request.into_inner());
    let done = call.commit(move |writer| {
        let mut gateway: InternetGatewayRecord =
            scope.find(writer, &request.internet_gateway_id)?;
        let vpc = request.vpc_id;
        if gateway.vpc.as_ref() != Some(&vpc) {
            let message = format!("resource {} is not attached to network {vpc}", gateway.id);
            return Err(Ec2Error::refused("Gateway.NotAttached", message));
        }
        if has_public_addresses(writer, &vpc)? {
            return Err(Ec2Error::dependency(format!(
                "Network {vpc} has some mapped public address(es). Please unmap those public \
                 address(es) before detaching the gateway."
            )));
        }
        gateway.vpc = None;
        scope.put(writer, &gateway)
    });
    Ok(done.await?)
}

/// Whether an elastic address stands for an interface of the VPC.
fn has_public_addresses(reader: &Reader<'_>, vpc: &str) -> Result<bool, Ec2Error> {
    for interface in scope::found::<NetworkInterfaceRecord>(reader, BY_VPC, vpc)? {
        if reader.count_found::<AddressRecord>(BY_INTERFACE, &interface.id)? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}
