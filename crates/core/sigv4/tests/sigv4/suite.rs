//! The 40 `SigV4` and 38 `SigV4A` cases of AWS's signing test suite, which ships inside the crate
//! `aws-sigv4`: canonical request and signature are made as the suite has them, and its signed
//! requests verify. No two signatures of `SigV4A` are the same: those made here are verified.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bartizan_sigv4::{
    BodyDigest, Credentials, Mismatch, PathStyle, PayloadHash, Presented, Secret, SignedRequest,
    SigningError, SigningParams, Verifier, parse, presign, sign,
};
use bartizan_types::Timestamp;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

const CASES: usize = 40;
const ASYMMETRIC_CASES: usize = 38;

/// The folder of the two suites: in the sources of the crate that ships it, which cargo knows.
fn suite() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("BARTIZAN_SIGNING_SUITE") {
        return Some(folder.into());
    }
    let metadata = |more: &[&str]| {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let arguments = ["metadata", "--format-version", "1", "--manifest-path", manifest];
        let output = Command::new(cargo).args(arguments).args(more).output().ok()?;
        let metadata: Value = serde_json::from_slice(&output.stdout).ok()?;
        let packages = metadata["packages"].as_array()?;
        let package = packages.iter().find(|package| package["name"] == "aws-sigv4")?;
        let manifest = Path::new(package["manifest_path"].as_str()?);
        Some(manifest.parent()?.join("aws-signing-test-suite"))
    };
    metadata(&["--offline"]).or_else(|| metadata(&[])).filter(|folder| folder.is_dir())
}

/// A request as the suite writes it.
struct Request {
    method: String,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Request {
    fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap().replace("\r\n", "\n");
        let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
        let mut lines = head.lines();
        let first = lines.next().unwrap();
        let (method, rest) = first.split_once(' ').unwrap();
        let target = rest.strip_suffix(" HTTP/1.1").unwrap_or(rest);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in lines {
            match line.split_once(':') {
                // A line that starts with a space goes on with the value before it.
                _ if line.starts_with(' ') => fields.last_mut().unwrap().1 += line,
                Some((name, value)) => fields.push((name.to_owned(), value.to_owned())),
                None => panic!("{line}"),
            }
        }
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            headers.append(name, HeaderValue::from_str(&value).unwrap());
        }
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body: body.as_bytes().to_vec(),
        }
    }

    fn borrowed(&self) -> SignedRequest<'_> {
        let Self { method, path, query, headers, .. } = self;
        SignedRequest { method, path, query, headers }
    }

    fn with(&self, more: &HeaderMap) -> Self {
        let mut headers = self.headers.clone();
        headers.extend(more.clone());
        let Self { method, path, query, body, .. } = self;
        Self {
            method: method.clone(),
            path: path.clone(),
            query: query.clone(),
            headers,
            body: body.clone(),
        }
    }

    fn hash(&self) -> [u8; 32] {
        let mut digest = BodyDigest::new();
        digest.update(&self.body);
        digest.finish()
    }
}

/// What the verifier made of the request, shown by giving it a wrong secret.
fn canonical(request: &Request, presented: &Presented) -> Mismatch {
    let verifier = Verifier::new(1);
    let now = presented.timestamp;
    let wrong = Secret::new("wrong");
    let body = request.hash();
    match verifier.verify(presented, &request.borrowed(), Some(&body), &wrong, now) {
        Err(SigningError::Mismatch(mismatch)) => *mismatch,
        other => panic!("{other:?}"),
    }
}

struct Case {
    asymmetric: bool,
    folder: PathBuf,
    name: String,
    context: Value,
}

impl Case {
    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap().replace("\r\n", "\n")
    }

    fn style(&self) -> PathStyle {
        if self.context["normalize"] == true { PathStyle::Normalized } else { PathStyle::Verbatim }
    }

    fn omits_token(&self) -> bool {
        self.context["omit_session_token"] == true
    }

    fn verify(&self, form: &str) {
        let request = Request::read(&self.folder.join(format!("{form}-signed-request.txt")));
        let mut presented = parse(&request.borrowed()).unwrap().unwrap();
        presented.path_style = self.style();
        presented.security_token_signed = !self.omits_token();
        let name = &self.name;
        let signature = self.text(&format!("{form}-signature.txt"));
        if !self.asymmetric {
            assert_eq!(presented.signature, signature, "{name}");
        }
        let credentials = &self.context["credentials"];
        assert_eq!(presented.security_token.as_deref(), credentials["token"].as_str(), "{name}");
        let seen = canonical(&request, &presented);
        let expected = self.text(&format!("{form}-canonical-request.txt"));
        assert_eq!(seen.canonical_request, expected, "{name}");
        assert_eq!(seen.string_to_sign, self.text(&format!("{form}-string-to-sign.txt")), "{name}");

        let secret = Secret::new(credentials["secret_access_key"].as_str().unwrap());
        let body = request.hash();
        let verifier = Verifier::new(1);
        for given in [presented.signature.clone(), signature] {
            let presented = Presented { signature: given, ..presented.clone() };
            let now = presented.timestamp;
            verifier
                .verify(&presented, &request.borrowed(), Some(&body), &secret, now)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }

    fn make(&self) {
        // The signed form has the path raw, as `request.txt` has it in all cases but one.
        let request = Request::read(&self.folder.join("request.txt"));
        let signed = Request::read(&self.folder.join("header-signed-request.txt"));
        let request = Request { path: signed.path, ..request };
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let credentials = &self.context["credentials"];
        let secret = Secret::new(text(&credentials["secret_access_key"]));
        let credentials = Credentials {
            access_key_id: &text(&credentials["access_key_id"]),
            secret: &secret,
            security_token: credentials["token"].as_str(),
        };
        let (region, service) = (text(&self.context["region"]), text(&self.context["service"]));
        let time = Timestamp::parse_iso8601(&text(&self.context["timestamp"])).unwrap();
        let payload = PayloadHash::Sha256(request.hash());
        let params = SigningParams {
            path_style: self.style(),
            asymmetric: self.asymmetric,
            content_hash_header: self.context["sign_body"] == true,
            sign_security_token: !self.omits_token(),
            ..SigningParams::new(credentials, &region, &service, time, payload)
        };
        let signed = sign(&request.borrowed(), &params).unwrap();
        self.check_made("header", &request.with(&signed.headers), &signed.signature, &secret);
        let expires = self.context["expiration_in_seconds"].as_u64().unwrap();
        let query = presign(&request.borrowed(), &params, u32::try_from(expires).unwrap()).unwrap();
        let signature = query.rsplit_once('=').unwrap().1.to_owned();
        self.check_made("query", &Request { query, ..request }, &signature, &secret);
    }

    /// A signature that can be made again is the suite's; any other must verify.
    fn check_made(&self, form: &str, request: &Request, signature: &str, secret: &Secret) {
        let name = &self.name;
        if !self.asymmetric {
            assert_eq!(signature, self.text(&format!("{form}-signature.txt")), "{name}");
            return;
        }
        let mut presented = parse(&request.borrowed()).unwrap().unwrap();
        presented.path_style = self.style();
        presented.security_token_signed = !self.omits_token();
        assert_eq!(presented.signature, signature, "{name}");
        let expected = self.text(&format!("{form}-canonical-request.txt"));
        assert_eq!(canonical(request, &presented).canonical_request, expected, "{name}");
        let (body, now) = (request.hash(), presented.timestamp);
        Verifier::new(1)
            .verify(&presented, &request.borrowed(), Some(&body), secret, now)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

/// The suite's two cases in an older form, of whose canonical requests the date is another one than
/// the signed request's.
fn older_form(folder: &Path, name: &str) {
    let request = Request::read(&folder.join("header-signed-request.txt"));
    let presented = parse(&request.borrowed()).unwrap().unwrap();
    let seen = canonical(&request, &presented).canonical_request;
    let date = presented.timestamp.amz_date();
    let expected = fs::read_to_string(folder.join("header-canonical-request.txt")).unwrap();
    assert_eq!(seen.replace(&date, "20210511T154045Z"), expected, "{name}");
}

#[test]
fn all_cases_of_the_signing_test_suite() {
    let Some(suite) = suite() else {
        println!("SKIPPED all_cases_of_the_signing_test_suite: the crate aws-sigv4 is not fetched");
        assert!(std::env::var_os("CI").is_none(), "CI must have the signing test suite");
        return;
    };
    assert_eq!(passed_of(&suite.join("v4"), false), CASES);
    assert_eq!(passed_of(&suite.join("v4a"), true), ASYMMETRIC_CASES);
}

fn passed_of(suite: &Path, asymmetric: bool) -> usize {
    let mut passed = 0;
    for entry in fs::read_dir(suite).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        match fs::read_to_string(folder.join("context.json")) {
            Ok(context) => {
                let context = serde_json::from_str(&context).unwrap();
                let case = Case { asymmetric, folder, name, context };
                case.verify("header");
                case.verify("query");
                case.make();
            }
            Err(_) => older_form(&folder, &name),
        }
        passed += 1;
    }
    passed
}
