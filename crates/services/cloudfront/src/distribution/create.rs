//! `CreateDistribution` and `CreateDistributionWithTags`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Tag;
use bartizan_wire::IntoValue;

use super::keep::Means;
use super::shown::shown;
use crate::Cdn;
use crate::config::{complete, read, seal, take};
use crate::error::CdnError;
use crate::logging;
use crate::naming::{self, new_id};
use crate::records::DistributionRecord;
use crate::shapes::{
    CreateDistributionRequest, CreateDistributionResult, CreateDistributionWithTagsRequest,
    CreateDistributionWithTagsResult, Distribution, DistributionConfig,
};
use crate::tags;

/// The most distributions of an account. (`CloudFront` Developer Guide, "Quotas".)
const DISTRIBUTIONS_MAX: usize = 500;

/// Makes a distribution.
pub(crate) async fn create(
    _service: &Cdn,
    call: &Call,
    request: Authorized<CreateDistributionRequest>,
) -> Result<CreateDistributionResult, CdnError> {
    let config = request.into_inner().distribution_config;
    made(call, config, Vec::new(), |distribution, e_tag| CreateDistributionResult {
        location: Some(location(&distribution.id)),
        distribution: Some(distribution),
        e_tag: Some(e_tag),
    })
    .await
}

/// Makes a distribution that has tags.
pub(crate) async fn create_with_tags(
    _service: &Cdn,
    call: &Call,
    request: Authorized<CreateDistributionWithTagsRequest>,
) -> Result<CreateDistributionWithTagsResult, CdnError> {
    let request = request.into_inner().distribution_config_with_tags;
    let tags = tags::read(request.tags)?;
    tags::check_policy(call, &tags)?;
    let config = request.distribution_config;
    made(call, config, tags, |distribution, e_tag| CreateDistributionWithTagsResult {
        location: Some(location(&distribution.id)),
        distribution: Some(distribution),
        e_tag: Some(e_tag),
    })
    .await
}

async fn made<R>(
    call: &Call,
    mut config: DistributionConfig,
    tags: Vec<Tag>,
    answer: impl FnOnce(Distribution, String) -> R + Send + 'static,
) -> Result<R, CdnError>
where
    R: IntoValue + Clone + Send + 'static,
{
    complete(&mut config);
    let (account, means, random) = (call.account()?, Means::of(call), &*call.platform.random);
    let id = new_id('E', random);
    call.read(|reader| read(reader, account, &config).map(drop))?;
    logging::check(call, &id, config.logging.as_ref()).await?;
    let mut stored = config.clone();
    let headers = take(&mut stored);
    let vault = &call.platform.vault;
    vault.prepare(&call.platform.store, account).await?;
    let mut record = DistributionRecord {
        account,
        domain_name: format!("{}.cloudfront.net", new_id('d', random).to_ascii_lowercase()),
        etag: new_id('E', random),
        created: call.now,
        modified: call.now,
        config: stored.into_value().to_json(),
        sealed_headers: seal(vault, account, &id, &headers)?,
        aliases: Vec::new(),
        tags,
        id,
    };
    let done = call.commit(move |writer| {
        let held = naming::all::<DistributionRecord>(writer, account)?;
        let reference = serde_json::Value::from(config.caller_reference.as_str());
        if let Some(same) =
            held.iter().find(|one| one.config.get("CallerReference") == Some(&reference))
        {
            let message = format!(
                "The caller reference that you are using to create a distribution is associated \
                 with another distribution. Already exists: {}",
                same.id
            );
            return Err(CdnError::conflict("DistributionAlreadyExists", message));
        }
        if held.len() >= DISTRIBUTIONS_MAX {
            let message = "Processing your request would cause you to exceed the maximum number of \
                distributions allowed.";
            return Err(CdnError::refused("TooManyDistributions", message));
        }
        means.put(writer, &mut record, &config)?;
        let etag = record.etag.clone();
        Ok(answer(shown(&record, config, "InProgress"), etag))
    });
    Ok(done.await?)
}

fn location(id: &str) -> String {
    format!("https://cloudfront.amazonaws.com/2020-05-31/distribution/{id}")
}
