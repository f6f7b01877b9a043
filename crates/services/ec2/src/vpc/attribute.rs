//! `ModifyVpcAttribute` and `DescribeVpcAttribute`.

use bartizan_service::{Authorized, Call};

use crate::error::{Ec2Error, check_dry_run};
use crate::records::VpcRecord;
use crate::shapes::{
    AttributeBooleanValue, DescribeVpcAttributeRequest, DescribeVpcAttributeResult,
    ModifyVpcAttributeRequest,
};
use crate::{Ec2, defaults};

/// Changes one attribute.
pub(crate) async fn modify(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<ModifyVpcAttributeRequest>,
) -> Result<(), Ec2Error> {
    let request = request.into_inner();
    let asked = |value: &Option<AttributeBooleanValue>| value.as_ref().and_then(|one| one.value);
    let support = asked(&request.enable_dns_support);
    let hostnames = asked(&request.enable_dns_hostnames);
    let metrics = asked(&request.enable_network_address_usage_metrics);
    match [support, hostnames, metrics].iter().flatten().count() {
        0 => return Err(Ec2Error::missing("attribute")),
        1 => {}
        _ => {
            return Err(Ec2Error::combination(
                "Fields for multiple attribute types specified: change one attribute in a request",
            ));
        }
    }
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let mut vpc: VpcRecord = scope.find(writer, &request.vpc_id)?;
        vpc.dns_support = support.unwrap_or(vpc.dns_support);
        vpc.dns_hostnames = hostnames.unwrap_or(vpc.dns_hostnames);
        vpc.address_usage_metrics = metrics.unwrap_or(vpc.address_usage_metrics);
        scope.put(writer, &vpc)
    });
    Ok(done.await?)
}

/// Tells one attribute.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeVpcAttributeRequest>,
) -> Result<DescribeVpcAttributeResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let vpc = call.read(|reader| scope.find::<VpcRecord>(reader, &request.vpc_id))?;
    let told = |value| Some(AttributeBooleanValue { value: Some(value) });
    let mut result = DescribeVpcAttributeResult {
        vpc_id: Some(vpc.id.clone()),
        ..DescribeVpcAttributeResult::default()
    };
    match request.attribute.as_str() {
        "enableDnsSupport" => result.enable_dns_support = told(vpc.dns_support),
        "enableDnsHostnames" => result.enable_dns_hostnames = told(vpc.dns_hostnames),
        "enableNetworkAddressUsageMetrics" => {
            result.enable_network_address_usage_metrics = told(vpc.address_usage_metrics);
        }
        other => {
            return Err(Ec2Error::invalid(format!(
                "Value ({other}) for parameter attribute is invalid. Unknown attribute."
            )));
        }
    }
    Ok(result)
}
