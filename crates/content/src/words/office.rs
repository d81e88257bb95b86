//! Word, Excel and PowerPoint files: the text elements of their parts.

use std::{
    fs::File,
    io::{BufReader, Read},
};

use quick_xml::{Reader, events::Event};

use super::Words;
use crate::archive::{Archive, Part};

/// How much is unpacked of a file, and how many parts of it are read.
const UNPACKED: u64 = 16 << 20;
const PARTS: usize = 500;

/// Which parts hold text, by how their names begin.
fn places(media: &str) -> &'static [&'static str] {
    match media.rsplit('.').next() {
        Some("document") => &["word/document.xml", "word/footnotes.xml", "word/header", "word/footer"],
        Some("sheet") => &["xl/sharedStrings.xml", "xl/worksheets/sheet"],
        Some("presentation") => &["ppt/slides/slide", "ppt/notesSlides/notesSlide"],
        _ => &[],
    }
}

pub(super) fn read(media: &str, file: &mut File, words: &mut Words) {
    let places = places(media);
    let Ok(mut archive) = Archive::open(file) else { return };
    let mut parts: Vec<(usize, Part)> = Vec::new();
    let walked = archive.walk(|part| {
        let place = places.iter().position(|place| part.name.starts_with(place) && part.name.ends_with(".xml"));
        parts.extend(place.map(|place| (place, part)));
        parts.len() < PARTS
    });
    if walked.is_err() {
        return;
    }
    // slide2 stands before slide10.
    parts.sort_by(|(place, part), (other, next)| (place, part.name.len(), &part.name).cmp(&(other, next.name.len(), &next.name)));
    let mut left = UNPACKED;
    for (_, part) in parts {
        if words.is_full() || left == 0 {
            return;
        }
        let Ok(content) = archive.unpack(&part) else { continue };
        let mut content = content.take(left);
        text_of(&mut content, words);
        left = content.limit();
    }
}

/// The text of every `t` element; what ends a paragraph, a cell or a line stands apart from what follows.
fn text_of(content: &mut impl Read, words: &mut Words) {
    let mut reader = Reader::from_reader(BufReader::new(content));
    let (mut buffer, mut is_text) = (Vec::new(), false);
    while !words.is_full() {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => is_text = element.local_name().as_ref() == "t",
            Ok(Event::End(element)) => {
                is_text = false;
                if matches!(element.local_name().as_ref(), "p" | "si" | "is" | "tr" | "tc") {
                    words.push(" ");
                }
            }
            Ok(Event::Empty(element)) if matches!(element.local_name().as_ref(), "tab" | "br" | "cr") => words.push(" "),
            Ok(Event::Text(text)) if is_text => words.push(&text),
            Ok(Event::GeneralRef(name)) if is_text => {
                let letter = name.resolve_char_ref().ok().flatten().or(match name.as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    _ => None,
                });
                words.push(letter.map(String::from).as_deref().unwrap_or(" "));
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}
