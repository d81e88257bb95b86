//! Settings: defaults < `keshu.toml` in the data folder < environment < flags.

use std::{
    fs::OpenOptions,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jiff::{SignedDuration, tz::TimeZone};
use keshu_cli::StoreArgs;
use keshu_kernel::Network;
use keshu_record::{account, files::Rules, password};
use keshu_store::blob::{self, Bucket};

/// One setting: its name in `keshu.toml`, in the environment `KESHU_` and the name in capitals.
struct Key {
    name: &'static str,
    default: Option<&'static str>,
    takes: Takes,
}

#[derive(Clone, Copy, PartialEq)]
enum Takes {
    Text,
    Number,
    /// Texts; in the environment a JSON array.
    List,
}

const KEYS: [Key; 25] = [
    Key { name: "listen", default: Some("127.0.0.1:8080"), takes: Takes::Text },
    Key { name: "database", default: None, takes: Takes::Text },
    Key { name: "metrics_listen", default: None, takes: Takes::Text },
    Key { name: "public_url", default: None, takes: Takes::Text },
    Key { name: "time_zone", default: Some("Asia/Shanghai"), takes: Takes::Text },
    Key { name: "database_limit_mib", default: None, takes: Takes::Number },
    Key { name: "blob_store", default: None, takes: Takes::Text },
    Key { name: "s3_endpoint", default: None, takes: Takes::Text },
    Key { name: "s3_region", default: Some("us-east-1"), takes: Takes::Text },
    Key { name: "s3_access_key", default: None, takes: Takes::Text },
    Key { name: "s3_secret_key_file", default: None, takes: Takes::Text },
    Key { name: "s3_ca_file", default: None, takes: Takes::Text },
    Key { name: "s3_bucket_in", default: Some("path"), takes: Takes::Text },
    Key { name: "file_limit_mib", default: Some("200"), takes: Takes::Number },
    Key { name: "scan_command", default: None, takes: Takes::List },
    Key { name: "scan_seconds", default: Some("60"), takes: Takes::Number },
    Key { name: "trusted_proxies", default: Some(r#"["127.0.0.1","::1"]"#), takes: Takes::List },
    Key { name: "password_length", default: Some("10"), takes: Takes::Number },
    Key { name: "passwords_kept", default: Some("5"), takes: Takes::Number },
    Key { name: "password_days", default: None, takes: Takes::Number },
    Key { name: "session_hours", default: Some("12"), takes: Takes::Number },
    Key { name: "second_factor", default: Some("by_role"), takes: Takes::Text },
    Key { name: "unused_days", default: None, takes: Takes::Number },
    Key { name: "session_idle_minutes", default: None, takes: Takes::Number },
    Key { name: "audit_anchor_file", default: None, takes: Takes::Text },
];

/// The secret key of the bucket; no setting, so that no file of settings holds it.
const SECRET_KEY: &str = "KESHU_S3_SECRET_KEY";

/// Everything in force, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    pub data: PathBuf,
    /// `HOST:PORT` of the page and the API.
    pub listen: String,
    /// A PostgreSQL URL; without it the embedded database in the data folder.
    pub database: Option<String>,
    /// `HOST:PORT` of `/metrics`; without it there is none.
    pub metrics_listen: Option<String>,
    /// What people type to get here; `https://` makes the session cookie Secure.
    pub public_url: Option<String>,
    /// The company's days begin and end by this clock.
    pub zone: TimeZone,
    /// Size in MiB at which the embedded database refuses to grow, before the disk does.
    pub database_limit_mib: Option<u32>,
    /// What keeps files; without it the folder `blobs` in the data folder.
    pub bucket: Option<Bucket>,
    /// What is said of files that people attach.
    pub uploads: Rules,
    /// What is said of people's accounts.
    pub accounts: account::Rules,
    /// Who is believed when it says for whom it calls.
    pub proxies: Arc<[Network]>,
    /// A file elsewhere that gets each signed anchor of the audit too.
    pub anchors: Option<PathBuf>,
}

/// A setting in force and where it comes from, for `keshu config`.
pub struct Setting {
    pub key: &'static str,
    pub value: String,
    pub origin: &'static str,
}

impl Settings {
    /// Reads them all. An unknown key or a value of the wrong kind is an error that says which.
    pub fn read(store: &StoreArgs, listen: Option<&str>) -> Result<Settings, String> {
        let found = found(store, listen)?;
        let text = |key: &str| found.iter().find(|setting| setting.key == key).map(|setting| setting.value.clone());
        let zone = text("time_zone").unwrap_or_default();
        let number = |key: &str| text(key).map(|number| number.parse::<u32>().ok().filter(|number| *number > 0).ok_or(format!("{key}: {number}"))).transpose();
        let words = |key: &str| text(key).map(|list| serde_json::from_str::<Vec<String>>(&list).map_err(|fault| format!("{key}: {fault}"))).transpose();
        let public_url = text("public_url");
        if let Some(url) = public_url.as_deref().filter(|url| !url.starts_with("https://") && !url.starts_with("http://")) {
            return Err(format!("public_url 要以 http:// 或 https:// 开头。public_url begins with http:// or https://: {url}"));
        }
        Ok(Settings {
            data: store.data.clone(),
            listen: text("listen").unwrap_or_default(),
            database: text("database"),
            metrics_listen: text("metrics_listen"),
            public_url,
            zone: TimeZone::get(&zone).map_err(|_| format!("没有时区 {zone}，例如 Asia/Shanghai。Unknown time zone {zone}; for example Asia/Shanghai."))?,
            database_limit_mib: number("database_limit_mib")?,
            bucket: text("blob_store").map(|place| bucket(&place, &store.data, text)).transpose()?,
            uploads: Rules {
                limit: u64::from(number("file_limit_mib")?.unwrap_or_default()) << 20,
                scan_command: words("scan_command")?.unwrap_or_default(),
                scan_wait: Duration::from_secs(number("scan_seconds")?.unwrap_or_default().into()),
            },
            accounts: account::Rules {
                passwords: password::Rules {
                    shortest: within("password_length", number("password_length")?, 8..=64)? as usize,
                    kept: within("passwords_kept", number("passwords_kept")?, 1..=password::MOST_KEPT as u32)? as usize,
                    days: number("password_days")?.map(i64::from),
                },
                session: SignedDuration::from_hours(within("session_hours", number("session_hours")?, 1..=720)?.into()),
                second_factor_needed: match text("second_factor").as_deref() {
                    Some("everybody") => true,
                    None | Some("by_role") => false,
                    Some(other) => return Err(format!("second_factor 只能填 by_role 或 everybody。second_factor is by_role or everybody: {other}")),
                },
                unused_days: number("unused_days")?.map(i64::from),
                idle: number("session_idle_minutes")?.map(|minutes| SignedDuration::from_mins(minutes.into())),
            },
            proxies: networks(&words("trusted_proxies")?.unwrap_or_default())?,
            anchors: text("audit_anchor_file").map(|file| appendable(&store.data, &file)).transpose()?,
        })
    }

    /// The defaults for a folder, whatever the environment says; for tests.
    pub fn plain(data: &Path, database: Option<&str>) -> Settings {
        Settings {
            data: data.to_owned(),
            listen: "127.0.0.1:0".to_owned(),
            database: database.map(str::to_owned),
            metrics_listen: None,
            public_url: None,
            zone: TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC),
            database_limit_mib: None,
            bucket: None,
            uploads: Rules::default(),
            accounts: account::Rules::default(),
            proxies: LOOPBACK.iter().filter_map(|text| text.parse().ok()).collect(),
            anchors: None,
        }
    }
}

/// A proxy on this very machine is trusted unless `trusted_proxies` says otherwise.
const LOOPBACK: [&str; 2] = ["127.0.0.1", "::1"];

/// A file that can be written to at its end; a relative path counts from the data folder.
fn appendable(data: &Path, file: &str) -> Result<PathBuf, String> {
    let path = data.join(file);
    match OpenOptions::new().create(true).append(true).open(&path) {
        Ok(_) => Ok(path),
        Err(fault) => Err(format!("audit_anchor_file 写不进去。audit_anchor_file cannot be written to: {}: {fault}", path.display())),
    }
}

fn networks(list: &[String]) -> Result<Arc<[Network]>, String> {
    let network = |text: &String| text.parse().map_err(|()| format!("trusted_proxies 要填地址或网段，例如 10.0.0.0/8。trusted_proxies takes addresses and networks, such as 10.0.0.0/8: {text}"));
    list.iter().map(network).collect()
}

fn within(key: &str, number: Option<u32>, range: std::ops::RangeInclusive<u32>) -> Result<u32, String> {
    let (first, last) = (range.start(), range.end());
    number.filter(|number| range.contains(number)).ok_or_else(|| format!("{key} 要填 {first} 到 {last}。{key} takes {first} to {last}."))
}

/// What `keshu config` shows: every setting that has a value, passwords hidden.
pub fn effective(store: &StoreArgs) -> Result<Vec<Setting>, String> {
    Settings::read(store, None)?;
    let data = Setting { key: "data", value: store.data.display().to_string(), origin: if std::env::var("KESHU_DATA").is_ok() { "environment" } else { "flag or default" } };
    let shown = found(store, None)?.into_iter().map(|setting| Setting { value: without_password(&setting.value), ..setting });
    let secret = environment(SECRET_KEY).map(|_| Setting { key: "s3_secret_key", value: "***".to_owned(), origin: "environment" });
    Ok(std::iter::once(data).chain(shown).chain(secret).collect())
}

/// The bucket that `s3://name/prefix` and the settings beside it describe.
fn bucket(place: &str, data: &Path, text: impl Fn(&str) -> Option<String>) -> Result<Bucket, String> {
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._/".contains(&byte)) && !text.split('/').any(|part| part.is_empty() || part == "." || part == "..");
    let whole = place.strip_prefix("s3://").map(|whole| whole.trim_end_matches('/')).filter(|whole| plain(whole));
    let whole = whole.ok_or_else(|| format!("blob_store 要写成 s3://桶/前缀，只用字母、数字和 - . _。blob_store reads s3://bucket/prefix, in letters, digits and - . _: {place}"))?;
    let (name, prefix) = whole.split_once('/').map_or((whole, String::new()), |(name, prefix)| (name, format!("{prefix}/")));
    let wanted = |key: &str| text(key).ok_or_else(|| format!("附件放在对象存储时要填 {key}。Files in a bucket want {key}."));
    let endpoint = wanted("s3_endpoint")?.trim_end_matches('/').to_owned();
    let host = endpoint.strip_prefix("https://").or_else(|| endpoint.strip_prefix("http://"));
    if host.is_none_or(|host| host.is_empty() || !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte))) {
        return Err(format!("s3_endpoint 要写成 https://主机 或 http://主机:端口。s3_endpoint reads https://host or http://host:port: {endpoint}"));
    }
    let is_in_path = match text("s3_bucket_in").as_deref() {
        Some("host") => false,
        Some("path") | None => true,
        Some(other) => return Err(format!("s3_bucket_in 只能填 path 或 host。s3_bucket_in is path or host: {other}")),
    };
    let read = |key: &str, path: &str| std::fs::read(data.join(path)).map_err(|fault| format!("{key}: {path}: {fault}"));
    let secret_key = match (environment(SECRET_KEY), text("s3_secret_key_file")) {
        (Some(secret), _) => secret,
        (None, Some(path)) => String::from_utf8_lossy(&read("s3_secret_key_file", &path)?).trim().to_owned(),
        (None, None) => return Err(format!("附件放在对象存储时要填 s3_secret_key_file，或设置环境变量 {SECRET_KEY}。Files in a bucket want s3_secret_key_file, or {SECRET_KEY} in the environment.")),
    };
    let authorities = match text("s3_ca_file") {
        Some(path) => blob::authorities(&read("s3_ca_file", &path)?).map_err(|fault| format!("s3_ca_file: {path}: {fault}"))?,
        None => Vec::new(),
    };
    let region = text("s3_region").unwrap_or_default();
    Ok(Bucket { endpoint, region, name: name.to_owned(), prefix, access_key: wanted("s3_access_key")?, secret_key, is_in_path, authorities })
}

fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn found(store: &StoreArgs, listen: Option<&str>) -> Result<Vec<Setting>, String> {
    let path = store.data.join("keshu.toml");
    let file = match std::fs::read_to_string(&path) {
        Ok(text) => parse(&text).map_err(|fault| format!("{}: {fault}", path.display()))?,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(fault) => return Err(format!("{}: {fault}", path.display())),
    };
    let pick = |key: &Key| {
        let flag = match key.name {
            "listen" => listen.map(str::to_owned),
            "database" => store.database.clone(),
            _ => None,
        };
        let environment = environment(&format!("KESHU_{}", key.name.to_uppercase()));
        let in_file = file.iter().find(|(name, _)| *name == key.name).map(|(_, value)| value.clone());
        // Clap fills a flag from the environment too.
        let origin = [
            (flag.filter(|flag| Some(flag) != environment.as_ref()), "flag"),
            (environment, "environment"),
            (in_file, "keshu.toml"),
            (key.default.map(str::to_owned), "default"),
        ];
        origin.into_iter().find_map(|(value, origin)| Some(Setting { key: key.name, value: value?, origin }))
    };
    Ok(KEYS.iter().filter_map(pick).collect())
}

/// The keys of a settings file with their values as text.
fn parse(text: &str) -> Result<Vec<(&'static str, String)>, String> {
    let table: toml::Table = text.parse().map_err(|fault: toml::de::Error| fault.to_string())?;
    let names = || KEYS.iter().map(|key| key.name);
    let known = |(name, value): (String, toml::Value)| {
        let Some(key) = KEYS.iter().find(|key| key.name == name) else {
            let hint = keshu_catalog::nearest(&name, names()).map_or(String::new(), |near| format!(" 是否想写 {near}？Did you mean {near}?"));
            return Err(format!("没有设置项 {name}。Unknown setting {name}.{hint} ({})", names().collect::<Vec<_>>().join(", ")));
        };
        match value {
            toml::Value::String(text) if key.takes == Takes::Text => Ok((key.name, text)),
            toml::Value::Integer(number) if key.takes == Takes::Number => Ok((key.name, number.to_string())),
            toml::Value::Array(list) if key.takes == Takes::List && list.iter().all(toml::Value::is_str) => Ok((key.name, serde_json::json!(list).to_string())),
            _ => Err(match key.takes {
                Takes::Text => format!("{name} 要填带引号的文字。{name} takes text in quotes."),
                Takes::Number => format!("{name} 要填整数。{name} takes a whole number."),
                Takes::List => format!("{name} 要填一组带引号的文字，例如 [\"clamdscan\", \"--fdpass\"]。{name} takes texts in quotes, such as [\"clamdscan\", \"--fdpass\"]."),
            }),
        }
    };
    table.into_iter().map(known).collect()
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
        assert!(parse("database_limit_mib = \"many\"").unwrap_err().contains("whole number"));
    }

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(without_password("postgres://keshu:secret@db/keshu"), "postgres://keshu:***@db/keshu");
    }
}
