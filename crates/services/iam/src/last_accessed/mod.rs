//! Reports of which services users, groups, roles and policies can reach, and when they last did.
//! (IAM User Guide, "Refine permissions in AWS using last accessed information".)
//!
//! A report is made by the call that asks for it, so every job is complete.

mod report;
pub(crate) mod rule;
mod scope;
mod show;
mod tracked;

pub(crate) use show::{details, with_entities};

use bartizan_service::{Authorized, Call};
use bartizan_store::Writer;
use bartizan_types::{AccountId, Timestamp};

use self::report::{Granularity, LIFETIME, Report};
use self::scope::Scope;
use crate::Iam;
use crate::error::IamError;
use crate::shapes::{
    GenerateServiceLastAccessedDetailsRequest, GenerateServiceLastAccessedDetailsResponse,
};

/// How many reports of an account are kept: more push the first out.
const REPORTS_MAX: u64 = 10_000;
/// How many old reports one call takes out.
const SWEPT: usize = 100;

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
        sweep(tx, account, now)?;
        tx.put(&Report::key(account, &id), &report)?;
        Ok::<_, IamError>(GenerateServiceLastAccessedDetailsResponse { job_id: Some(id) })
    });
    Ok(done.await?)
}

/// Takes out reports that are too old, and the first where there are too many. Ids begin with the
/// time, so the first that may stay ends the search: reports can be large.
fn sweep(tx: &mut Writer<'_>, account: AccountId, now: Timestamp) -> Result<(), IamError> {
    let digits = account.to_string();
    let mut is_full = tx.count::<Report>(&digits, "")? >= REPORTS_MAX;
    for _ in 0..SWEPT {
        let first = tx.scan::<Report>(&digits, "", "", None, 1)?.pop();
        let Some((key, report)) = first else { return Ok(()) };
        if !is_full && now.since(report.made) < LIFETIME {
            return Ok(());
        }
        tx.delete::<Report>(&key)?;
        is_full = false;
    }
    Ok(())
}
