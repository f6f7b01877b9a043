//! Changing and listing tags.

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::Tag;

use crate::error::OrganizationsError;
use crate::records::{Node, Organization, Policy};
use crate::resource_policy::ResourcePolicy;
use crate::shapes::{
    self, ListTagsForResourceRequest, ListTagsForResourceResponse, TagResourceRequest,
    UntagResourceRequest,
};
use crate::{Organizations, paging, standing, tags, tree};

/// What has tags: a node, or a policy that is not AWS's own.
pub(crate) enum Tagged {
    /// A root, a unit or an account.
    Node(Node),
    /// A policy.
    Policy(Policy),
    /// The resource policy, and whose it is.
    ResourcePolicy(Organization, ResourcePolicy),
}

impl Tagged {
    /// What has this id.
    pub(crate) fn find(
        reader: &Reader<'_>,
        organization: &Organization,
        id: &str,
    ) -> Result<Self, OrganizationsError> {
        let found = if id.starts_with("p-") {
            let key = Policy::key(organization.management, id);
            reader.get::<Policy>(&key)?.map(Self::Policy)
        } else if id.starts_with("rp-") {
            let policy = organization.resource_policy.clone().filter(|policy| policy.id == id);
            policy.map(|policy| Self::ResourcePolicy(organization.clone(), policy))
        } else {
            tree::node(reader, organization, id)?.map(Self::Node)
        };
        found.ok_or(OrganizationsError::TargetNotFound)
    }

    /// Its tags.
    pub(crate) fn tags(&self) -> &[Tag] {
        match self {
            Self::Node(node) => &node.tags,
            Self::Policy(policy) => &policy.tags,
            Self::ResourcePolicy(_, policy) => &policy.tags,
        }
    }

    fn tags_mut(&mut self) -> &mut Vec<Tag> {
        match self {
            Self::Node(node) => &mut node.tags,
            Self::Policy(policy) => &mut policy.tags,
            Self::ResourcePolicy(_, policy) => &mut policy.tags,
        }
    }

    fn save(self, tx: &mut Writer<'_>) -> Result<(), OrganizationsError> {
        match self {
            Self::Node(node) => tx.put(&Node::key(node.management, &node.id), &node)?,
            Self::Policy(policy) => tx.put(&Policy::key(policy.management, &policy.id), &policy)?,
            Self::ResourcePolicy(organization, policy) => {
                let changed = Organization { resource_policy: Some(policy), ..organization };
                tx.put(&Organization::key(changed.management), &changed)?;
            }
        }
        Ok(())
    }
}

/// Adds tags; one whose key is there takes its place.
pub(crate) async fn tag(
    _service: &Organizations,
    call: &Call,
    request: Authorized<TagResourceRequest>,
) -> Result<(), OrganizationsError> {
    let request = request.into_inner();
    let more = tags::read(Some(request.tags))?;
    let caller = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let organization = standing::keeps(tx, &caller)?;
        let mut tagged = Tagged::find(tx, &organization, &request.resource_id)?;
        tags::put(tagged.tags_mut(), more)?;
        tagged.save(tx)
    });
    Ok(done.await?)
}

/// Takes tags away, by their keys.
pub(crate) async fn untag(
    _service: &Organizations,
    call: &Call,
    request: Authorized<UntagResourceRequest>,
) -> Result<(), OrganizationsError> {
    let request = request.into_inner();
    tags::check_keys(&request.tag_keys)?;
    let caller = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let organization = standing::keeps(tx, &caller)?;
        let mut tagged = Tagged::find(tx, &organization, &request.resource_id)?;
        tagged.tags_mut().retain(|tag| !request.tag_keys.contains(&tag.key));
        tagged.save(tx)
    });
    Ok(done.await?)
}

/// The tags of a resource.
pub(crate) async fn list(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListTagsForResourceRequest>,
) -> Result<ListTagsForResourceResponse, OrganizationsError> {
    let tags = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let tagged = Tagged::find(reader, &organization, &request.resource_id)?;
        Ok::<_, OrganizationsError>(tagged.tags().to_vec())
    })?;
    let page = paging::page(tags, request.next_token.as_deref(), None, |tag| tag.key.clone())?;
    let shown = page.items.into_iter().map(|tag| shapes::Tag { key: tag.key, value: tag.value });
    Ok(ListTagsForResourceResponse { tags: Some(shown.collect()), next_token: page.next_token })
}
