//! The 0600 socket in the data folder: how commands reach the process that holds the house.
//!
//! One JSON line asks ([`Command`] and language), one JSON line answers ([`Output`]).

use std::{
    io::{BufRead, BufReader, Write},
    os::unix::{fs::PermissionsExt, net::UnixStream},
    path::{Path, PathBuf},
    sync::Arc,
};

use keshu_cli::{Command, Output};
use keshu_kernel::Locale;
use keshu_record::House;
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt},
    net::UnixListener,
};

#[derive(Serialize, Deserialize)]
struct Ask {
    command: Command,
    locale: Locale,
}

/// Longest line taken, in bytes.
const LINE: u64 = 1 << 20;

pub fn path(data: &Path) -> PathBuf {
    data.join("keshu.sock")
}

/// Asks the server of a data folder; `None` when none runs.
pub fn ask(data: &Path, command: Command, locale: Locale) -> Option<Output> {
    let mut stream = UnixStream::connect(path(data)).ok()?;
    let mut line = serde_json::to_string(&Ask { command, locale }).ok()?;
    line.push('\n');
    let lost = || Output { code: keshu_cli::exit::RETRY, stderr: "服务在回答之前停止了。The server stopped before it answered.\n".to_owned(), ..Output::default() };
    if stream.write_all(line.as_bytes()).is_err() {
        return Some(lost());
    }
    let mut answer = String::new();
    let read = BufReader::new(stream).read_line(&mut answer);
    Some(read.ok().and_then(|_| serde_json::from_str(&answer).ok()).unwrap_or_else(lost))
}

/// Answers commands until the process ends. The lock on the folder makes an old socket file ours to replace.
pub fn listen(house: Arc<House>) -> std::io::Result<()> {
    let path = path(house.store.data());
    let _ = std::fs::remove_file(&path);
    let listener = UnixListener::bind(&path)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let house = house.clone();
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut line = String::new();
                let mut limited = tokio::io::AsyncReadExt::take(tokio::io::BufReader::new(read), LINE);
                if limited.read_line(&mut line).await.is_err() {
                    return;
                }
                let Ok(Ask { command, locale }) = serde_json::from_str(&line) else { return };
                let output = tokio::task::spawn_blocking(move || keshu_cli::execute(&house, &command, locale)).await.unwrap_or_default();
                let mut answer = serde_json::to_string(&output).unwrap_or_default();
                answer.push('\n');
                let _ = write.write_all(answer.as_bytes()).await;
            });
        }
    });
    Ok(())
}
