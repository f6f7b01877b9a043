//! Reports of which services users, groups, roles and policies can reach, and when they last did.
//! (IAM User Guide, "Refine permissions in AWS using last accessed information".)
//!
//! A report is made by the call that asks for it, so every job is complete.

pub(crate) mod organizations;
mod report;
pub(crate) mod rule;
mod scope;
mod show;
mod stock;
mod tracked;

pub(crate) use show::{details, with_entities};

use bartizan_service::{Authorized, Call};

use self::report::{Granularity, Report};
use self::scope::Scope;
use crate::Iam;
use crate::error::IamError;
use crate::shapes::{
    GenerateServiceLastAccessedDetailsRequest, GenerateServiceLastAccessedDetailsResponse,
};

/// Makes a report about a user, group, role or policy.
pub(crate) async fn generate(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GenerateServiceLastAccessedDetailsRequest>,
) -> Result<GenerateServiceLastAccessedDetailsResponse, IamError> {
    let (account, now) = (call.account()?, call.now);
    let granularity = Granularity::read(request.granularity.as_deref());
    let noted = call.platform.usage.noted();
    let report = call.read(|reader| {
        let scope = Scope::of(reader, call, account, &request.arn)?;
        Report::make(reader, call, &scope, &noted, granularity)
    })?;
    let id = call.platform.random.uuid_at(now);
    let done = call.commit(move |tx| {
        stock::keep(tx, account, &id, report, now)?;
        Ok::<_, IamError>(GenerateServiceLastAccessedDetailsResponse { job_id: Some(id) })
    });
    Ok(done.await?)
}
