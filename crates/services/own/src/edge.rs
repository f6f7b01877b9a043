//! `DescribeEdge`: where what the edge serves is reached.

use bartizan_service::{Authorized, Call, EdgeFront, EdgeListener};

use crate::OwnApi;
use crate::error::OwnError;
use crate::shapes::{DescribeEdgeInput, DescribeEdgeOutput, ServedFront, ServedListener};

/// The load balancers of the caller's account, with the addresses where they are reached.
pub(crate) async fn describe(
    _service: &OwnApi,
    call: &Call,
    _request: Authorized<DescribeEdgeInput>,
) -> Result<DescribeEdgeOutput, OwnError> {
    let account = call.account()?;
    let port = call.platform.ports.edge_fronts.as_ref();
    let fronts = port.map(|port| port.of(account)).unwrap_or_default();
    let dns = port.and_then(|port| port.dns()).map(|address| address.to_string());
    Ok(DescribeEdgeOutput { fronts: fronts.into_iter().map(front).collect(), dns })
}

fn front(front: EdgeFront) -> ServedFront {
    ServedFront {
        arn: front.arn,
        name: front.name,
        listeners: front.listeners.into_iter().map(listener).collect(),
    }
}

fn listener(listener: EdgeListener) -> ServedListener {
    ServedListener {
        port: listener.port.into(),
        protocol: if listener.is_tls { "HTTPS" } else { "HTTP" }.to_owned(),
        address: listener.address.map(|address| address.to_string()),
        problem: listener.problem,
    }
}
