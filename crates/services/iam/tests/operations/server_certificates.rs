//! What other services are given of server certificates.

use std::sync::Arc;

use bartizan_service::testkit::{ACCOUNT, admin, input_of};
use serde_json::json;

use crate::world;

/// A file of the certificate engine's tests.
macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../../../../engines/pki/tests/data/", $name))
    };
}

#[tokio::test]
async fn a_certificate_is_opened_for_its_account_by_its_arn() {
    let world = world();
    let upload = json!({
        "ServerCertificateName": "site",
        "Path": "/web/",
        "CertificateBody": file!("leaf.pem"),
        "PrivateKey": file!("leaf.key"),
        "CertificateChain": file!("ca.pem"),
    });
    let upload = input_of("iam", "UploadServerCertificate", &upload);
    world.call(&admin(), "iam", "UploadServerCertificate", upload).await.unwrap();
    let platform = Arc::clone(world.road.platform());
    let port = platform.ports.server_certificates.clone().unwrap();
    let own = ACCOUNT.parse().unwrap();
    let other = "210987654321".parse().unwrap();
    let arn = format!("arn:aws:iam::{ACCOUNT}:server-certificate/web/site");
    let opened = platform.store.read(|reader| port.open(reader, own, &arn)).unwrap().unwrap();
    assert_eq!(*opened.key, file!("leaf.key"));
    assert!(opened.chain.starts_with(file!("leaf.pem").trim_end()));
    assert!(opened.chain.ends_with(file!("ca.pem")));
    assert!(!format!("{opened:?}").contains("PRIVATE"));
    for (account, arn) in [
        (other, arn.clone()),
        (own, arn.replace("/web/site", "/site")),
        (own, arn.replace("site", "shop")),
        (own, "rubbish".to_owned()),
    ] {
        let found = platform.store.read(|reader| port.is_there(reader, account, &arn)).unwrap();
        assert!(!found, "{arn}");
    }
}
