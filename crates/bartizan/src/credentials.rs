//! Whom to call as, found where the AWS CLI finds it: the environment, then the shared
//! credentials file and the config file. (AWS CLI User Guide, "Configuration and credential file
//! settings".)

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bartizan_sigv4::Secret;

use crate::error::CliError;

const DEFAULT_REGION: &str = "us-east-1";

/// An access key and where to use it.
#[derive(Debug, Clone)]
pub(crate) struct Credentials {
    /// The access key id.
    pub(crate) access_key_id: String,
    /// Its secret.
    pub(crate) secret: Secret,
    /// The session token of temporary credentials.
    pub(crate) session_token: Option<String>,
    /// The region to sign for.
    pub(crate) region: String,
}

impl Credentials {
    /// The credentials of this process's environment.
    ///
    /// # Errors
    /// There are none, or the file or the profile named cannot be read.
    pub(crate) fn find() -> Result<Self, CliError> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self::of(&variable)
    }

    fn of(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, CliError> {
        let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
        let profile = variable("AWS_PROFILE");
        if let (None, Some(access_key_id), Some(secret)) =
            (&profile, variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"))
        {
            return Ok(Self {
                access_key_id,
                secret: Secret::new(secret),
                session_token: variable("AWS_SESSION_TOKEN"),
                region: region.unwrap_or_else(|| DEFAULT_REGION.to_owned()),
            });
        }
        let home = variable("HOME").map(PathBuf::from);
        let file = |name: &str, default: &str| {
            let named = variable(name).map(PathBuf::from);
            named.or_else(|| Some(home.as_ref()?.join(".aws").join(default)))
        };
        let path = file("AWS_SHARED_CREDENTIALS_FILE", "credentials").ok_or_else(none)?;
        let config = file("AWS_CONFIG_FILE", "config").filter(|config| config.exists());
        if profile.is_none() && !path.exists() && config.is_none() {
            return Err(none());
        }
        let profile = profile.as_deref().unwrap_or("default");
        let mut settings = match &config {
            Some(config) => section(&read(config)?, &config_section(profile)),
            None => BTreeMap::new(),
        };
        if path.exists() || config.is_none() {
            settings.append(&mut section(&read(&path)?, profile));
        }
        Self::from_settings(settings, &path, profile, region)
    }

    fn from_settings(
        mut settings: BTreeMap<String, String>,
        path: &Path,
        profile: &str,
        region: Option<String>,
    ) -> Result<Self, CliError> {
        if settings.contains_key("role_arn") {
            return Err(CliError::Usage(format!(
                "the profile {profile} takes a role, which this command does not do: give it the role's \
                 credentials, as by eval \"$(aws configure export-credentials --profile {profile} \
                 --format env)\" with AWS_PROFILE unset"
            )));
        }
        let mut take = |name: &str| {
            settings.remove(name).ok_or_else(|| {
                CliError::Usage(format!(
                    "{} has no {name} in the profile {profile}: name another with AWS_PROFILE",
                    path.display()
                ))
            })
        };
        let (access_key_id, secret) = (take("aws_access_key_id")?, take("aws_secret_access_key")?);
        let session_token = take("aws_session_token").ok();
        let region = region.or_else(|| take("region").ok());
        Ok(Self {
            access_key_id,
            secret: Secret::new(secret),
            session_token,
            region: region.unwrap_or_else(|| DEFAULT_REGION.to_owned()),
        })
    }
}

fn read(path: &Path) -> Result<String, CliError> {
    std::fs::read_to_string(path).map_err(CliError::file(path))
}

/// What the section of a profile is called in the config file.
fn config_section(profile: &str) -> String {
    if profile == "default" { profile.to_owned() } else { format!("profile {profile}") }
}

fn none() -> CliError {
    CliError::Usage(
        "there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or \
         AWS_SHARED_CREDENTIALS_FILE and AWS_PROFILE"
            .to_owned(),
    )
}

/// The settings of one section of an INI file, such as AWS tools write.
fn section(text: &str, wanted: &str) -> BTreeMap<String, String> {
    let mut settings = BTreeMap::new();
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            inside = name.trim() == wanted;
        } else if inside
            && !line.starts_with(['#', ';'])
            && let Some((name, value)) = line.split_once('=')
        {
            settings.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# mine\n[root]\naws_access_key_id = AKIAROOT\n\
        aws_secret_access_key=a=b\nregion = eu-west-1\n\n[ session ]\n; temporary\n\
        AWS_ACCESS_KEY_ID = ASIA\naws_secret_access_key = s\naws_session_token = t\n[half]\n\
        aws_access_key_id = AKIA\n";

    fn find(pairs: &[(&str, &str)]) -> Result<Credentials, CliError> {
        Credentials::of(&|name| {
            pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_profile_beats_keys_in_the_environment_and_the_file_needs_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("credentials");
        std::fs::write(&path, FILE).unwrap();
        let file = ("AWS_SHARED_CREDENTIALS_FILE", path.to_str().unwrap());
        let keys = [("AWS_ACCESS_KEY_ID", "AKIAENV"), ("AWS_SECRET_ACCESS_KEY", "e")];

        let own = find(&[keys[0], keys[1]]).unwrap();
        assert_eq!((&*own.access_key_id, &*own.region), ("AKIAENV", "us-east-1"));
        let root = find(&[keys[0], keys[1], file, ("AWS_PROFILE", "root")]).unwrap();
        assert_eq!((&*root.access_key_id, root.secret.expose()), ("AKIAROOT", "a=b"));
        assert_eq!(root.region, "eu-west-1");
        let session = find(&[file, ("AWS_PROFILE", "session"), ("AWS_REGION", "x")]).unwrap();
        assert_eq!(session.session_token.as_deref(), Some("t"));
        assert_eq!((&*session.access_key_id, &*session.region), ("ASIA", "x"));
    }

    #[test]
    fn the_config_file_has_regions_keys_and_roles() {
        let folder = tempfile::tempdir().unwrap();
        let (path, config) = (folder.path().join("credentials"), folder.path().join("config"));
        std::fs::write(&path, FILE).unwrap();
        let text = "[profile session]\nregion = eu-north-1\n[profile own]\n\
            aws_access_key_id = AKIAOWN\naws_secret_access_key = s\n[profile two]\n\
            role_arn = arn:aws:iam::111122223333:role/ops\nsource_profile = root\n";
        std::fs::write(&config, text).unwrap();
        let files = [
            ("AWS_SHARED_CREDENTIALS_FILE", path.to_str().unwrap()),
            ("AWS_CONFIG_FILE", config.to_str().unwrap()),
        ];
        let of = |profile| find(&[files[0], files[1], ("AWS_PROFILE", profile)]);
        assert_eq!(of("session").unwrap().region, "eu-north-1");
        assert_eq!(of("own").unwrap().access_key_id, "AKIAOWN");
        let error = of("two").unwrap_err().to_string();
        assert!(error.contains("the profile two takes a role"), "{error}");
        let only = find(&[files[1], ("HOME", "/nowhere"), ("AWS_PROFILE", "own")]).unwrap();
        assert_eq!(only.access_key_id, "AKIAOWN");
    }

    #[test]
    fn what_is_missing_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("credentials");
        std::fs::write(&path, FILE).unwrap();
        let file = ("AWS_SHARED_CREDENTIALS_FILE", path.to_str().unwrap());
        let home = ("HOME", folder.path().to_str().unwrap());
        for (pairs, said) in [
            (vec![], "there are no credentials"),
            (vec![home], "there are no credentials"),
            (vec![file], "no aws_access_key_id in the profile default"),
            (vec![file, ("AWS_PROFILE", "half")], "no aws_secret_access_key in the profile half"),
        ] {
            let error = find(&pairs).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
