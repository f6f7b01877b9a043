//! What calls ask to be allowed. (Service Authorization Reference, "Amazon CloudWatch": no operation
//! on metrics has a resource.)

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

/// The operation in the namespace that the call names.
#[expect(clippy::unnecessary_wraps, reason = "rules have this form")]
pub(crate) fn in_namespace(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = Access::on_any(ask.action());
    Ok(vec![access.key_if("cloudwatch:namespace", ask.text("Namespace"))])
}
