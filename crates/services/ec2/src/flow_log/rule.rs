//! What changes of flow logs must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::kind::Kind;
use crate::rules;

/// The action on new flow logs and on what they are about.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = rules::new(ask, Kind::FlowLog)?;
    for id in rules::texts(ask, "ResourceIds") {
        if let Some(kind @ (Kind::Vpc | Kind::Subnet | Kind::NetworkInterface)) = Kind::of_id(id) {
            all.push(rules::existing(ask, kind, id)?);
        }
    }
    Ok(all)
}

/// The action on the flow logs that are named.
pub(crate) fn named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let ids = rules::texts(ask, "FlowLogIds").into_iter();
    let all: Vec<_> =
        ids.map(|id| rules::existing(ask, Kind::FlowLog, id)).collect::<Result<_, _>>()?;
    if all.is_empty() { Ok(vec![rules::on_any(ask)?]) } else { Ok(all) }
}
