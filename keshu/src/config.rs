//! Settings: defaults < `keshu.toml` in the data folder < environment < flags.

use std::path::Path;

use serde::Deserialize;

/// The keys of `keshu.toml`; an unknown one is an error that names the nearest.
const KEYS: [&str; 2] = ["listen", "database"];
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

#[derive(Debug, Default, Deserialize)]
pub struct File {
    pub listen: Option<String>,
    pub database: Option<String>,
}

/// Reads the file of a data folder; none is fine.
pub fn read(data: &Path) -> Result<File, String> {
    let path = data.join("keshu.toml");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(File::default()),
        Err(fault) => return Err(format!("{}: {fault}", path.display())),
    };
    parse(&text).map_err(|fault| format!("{}: {fault}", path.display()))
}

fn parse(text: &str) -> Result<File, String> {
    let table: toml::Table = text.parse().map_err(|fault: toml::de::Error| fault.to_string())?;
    if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
        let hint = keshu_catalog::nearest(key, KEYS.iter().copied()).map_or(String::new(), |near| format!(" 是否想写 {near}? Did you mean {near}?"));
        return Err(format!("没有设置项 {key}。Unknown setting {key}.{hint} ({})", KEYS.join(", ")));
    }
    File::deserialize(table).map_err(|fault| fault.to_string())
}

/// A setting in force and where it comes from.
pub struct Setting {
    pub key: &'static str,
    pub value: String,
    pub origin: &'static str,
}

/// What `keshu config` shows. `flags` are the values that came by flag or environment.
pub fn effective(data: &Path, database: Option<&str>) -> Result<Vec<Setting>, String> {
    let file = read(data)?;
    let pick = |key: &'static str, flag: Option<String>, from_file: Option<String>, default: &str| {
        let env = std::env::var(format!("KESHU_{}", key.to_uppercase())).ok();
        match (flag, from_file) {
            (Some(value), _) => Setting { key, origin: if env.as_deref() == Some(&value) { "environment" } else { "flag" }, value },
            (None, Some(value)) => Setting { key, value, origin: "keshu.toml" },
            (None, None) => Setting { key, value: default.to_owned(), origin: "default" },
        }
    };
    let hide = |setting: Setting| Setting { value: without_password(&setting.value), ..setting };
    Ok(vec![
        Setting { key: "data", value: data.display().to_string(), origin: if std::env::var("KESHU_DATA").is_ok() { "environment" } else { "flag or default" } },
        pick("listen", std::env::var("KESHU_LISTEN").ok(), file.listen, DEFAULT_LISTEN),
        hide(pick("database", database.map(str::to_owned), file.database, "embedded")),
    ])
}

/// `postgres://user:***@host/db`.
fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) => match url[scheme + 3..at].find(':') {
            Some(colon) => format!("{}:***{}", &url[..scheme + 3 + colon], &url[at..]),
            None => url.to_owned(),
        },
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_names_the_nearest() {
        let fault = parse("lisen = \"127.0.0.1:1\"").unwrap_err();
        assert!(fault.contains("listen"), "{fault}");
        assert!(parse("listen = \"127.0.0.1:1\"").is_ok());
    }

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(without_password("postgres://keshu:secret@db/keshu"), "postgres://keshu:***@db/keshu");
    }
}
