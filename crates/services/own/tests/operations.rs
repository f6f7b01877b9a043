//! Each operation has a denied case and a golden of its activity record.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/agents.rs"]
mod agents;
#[path = "operations/inventories.rs"]
mod inventories;
#[path = "operations/sessions.rs"]
mod sessions;

use std::sync::Arc;

use bartizan_own::{AgentsProjection, OwnApi};
use bartizan_service::testkit::{
    Case, Given, World, admin, check_operations, given, input_of, nobody,
};
use bartizan_service::{
    Access, Ask, BoxFuture, Call, Caller, CodeVerdict, DelegationNotice, DelegationNotices,
    DelegationTemplate, Delegations, MfaDevices, Passkeys, Ports, Projection, Redemption,
    TokenSeed, decode_authorization_message,
};
use bartizan_types::{Arn, Fault, Principal, Timestamp};
use bartizan_wire::Value;
use serde_json::{Value as Json, json};

/// Who keeps MFA devices and delegation requests, but forgets what it is told.
struct Devices;

impl MfaDevices for Devices {
    fn redeem<'a>(
        &'a self,
        _: &'a Call,
        _: &'a str,
        _: &'a str,
    ) -> BoxFuture<'a, Result<CodeVerdict, Fault>> {
        Box::pin(std::future::ready(Ok(CodeVerdict::NotChecked)))
    }

    fn import<'a>(
        &'a self,
        call: &'a Call,
        tokens: Vec<TokenSeed>,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        assert_eq!(tokens[0].serial, "GAHT12345678");
        assert_eq!((tokens[0].period_seconds, tokens[1].period_seconds), (30, 60));
        Box::pin(call.commit(|_| Ok::<_, Fault>(())))
    }
}

const TEMPLATE: &str = "arn:aws:iam::123456789012:delegation-template/reader";
const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:news";

impl Delegations for Devices {
    fn register<'a>(
        &'a self,
        call: &'a Call,
        template: DelegationTemplate,
    ) -> BoxFuture<'a, Result<Arn, Fault>> {
        assert_eq!((template.name.as_str(), template.document.as_str()), ("reader", "{}"));
        Box::pin(async {
            call.commit(|_| Ok::<_, Fault>(())).await?;
            Ok(TEMPLATE.parse().unwrap())
        })
    }

    fn templates(&self, _: &Call) -> Result<Vec<(Arn, DelegationTemplate)>, Fault> {
        Ok(Vec::new())
    }

    fn remove<'a>(&'a self, call: &'a Call, arn: String) -> BoxFuture<'a, Result<(), Fault>> {
        assert_eq!(arn, TEMPLATE);
        Box::pin(call.commit(|_| Ok::<_, Fault>(())))
    }

    fn notices(
        &self,
        _: &Call,
        channel: Option<&str>,
        _: Option<&str>,
        _: Option<i32>,
    ) -> Result<DelegationNotices, Fault> {
        let notice = DelegationNotice {
            channel: channel.unwrap().to_owned(),
            request_id: "dr-1".to_owned(),
            message: "a token".to_owned().into(),
            sent: Timestamp::from_seconds(0),
        };
        Ok(DelegationNotices { notices: vec![notice], next: None })
    }

    fn redeem(&self, _: &Call, _: &str) -> Result<Redemption, Fault> {
        Ok(Redemption::Unknown)
    }
}

impl Passkeys for Devices {
    fn registration_needs(&self, ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
        let Principal::User { arn, .. } = &ask.call.caller.principal else { panic!("a user asks") };
        Ok(vec![Access::on(ask.action(), arn).resource_type("AWS::IAM::User")])
    }

    fn offer_registration<'a>(
        &'a self,
        call: &'a Call,
        user: Option<String>,
    ) -> BoxFuture<'a, Result<String, Fault>> {
        assert_eq!(user, None);
        Box::pin(async {
            call.commit(|_| Ok::<_, Fault>(())).await?;
            Ok("{}".to_owned())
        })
    }

    fn register<'a>(
        &'a self,
        call: &'a Call,
        _: Option<String>,
        name: String,
        response: String,
    ) -> BoxFuture<'a, Result<String, Fault>> {
        assert_eq!((name.as_str(), response.as_str()), ("key", "{}"));
        Box::pin(async {
            call.commit(|_| Ok::<_, Fault>(())).await?;
            Ok("arn:aws:iam::123456789012:u2f/user/admin/key-1".to_owned())
        })
    }

    fn offer_assertion<'a>(&'a self, call: &'a Call) -> BoxFuture<'a, Result<String, Fault>> {
        Box::pin(async {
            call.commit(|_| Ok::<_, Fault>(())).await?;
            Ok("{}".to_owned())
        })
    }

    fn redeem<'a>(&'a self, _: &'a Call, _: String) -> BoxFuture<'a, Result<CodeVerdict, Fault>> {
        Box::pin(std::future::ready(Ok(CodeVerdict::Accepted)))
    }
}

impl Given for Devices {
    fn offer(&self, ports: &mut Ports) {
        ports.hosts = Some(Arc::new(agents::Machines));
        ports.delegations = Some(Arc::new(Self));
        ports.passkeys = Some(Arc::new(Self));
        ports.mfa = Some(Arc::new(Self));
    }
}

const NO_ACTIVATION: &str = "00000000-0000-4000-8000-000000000000";
const NO_CODE: &str = "00000000000000000000";

const DENY: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny",
    "Action":"bartizan:Explain*","Resource":"*"}}"#;

fn world() -> World {
    world_with(Vec::new())
}

fn world_with(more: Vec<Arc<dyn Projection>>) -> World {
    let mut projections = vec![given(Devices), given(agents::HostRole)];
    projections.push(Arc::new(AgentsProjection));
    projections.extend(more);
    World::new(projections, |_| {
        vec![Arc::new(OwnApi::default()), Arc::new(sessions::Sts::default())]
    })
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    let seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let tokens = json!([
        { "SerialNumber": "GAHT12345678", "Seed": seed },
        { "SerialNumber": "GAHT12345679", "Seed": seed, "PeriodSeconds": 60 },
    ]);
    let cases = [
        Case::new("ExplainRequest", json!({ "RequestId": "none" }))
            .refused_by("RequestNotFoundException"),
        Case::new(
            "PlanPolicy",
            json!({
                "PolicyDocument": DENY,
                "PolicyType": "IDENTITY_POLICY",
                "Principal": "user/admin",
            }),
        ),
        Case::new("SummarizeUse", json!({ "Principal": "user/admin" })),
        Case::new("DescribeEdge", json!({})),
        // No edge is here.
        Case::new(
            "ExplainWebRequest",
            json!({ "RequestId": "1-65535d81-9b1deb4d3b7d4bad9bdd2b0d" }),
        )
        .refused_by("RequestNotFoundException"),
        // Nobody keeps organizations here.
        Case::new("DescribeTree", json!({})).refused_by("NotImplemented"),
        Case::new("CreateAgentActivation", agents::activation()),
        Case::new(
            "DeleteAgentActivation",
            json!({ "ActivationId": "$CreateAgentActivation.ActivationId" }),
        )
        .after("CreateAgentActivation", agents::activation()),
        Case::new("RegisterAgent", agents::registration(NO_ACTIVATION, NO_CODE))
            .refused_by("InvalidActivationException"),
        Case::new(
            "GetAgentCredentials",
            json!({ "InstanceId": "i-0123456789abcdef0", "SignedAtMillis": 0,
                "Signature": "A".repeat(86) + "==" }),
        )
        .refused_by("AgentNotRegisteredException"),
        Case::new("SendAgentReport", agents::report("i-0123456789abcdef0"))
            .refused_by("AgentNotRegisteredException"),
        Case::new(
            "SendAgentFlows",
            json!({ "InstanceId": "i-0123456789abcdef0", "Offset": 0, "Flows": "YQ==",
                "Source": "7a9573d8-5ab0-4b1c-9d3e-3f3b5b0f1a11" }),
        )
        .refused_by("AgentNotRegisteredException"),
        Case::new("GetUsage", json!({ "Month": "2026-11" })),
        Case::new("ImportMFATokens", json!({ "Tokens": tokens })),
        Case::new("DeleteDelegationTemplate", json!({ "TemplateArn": TEMPLATE })),
        Case::new("ListDelegationNotifications", json!({ "NotificationChannel": TOPIC })),
        Case::new("ListDelegationTemplates", json!({})),
        Case::new("StartPasskeyRegistration", json!({})),
        Case::new("FinishPasskeyRegistration", json!({ "DeviceName": "key", "Credential": "{}" })),
        Case::new("StartPasskeyAuthentication", json!({})),
        Case::new("GetSessionTokenWithPasskey", json!({ "Credential": "{}" })),
        Case::new(
            "RegisterDelegationTemplate",
            json!({ "Name": "reader", "Document": "{}", "RequestorName": "Partner" }),
        ),
    ];
    check_operations("bartizan", world, &cases, |name, event| {
        insta::assert_json_snapshot!(name, event);
    })
    .await;
}

async fn explain(world: &World, caller: &Caller, id: &str) -> Result<Value, Fault> {
    let input = input_of("bartizan", "ExplainRequest", &json!({ "RequestId": id }));
    Ok(world.call(caller, "bartizan", "ExplainRequest", input).await?.value)
}

fn json_of(text: &Value) -> Json {
    serde_json::from_str(text.text().unwrap()).unwrap()
}

#[tokio::test]
async fn a_denial_is_explained_from_who_to_why() {
    let world = world();
    explain(&world, &nobody(), "none").await.unwrap_err();
    let id = world.last_event()["requestID"].as_str().unwrap().to_owned();

    let answer = explain(&world, &admin(), &id).await.unwrap();
    assert_eq!(json_of(answer.field("Event").unwrap())["errorCode"], "AccessDeniedException");
    let decisions = answer.field("Decisions").unwrap().items();
    let told = json_of(&decisions[0]);
    assert_eq!(told["principal"]["arn"], "arn:aws:iam::123456789012:user/nobody");
    assert_eq!(told["action"], "bartizan:ExplainRequest");
    assert_eq!(told["resource"], "*");
    assert_eq!(told["decision"]["outcome"], "ImplicitlyDenied");
    assert!(told["message"].as_str().unwrap().contains("no identity-based policy allows"));
    assert!(!told["remedies"].as_array().unwrap().is_empty());

    let encoded = answer.field("EncodedAuthorizationMessage").unwrap().text().unwrap().to_owned();
    let account = "123456789012".parse().unwrap();
    let document = decode_authorization_message(world.road.platform(), account, &encoded).unwrap();
    let document: Json = serde_json::from_str(&document).unwrap();
    assert_eq!(document["allowed"], false);
    assert_eq!(document["context"]["action"], "bartizan:ExplainRequest");
}

#[tokio::test]
async fn what_was_allowed_is_explained_too() {
    let world = world();
    explain(&world, &admin(), "none").await.unwrap_err();
    let id = world.last_event()["requestID"].as_str().unwrap().to_owned();
    let answer = explain(&world, &admin(), &id).await.unwrap();
    let told = json_of(&answer.field("Decisions").unwrap().items()[0]);
    assert_eq!(told["decision"]["outcome"], "Allowed");
    assert_eq!(told["layers"][0]["policies"][0]["source"]["name"], "everything");
    assert!(answer.field("EncodedAuthorizationMessage").is_none());
}

#[tokio::test]
async fn an_account_explains_its_own_requests_only() {
    let world = world();
    explain(&world, &nobody(), "none").await.unwrap_err();
    let id = world.last_event()["requestID"].as_str().unwrap().to_owned();
    let account = "210987654321".parse().unwrap();
    let other = Caller { principal: Principal::Root { account }, ..admin() };
    let fault = explain(&world, &other, &id).await.unwrap_err();
    assert_eq!(fault.code, "RequestNotFoundException");
}
