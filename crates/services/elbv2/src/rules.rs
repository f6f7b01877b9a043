//! Which accesses a call needs. (Service Authorization Reference, "Actions, resources, and condition
//! keys for AWS Elastic Load Balancing V2".)

use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault, Tag};
use bartizan_wire::Value;

use crate::error::ElbError;
use crate::naming::{self, Kind, Resource, Scope};
use crate::records::{BalancerRecord, GroupRecord, ListenerRecord, RuleRecord};

/// The action that gives tags.
const ADD_TAGS: &str = "elasticloadbalancing:AddTags";

/// The action on the balancer that is named.
pub(crate) fn balancer(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, "LoadBalancerArn")?])
}

/// The action on the target group that is named.
pub(crate) fn group(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, "TargetGroupArn")?])
}

/// The action on the listener that is named.
pub(crate) fn listener(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, "ListenerArn")?])
}

/// The action on the rule that is named.
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, "RuleArn")?])
}

/// The action on a balancer, with the subnets and security groups that it is to have.
pub(crate) fn placed_balancer(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![placed(ask, named(ask, "LoadBalancerArn")?)])
}

/// The action on a new balancer, and its tags.
pub(crate) fn new_balancer(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let id = format!("app/{}/*", ask.text("Name").unwrap_or_default());
    let access = new(ask, Kind::Balancer, &id)?;
    let access = placed(ask, access)
        .key("elasticloadbalancing:Scheme", ask.text("Scheme").unwrap_or("internet-facing"));
    with_tags(ask, access, Kind::Balancer, &id)
}

/// The action on a new target group, and its tags.
pub(crate) fn new_group(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let id = format!("{}/*", ask.text("Name").unwrap_or_default());
    with_tags(ask, new(ask, Kind::Group, &id)?, Kind::Group, &id)
}

/// The action on the balancer that gets a listener, and the listener's tags.
pub(crate) fn new_listener(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = spoken(ask, named(ask, "LoadBalancerArn")?).request_tags(ask.tags("Tags"));
    let arn = naming::arn(ask.text("LoadBalancerArn").unwrap_or_default())?;
    let of = Kind::of_arn(&arn).map_or("*", |(_, id)| id);
    with_tags(ask, access, Kind::Listener, &format!("{of}/*"))
}

/// The action on a listener, with what it is to speak.
pub(crate) fn modified_listener(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![spoken(ask, named(ask, "ListenerArn")?)])
}

/// The action on the listener that gets a rule, and the rule's tags.
pub(crate) fn new_rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = named(ask, "ListenerArn")?.request_tags(ask.tags("Tags"));
    let arn = naming::arn(ask.text("ListenerArn").unwrap_or_default())?;
    let of = Kind::of_arn(&arn).map_or("*", |(_, id)| id);
    with_tags(ask, access, Kind::Rule, &format!("{of}/*"))
}

/// The action on each rule that gets a priority.
pub(crate) fn prioritized(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let Some(Value::List(pairs)) = ask.input.field("RulePriorities") else { return Ok(Vec::new()) };
    let arns = pairs.iter().filter_map(|pair| pair.field("RuleArn")?.text());
    let all: Result<Vec<Access>, Fault> = arns.map(|arn| existing(ask, arn)).collect();
    or_any(ask, all?)
}

/// The action on each resource that gets tags.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = Vec::new();
    for arn in texts(ask, "ResourceArns") {
        all.push(existing(ask, arn)?.request_tags(ask.tags("Tags")));
    }
    or_any(ask, all)
}

/// The action on each resource that loses tags.
pub(crate) fn untagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let keys = ask.tag_keys("TagKeys");
    let mut all = Vec::new();
    for arn in texts(ask, "ResourceArns") {
        all.push(existing(ask, arn)?.key_list("aws:TagKeys", keys.clone()));
    }
    or_any(ask, all)
}

/// A list that names nothing is decided about, too, before it is refused.
fn or_any(ask: &Ask<'_>, mut all: Vec<Access>) -> Result<Vec<Access>, Fault> {
    if all.is_empty() {
        // Nobody without an account gets this far.
        ask.call.account()?;
        all.push(Access::on_any(ask.action()));
    }
    Ok(all)
}

fn named(ask: &Ask<'_>, member: &str) -> Result<Access, Fault> {
    existing(ask, ask.text(member).unwrap_or_default())
}

/// The action on an existing resource, with its tags. Of one that is not there nothing is known: the
/// handler says so, to whom policies let it.
fn existing(ask: &Ask<'_>, text: &str) -> Result<Access, Fault> {
    let (scope, arn) = (Scope::of(ask.call)?, naming::arn(text)?);
    let access = Access::on(ask.action(), &arn);
    let Some((kind, id)) = Kind::of_arn(&arn) else { return Ok(access) };
    let access = access.resource_type(kind.recorded());
    let tags = match kind {
        Kind::Balancer => tags::<BalancerRecord>(ask, &scope, &arn, id),
        Kind::Group => tags::<GroupRecord>(ask, &scope, &arn, id),
        Kind::Listener => tags::<ListenerRecord>(ask, &scope, &arn, id),
        Kind::Rule => tags::<RuleRecord>(ask, &scope, &arn, id),
    }?;
    Ok(access.resource_tags(Some("elasticloadbalancing"), &tags))
}

fn tags<T: Resource>(ask: &Ask<'_>, scope: &Scope, arn: &Arn, id: &str) -> Result<Vec<Tag>, Fault> {
    if *arn != scope.arn(T::KIND, id) {
        return Ok(Vec::new());
    }
    ask.call.read(|reader| {
        let found = reader.get::<T>(&scope.key(id))?;
        Ok::<_, ElbError>(found.map(|found| found.tags().to_vec()).unwrap_or_default())
    })
}

fn new(ask: &Ask<'_>, kind: Kind, id: &str) -> Result<Access, Fault> {
    let arn = Scope::of(ask.call)?.arn(kind, id);
    let access = Access::on(ask.action(), &arn).resource_type(kind.recorded());
    Ok(access.request_tags(ask.tags("Tags")))
}

/// The access, and where the new resource gets tags, giving them.
fn with_tags(ask: &Ask<'_>, access: Access, kind: Kind, id: &str) -> Result<Vec<Access>, Fault> {
    let tags = ask.tags("Tags");
    let mut all = vec![access];
    if !tags.is_empty() {
        let arn = Scope::of(ask.call)?.arn(kind, id);
        let tagging = Access::on(ADD_TAGS, &arn)
            .resource_type(kind.recorded())
            .key("elasticloadbalancing:CreateAction", ask.call.operation.name)
            .request_tags(tags);
        all.push(tagging);
    }
    Ok(all)
}

/// The subnets and security groups that a request gives a balancer.
fn placed(ask: &Ask<'_>, access: Access) -> Access {
    let mut subnets: Vec<String> = texts(ask, "Subnets").into_iter().map(str::to_owned).collect();
    if let Some(Value::List(mappings)) = ask.input.field("SubnetMappings") {
        let ids = mappings.iter().filter_map(|one| one.field("SubnetId")?.text());
        subnets.extend(ids.map(str::to_owned));
    }
    let groups: Vec<String> = texts(ask, "SecurityGroups").into_iter().map(str::to_owned).collect();
    let lists =
        [("elasticloadbalancing:Subnet", subnets), ("elasticloadbalancing:SecurityGroup", groups)];
    lists
        .into_iter()
        .filter(|(_, values)| !values.is_empty())
        .fold(access, |access, (key, values)| access.key_list(key, values))
}

/// What a request lets a listener speak.
fn spoken(ask: &Ask<'_>, access: Access) -> Access {
    access
        .key_if("elasticloadbalancing:ListenerProtocol", ask.text("Protocol"))
        .key_if("elasticloadbalancing:SecurityPolicy", ask.text("SslPolicy"))
}

fn texts<'a>(ask: &Ask<'a>, member: &str) -> Vec<&'a str> {
    let Some(Value::List(items)) = ask.input.field(member) else { return Vec::new() };
    items.iter().filter_map(Value::text).collect()
}
