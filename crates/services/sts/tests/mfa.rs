//! MFA: which codes make which sessions, and what conditions see of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code: a panic is its answer")]

mod issuer;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::{Entity, RoleFacts};
use bartizan_service::testkit::{ACCOUNT, Given, World, admin, given, input_of};
use bartizan_service::types::{AccessKeyId, Fault, Principal, UniqueId};
use bartizan_service::wire::Value;
use bartizan_service::{
    BoxFuture, Call, Caller, CodeVerdict, Directory, MfaDevices, Ports, TokenSeed,
};
use bartizan_sts::Sts;
use serde_json::{Value as Json, json};

/// The one device, and its one code, which can be used again and again.
const SERIAL: &str = "arn:aws:iam::123456789012:mfa/admin";
const CODE: &str = "123456";

fn probe() -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/probe")
}

struct Device;

impl MfaDevices for Device {
    fn redeem<'a>(
        &'a self,
        call: &'a Call,
        serial: &'a str,
        code: &'a str,
    ) -> BoxFuture<'a, Result<CodeVerdict, Fault>> {
        let is_users = matches!(call.caller.principal, Principal::User { .. });
        let verdict = match (is_users && serial == SERIAL, code == CODE) {
            (false, _) => CodeVerdict::NotChecked,
            (true, false) => CodeVerdict::Wrong,
            (true, true) => CodeVerdict::Accepted,
        };
        Box::pin(std::future::ready(Ok(verdict)))
    }

    fn import<'a>(&'a self, _: &'a Call, _: Vec<TokenSeed>) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// `admin` and the role `guest`, both with this policy; `guest` may be assumed by its own account
/// under this condition, and the role `probe` without one.
struct Policies {
    identity: String,
    trust_condition: Json,
}

impl Given for Policies {
    fn offer(&self, ports: &mut Ports) {
        ports.mfa = Some(Arc::new(Device));
    }

    fn enter(&self, directory: &mut Directory) {
        let attached = |text: &str, kind| {
            Attached::inline("policy", Arc::new(Policy::parse(text, kind).unwrap()))
        };
        let identity = || Arc::from([attached(&self.identity, PolicyKind::Identity)]);
        let trust = json!({ "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "sts:AssumeRole", "Condition": self.trust_condition,
            "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:root") },
        }] });
        let admin = UniqueId::from_stored("AIDAADMINAAAAAAAAAAAA");
        let user = Entity::clone(directory.user(&admin).unwrap());
        directory.put_entity(Entity { identity: identity(), ..user });
        let account = ACCOUNT.parse().unwrap();
        let role = Entity::clone(directory.role_by_name(account, "guest").unwrap());
        let facts = RoleFacts {
            trust: Some(attached(&trust.to_string(), PolicyKind::Trust)),
            ..role.role.clone().unwrap()
        };
        directory.put_entity(Entity {
            id: UniqueId::from_stored("AROAPROBEAAAAAAAAAAAA"),
            arn: probe().parse().unwrap(),
            name: Arc::from("probe"),
            ..role.clone()
        });
        directory.put_entity(Entity { identity: identity(), role: Some(facts), ..role });
    }
}

fn world(statements: &Json, trust_condition: Json) -> World {
    let identity = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
    let policies = Policies { identity, trust_condition };
    World::new(vec![given(policies)], |_| {
        vec![Arc::new(Sts::new(issuer::Served::new(), HashMap::new()))]
    })
}

fn everything() -> Json {
    json!([{ "Effect": "Allow", "Action": "*", "Resource": "*" }])
}

async fn call(
    world: &World,
    caller: &Caller,
    operation: &str,
    input: Json,
) -> Result<Value, String> {
    let input = input_of("sts", operation, &input);
    let reply = world.call(caller, "sts", operation, input).await;
    reply.map(|reply| reply.value).map_err(|fault| fault.to_string())
}

/// The caller that the credentials of an answer make.
fn session(world: &World, answer: &Value) -> Caller {
    let text = |name: &str| answer.path(&format!("Credentials.{name}")).unwrap().text().unwrap();
    let platform = world.road.platform();
    let directory = platform.directory().unwrap();
    let key = AccessKeyId::from_client(text("AccessKeyId"));
    platform.tokens.open(&directory, &key, text("SessionToken"), platform.now()).unwrap().0
}

async fn get_session(world: &World, mfa: Json) -> Caller {
    session(world, &call(world, &admin(), "GetSessionToken", mfa).await.unwrap())
}

async fn assume(world: &World, caller: &Caller, mfa: Json) -> Result<Caller, String> {
    let arn = format!("arn:aws:iam::{ACCOUNT}:role/guest");
    let mut input = json!({ "RoleArn": arn, "RoleSessionName": "s" });
    input.as_object_mut().unwrap().extend(mfa.as_object().unwrap().clone());
    Ok(session(world, &call(world, caller, "AssumeRole", input).await?))
}

fn mfa() -> Json {
    json!({ "SerialNumber": SERIAL, "TokenCode": CODE })
}

#[tokio::test]
async fn only_the_right_code_of_the_callers_device_makes_a_session() {
    let world = world(&everything(), json!({}));
    for (input, why) in [
        (json!({ "SerialNumber": SERIAL, "TokenCode": "000000" }), " with invalid MFA one time"),
        (json!({ "SerialNumber": "GAHT12345678", "TokenCode": CODE }), ", unable to validate"),
        (json!({ "SerialNumber": SERIAL }), ", must provide both MFA serial number and one time"),
        (json!({ "TokenCode": CODE }), ", must provide both"),
    ] {
        let why = format!("AccessDenied: MultiFactorAuthentication failed{why}");
        for refused in [
            call(&world, &admin(), "GetSessionToken", input.clone()).await.unwrap_err(),
            assume(&world, &admin(), input.clone()).await.unwrap_err(),
        ] {
            assert!(refused.starts_with(&why), "{input}: {refused}");
        }
    }
    let facts = get_session(&world, mfa()).await.session.unwrap();
    assert_eq!(facts.mfa_authenticated, Some(world.road.platform().now()));
    assert_eq!(get_session(&world, json!({})).await.session.unwrap().mfa_authenticated, None);
}

#[tokio::test]
async fn the_record_tells_who_gave_mfa() {
    let world = world(&everything(), json!({}));
    for (given, told) in [(mfa(), "true"), (json!({}), "false")] {
        let caller = get_session(&world, given).await;
        call(&world, &caller, "GetCallerIdentity", json!({})).await.unwrap();
        let attributes = &world.last_event()["userIdentity"]["sessionContext"]["attributes"];
        assert_eq!(attributes["mfaAuthenticated"], told);
    }
}

/// The three ways in which a caller meets the condition keys of MFA.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Keys {
    Absent,
    False,
    True,
}

/// Every kind of credentials, and what its requests say of MFA.
async fn callers(world: &World) -> Vec<(&'static str, Caller, Keys)> {
    let with_mfa = get_session(world, mfa()).await;
    let role = assume(world, &admin(), mfa()).await.unwrap();
    vec![
        ("a long-term key", admin(), Keys::Absent),
        ("a plain session", get_session(world, json!({})).await, Keys::False),
        ("a role chained", assume(world, &role, json!({})).await.unwrap(), Keys::False),
        ("a role assumed with a code", role, Keys::False),
        (
            "a role assumed by a session with MFA",
            assume(world, &with_mfa, json!({})).await.unwrap(),
            Keys::False,
        ),
        ("a session with MFA", with_mfa, Keys::True),
    ]
}

#[tokio::test]
async fn conditions_see_mfa_as_the_credentials_carry_it() {
    let present = |value: &str| json!({ "aws:MultiFactorAuthPresent": value });
    // Each condition, and which of absent, false and true fulfil it.
    for (condition, fulfilled) in [
        (json!({ "Bool": present("true") }), [false, false, true]),
        (json!({ "Bool": present("false") }), [false, true, false]),
        (json!({ "BoolIfExists": present("true") }), [true, false, true]),
        (json!({ "BoolIfExists": present("false") }), [true, true, false]),
        (json!({ "Null": present("true") }), [true, false, false]),
        (json!({ "Null": { "aws:MultiFactorAuthAge": "true" } }), [true, true, false]),
        (json!({ "NumericLessThan": { "aws:MultiFactorAuthAge": "3600" } }), [false, false, true]),
    ] {
        for effect in ["Allow", "Deny"] {
            let guest = format!("arn:aws:iam::{ACCOUNT}:role/guest");
            let at_first = if effect == "Deny" { "*" } else { &guest };
            let statements = json!([
                { "Effect": "Allow", "Action": "*", "Resource": at_first },
                { "Effect": effect, "Action": "*", "Resource": probe(), "Condition": condition },
            ]);
            let world = world(&statements, json!({}));
            for (who, caller, keys) in callers(&world).await {
                let input = json!({ "RoleArn": probe(), "RoleSessionName": "s" });
                let allowed = call(&world, &caller, "AssumeRole", input).await.is_ok();
                let wanted = fulfilled[keys as usize] == (effect == "Allow");
                assert_eq!(allowed, wanted, "{effect} {condition} {who}");
            }
        }
    }
}

#[tokio::test]
async fn a_role_can_want_mfa_of_those_who_assume_it() {
    let wanted = json!({ "Bool": { "aws:MultiFactorAuthPresent": "true" },
                         "NumericLessThan": { "aws:MultiFactorAuthAge": "600" } });
    let world = world(&everything(), wanted);
    let with_mfa = get_session(&world, mfa()).await;
    let plain = get_session(&world, json!({})).await;
    for (caller, input, may) in [
        (admin(), json!({}), false),
        (admin(), mfa(), true),
        (plain.clone(), json!({}), false),
        (plain, mfa(), true),
        (with_mfa.clone(), json!({}), true),
    ] {
        assert_eq!(assume(&world, &caller, input.clone()).await.is_ok(), may, "{input}");
    }
    world.clock.advance(Duration::from_secs(601));
    let refused = assume(&world, &with_mfa, json!({})).await.unwrap_err();
    assert!(refused.contains("not authorized to perform: sts:AssumeRole"), "{refused}");
}
