//! What distributions ask of web ACLs: they name theirs themselves. (AWS WAF API Reference,
//! `AssociateWebACL`: for distributions, `UpdateDistribution`.)

use bartizan_service::WebAcls;
use bartizan_service::store::Writer;
use bartizan_types::{Arn, Fault, Region};

use crate::entity;
use crate::error::WafError;
use crate::records::AssociationRecord;
use crate::scope::{Kind, Name, Scope};

/// The port.
pub(crate) struct OfDistributions;

impl WebAcls for OfDistributions {
    fn protect(
        &self,
        writer: &mut Writer<'_>,
        resource: &Arn,
        web_acl: Option<&str>,
    ) -> Result<bool, Fault> {
        let Some(account) = resource.account_id() else { return Ok(false) };
        let region = Region::new(Region::GLOBAL_SIGNING);
        let key = AssociationRecord::key_of(account, &region, resource.as_str());
        let Some(text) = web_acl else {
            writer.delete::<AssociationRecord>(&key)?;
            return Ok(true);
        };
        let is_for_it = |name: &Name| {
            name.kind == Kind::WebAcl && name.scope == Scope::Cloudfront && name.account == account
        };
        let Some(web_acl) = Name::of_arn(text).filter(is_for_it) else { return Ok(false) };
        match entity::find(writer, &web_acl) {
            Ok(_) => {}
            Err(WafError::WAFNonexistentItem) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        let record = AssociationRecord { resource: resource.to_string(), web_acl };
        writer.put(&key, &record)?;
        Ok(true)
    }
}
