//! `DescribeTags`.

use bartizan_service::{Authorized, Call};

use super::records::TagsRecord;
use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{self, Filtered};
use crate::kind::Kind;
use crate::shapes::{DescribeTagsRequest, DescribeTagsResult, Filter, Tag, TagDescription};
use crate::{Ec2, defaults, listing};

/// A tag, on its own and with its resource.
struct Listed {
    tag: [Tag; 1],
    shown: TagDescription,
}

/// The tags of the account's resources in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeTagsRequest>,
) -> Result<DescribeTagsResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let records = call.read(|reader| scope.all::<TagsRecord>(reader))?;
    let mut tags: Vec<Listed> = records.iter().flat_map(listed).collect();
    filter::retain(&mut tags, &request.filters.clone().map(own_names).unwrap_or_default())?;
    let token = request.next_token.as_deref();
    let page = listing::cut(tags, request.max_results, token, |tag| {
        let [Tag { key, .. }] = &tag.tag;
        let resource = tag.shown.resource_id.as_deref().unwrap_or_default();
        format!("{resource} {}", key.as_deref().unwrap_or_default())
    })?;
    Ok(DescribeTagsResult {
        tags: Some(page.items.into_iter().map(|tag| tag.shown).collect()),
        next_token: page.next,
    })
}

fn listed(record: &TagsRecord) -> impl Iterator<Item = Listed> {
    record.tags.iter().map(|tag| {
        let (key, value) = (Some(tag.key.clone()), Some(tag.value.clone()));
        Listed {
            tag: [Tag { key: key.clone(), value: value.clone() }],
            shown: TagDescription {
                key,
                value,
                resource_id: Some(record.resource.clone()),
                resource_type: Kind::of_id(&record.resource).map(|kind| kind.name().to_owned()),
            },
        }
    })
}

/// The filters `key` and `value` under the names that other lists have for them.
fn own_names(filters: Vec<Filter>) -> Vec<Filter> {
    filters
        .into_iter()
        .map(|filter| {
            let name = filter.name.map(|name| match name.as_str() {
                "key" => "tag-key".to_owned(),
                "value" => "tag-value".to_owned(),
                _ => name,
            });
            Filter { name, ..filter }
        })
        .collect()
}

impl Filtered for Listed {
    const FILTERS: &'static [&'static str] = &["resource-id", "resource-type"];

    fn tags(&self) -> &[Tag] {
        &self.tag
    }

    fn texts(&self, name: &str) -> Vec<String> {
        filter::text(match name {
            "resource-id" => self.shown.resource_id.as_ref(),
            _ => self.shown.resource_type.as_ref(),
        })
    }
}
