//! A policy document as it was written: every element of the grammar with its place, nothing
//! interpreted. (IAM User Guide, "Grammar of the IAM JSON policy language".)

use serde::Serialize;

use crate::compile::{ActionName, name_action};
use crate::json::{Member, Node, Span, SyntaxError, Value};

/// A text of a policy, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text, escapes resolved. Numbers and booleans among condition values are the text that
    /// was written.
    pub value: String,
    /// Where it stands.
    pub span: Span,
}

/// A policy document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The JSON it was read from.
    pub root: Node,
    /// `Version`
    pub version: Option<Text>,
    /// `Id`
    pub id: Option<Text>,
    /// `Statement`, an object or a list of them; `None` where the element is missing.
    pub statement: Option<Span>,
    /// The statements in their order.
    pub statements: Vec<Statement>,
    /// What does not fit the grammar; such parts are left out of the fields above.
    pub problems: Vec<Problem>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statement {
    /// Where the object stands.
    pub span: Span,
    /// `Sid`
    pub sid: Option<Text>,
    /// `Effect`; absent when it is missing or neither `Allow` nor `Deny`.
    pub effect: Option<Effect>,
    /// `Principal`
    pub principal: Option<PrincipalElement>,
    /// `NotPrincipal`
    pub not_principal: Option<PrincipalElement>,
    /// `Action`
    pub action: Option<Element>,
    /// `NotAction`
    pub not_action: Option<Element>,
    /// `Resource`
    pub resource: Option<Element>,
    /// `NotResource`
    pub not_resource: Option<Element>,
    /// Where the `Condition` element stands.
    pub condition: Option<Span>,
    /// The entries of `Condition`, one for each operator and key.
    pub conditions: Vec<ConditionEntry>,
}

/// `Effect`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Effect {
    /// `Allow`
    Allow,
    /// `Deny`
    Deny,
}

/// An element that is one text or a list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Where its key stands.
    pub key_span: Span,
    /// Where its value stands.
    pub span: Span,
    /// Whether it was written as a list.
    pub is_list: bool,
    /// The texts.
    pub values: Vec<Text>,
}

/// `Principal` or `NotPrincipal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrincipalElement {
    /// Where its key stands.
    pub key_span: Span,
    /// Where its value stands.
    pub span: Span,
    /// The text when it is no object; the grammar admits only `*`.
    pub text: Option<Text>,
    /// The entries of the object.
    pub entries: Vec<PrincipalEntry>,
}

/// One kind of principals in a `Principal` object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrincipalEntry {
    /// `AWS`, `Service`, `Federated` or `CanonicalUser`, as written.
    pub kind: Text,
    /// The principals.
    pub element: Element,
}

/// One key under one operator of a `Condition`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionEntry {
    /// The operator with its set prefix and `IfExists`, as written.
    pub operator: Text,
    /// The condition key, as written.
    pub key: Text,
    /// The values.
    pub element: Element,
}

/// Something that does not fit the grammar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: ProblemKind,
}

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The document or a statement is not an object.
    NotAnObject,
    /// An element that the grammar does not know.
    UnknownElement,
    /// A key that occurred before in the same object.
    DuplicateKey,
    /// A text was expected.
    NotAText,
    /// A text or a list of texts was expected.
    NotATextOrList,
    /// `Effect` is neither `Allow` nor `Deny`.
    InvalidEffect,
    /// A condition value is neither text, number, boolean nor a list of them.
    InvalidConditionValue,
}

impl Document {
    /// Reads a document. What is JSON but no policy is reported in [`Document::problems`].
    ///
    /// # Errors
    /// The text is not JSON, or exceeds the bounds of [`Node::parse`].
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let root = Node::parse(text)?;
        let mut reader = Reader {
            problems: root
                .duplicate_keys()
                .into_iter()
                .map(|member| Problem { span: member.key_span, kind: ProblemKind::DuplicateKey })
                .collect(),
        };
        let mut document = Self { root, ..Self::default() };
        let members = reader.members(&document.root);
        for member in members {
            match member.key.as_str() {
                "Version" => document.version = reader.text(&member.value),
                "Id" => document.id = reader.text(&member.value),
                "Statement" => {
                    document.statement = Some(member.value.span);
                    document.statements = reader.statements(&member.value);
                }
                // IAM takes this element and gives it no meaning.
                "Conditions" => {}
                _ => reader.report(member.key_span, ProblemKind::UnknownElement),
            }
        }
        document.problems = reader.problems;
        Ok(document)
    }

    /// Whether variables are resolved: only where the version says 2012-10-17. (IAM User Guide,
    /// "IAM JSON policy elements: Version".)
    pub fn resolves_variables(&self) -> bool {
        self.version.as_ref().is_some_and(|version| version.value == "2012-10-17")
    }
}

impl Statement {
    /// Whether the statement speaks of this action, on whatever resource and under whatever
    /// conditions.
    pub fn names(&self, action: &str) -> bool {
        let asked = ActionName::new(action);
        let contain = |element: &Element| name_action(&element.values, &asked);
        match (&self.action, &self.not_action) {
            (Some(actions), _) => contain(actions),
            (None, Some(others)) => !contain(others),
            (None, None) => false,
        }
    }
}

struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn report(&mut self, span: Span, kind: ProblemKind) {
        self.problems.push(Problem { span, kind });
    }

    fn members<'n>(&mut self, node: &'n Node) -> &'n [Member] {
        node.members().unwrap_or_else(|| {
            self.report(node.span, ProblemKind::NotAnObject);
            &[]
        })
    }

    fn text(&mut self, node: &Node) -> Option<Text> {
        let Some(text) = node.as_str() else {
            self.report(node.span, ProblemKind::NotAText);
            return None;
        };
        Some(Text { value: text.to_owned(), span: node.span })
    }

    fn statements(&mut self, node: &Node) -> Vec<Statement> {
        match &node.value {
            Value::List(nodes) => nodes.iter().map(|node| self.statement(node)).collect(),
            _ => vec![self.statement(node)],
        }
    }

    fn statement(&mut self, node: &Node) -> Statement {
        let mut statement = Statement { span: node.span, ..Statement::default() };
        for member in self.members(node) {
            match member.key.as_str() {
                "Sid" => statement.sid = self.text(&member.value),
                "Effect" => statement.effect = self.effect(&member.value),
                "Principal" => statement.principal = Some(self.principal(member)),
                "NotPrincipal" => statement.not_principal = Some(self.principal(member)),
                "Action" => statement.action = Some(self.element(member)),
                "NotAction" => statement.not_action = Some(self.element(member)),
                "Resource" => statement.resource = Some(self.element(member)),
                "NotResource" => statement.not_resource = Some(self.element(member)),
                "Condition" => {
                    statement.condition = Some(member.value.span);
                    statement.conditions = self.conditions(&member.value);
                }
                _ => self.report(member.key_span, ProblemKind::UnknownElement),
            }
        }
        statement
    }

    fn effect(&mut self, node: &Node) -> Option<Effect> {
        match self.text(node)?.value.as_str() {
            "Allow" => Some(Effect::Allow),
            "Deny" => Some(Effect::Deny),
            _ => {
                self.report(node.span, ProblemKind::InvalidEffect);
                None
            }
        }
    }

    fn element(&mut self, member: &Member) -> Element {
        self.element_with(member, ProblemKind::NotATextOrList, |node| match &node.value {
            Value::String(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// Among the entries of a list IAM passes over `null`.
    fn element_with(
        &mut self,
        member: &Member,
        problem: ProblemKind,
        read: fn(&Node) -> Option<String>,
    ) -> Element {
        let node = &member.value;
        let (is_list, nodes) = match &node.value {
            Value::List(nodes) => (true, nodes.as_slice()),
            _ => (false, std::slice::from_ref(node)),
        };
        let mut values = Vec::with_capacity(nodes.len());
        for node in nodes {
            match read(node) {
                Some(value) => values.push(Text { value, span: node.span }),
                None if is_list && node.value == Value::Null => {}
                None => self.report(node.span, problem),
            }
        }
        Element { key_span: member.key_span, span: node.span, is_list, values }
    }

    fn principal(&mut self, member: &Member) -> PrincipalElement {
        let mut element = PrincipalElement {
            key_span: member.key_span,
            span: member.value.span,
            text: None,
            entries: Vec::new(),
        };
        if let Some(text) = member.value.as_str() {
            element.text = Some(Text { value: text.to_owned(), span: member.value.span });
            return element;
        }
        for entry in self.members(&member.value) {
            element.entries.push(PrincipalEntry {
                kind: Text { value: entry.key.clone(), span: entry.key_span },
                element: self.element(entry),
            });
        }
        element
    }

    fn conditions(&mut self, node: &Node) -> Vec<ConditionEntry> {
        let mut entries = Vec::new();
        for operator in self.members(node) {
            for key in self.members(&operator.value) {
                entries.push(ConditionEntry {
                    operator: Text { value: operator.key.clone(), span: operator.key_span },
                    key: Text { value: key.key.clone(), span: key.key_span },
                    element: self.element_with(
                        key,
                        ProblemKind::InvalidConditionValue,
                        condition_value,
                    ),
                });
            }
        }
        entries
    }
}

fn condition_value(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) | Value::Number(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::List(_) | Value::Object(_) => None,
    }
}
