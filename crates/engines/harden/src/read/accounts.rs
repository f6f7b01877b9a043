//! Users and groups: passwd(5), shadow(5), group(5), shells(5), login.defs(5).

use std::collections::{BTreeMap, BTreeSet};

use super::lines;
use crate::host::Host;

/// A line of `passwd`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct User {
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) password: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    /// Relative to the root.
    pub(crate) home: String,
    pub(crate) shell: String,
}

/// A line of `group`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) gid: u32,
    pub(crate) members: Vec<String>,
}

/// A line of `shadow`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shadow {
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) password: String,
    /// The day of the last change, and how many days a password is good and so on, where that is told.
    pub(crate) changed: Option<i64>,
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    pub(crate) warn: Option<i64>,
    pub(crate) inactive: Option<i64>,
}

impl Shadow {
    /// Whether there is a password by which somebody may log in.
    pub(crate) fn has_password(&self) -> bool {
        !self.password.is_empty() && !self.is_locked()
    }

    pub(crate) fn is_locked(&self) -> bool {
        self.password.starts_with(['!', '*'])
    }
}

pub(crate) fn users(text: &str) -> Vec<User> {
    let read = |(line, content): (usize, &str)| {
        let fields: Vec<&str> = content.split(':').collect();
        let [name, password, uid, gid, _, home, shell] = fields.as_slice() else { return None };
        let (name, password) = ((*name).to_owned(), (*password).to_owned());
        let (uid, gid) = (uid.parse().ok()?, gid.parse().ok()?);
        let home = home.trim_matches('/').to_owned();
        Some(User { line, name, password, uid, gid, home, shell: (*shell).to_owned() })
    };
    lines(text, &['#']).filter_map(read).collect()
}

pub(crate) fn groups(text: &str) -> Vec<Group> {
    let read = |(line, content): (usize, &str)| {
        let fields: Vec<&str> = content.split(':').collect();
        let [name, _, gid, members] = fields.as_slice() else { return None };
        let members =
            members.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        Some(Group { line, name: (*name).to_owned(), gid: gid.parse().ok()?, members })
    };
    lines(text, &['#']).filter_map(read).collect()
}

pub(crate) fn shadows(text: &str) -> Vec<Shadow> {
    let read = |(line, content): (usize, &str)| {
        let mut fields = content.split(':');
        let (name, password) = (fields.next()?.to_owned(), fields.next()?.to_owned());
        let mut days = || fields.next().and_then(|field| field.parse::<i64>().ok());
        let (changed, min, max, warn, inactive) = (days(), days(), days(), days(), days());
        Some(Shadow { line, name, password, changed, min, max, warn, inactive })
    };
    lines(text, &['#']).filter_map(read).collect()
}

pub(crate) const PASSWD: &str = "etc/passwd";
pub(crate) const GROUP: &str = "etc/group";
pub(crate) const SHADOW: &str = "etc/shadow";
const SHELLS: &str = "etc/shells";
pub(crate) const LOGIN_DEFS: &str = "etc/login.defs";

impl Host<'_> {
    pub(crate) fn users(&self) -> Vec<User> {
        users(&self.text(PASSWD).unwrap_or_default())
    }

    pub(crate) fn groups(&self) -> Vec<Group> {
        groups(&self.text(GROUP).unwrap_or_default())
    }

    pub(crate) fn shadows(&self) -> Vec<Shadow> {
        shadows(&self.text(SHADOW).unwrap_or_default())
    }

    /// A value of `login.defs`, whose last line counts, with that line's number.
    pub(crate) fn login_def(&self, key: &str) -> Option<(usize, String)> {
        let text = self.text(LOGIN_DEFS)?;
        let found = lines(&text, &['#']).filter_map(|(line, content)| {
            let mut words = content.split_whitespace();
            (words.next() == Some(key)).then(|| (line, words.collect::<Vec<_>>().join(" ")))
        });
        found.last()
    }

    /// The first id of users that are people.
    pub(crate) fn uid_min(&self) -> u32 {
        let listed = self.login_def("UID_MIN").and_then(|(_, value)| value.parse().ok());
        listed.unwrap_or(1000)
    }

    /// Whether somebody may work in a shell: one that is listed, and does not refuse.
    pub(crate) fn is_login_shell(&self, shell: &str) -> bool {
        let is_refusing = shell.ends_with("/nologin") || shell.ends_with("/false");
        !is_refusing && self.owners().shells.contains(shell)
    }

    /// Users that may log in to a shell.
    pub(crate) fn interactive_users(&self) -> Vec<User> {
        self.users().into_iter().filter(|user| self.is_login_shell(&user.shell)).collect()
    }

    /// The name of a user, or its number.
    pub(crate) fn user_name(&self, uid: u32) -> String {
        self.owners().users.get(&uid).cloned().unwrap_or_else(|| uid.to_string())
    }

    /// The name of a group, or its number.
    pub(crate) fn group_name(&self, gid: u32) -> String {
        self.owners().groups.get(&gid).cloned().unwrap_or_else(|| gid.to_string())
    }

    fn owners(&self) -> &Owners {
        // Whoever asks again meets the problem again.
        let shells =
            [PASSWD, GROUP, SHELLS].map(|path| self.text(path)).into_iter().last().flatten();
        self.names.get_or_init(|| {
            let mut owners = Owners::default();
            for user in self.users() {
                owners.users.entry(user.uid).or_insert(user.name);
            }
            for group in self.groups() {
                owners.groups.entry(group.gid).or_insert(group.name);
            }
            let shells = shells.unwrap_or_default();
            owners.shells = lines(&shells, &['#']).map(|(_, shell)| shell.to_owned()).collect();
            owners
        })
    }
}

/// The names of users and groups, of which the first of a number counts, and the shells that are listed.
#[derive(Default)]
pub(crate) struct Owners {
    users: BTreeMap<u32, String>,
    groups: BTreeMap<u32, String>,
    shells: BTreeSet<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_none_are_left_out() {
        let read = users("root:x:0:0:root:/root:/bin/bash\nbad\na:x:x:0::/:/bin/sh\n");
        assert_eq!(read.len(), 1);
        assert_eq!((read[0].home.as_str(), read[0].shell.as_str()), ("root", "/bin/bash"));
        let read = shadows("a:$y$x:19000:0:99999:7:::\nb:!:::::::\nc\n");
        assert_eq!((read.len(), read[0].max, read[0].inactive), (2, Some(99999), None));
        assert!(read[0].has_password() && !read[1].has_password());
        let read = groups("a:x:1:\nb:x:2:c,d\n");
        assert_eq!((read[0].members.len(), read[1].members.len()), (0, 2));
    }
}
