//! The allow-list: what may be uploaded, and the bytes that prove it.

use std::io::{self, BufReader, Read, Seek};

use keshu_kernel::{Problem, args, codes};

use crate::archive::Archive;

/// How many first bytes tell the kind.
pub const HEAD: usize = 4096;

/// A kind of file that is taken.
#[derive(Debug)]
pub struct Kind {
    pub ending: &'static str,
    pub media: &'static str,
    proof: Proof,
}

#[derive(Debug)]
enum Proof {
    /// These bytes at these places, whatever the name.
    Bytes(&'static [(usize, &'static [u8])]),
    /// A zip file of this ending that holds this part.
    Zip(&'static str),
    /// This ending and no zero byte.
    Text,
}

const fn bytes(ending: &'static str, media: &'static str, proof: &'static [(usize, &'static [u8])]) -> Kind {
    Kind { ending, media, proof: Proof::Bytes(proof) }
}

const fn zip(ending: &'static str, media: &'static str, part: &'static str) -> Kind {
    Kind { ending, media, proof: Proof::Zip(part) }
}

const fn text(ending: &'static str, media: &'static str) -> Kind {
    Kind { ending, media, proof: Proof::Text }
}

/// No SVG and no HTML, which can run; no macros.
const KINDS: [Kind; 17] = [
    bytes("png", "image/png", &[(0, b"\x89PNG\r\n\x1a\n")]),
    bytes("jpg", "image/jpeg", &[(0, b"\xff\xd8\xff")]),
    bytes("gif", "image/gif", &[(0, b"GIF8")]),
    bytes("webp", "image/webp", &[(0, b"RIFF"), (8, b"WEBP")]),
    bytes("pdf", "application/pdf", &[(0, b"%PDF-")]),
    bytes("mp3", "audio/mpeg", &[(0, b"ID3")]),
    bytes("wav", "audio/wav", &[(0, b"RIFF"), (8, b"WAVE")]),
    bytes("m4a", "audio/mp4", &[(4, b"ftypM4A")]),
    bytes("mp4", "video/mp4", &[(4, b"ftypiso")]),
    bytes("mp4", "video/mp4", &[(4, b"ftypmp4")]),
    zip("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/document.xml"),
    zip("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/workbook.xml"),
    zip("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/presentation.xml"),
    zip("zip", "application/zip", ""),
    text("txt", "text/plain"),
    text("csv", "text/csv"),
    text("vcf", "text/vcard"),
];
const ALLOWED: &str = "PNG, JPEG, GIF, WebP, PDF, DOCX, XLSX, PPTX, ZIP, TXT, CSV, VCF, MP3, WAV, M4A, MP4";

/// A file that unpacks to more than this much of itself, and to more than this, is a bomb.
const RATIO: u64 = 100;
const UNPACKED: u64 = 256 << 20;

impl Kind {
    fn fits(&self, ending: &str, head: &[u8]) -> bool {
        match self.proof {
            Proof::Bytes(places) => places.iter().all(|(at, bytes)| head.get(*at..).is_some_and(|rest| rest.starts_with(bytes))),
            Proof::Zip(_) => ending == self.ending && head.starts_with(b"PK\x03\x04"),
            Proof::Text => ending == self.ending && !head.contains(&0),
        }
    }
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// What a file of this name with these first bytes is, if it may come in.
pub fn kind_of(name: &str, head: &[u8]) -> Result<&'static Kind, Problem> {
    let ending = ending(name);
    if let Some(kind) = KINDS.iter().find(|kind| kind.fits(&ending, head)) {
        return Ok(kind);
    }
    Err(if KINDS.iter().any(|kind| kind.ending == ending) {
        not_as_named(&ending)
    } else {
        refused(if ending.is_empty() { "?" } else { &ending })
    })
}

fn refused(found: &str) -> Problem {
    Problem::new(&codes::FILE_TYPE_REFUSED, args![found = found, allowed = ALLOWED])
}

fn not_as_named(ending: &str) -> Problem {
    Problem::new(&codes::FILE_NOT_AS_NAMED, args![ending = ending])
}

/// Looks at the whole file and gives its media type; refuses an office file without its main part or with
/// macros, a zip bomb, and text that is none.
pub fn check(kind: &Kind, file: &mut (impl Read + Seek)) -> Result<String, Problem> {
    match kind.proof {
        Proof::Bytes(_) => Ok(kind.media.to_owned()),
        Proof::Zip(main) => check_zip(kind, main, file).map(|()| kind.media.to_owned()),
        Proof::Text => {
            let encoding = encoding(file).map_err(Problem::internal)?.ok_or_else(|| not_as_named(kind.ending))?;
            Ok(format!("{}; charset={encoding}", kind.media))
        }
    }
}

fn check_zip(kind: &Kind, main: &str, file: &mut (impl Read + Seek)) -> Result<(), Problem> {
    let size = file.seek(io::SeekFrom::End(0)).map_err(Problem::internal)?;
    let (mut unpacked, mut has_main, mut has_macros) = (0u64, main.is_empty(), false);
    let mut archive = Archive::open(file).map_err(|_| not_as_named(kind.ending))?;
    let walked = archive.walk(|part| {
        unpacked = unpacked.saturating_add(part.size);
        has_main |= part.name == main;
        has_macros |= part.name.ends_with("vbaProject.bin");
        true
    });
    if walked.is_err() || !has_main {
        return Err(not_as_named(kind.ending));
    }
    if has_macros && kind.ending != "zip" {
        return Err(refused(&format!("{} + vbaProject.bin", kind.ending)));
    }
    if unpacked > UNPACKED && unpacked / RATIO > size {
        return Err(Problem::new(&codes::FILE_UNPACKS_TOO_LARGE, args![size = format!("{} MiB", unpacked >> 20)]));
    }
    Ok(())
}

/// `utf-8` or `gb18030`, in which Windows writes Chinese; `None` for what holds a zero byte.
fn encoding(file: &mut (impl Read + Seek)) -> io::Result<Option<&'static str>> {
    file.rewind()?;
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let (mut is_utf8, mut part, mut kept) = (true, vec![0; 1 << 16], 0);
    loop {
        let read = reader.read(&mut part[kept..])?;
        if read == 0 {
            return Ok(Some(if is_utf8 && kept == 0 { "utf-8" } else { "gb18030" }));
        }
        let there = &part[..kept + read];
        if there[kept..].contains(&0) {
            return Ok(None);
        }
        kept = match std::str::from_utf8(there) {
            _ if !is_utf8 => 0,
            Ok(_) => 0,
            // A letter that is cut here goes on in the next part.
            Err(fault) if fault.error_len().is_none() => {
                let cut = fault.valid_up_to()..there.len();
                let left = cut.len();
                part.copy_within(cut, 0);
                left
            }
            Err(_) => {
                is_utf8 = false;
                0
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_text_is_known_by_its_bytes() {
        let long = "海".repeat(70_000);
        let gbk = encoding_rs::GB18030.encode(&long).0.into_owned();
        let of = |bytes: &[u8]| encoding(&mut io::Cursor::new(bytes.to_vec())).unwrap();
        assert_eq!((of(long.as_bytes()), of(&gbk), of(b"a\0b"), of(b"")), (Some("utf-8"), Some("gb18030"), None, Some("utf-8")));
        assert_eq!(of(&long.as_bytes()[..long.len() - 1]), Some("gb18030"));
    }

    #[test]
    fn every_kind_is_named_to_who_is_refused() {
        for kind in &KINDS {
            let shown = if kind.ending == "jpg" { "JPEG".to_owned() } else { kind.ending.to_uppercase() };
            assert!(ALLOWED.to_uppercase().contains(&shown), "{shown}");
        }
    }
}
