//! The declaration of an operation, from which router, authoriser, activity record and coverage
//! table derive.

use std::future::Future;
use std::pin::Pin;

use bartizan_types::Fault;
use bartizan_wire::{IntoValue, Value};

use crate::access::Rule;
use crate::{Authorized, Body, Call};

/// Whether an operation changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It only reads: `readOnly` in the activity record.
    Read,
    /// It changes nothing stored, but hands something out, as `AssumeRole` does: `readOnly`, and
    /// recorded with its answer.
    Issue,
    /// It changes something durable.
    Write,
}

/// Which kind of event an operation leaves in the activity record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventCategory {
    /// On the control plane; `LookupEvents` shows it.
    Management,
    /// On the data plane, as `s3:GetObject`; recorded, but not shown by `LookupEvents` (CloudTrail
    /// User Guide, "Data events").
    Data,
}

/// Who may call an operation at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// Only callers with credentials.
    Signed,
    /// Anyone; the resource's policies decide about callers without credentials.
    Anyone,
}

/// One operation of a service, declared once.
#[derive(Debug)]
pub struct Operation {
    /// The service's name, as `iam`.
    pub service: &'static str,
    /// The operation's name in the API, as `CreateUser`.
    pub name: &'static str,
    /// Whether it writes.
    pub mode: Mode,
    /// The kind of its event.
    pub category: EventCategory,
    /// Who may call it.
    pub admission: Admission,
    /// The IAM actions it may need, the main one first; empty where no permission is needed.
    pub actions: &'static [&'static str],
    /// Which resources and condition keys a call of it concerns.
    pub rule: Rule,
}

/// A future a service answers with.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a handler answers: the output's members and, for some, a streamed payload.
#[derive(Debug)]
pub struct Reply {
    /// The output, as the model shapes it.
    pub value: Value,
    /// The streamed payload, where the operation has one.
    pub body: Option<Body>,
}

/// Whatever a handler may return.
pub trait IntoReply {
    /// Turns it into the reply.
    fn into_reply(self) -> Reply;
}

impl<T: IntoValue> IntoReply for T {
    fn into_reply(self) -> Reply {
        Reply { value: self.into_value(), body: None }
    }
}

impl IntoReply for Reply {
    fn into_reply(self) -> Reply {
        self
    }
}

/// One AWS API: its operations and the state their handlers need.
pub trait Service: Send + Sync {
    /// The service's name in the models, as `iam`; also the service of its credential scope.
    fn name(&self) -> &'static str;

    /// Every operation that is real. What the model has beyond these answers "not implemented".
    fn declared() -> &'static [Operation]
    where
        Self: Sized;

    /// As [`Self::declared`], of a service whose type is not known.
    fn operations(&self) -> &'static [Operation];

    /// Why operations of the model cannot be real here, with their names. Others are not real yet.
    fn lacking(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[]
    }

    /// Runs an operation's handler. Only an authorised input can be handed over.
    fn handle<'a>(
        &'a self,
        operation: &'static Operation,
        call: &'a Call,
        input: Authorized<Value>,
    ) -> BoxFuture<'a, Result<Reply, Fault>>;
}

/// Declares a service's operations, a line each, and implements [`Service`] by them:
///
/// ```text
/// operations! {
///     Iam = "iam";
///     CreateUser: Write Management Signed ["iam:CreateUser"] rule::new_user => user::create;
/// }
/// ```
///
/// After the name may follow what the service lacks, and why: `lacking ["no third party" => GetIt;]`.
///
/// The handler is `async fn(&Iam, &Call, Authorized<CreateUserRequest>) -> Result<_, E>` where the
/// answer is [`IntoReply`] and `E` turns into a [`Fault`].
#[macro_export]
macro_rules! operations {
    ($service:ty = $name:literal
     $(lacking [$($why:literal => $($lacking:ident)+;)*])?;
     $($operation:ident: $mode:ident $category:ident $admission:ident
       [$($action:literal),*] $rule:path => $handler:path;)*) => {
        static OPERATIONS: &[$crate::Operation] = &[$(
            $crate::Operation {
                service: $name,
                name: stringify!($operation),
                mode: $crate::Mode::$mode,
                category: $crate::EventCategory::$category,
                admission: $crate::Admission::$admission,
                actions: &[$($action),*],
                rule: $rule,
            },
        )*];

        // Each once: a second one would never be handled.
        const _: () = {
            #[allow(dead_code, reason = "its names are compared")]
            enum Declared {
                $($operation,)*
            }
        };

        impl $crate::Service for $service {
            fn name(&self) -> &'static str {
                $name
            }

            fn declared() -> &'static [$crate::Operation] {
                OPERATIONS
            }

            fn operations(&self) -> &'static [$crate::Operation] {
                OPERATIONS
            }

            $(fn lacking(&self) -> &'static [(&'static str, &'static [&'static str])] {
                &[$(($why, &[$(stringify!($lacking)),+])),*]
            })?

            fn handle<'a>(
                &'a self,
                operation: &'static $crate::Operation,
                call: &'a $crate::Call,
                input: $crate::Authorized<$crate::wire::Value>,
            ) -> $crate::BoxFuture<'a, Result<$crate::Reply, $crate::types::Fault>> {
                match operation.name {
                    $(stringify!($operation) => Box::pin(async move {
                        let input = input.typed()?;
                        let output = $handler(self, call, input).await;
                        output
                            .map($crate::IntoReply::into_reply)
                            .map_err($crate::types::Fault::from)
                    }),)*
                    _ => Box::pin(std::future::ready(Err($crate::not_implemented($name, operation.name)))),
                }
            }
        }
    };
}

/// The error of an operation that AWS has and Bartizan does not.
pub fn not_implemented(service: &str, operation: &str) -> Fault {
    Fault::new(
        "NotImplemented",
        format!(
            "{service}:{operation} is not implemented by Bartizan; docs/coverage.md lists what is"
        ),
        501,
    )
}
