//! Every operation, a line each.

use bartizan_service::{any_resource, needs_no_permission, operations};

use crate::{
    Sts, assume_role, assume_root, delegated, federation, identity, saml, session_token,
    web_identity, web_identity_token,
};

operations! {
    Sts = "sts";
    AssumeRole: Issue Management Signed ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] assume_role::rule => assume_role::assume;
    AssumeRoleWithSAML: Issue Management Anyone ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"] needs_no_permission => saml::assume;
    AssumeRoleWithWebIdentity: Issue Management Anyone ["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"] needs_no_permission => web_identity::assume;
    AssumeRoot: Issue Management Signed ["sts:AssumeRoot"] assume_root::rule => assume_root::issue;
    DecodeAuthorizationMessage: Read Management Signed ["sts:DecodeAuthorizationMessage"] any_resource => identity::decode_authorization_message;
    GetAccessKeyInfo: Read Management Signed ["sts:GetAccessKeyInfo"] any_resource => identity::access_key_info;
    GetCallerIdentity: Read Management Signed [] needs_no_permission => identity::caller_identity;
    GetDelegatedAccessToken: Issue Management Signed ["sts:GetDelegatedAccessToken"] any_resource => delegated::issue;
    GetFederationToken: Issue Management Signed ["sts:GetFederationToken", "sts:TagSession"] federation::rule => federation::issue;
    GetWebIdentityToken: Issue Management Signed ["sts:GetWebIdentityToken", "sts:TagGetWebIdentityToken"] web_identity_token::rule => web_identity_token::issue;
    GetSessionToken: Issue Management Signed [] needs_no_permission => session_token::issue;
}
