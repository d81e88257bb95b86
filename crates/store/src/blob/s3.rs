//! Files in a bucket of an S3-compatible store: a file goes out whole in one PUT under its signed hash, and comes in
//! by parts.
//!
//! Deliberately absent: uploads in several parts (an object is 5 GiB at most), versions, encryption by the store.

use std::{
    fmt,
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};
use keshu_kernel::{Problem, args, codes};
use ureq::http::{StatusCode, header};

use super::{
    Content, MARK, Port,
    client::{Answer, Ask, Bucket, Client, Sent, down, elements},
    lost,
};

/// How much of a file is asked for at a time.
const PART: u64 = 1 << 20;

pub(super) struct S3 {
    client: Arc<Client>,
    /// When the store was last asked whether it is there, and what it said.
    checked: Mutex<Option<(Instant, Result<(), Problem>)>>,
}

impl fmt::Debug for S3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.bucket.fmt(f)
    }
}

impl S3 {
    pub(super) fn new(bucket: Bucket) -> S3 {
        S3 { client: Arc::new(Client::new(bucket)), checked: Mutex::default() }
    }

    fn send(&self, key: &str, sent: Sent) -> Result<(), Problem> {
        let answer = self.client.ask(&Ask { sent, ..Ask::new("PUT", key) })?;
        if answer.status.is_success() { Ok(()) } else { Err(answer.refusal()) }
    }
}

impl Port for S3 {
    fn take(&self, key: &str, sha256: &str, _: &Path, file: &mut File) -> Result<(), Problem> {
        self.send(key, Sent::File(file, sha256))
    }

    fn put(&self, key: &str, bytes: &[u8]) -> Result<(), Problem> {
        self.send(key, Sent::Bytes(bytes))
    }

    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Problem> {
        Ok(self.client.ask(&Ask::new("GET", key))?.found()?.map(|answer| answer.body))
    }

    fn open(&self, key: &str, from: u64) -> Result<Option<Content>, Problem> {
        let mut object = Object { client: self.client.clone(), key: key.to_owned(), at: from, size: 0, part: Vec::new(), part_at: 0 };
        Ok(object.fetch()?.then(|| Content::Object(Box::new(object))))
    }

    fn age(&self, key: &str) -> Result<Option<Duration>, Problem> {
        let Some(answer) = self.client.ask(&Ask::new("HEAD", key))?.found()? else { return Ok(None) };
        // Both by the clock of the store.
        let at = |name| DateTimeParser::new().parse_timestamp(answer.header(name)).ok();
        let written = at(header::LAST_MODIFIED).unwrap_or(Timestamp::MAX);
        let age = at(header::DATE).unwrap_or_else(Timestamp::now).duration_since(written);
        Ok(Some(Duration::try_from(age).unwrap_or_default()))
    }

    fn remove(&self, key: &str) -> Result<(), Problem> {
        let (folder, start) = key.split_once('/').unwrap_or(("", key));
        let query = format!("list-type=2&prefix={}", format!("{}{key}", self.client.bucket.prefix).replace('/', "%2F"));
        let listed = self.client.ask(&Ask { query: &query, ..Ask::new("GET", "") })?;
        let listed = listed.found()?.map(|answer| String::from_utf8_lossy(&answer.body).into_owned()).unwrap_or_default();
        let mut names: Vec<&str> = elements(&listed, "Key").into_iter().filter_map(|key| key.rsplit('/').next()).filter(|name| name.starts_with(start)).collect();
        // The blob itself goes last, so that whoever stops halfway can be asked again.
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.iter().try_for_each(|name| self.client.ask(&Ask::new("DELETE", &format!("{folder}/{name}")))?.found().map(drop))
    }

    /// However many ask at once, the store is asked once after they came.
    fn check(&self) -> Result<(), Problem> {
        let came = Instant::now();
        let mut checked = self.checked.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some((asked, said)) = &*checked
            && *asked >= came
        {
            return said.clone();
        }
        let asked = Instant::now();
        let said = self.client.ask_soon(&Ask::new("GET", MARK)).and_then(Answer::found).and_then(|mark| match mark {
            Some(_) => Ok(()),
            None => Err(Problem::new(&codes::BLOB_STORE_WRONG, args![path = self.place()])),
        });
        *checked = Some((asked, said.clone()));
        said
    }

    fn place(&self) -> String {
        let Bucket { name, prefix, .. } = &self.client.bucket;
        format!("s3://{name}/{}", prefix.trim_end_matches('/'))
    }
}

/// An object as it is read: a part of it at a time.
pub struct Object {
    client: Arc<Client>,
    key: String,
    at: u64,
    size: u64,
    part: Vec<u8>,
    part_at: u64,
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.key, self.at)
    }
}

impl Object {
    /// Gets the part that begins where the reader stands; `false` where there is no such object.
    fn fetch(&mut self) -> Result<bool, Problem> {
        let range = Some(format!("bytes={}-{}", self.at, self.at + PART - 1));
        let answer = self.client.ask(&Ask { range, ..Ask::new("GET", &self.key) })?;
        let said = answer.header(header::CONTENT_RANGE).trim_start_matches("bytes ").to_owned();
        let (span, size) = said.split_once('/').and_then(|(span, size)| Some((span, size.parse().ok()?))).unwrap_or_default();
        if answer.status == StatusCode::RANGE_NOT_SATISFIABLE {
            // Nothing stands there: the end, or an empty object.
            (self.size, self.part_at, self.part) = (size, self.at, Vec::new());
            return Ok(true);
        }
        let Some(answer) = answer.found()? else { return Ok(false) };
        if !span.starts_with(&format!("{}-", self.at)) || answer.body.len() as u64 != PART.min(size - self.at) {
            return Err(down(&format!("asked for {PART} bytes at {}, it gave {} at {said}", self.at, answer.body.len())));
        }
        (self.size, self.part_at, self.part) = (size, self.at, answer.body);
        Ok(true)
    }
}

impl Read for Object {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.size {
            return Ok(0);
        }
        if self.at < self.part_at || self.at >= self.part_at + self.part.len() as u64 {
            self.fetch().and_then(|is_there| if is_there { Ok(()) } else { Err(lost(&self.key)) }).map_err(io::Error::other)?;
        }
        let rest = &self.part[(self.at - self.part_at) as usize..];
        let taken = rest.len().min(into.len());
        into[..taken].copy_from_slice(&rest[..taken]);
        self.at += taken as u64;
        Ok(taken)
    }
}

impl Seek for Object {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "before the beginning"))?;
        Ok(self.at)
    }
}
