//! Uploads that end badly leave nothing behind and say why.

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
};

use keshu_testkit::Form;

use crate::program::{Data, Server};

/// What a recording begins with; nothing looks further into one.
const RECORDING: &[u8] = b"\0\0\0\x20ftypisom";
const FORM: &str = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\r\n";

fn recording(mib: usize) -> Vec<u8> {
    let mut bytes = RECORDING.to_vec();
    bytes.resize(mib << 20, 7);
    bytes
}

/// Everything in the folder of files but the mark of its database.
fn kept(data: &Data) -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
            match entry.path().is_dir() {
                true => walk(&entry.path(), found),
                false => found.push(entry.file_name().to_string_lossy().into_owned()),
            }
        }
    }
    let mut found = Vec::new();
    walk(&data.folder.join("blobs"), &mut found);
    found.retain(|name| name != "blob_store");
    found
}

/// An upload by hand: these headers, these bytes.
fn upload(data: &Data, server: &Server, more: &str, sent: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(server.client.address()).expect("a connection");
    let head = format!("POST /api/v1/file HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: multipart/form-data; boundary=x\r\nConnection: close\r\n{more}\r\n", data.token);
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(sent)).expect("a request");
    stream
}

fn answer(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer
}

#[test]
fn two_gigabytes_are_refused_before_they_are_sent() {
    let data = Data::new();
    let server = data.serve();
    let answer = answer(upload(&data, &server, "Content-Length: 2147483648\r\nExpect: 100-continue\r\n", b""));
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("file_too_large") && answer.contains("200 MiB"), "{answer}");
    assert_eq!(kept(&data), [""; 0]);
}

#[test]
fn a_file_over_the_limit_is_refused_however_it_is_sent() {
    let data = Data::new();
    data.settings("file_limit_mib = 1");
    let server = data.serve();
    server.client.upload("/file", &Form::file("a.mp4", &recording(1))).status(201);
    let mut over = recording(1);
    over.push(7);
    server.client.upload("/file", &Form::file("a.mp4", &over)).refused(413, "file_too_large");
    server.client.upload("/file", &Form::file("a.mp4", &recording(40))).refused(413, "file_too_large");
    // In chunks nothing says beforehand how much will come.
    let body = [FORM.as_bytes(), &recording(3)].concat();
    let chunked = [format!("{:x}\r\n", body.len()).as_bytes(), &body].concat();
    let answer = answer(upload(&data, &server, "Transfer-Encoding: chunked\r\n", &chunked));
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("file_too_large"), "{answer}");
    assert_eq!(kept(&data).len(), 1);
    data.settings("file_limit_mib = 0");
    data.exits(&["config"], 2);
}

#[test]
fn a_cut_connection_leaves_nothing() {
    let data = Data::new();
    let server = data.serve();
    let half = [FORM.as_bytes(), &recording(2)].concat();
    drop(upload(&data, &server, "Content-Length: 9000000\r\n", &half));
    // The body is whole, but the form breaks off before its end.
    let answer = answer(upload(&data, &server, &format!("Content-Length: {}\r\n", half.len()), &half));
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("body_malformed"), "{answer}");
    server.stop();
    assert_eq!(kept(&data), [""; 0]);
}

#[test]
fn a_killed_server_takes_its_leftovers_away() {
    let data = Data::new();
    let left = data.folder.join("blobs/.0198");
    let at = std::time::SystemTime::now() - std::time::Duration::from_secs(90_000);
    std::fs::File::create(&left).and_then(|file| file.set_modified(at)).expect("a file");
    std::fs::write(data.folder.join("blobs/.0199"), "another node is at it").expect("a file");
    data.serve().stop();
    assert_eq!(kept(&data), [".0199"]);
}

/// The largest file that the process may write stands in for a full disk.
#[test]
fn a_full_disk_keeps_no_half_file() {
    let data = Data::new();
    let server = data.serve_by("trap '' XFSZ; ulimit -f 49152; exec \"$@\"");
    server.client.upload("/file", &Form::file("a.mp4", &recording(30))).refused(507, "disk_full");
    assert_eq!(kept(&data), [""; 0]);
    server.client.upload("/file", &Form::file("a.mp4", &recording(2))).status(201);
    server.stop();
}

#[test]
fn memory_stays_flat() {
    let data = Data::new();
    let server = data.serve();
    server.client.upload("/file", &Form::file("small.mp4", &recording(1))).status(201);
    let before = server.peak_memory_mib();
    let large = recording(180);
    let made = server.client.upload("/file", &Form::file("large.mp4", &large)).status(201).json;
    assert!(server.client.get(&format!("/file/{}", made["id"].as_str().expect("an id"))).status(200).bytes == large);
    let grown = server.peak_memory_mib() - before;
    assert!(grown < 24, "180 MiB in and out took {grown} MiB");
}

#[test]
fn a_backup_says_which_files_are_lost() {
    let data = Data::new();
    let server = data.serve();
    let made = server.client.upload("/file", &Form::file("a.mp4", &recording(1))).status(201).json;
    let lost = server.client.upload("/file", &Form::file("b.mp4", &recording(2))).status(201).json;
    let hash = lost["sha256"].as_str().expect("a hash");
    let at = data.folder.join("blobs").join(&hash[..2]).join(hash);
    let copy = |name: &str| data.folder.join(name).display().to_string();
    data.exits(&["backup", &copy("whole")], 0);
    for (name, harm) in [("damaged", true), ("lost", false)] {
        if harm { std::fs::write(&at, "not what it was") } else { std::fs::remove_file(&at) }.expect("harm");
        let said = data.exits(&["backup", &copy(name)], 1);
        assert!(said.contains("[backup_incomplete]") && said.contains(hash), "{said}");
        assert!(!data.folder.join(name).join("blobs").join(&hash[..2]).join(hash).exists());
    }
    server.stop();
    let restored = Data { folder: data.folder.with_extension("restored"), token: data.token.clone() };
    restored.exits(&["restore", &copy("lost")], 0);
    let server = restored.serve();
    assert!(server.client.get(&format!("/file/{}", made["id"].as_str().expect("an id"))).status(200).bytes == recording(1));
}

/// A scanner as ClamAV is one: 0 clean, 1 infected, else trouble.
const SCANNER: &str = "case $(head -c 4096 \"$1\") in *EICAR*) exit 1;; *broken*) exit 2;; *slow*) sleep 60;; esac";

#[test]
fn a_virus_is_refused_and_stands_in_the_audit() {
    let data = Data::new();
    data.settings(&format!("scan_command = [\"sh\", \"-c\", {SCANNER:?}, \"scan\"]\nscan_seconds = 1"));
    let server = data.serve();
    let upload = |text: &str| server.client.upload("/file", &Form::file("a.txt", text.as_bytes()));
    upload("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR").refused(422, "file_infected");
    for trouble in ["broken", "slow"] {
        upload(trouble).refused(503, "file_scan_failed");
    }
    assert_eq!(kept(&data), [""; 0]);
    upload("clean").status(201);
    server.stop();
    let database = rusqlite::Connection::open(data.folder.join("keshu.db")).expect("a database");
    let noted: i64 = database.query_row("SELECT count(*) FROM sys_audit_entry WHERE entity = 'file' AND action = 'refuse'", [], |row| row.get(0)).expect("a count");
    assert_eq!(noted, 1);
    data.exits(&["audit", "verify"], 0);
    data.settings("scan_command = [\"/nowhere/clamdscan\"]");
    data.serve().client.upload("/file", &Form::file("a.txt", b"clean")).refused(503, "file_scan_failed");
    data.settings("scan_command = \"clamdscan\"");
    assert!(data.exits(&["config"], 2).contains("scan_command"));
}
