//! A case for each operation of passwords and of other credentials of users.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = of_passwords();
    cases.extend(of_ssh_keys());
    cases.extend(of_signing_certificates());
    cases.extend(of_service_credentials());
    cases.extend(of_server_certificates());
    cases
}

/// A file of the certificate engine's tests.
macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../../../../engines/pki/tests/data/", $name))
    };
}

fn with_user(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreateUser", json!({ "UserName": "ada" }))
}

fn of_passwords() -> Vec<Case> {
    let ada = || json!({ "UserName": "ada" });
    let password = || json!({ "UserName": "ada", "Password": "Correct-Horse-7" });
    let with_password =
        |operation, input| with_user(operation, input).after("CreateLoginProfile", password());
    let update = json!({
        "UserName": "ada", "Password": "Battery-Staple-8", "PasswordResetRequired": true,
    });
    let change = json!({ "OldPassword": "Correct-Horse-7", "NewPassword": "Battery-Staple-8" });
    vec![
        with_user("CreateLoginProfile", password()),
        with_password("GetLoginProfile", ada()),
        with_password("UpdateLoginProfile", update),
        with_password("DeleteLoginProfile", ada()),
        // The user `admin` is not IAM's own, so that it has no password.
        Case::new("ChangePassword", change).refused_by("NoSuchEntity"),
    ]
}

fn of_ssh_keys() -> Vec<Case> {
    let body = || json!({ "UserName": "ada", "SSHPublicKeyBody": file!("ssh.pub") });
    let with_key =
        |operation, input| with_user(operation, input).after("UploadSSHPublicKey", body());
    let key = |more: Json| {
        let id = "$UploadSSHPublicKey.SSHPublicKey.SSHPublicKeyId";
        merged(json!({ "UserName": "ada", "SSHPublicKeyId": id }), more)
    };
    vec![
        with_user("UploadSSHPublicKey", body()),
        with_key("GetSSHPublicKey", key(json!({ "Encoding": "PEM" }))),
        with_key("ListSSHPublicKeys", json!({ "UserName": "ada" })),
        with_key("UpdateSSHPublicKey", key(json!({ "Status": "Inactive" }))),
        with_key("DeleteSSHPublicKey", key(json!({}))),
    ]
}

fn of_signing_certificates() -> Vec<Case> {
    let body = || json!({ "UserName": "ada", "CertificateBody": file!("leaf.pem") });
    let with_certificate =
        |operation, input| with_user(operation, input).after("UploadSigningCertificate", body());
    let certificate = |more: Json| {
        let id = "$UploadSigningCertificate.Certificate.CertificateId";
        merged(json!({ "UserName": "ada", "CertificateId": id }), more)
    };
    vec![
        with_user("UploadSigningCertificate", body()),
        with_certificate("ListSigningCertificates", json!({ "UserName": "ada" })),
        with_certificate("UpdateSigningCertificate", certificate(json!({ "Status": "Inactive" }))),
        with_certificate("DeleteSigningCertificate", certificate(json!({}))),
    ]
}

fn of_service_credentials() -> Vec<Case> {
    let of = |service: &str| json!({ "UserName": "ada", "ServiceName": service });
    let keyspaces = of("cassandra.amazonaws.com");
    let bedrock = merged(of("bedrock.amazonaws.com"), json!({ "CredentialAgeDays": 30 }));
    let with_credential = |operation, input| {
        let made = of("codecommit.amazonaws.com");
        with_user(operation, input).after("CreateServiceSpecificCredential", made)
    };
    let credential = |more: Json| {
        let id = "$CreateServiceSpecificCredential.ServiceSpecificCredential\
                  .ServiceSpecificCredentialId";
        merged(json!({ "UserName": "ada", "ServiceSpecificCredentialId": id }), more)
    };
    vec![
        with_user("CreateServiceSpecificCredential", bedrock),
        with_credential("ListServiceSpecificCredentials", json!({ "AllUsers": true }))
            .after("CreateServiceSpecificCredential", keyspaces),
        with_credential(
            "UpdateServiceSpecificCredential",
            credential(json!({ "Status": "Inactive" })),
        ),
        with_credential("ResetServiceSpecificCredential", credential(json!({}))),
        with_credential("DeleteServiceSpecificCredential", credential(json!({}))),
    ]
}

fn of_server_certificates() -> Vec<Case> {
    let name = || json!({ "ServerCertificateName": "site" });
    let tags = || json!({ "Tags": [{ "Key": "team", "Value": "red" }] });
    let upload = || {
        let content = json!({
            "CertificateBody": file!("leaf.pem"),
            "PrivateKey": file!("leaf.key"),
            "CertificateChain": file!("ca.pem"),
            "Path": "/cloudfront/",
        });
        merged(merged(name(), content), tags())
    };
    let with_certificate = |operation, more: Json| {
        Case::new(operation, merged(name(), more)).after("UploadServerCertificate", upload())
    };
    vec![
        Case::new("UploadServerCertificate", upload()),
        with_certificate("GetServerCertificate", json!({})),
        Case::new("ListServerCertificates", json!({ "PathPrefix": "/cloudfront/" })),
        with_certificate("UpdateServerCertificate", json!({ "NewServerCertificateName": "shop" })),
        with_certificate("TagServerCertificate", tags()),
        with_certificate("UntagServerCertificate", json!({ "TagKeys": ["team"] })),
        with_certificate("ListServerCertificateTags", json!({})),
        with_certificate("DeleteServerCertificate", json!({})),
    ]
}

/// An input with more members.
fn merged(mut input: Json, more: Json) -> Json {
    if let (Json::Object(members), Json::Object(more)) = (&mut input, more) {
        members.extend(more);
    }
    input
}
