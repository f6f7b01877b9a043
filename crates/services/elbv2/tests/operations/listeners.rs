//! Listeners and their certificates.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::fakes::CERTIFICATE;
use crate::{
    BALANCER, LISTENER, balanced, balancer, done, group, listener, listening, new_listener,
    refused, world,
};

fn https(balancer: &str) -> Json {
    let mut input = new_listener(balancer, 443);
    input["Protocol"] = json!("HTTPS");
    input["Certificates"] = json!([{ "CertificateArn": CERTIFICATE }]);
    input
}

pub(crate) fn cases() -> Vec<Case> {
    let second = json!({
        "ListenerArn": LISTENER,
        "Certificates": [{ "CertificateArn": format!("{CERTIFICATE}-2") }],
    });
    let secured =
        |operation, input| balanced(operation, input).after("CreateListener", https(BALANCER));
    vec![
        balanced("CreateListener", new_listener(BALANCER, 80)),
        listening("DescribeListeners", json!({ "LoadBalancerArn": BALANCER })),
        listening("ModifyListener", json!({ "ListenerArn": LISTENER, "Port": 81 })),
        listening("DeleteListener", json!({ "ListenerArn": LISTENER })),
        listening("DescribeListenerAttributes", json!({ "ListenerArn": LISTENER })),
        listening(
            "ModifyListenerAttributes",
            json!({
                "ListenerArn": LISTENER,
                "Attributes": [{
                    "Key": "routing.http.response.x_frame_options.header_value",
                    "Value": "DENY",
                }],
            }),
        ),
        secured("AddListenerCertificates", second.clone()),
        secured("RemoveListenerCertificates", second.clone())
            .after("AddListenerCertificates", second),
        secured("DescribeListenerCertificates", json!({ "ListenerArn": LISTENER })),
    ]
}

#[tokio::test]
async fn a_listener_of_https_shows_a_certificate_of_the_account() {
    let world = world();
    let web = balancer(&world, "web").await;
    for (more, code) in [
        (json!({ "Certificates": [] }), "CertificateNotFound"),
        (
            json!({ "Certificates": [{ "CertificateArn": "arn:aws:iam::123456789012:server-certificate/no" }] }),
            "CertificateNotFound",
        ),
        (json!({ "SslPolicy": "ELBSecurityPolicy-2016-08" }), "NotImplemented"),
        (json!({ "SslPolicy": "mine" }), "SSLPolicyNotFound"),
        (json!({ "Protocol": "TCP" }), "ValidationError"),
        (json!({ "Protocol": "HTTP" }), "ValidationError"),
        (json!({ "MutualAuthentication": { "Mode": "verify" } }), "NotImplemented"),
        (json!({ "DefaultActions": [] }), "ValidationError"),
    ] {
        let mut input = https(&web);
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        assert_eq!(refused(&world, "CreateListener", input).await, code, "{more}");
    }
    let mut downgrade = https(&web);
    downgrade["DefaultActions"] = json!([{
        "Type": "redirect",
        "RedirectConfig": { "Protocol": "HTTP", "Port": "80", "StatusCode": "HTTP_301" },
    }]);
    let told = refused(&world, "CreateListener", downgrade).await;
    assert_eq!(told, "InvalidLoadBalancerAction");
    let made = done(&world, "CreateListener", https(&web)).await;
    let made = &made["Listeners"][0];
    assert_eq!(made["SslPolicy"], "ELBSecurityPolicy-TLS13-1-2-2021-06");
    let told = refused(&world, "CreateListener", https(&web)).await;
    assert_eq!(told, "DuplicateListener");
    let default = json!({
        "ListenerArn": made["ListenerArn"],
        "Certificates": [{ "CertificateArn": CERTIFICATE }],
    });
    let told = refused(&world, "RemoveListenerCertificates", default).await;
    assert_eq!(told, "OperationNotPermitted");
    let plain = json!({ "ListenerArn": made["ListenerArn"], "Protocol": "HTTP", "Port": 80 });
    let plain = done(&world, "ModifyListener", plain).await;
    assert_eq!(
        (&plain["Listeners"][0]["Protocol"], &plain["Listeners"][0]["SslPolicy"]),
        (&json!("HTTP"), &Json::Null)
    );
}

#[tokio::test]
async fn a_listener_has_the_attributes_of_what_it_speaks() {
    let world = world();
    let web = balancer(&world, "web").await;
    let plain = listener(&world, &web, 80).await;
    let made = done(&world, "CreateListener", https(&web)).await;
    let secure = made["Listeners"][0]["ListenerArn"].as_str().unwrap();
    let tls_version = "routing.http.request.x_amzn_tls_version.header_name";
    let cipher_suite = "routing.http.request.x_amzn_tls_cipher_suite.header_name";
    let mutual = "routing.http.request.x_amzn_mtls_clientcert.header_name";
    let set = |listener: &str, key: &str, value: &str| json!({ "ListenerArn": listener, "Attributes": [{ "Key": key, "Value": value }] });
    for (listener, key, value, code) in [
        (&*plain, tls_version, "Client-Tls", "ValidationError"),
        (secure, tls_version, "Host", "InvalidConfigurationRequest"),
        (secure, tls_version, "a b", "InvalidConfigurationRequest"),
        (secure, tls_version, "X-Amzn-TLS-Cipher-Suite", "InvalidConfigurationRequest"),
        (secure, mutual, "Client", "NotImplemented"),
        (secure, "tcp.idle_timeout.seconds", "60", "ValidationError"),
        (&format!("{plain}0"), tls_version, "a", "ListenerNotFound"),
    ] {
        let told = refused(&world, "ModifyListenerAttributes", set(listener, key, value)).await;
        assert_eq!(told, code, "{key} {value}");
    }
    done(&world, "ModifyListenerAttributes", set(secure, tls_version, "Client-Tls")).await;
    let clash = set(secure, cipher_suite, "client-tls");
    let told = refused(&world, "ModifyListenerAttributes", clash).await;
    assert_eq!(told, "InvalidConfigurationRequest");
    let shown = done(&world, "DescribeListenerAttributes", json!({ "ListenerArn": secure })).await;
    let shown = shown["Attributes"].as_array().unwrap();
    let value = |key: &str| &shown.iter().find(|one| one["Key"] == key).unwrap()["Value"];
    assert_eq!(
        (value(tls_version), value(mutual)),
        (&json!("Client-Tls"), &json!("X-Amzn-Mtls-Clientcert"))
    );
    let shown = done(&world, "DescribeListenerAttributes", json!({ "ListenerArn": plain })).await;
    assert_eq!(shown["Attributes"].as_array().unwrap().len(), 11);
}

#[tokio::test]
async fn a_group_is_one_balancers() {
    let world = world();
    let (one, other) = (balancer(&world, "one").await, balancer(&world, "other").await);
    let app = group(&world, "app").await;
    let to = |balancer: &str| {
        let mut input = new_listener(balancer, 80);
        input["DefaultActions"] = json!([{ "Type": "forward", "TargetGroupArn": app }]);
        input
    };
    done(&world, "CreateListener", to(&one)).await;
    let told = refused(&world, "CreateListener", to(&other)).await;
    assert_eq!(told, "TargetGroupAssociationLimit");
    let mut missing = to(&other);
    missing["DefaultActions"][0]["TargetGroupArn"] =
        json!("arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/no/0");
    assert_eq!(refused(&world, "CreateListener", missing).await, "TargetGroupNotFound");
    listener(&world, &one, 81).await;
}
