//! What calls ask to be allowed. (Service Authorization Reference, "AWS Certificate Manager".)

use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault};

use crate::records::{self, Imported};

/// The operation on the certificate that is named.
pub(crate) fn certificate(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, ask.action())?])
}

/// The same, with the tags that it is given or loses.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, ask.action())?.request_tags(ask.tags("Tags"))])
}

/// The operation on a certificate that is new, or that another takes the place of; and its tags.
pub(crate) fn imported(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let tags = ask.tags("Tags");
    let on = |action: &'static str| {
        let access = if ask.text("CertificateArn").is_some() {
            named(ask, action)?
        } else {
            let (region, account) = (ask.call.region.as_str(), ask.call.account()?);
            Access::on(action, &Arn::new("acm", region, Some(account), "certificate/*"))
        };
        Ok::<_, Fault>(access.request_tags(tags.iter().copied()))
    };
    let mut accesses = vec![on(ask.action())?];
    if !tags.is_empty() {
        accesses.push(on("acm:AddTagsToCertificate")?);
    }
    Ok(accesses)
}

fn named(ask: &Ask<'_>, action: &'static str) -> Result<Access, Fault> {
    let (call, arn) = (ask.call, ask.text("CertificateArn").unwrap_or_default());
    let key = records::key(call.account()?, call.region.as_str(), arn)?;
    let found = call.read(|reader| reader.get::<Imported>(&key))?;
    let parsed: Arn = arn.parse().map_err(|_| Fault::new("InvalidArnException", "no ARN", 400))?;
    let tags = found.map(|found| found.tags).unwrap_or_default();
    Ok(Access::on(action, &parsed).resource_tags(None, &tags))
}
