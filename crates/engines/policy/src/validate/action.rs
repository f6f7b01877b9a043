//! The form of actions: `*`, or a vendor and a name. Whether they exist does not matter here.

use super::{Check, refuse};
use crate::json::Span;

/// Checks one entry of `Action` or `NotAction`.
pub(super) fn check(action: &str, span: Span) -> Check {
    if action == "*" {
        return Ok(());
    }
    let Some((vendor, name)) = action.split_once(':') else {
        return refuse(
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
            span,
        );
    };
    if name.contains(':') {
        return refuse("Actions/Condition can contain only one colon.", span);
    }
    if vendor != "*" && !is_vendor(vendor) {
        return refuse(format!("Vendor {vendor} is not valid"), span);
    }
    Ok(())
}

fn is_vendor(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
}
