//! Files of keys and values: with sections (systemd.syntax(7), dconf's key files, GDM's), and without.

use super::lines;
use crate::host::Host;

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) path: String,
    pub(crate) line: usize,
    /// Empty outside of sections.
    pub(crate) section: String,
    pub(crate) key: String,
    pub(crate) value: String,
}

impl Setting {
    pub(crate) fn place(&self) -> (&str, usize) {
        (&self.path, self.line)
    }
}

/// The settings of a file; keys are parted from values by `=`, or where there is none by blanks.
pub(crate) fn settings(path: &str, text: &str) -> Vec<Setting> {
    let mut section = String::new();
    let mut settings = Vec::new();
    for (line, content) in lines(text, &['#', ';']) {
        if let Some(name) = content.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.clone_into(&mut section);
            continue;
        }
        let parts = content.split_once('=').or_else(|| content.split_once(char::is_whitespace));
        let (key, value) = parts.unwrap_or((content, ""));
        let (key, value) = (key.trim().to_owned(), value.trim().to_owned());
        settings.push(Setting {
            path: path.to_owned(),
            line,
            section: section.clone(),
            key,
            value,
        });
    }
    settings
}

impl Host<'_> {
    /// The settings of several files, in order.
    pub(crate) fn settings(&self, paths: &[String]) -> Vec<Setting> {
        let read = |path: &String| self.text(path).map(|text| settings(path, &text));
        paths.iter().filter_map(read).flatten().collect()
    }

    /// The last setting of a key in a section.
    pub(crate) fn last_setting(
        &self,
        paths: &[String],
        section: &str,
        key: &str,
    ) -> Option<Setting> {
        let of_key = |setting: &Setting| setting.section == section && setting.key == key;
        self.settings(paths).into_iter().rfind(of_key)
    }
}

/// Whether a value is one of systemd's words for true.
pub(crate) fn is_true(value: &str) -> bool {
    ["1", "yes", "y", "true", "t", "on"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_of_sections() {
        let read = settings("f", "a 1\n# b=2\n[S]\nc = 3 # x\n;d=4\ne\n");
        let told: Vec<String> = read
            .iter()
            .map(|one| format!("{}:{}/{}={}", one.line, one.section, one.key, one.value))
            .collect();
        assert_eq!(told, ["1:/a=1", "4:S/c=3 # x", "6:S/e="]);
    }
}
