//! The policies of users, groups and roles: inline and attached. What the three have in common is
//! written once, in [`inline`] and [`attached`]; the handlers differ in their shapes alone.

mod attached;
mod inline;

macro_rules! handlers {
    ($holder:ident, $name:ident,
     $put:ident, $get:ident => $got:ident, $delete:ident, $list:ident => $listed:ident,
     $attach:ident, $detach:ident, $list_attached:ident => $listed_attached:ident) => {
        use bartizan_service::{Authorized, Call};

        use super::{attached, inline};
        use crate::Iam;
        use crate::error::IamError;
        use crate::records::$holder;
        use crate::shapes::{
            $attach, $delete, $detach, $get, $got, $list, $list_attached, $listed,
            $listed_attached, $put,
        };

        /// Adds an inline policy, in place of the one of this name.
        pub(crate) async fn put(
            _iam: &Iam,
            call: &Call,
            request: Authorized<$put>,
        ) -> Result<(), IamError> {
            let request = request.into_inner();
            let (name, document) = (request.policy_name, request.policy_document);
            inline::put::<$holder>(call, request.$name, name, document).await
        }

        /// An inline policy.
        pub(crate) async fn get(
            _iam: &Iam,
            call: &Call,
            request: Authorized<$get>,
        ) -> Result<$got, IamError> {
            let (holder, policy) =
                inline::get::<$holder>(call, &request.$name, &request.policy_name)?;
            Ok($got {
                $name: holder,
                policy_name: policy.name,
                policy_document: crate::document::encoded(&policy.document),
            })
        }

        /// Removes an inline policy.
        pub(crate) async fn delete(
            _iam: &Iam,
            call: &Call,
            request: Authorized<$delete>,
        ) -> Result<(), IamError> {
            let request = request.into_inner();
            inline::delete::<$holder>(call, request.$name, request.policy_name).await
        }

        /// The names of the inline policies.
        pub(crate) async fn list(
            _iam: &Iam,
            call: &Call,
            request: Authorized<$list>,
        ) -> Result<$listed, IamError> {
            let page = inline::list::<$holder>(
                call,
                &request.$name,
                request.marker.as_deref(),
                request.max_items,
            )?;
            Ok($listed {
                policy_names: page.items,
                is_truncated: page.is_truncated,
                marker: page.marker,
            })
        }

        /// Attaches a managed policy.
        pub(crate) async fn attach(
            _iam: &Iam,
            call: &Call,
            request: Authorized<$attach>,
        ) -> Result<(), IamError> {
            let request = request.into_inner();
            attached::attach::<$holder>(call, request.$name, request.policy_arn).await
        }

        /// Detaches a managed policy.
        pub(crate) async fn detach(
            _iam: &Iam,
            call: &Call,
            request: Authorized<$detach>,
        ) -> Result<(), IamError> {
            let request = request.into_inner();
            attached::detach::<$holder>(call, request.$name, request.policy_arn).await
        }

        /// The attached managed policies.
        pub(crate) async fn list_attached(
            _iam: &Iam,
            call: &Call,
            request: Authorized<$list_attached>,
        ) -> Result<$listed_attached, IamError> {
            let page = attached::list::<$holder>(
                call,
                &request.$name,
                request.path_prefix.as_deref(),
                request.marker.as_deref(),
                request.max_items,
            )?;
            Ok($listed_attached {
                attached_policies: Some(page.items),
                is_truncated: page.is_truncated,
                marker: page.marker,
            })
        }
    };
}

/// Policies of users.
pub(crate) mod of_user {
    handlers!(
        User, user_name,
        PutUserPolicyRequest, GetUserPolicyRequest => GetUserPolicyResponse,
        DeleteUserPolicyRequest, ListUserPoliciesRequest => ListUserPoliciesResponse,
        AttachUserPolicyRequest, DetachUserPolicyRequest,
        ListAttachedUserPoliciesRequest => ListAttachedUserPoliciesResponse
    );
}

/// Policies of groups.
pub(crate) mod of_group {
    handlers!(
        Group, group_name,
        PutGroupPolicyRequest, GetGroupPolicyRequest => GetGroupPolicyResponse,
        DeleteGroupPolicyRequest, ListGroupPoliciesRequest => ListGroupPoliciesResponse,
        AttachGroupPolicyRequest, DetachGroupPolicyRequest,
        ListAttachedGroupPoliciesRequest => ListAttachedGroupPoliciesResponse
    );
}

/// Policies of roles.
pub(crate) mod of_role {
    handlers!(
        Role, role_name,
        PutRolePolicyRequest, GetRolePolicyRequest => GetRolePolicyResponse,
        DeleteRolePolicyRequest, ListRolePoliciesRequest => ListRolePoliciesResponse,
        AttachRolePolicyRequest, DetachRolePolicyRequest,
        ListAttachedRolePoliciesRequest => ListAttachedRolePoliciesResponse
    );
}
