//! A tour by the AWS SDK for Rust: a user, its key, a role, a bucket and its objects. The endpoint
//! and the root user's credentials are in the environment, under the names that AWS's tools read.

use std::error::Error;

use aws_sdk_iam::config::{Credentials, Region};
use aws_sdk_iam::error::ProvideErrorMetadata;
use aws_sdk_s3::primitives::ByteStream;
use aws_smithy_http_client::Builder;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Builds a client of one of the SDK's crates.
macro_rules! client {
    ($sdk:ident, $credentials:expr $(, $setting:ident($value:expr))*) => {
        $sdk::Client::from_conf(
            $sdk::Config::builder()
                .http_client(Builder::new().build_http())
                .endpoint_url(environment("AWS_ENDPOINT_URL")?)
                .region(Region::new("us-east-1"))
                .credentials_provider($credentials)
                $(.$setting($value))*
                .build(),
        )
    };
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let (id, secret) =
        (environment("AWS_ACCESS_KEY_ID")?, environment("AWS_SECRET_ACCESS_KEY")?);
    let root = Credentials::new(id, secret, None, None, "environment");
    let iam = client!(aws_sdk_iam, root.clone());
    let sts = client!(aws_sdk_sts, root.clone());
    let s3 = client!(aws_sdk_s3, root, force_path_style(true));

    let account = sts.get_caller_identity().send().await?.account.unwrap_or_default();
    let user = iam.create_user().user_name("rust-tourist").send().await?.user;
    let arn = user.map(|user| user.arn).unwrap_or_default();
    expect(&arn, &format!("arn:aws:iam::{account}:user/rust-tourist"))?;
    let again = iam.create_user().user_name("rust-tourist").send().await;
    refused(again, "EntityAlreadyExists")?;

    let trust = statement(r#""Principal":{"AWS":"ARN"},"Action":"sts:AssumeRole""#, &arn);
    let role = iam.create_role().role_name("rust-guide").assume_role_policy_document(trust);
    let role = role.send().await?.role.map(|role| role.arn).unwrap_or_default();
    let bucket = format!("rust-tour-{account}");
    let reads = statement(r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::ARN/*""#, &bucket);
    let policy = iam.put_role_policy().role_name("rust-guide").policy_name("reads");
    policy.policy_document(reads).send().await?;
    let assumes = statement(r#""Action":"sts:AssumeRole","Resource":"ARN""#, &role);
    let policy = iam.put_user_policy().user_name("rust-tourist").policy_name("assumes");
    policy.policy_document(assumes).send().await?;
    let key = iam.create_access_key().user_name("rust-tourist").send().await?.access_key;
    let key = key.ok_or("no access key")?;

    s3.create_bucket().bucket(&bucket).send().await?;
    let name = "a b/ü+%.txt";
    let body = ByteStream::from_static(b"hello");
    s3.put_object().bucket(&bucket).key(name).metadata("by", "rust").body(body).send().await?;

    let own = Credentials::new(key.access_key_id, key.secret_access_key, None, None, "key");
    let session = client!(aws_sdk_sts, own)
        .assume_role()
        .role_arn(role)
        .role_session_name("tour")
        .send()
        .await?
        .credentials
        .ok_or("no credentials")?;
    let (id, secret) = (session.access_key_id, session.secret_access_key);
    let session = Credentials::new(id, secret, Some(session.session_token), None, "session");
    let guide = client!(aws_sdk_s3, session, force_path_style(true));
    let got = guide.get_object().bucket(&bucket).key(name).send().await?;
    expect(got.metadata().and_then(|all| all.get("by")).map_or("", |by| by), "rust")?;
    expect(&String::from_utf8(got.body.collect().await?.to_vec())?, "hello")?;
    refused(guide.delete_object().bucket(&bucket).key(name).send().await, "AccessDenied")?;
    let listed = s3.list_objects_v2().bucket(&bucket).send().await?;
    let keys: Vec<_> = listed.contents().iter().filter_map(|object| object.key()).collect();
    expect(&keys.join(","), name)?;
    println!("toured");
    Ok(())
}

fn environment(name: &str) -> Outcome<String> {
    std::env::var(name).map_err(|_| format!("set {name}").into())
}

/// A policy of one statement, `ARN` in it replaced.
fn statement(rest: &str, arn: &str) -> String {
    let rest = rest.replace("ARN", arn);
    format!(r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",{rest}}}]}}"#)
}

fn expect(found: &str, wanted: &str) -> Outcome {
    if found == wanted { Ok(()) } else { Err(format!("`{found}` is not `{wanted}`").into()) }
}

/// Whether a call was refused with this code.
fn refused<T, E: ProvideErrorMetadata>(outcome: Result<T, E>, code: &str) -> Outcome {
    match outcome {
        Ok(_) => Err(format!("not refused with {code}").into()),
        Err(error) => expect(error.code().unwrap_or_default(), code),
    }
}
