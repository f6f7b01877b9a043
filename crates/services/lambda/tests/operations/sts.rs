//! Who gives sessions, in place of STS.

use std::time::Duration;

use bartizan_service::{
    Access, Ask, Authorized, Call, Reply, SessionToken, TemporaryCredentials, TokenPrincipal,
    operations,
};
use bartizan_types::Fault;
use bartizan_wire::{Value, shape};

/// Who gives sessions of roles, as their trust policies let.
#[derive(Debug)]
pub(crate) struct Sts;

shape! { AssumeRoleInput {
    role_arn: String = show "RoleArn",
    role_session_name: String = show "RoleSessionName",
    duration_seconds: i64 = show "DurationSeconds",
} }

operations! {
    Sts = "sts";
    AssumeRole: Issue Management Signed ["sts:AssumeRole"] trusting => assume;
}

fn trusting(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let role = ask.call.directory.entity_by_arn(ask.text("RoleArn").unwrap_or_default());
    let role = role.ok_or_else(|| Fault::new("NoSuchEntity", "there is no such role", 404))?;
    let trust = role.role.as_ref().unwrap().trust.clone();
    Ok(vec![Access::on("sts:AssumeRole", &role.arn).resource_policy(trust)])
}

async fn assume(
    _: &Sts,
    call: &Call,
    request: Authorized<AssumeRoleInput>,
) -> Result<Reply, Fault> {
    let role = call.directory.entity_by_arn(&request.role_arn).unwrap();
    let name = request.role_session_name.clone();
    let seconds = u64::try_from(request.duration_seconds).unwrap();
    let token = SessionToken {
        secret: String::new(),
        principal: TokenPrincipal::Role(role.account, role.id.clone(), name),
        issued: call.now,
        expires: call.now.plus(Duration::from_secs(seconds)),
        mfa_authenticated: None,
        chained: false,
        policies: None,
        tags: Vec::new(),
        transitive_tag_keys: Vec::new(),
        source_identity: None,
        federated_by: None,
        delegated_to: None,
        delegation: None,
        root_task: None,
        default_regions_only: false,
    };
    let issued = TemporaryCredentials::issue(call, role.account, token).await?;
    let credentials = Value::Struct(vec![
        ("AccessKeyId", Value::of_text(issued.access_key_id.as_str())),
        ("SecretAccessKey", Value::of_text(issued.secret.expose())),
        ("SessionToken", Value::of_text(issued.session_token)),
        ("Expiration", Value::Time(issued.expiration)),
    ]);
    Ok(Reply { value: Value::Struct(vec![("Credentials", credentials)]), body: None })
}
