//! Who is told of attacks.

use crate::attack::Change;

/// Is told of attacks. It must not block.
pub trait Alarms: Send + Sync {
    /// Something has changed for the resource with this ARN.
    fn changed(&self, resource_arn: &str, change: &Change);
}
