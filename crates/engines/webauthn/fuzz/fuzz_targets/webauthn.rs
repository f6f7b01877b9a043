//! Any bytes of a client or an authenticator are taken or refused, without a panic.

#![no_main]

use bartizan_webauthn::{Known, PublicKey, RelyingParty, assertion, registration};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &[u8])| {
    let (text, bytes) = input;
    let party = RelyingParty { id: "a.example", origin: "https://a.example" };
    let known = Known { id: b"AAAA", key: bytes, counter: 0, user: b"u" };
    let encoded = URL_SAFE_NO_PAD.encode(bytes);
    let client = URL_SAFE_NO_PAD.encode(
        r#"{"type":"webauthn.create","challenge":"Y2g","origin":"https://a.example"}"#,
    );
    let whole = format!(
        r#"{{"id":"QUFBQQ","type":"public-key","response":{{"clientDataJSON":"{client}",
        "attestationObject":"{encoded}","authenticatorData":"{encoded}","signature":"{encoded}"}}}}"#
    );
    for response in [text, whole.as_str()] {
        let _ = registration(response, &party, "Y2g");
        let _ = assertion(response, &party, "Y2g", &known);
    }
    let _ = PublicKey::parse(bytes);
});
