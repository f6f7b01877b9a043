//! Stacks of modules: pam.d(5).

use super::joined;
use crate::host::{Host, INCLUDED_MAX};

/// How deep files may include each other.
const INCLUDES_MAX: usize = 16;
/// The most modules of a stack.
const MODULES_MAX: usize = 10_000;

/// A module of a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Module {
    pub(crate) path: String,
    pub(crate) line: usize,
    /// `auth`, `account`, `password` or `session`.
    pub(crate) stack: String,
    pub(crate) control: String,
    /// Its file's name.
    pub(crate) name: String,
    pub(crate) arguments: Vec<String>,
}

impl Module {
    pub(crate) fn place(&self) -> (&str, usize) {
        (&self.path, self.line)
    }

    pub(crate) fn has(&self, argument: &str) -> bool {
        self.arguments.iter().any(|one| one == argument)
    }

    /// The value of an argument.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        let value = |one: &'_ String| one.split_once('=').is_some_and(|(name, _)| name == key);
        self.arguments.iter().rfind(|one| value(one))?.split_once('=').map(|(_, value)| value)
    }

    pub(crate) fn told(&self) -> String {
        [&self.stack, &self.control, &self.name].map(String::as_str).join(" ")
            + " "
            + &self.arguments.join(" ")
    }
}

/// The lines of a file; what includes another has that one's name as its module.
pub(crate) fn modules(path: &str, text: &str) -> Vec<Module> {
    let read = |(line, content): (usize, String)| {
        let content = content.split('#').next()?.trim();
        let (stack, rest) = content.split_once(char::is_whitespace)?;
        let (path, rest) = (path.to_owned(), rest.trim_start());
        if stack == "@include" {
            let (stack, control, arguments) = (String::new(), stack.to_owned(), Vec::new());
            return Some(Module { path, line, stack, control, name: rest.to_owned(), arguments });
        }
        let (control, rest) = if rest.starts_with('[') {
            rest.split_at(rest.find(']')? + 1)
        } else {
            rest.split_once(char::is_whitespace)?
        };
        let mut words = rest.split_whitespace();
        let name = words.next()?.rsplit('/').next()?.to_owned();
        let stack = stack.trim_start_matches('-').to_ascii_lowercase();
        let arguments = words.map(|word| word.trim_matches(['[', ']']).to_owned()).collect();
        Some(Module { path, line, stack, control: control.to_owned(), name, arguments })
    };
    joined(text).into_iter().filter_map(read).collect()
}

impl Host<'_> {
    /// The modules of a service's stack, with those of the files it includes.
    pub(crate) fn stack(&self, service: &str, stack: &str) -> Vec<Module> {
        let mut found = Vec::new();
        self.add_stack(service, stack, 0, &mut found, &mut 0);
        found
    }

    fn add_stack(
        &self,
        service: &str,
        stack: &str,
        depth: usize,
        found: &mut Vec<Module>,
        files: &mut usize,
    ) {
        let path = format!("etc/pam.d/{service}");
        *files += 1;
        if depth > INCLUDES_MAX || *files > INCLUDED_MAX || found.len() > MODULES_MAX {
            return self.problem(&path, "too much is included".to_owned());
        }
        let text = self.text(&path).unwrap_or_default();
        for module in modules(&path, &text) {
            let includes = match module.control.as_str() {
                "@include" => true,
                "include" | "substack" => module.stack == stack,
                _ => false,
            };
            if includes {
                self.add_stack(&module.name, stack, depth + 1, found, files);
            } else if module.stack == stack {
                found.push(module);
            }
        }
    }

    /// The modules of one name in the stack that Debian's services share.
    pub(crate) fn common(&self, stack: &str, name: &str) -> Vec<Module> {
        let service = format!("common-{stack}");
        self.stack(&service, stack).into_iter().filter(|module| module.name == name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_all_forms_are_read() {
        let text = "# x\n@include common-auth\n-auth [success=1 default=ignore] /lib/pam_unix.so a b=c # d\n\
                    password required \\\n pam_x.so\nbad\nauth [x\n";
        let told: Vec<String> =
            modules("f", text).iter().map(|one| format!("{} {}", one.line, one.told())).collect();
        let expected =
            ["2  @include common-auth ", "3 auth [success=1 default=ignore] pam_unix.so a b=c"];
        assert_eq!(told, [expected[0], expected[1], "4 password required pam_x.so "]);
    }
}
