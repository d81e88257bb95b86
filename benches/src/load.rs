//! A closed loop over connections that stay open: each asks, waits for the whole answer, asks again. A PATCH goes
//! out with the ETag that its record had last; each connection changes records of its own.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use serde_json::json;

struct Ask {
    method: String,
    path: String,
    body: String,
}

pub fn run(base: &str, asks: &Path, connections: usize, seconds: u64, token: &str, pid: Option<u32>) -> anyhow::Result<()> {
    let host = base.strip_prefix("http://").context("http:// only")?.to_owned();
    let text = std::fs::read_to_string(asks).with_context(|| asks.display().to_string())?;
    let parse = |line: &str| {
        let mut parts = line.splitn(3, '\t').map(str::to_owned);
        Some(Ask { method: parts.next()?, path: parts.next()?, body: parts.next().unwrap_or_default() })
    };
    let asks: Arc<Vec<Ask>> = Arc::new(text.lines().filter_map(parse).collect());
    if asks.is_empty() {
        bail!("nothing to ask in the file");
    }
    let before = cpu(pid);
    let begun = Instant::now();
    let until = begun + Duration::from_secs(seconds);
    let threads: Vec<_> = (0..connections)
        .map(|place| {
            let (host, token, asks) = (host.clone(), token.to_owned(), asks.clone());
            std::thread::spawn(move || one(&host, &token, &asks, (place, connections), until))
        })
        .collect();
    let (mut times, mut bytes, mut refused) = (Vec::new(), 0u64, 0u64);
    for thread in threads {
        let done = thread.join().map_err(|_| anyhow::anyhow!("a connection panicked"))??;
        times.extend(done.times);
        bytes += done.bytes;
        refused += done.refused;
    }
    let took = begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1))).map_or(0.0, |micros| *micros as f64 / 1000.0);
    let count = times.len() as f64;
    println!(
        "{}",
        json!({
            "per_second": (count / took).round(), "p50_ms": at(0.50), "p99_ms": at(0.99), "refused": refused,
            "bytes": (bytes as f64 / count.max(1.0)).round(), "cpu_ms": pid.map(|_| ((cpu(pid) - before) * 1_000_000.0 / count.max(1.0)).round() / 1000.0),
        })
    );
    Ok(())
}

#[derive(Default)]
struct Done {
    /// Microseconds of each answer.
    times: Vec<u64>,
    bytes: u64,
    refused: u64,
}

fn one(host: &str, token: &str, asks: &[Ask], (place, connections): (usize, usize), until: Instant) -> anyhow::Result<Done> {
    let stream = TcpStream::connect(host)?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::with_capacity(1 << 16, stream.try_clone()?);
    let (mut writer, mut done) = (stream, Done::default());
    let mut send = |method: &str, path: &str, body: &str, etag: &str| -> anyhow::Result<Answer> {
        let condition = if etag.is_empty() { String::new() } else { format!("if-match: {etag}\r\n") };
        write!(writer, "{method} {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n{condition}content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())?;
        answer(&mut reader)
    };
    let own: Vec<&Ask> = if asks[0].method == "PATCH" { asks.iter().skip(place).step_by(connections).collect() } else { asks.iter().collect() };
    let mut etags: HashMap<&str, String> = HashMap::new();
    for (count, Ask { method, path, body }) in own.iter().copied().cycle().skip(place * 7919 % own.len().max(1)).enumerate() {
        if method == "PATCH" && !etags.contains_key(path.as_str()) {
            etags.insert(path, send("GET", path, "", "")?.etag);
        }
        let begun = Instant::now();
        if begun >= until {
            break;
        }
        // A change must change something.
        let body = body.replace("{count}", &format!("{place}-{count}"));
        let answer = send(method, path, &body, etags.get(path.as_str()).map_or("", String::as_str))?;
        done.times.push(begun.elapsed().as_micros() as u64);
        done.bytes += answer.bytes;
        done.refused += u64::from(!(200..300).contains(&answer.status));
        if method == "PATCH" {
            etags.insert(path, answer.etag);
        }
    }
    Ok(done)
}

struct Answer {
    status: u16,
    bytes: u64,
    etag: String,
}

/// Reads one answer to its end.
fn answer(reader: &mut BufReader<TcpStream>) -> anyhow::Result<Answer> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|word| word.parse().ok()).context("no status line")?;
    let (mut length, mut is_chunked, mut etag) = (0u64, false, String::new());
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let head = line.trim().to_ascii_lowercase();
        if let Some(value) = head.strip_prefix("etag:") {
            value.trim().clone_into(&mut etag);
        }
        if head.is_empty() {
            break;
        }
        if let Some(value) = head.strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
        is_chunked |= head == "transfer-encoding: chunked";
    }
    if !is_chunked {
        std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink())?;
        return Ok(Answer { status, bytes: length, etag });
    }
    let mut total = 0;
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let size = u64::from_str_radix(line.trim(), 16)?;
        std::io::copy(&mut reader.by_ref().take(size + 2), &mut std::io::sink())?;
        if size == 0 {
            return Ok(Answer { status, bytes: total, etag });
        }
        total += size;
    }
}

/// Seconds of processor time that a process has used (user and system), at 100 ticks a second.
fn cpu(pid: Option<u32>) -> f64 {
    let text = pid.and_then(|pid| std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()).unwrap_or_default();
    let after = text.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let ticks: f64 = after.split(' ').skip(11).take(2).filter_map(|word| word.parse::<f64>().ok()).sum();
    ticks / 100.0
}
