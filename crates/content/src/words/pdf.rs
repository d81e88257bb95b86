//! PDF files: what their pages show, in the order in which it is drawn.

use std::{cell::Cell, collections::HashMap, fs::File, io::Read};

use lopdf::{
    Dictionary, Document, LoadOptions, Object, ObjectId,
    content::{Content, Operation},
};

use super::{
    Words,
    font::{Font, plain},
};

/// What one stream may unpack to, and all objects together may take.
const STREAM: usize = 8 << 20;
const OBJECTS: usize = 192 << 20;
const LOCKED: &[u8] = b"/Encrypt";
/// How deep forms stand in forms.
const DEPTH: u8 = 4;
/// A gap in a line, in thousandths of the letter size, that is as good as a blank.
const GAP: f32 = -200.0;

thread_local! {
    /// What is left of [`OBJECTS`]; the reader of this thread takes from it.
    static LEFT: Cell<usize> = const { Cell::new(0) };
}

pub(super) fn read(file: &mut File, words: &mut Words) {
    let mut bytes = Vec::new();
    if file.read_to_end(&mut bytes).is_err() {
        return;
    }
    // Of a locked file the reader keeps everything, whatever `within` says.
    if bytes.windows(LOCKED.len()).any(|window| window == LOCKED) {
        return;
    }
    LEFT.set(OBJECTS);
    let options = LoadOptions { max_decompressed_size: Some(STREAM), filter: Some(within), ..LoadOptions::default() };
    let Ok(document) = Document::load_mem_with_options(&bytes, options) else { return };
    drop(bytes);
    for page in document.page_iter() {
        if words.is_full() {
            return;
        }
        let Ok(content) = document.get_page_content_with_limit(page, STREAM) else { continue };
        let resources = resources(&document, page);
        Page { document: &document, words, fonts: HashMap::new(), line: None, shown: 0, gap: false }.draw(&content, &resources, 0);
        words.push(" ");
    }
}

/// Keeps objects while there is room for them.
fn within(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let left = LEFT.get().checked_sub(weight(object))?;
    LEFT.set(left);
    // What is given back counts only for objects inside a stream, and streams are not.
    Some((id, if object.as_stream().is_ok() { Object::Null } else { object.clone() }))
}

fn weight(object: &Object) -> usize {
    let own = size_of::<Object>();
    let of_all = |entries: &Dictionary| entries.iter().map(|(key, value)| key.len() + own + weight(value)).sum::<usize>();
    own + match object {
        Object::Array(items) => items.iter().map(weight).sum(),
        Object::Dictionary(entries) => of_all(entries),
        Object::Stream(stream) => of_all(&stream.dict) + stream.content.len(),
        Object::String(text, _) => text.len(),
        Object::Name(name) => name.len(),
        _ => 0,
    }
}

/// The resources of a page, its own before those of the nodes above it.
fn resources(document: &Document, page: ObjectId) -> Vec<Dictionary> {
    let Ok((own, above)) = document.get_page_resources(page) else { return Vec::new() };
    own.into_iter().chain(above.iter().filter_map(|id| document.get_dictionary(*id).ok())).cloned().collect()
}

/// An entry `kind`/`name` of the resources.
fn resource<'d>(document: &'d Document, resources: &'d [Dictionary], kind: &[u8], name: &[u8]) -> Option<&'d Object> {
    resources.iter().find_map(|all| {
        let entries = all.get_deref(kind, document).ok()?.as_dict().ok()?;
        entries.get_deref(name, document).ok()
    })
}

struct Page<'a> {
    document: &'a Document,
    words: &'a mut Words,
    fonts: HashMap<Vec<u8>, Font>,
    /// The height of the line under way.
    line: Option<f32>,
    /// How many letters were drawn at once last.
    shown: usize,
    /// Whether a gap came after them.
    gap: bool,
}

impl Page<'_> {
    fn draw(&mut self, content: &[u8], resources: &[Dictionary], depth: u8) {
        let Ok(content) = Content::decode(content) else { return };
        let (mut font, mut marks, mut told) = (Vec::new(), 0_u32, None);
        for Operation { operator, operands } in &content.operations {
            if self.words.is_full() {
                return;
            }
            match (operator.as_str(), operands.as_slice()) {
                ("BDC", [_, properties]) => {
                    marks += 1;
                    let said = properties.as_dict().ok().or_else(|| resource(self.document, resources, b"Properties", properties.as_name().ok()?)?.as_dict().ok());
                    // A mark may say what its letters mean; the letters themselves do not count then.
                    if let (None, Some(text)) = (told, said.and_then(|entries| entries.get(b"ActualText").ok()?.as_str().ok())) {
                        told = Some(marks);
                        self.words.push(&plain(text));
                    }
                }
                ("BMC", _) => marks += 1,
                ("EMC", _) => {
                    told = told.filter(|mark| *mark < marks);
                    marks = marks.saturating_sub(1);
                }
                ("Tf", [name, _]) => {
                    font = name.as_name().map(<[u8]>::to_vec).unwrap_or_default();
                    if !self.fonts.contains_key(&font) {
                        let known = resource(self.document, resources, b"Font", &font).and_then(|font| font.as_dict().ok());
                        self.fonts.insert(font.clone(), known.map_or(Font::Unknown, |known| Font::of(self.document, known)));
                    }
                }
                ("Td" | "TD", [_, down]) => self.go_to(self.line.unwrap_or_default() + down.as_float().unwrap_or_default()),
                ("Tm", [_, _, _, _, _, height]) => self.go_to(height.as_float().unwrap_or_default()),
                ("T*", _) => self.end_line(),
                ("Tj", [text]) if told.is_none() => self.show(&font, text),
                ("'", [text]) | ("\"", [_, _, text]) if told.is_none() => {
                    self.end_line();
                    self.show(&font, text);
                }
                ("TJ", [Object::Array(pieces)]) if told.is_none() => {
                    for piece in pieces {
                        match piece.as_float() {
                            Ok(gap) => self.gap |= gap < GAP,
                            Err(_) => self.show(&font, piece),
                        }
                    }
                }
                ("Do", [name]) if depth < DEPTH => self.form(name, resources, depth),
                _ => {}
            }
        }
    }

    /// A form drawn on the page, with resources of its own.
    fn form(&mut self, name: &Object, resources: &[Dictionary], depth: u8) {
        let form = name.as_name().ok().and_then(|name| resource(self.document, resources, b"XObject", name)).and_then(|form| form.as_stream().ok());
        let Some(form) = form.filter(|form| form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form")) else { return };
        let Ok(content) = form.get_plain_content_with_limit(STREAM) else { return };
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).cloned();
        let resources: Vec<Dictionary> = own.into_iter().chain(resources.iter().cloned()).collect();
        // Names of fonts mean what its own resources say.
        let fonts = std::mem::take(&mut self.fonts);
        self.draw(&content, &resources, depth + 1);
        self.fonts = fonts;
        self.end_line();
    }

    fn show(&mut self, font: &[u8], text: &Object) {
        let Ok(bytes) = text.as_str() else { return };
        let text = self.fonts.get(font).map(|font| font.text(bytes)).unwrap_or_default();
        // Latin words stand apart; Chinese has no blanks.
        let is_latin = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
        if std::mem::take(&mut self.gap) && is_latin(self.words.last()) && is_latin(text.chars().next()) {
            self.words.push(" ");
        }
        self.shown = text.chars().count();
        self.words.push(&text);
    }

    fn go_to(&mut self, height: f32) {
        if self.line.replace(height).is_some_and(|before| (before - height).abs() > 0.5) {
            self.end_line();
        } else {
            // Word by word; of letters drawn one by one nothing is known.
            self.gap |= self.shown > 1;
        }
    }

    /// Chinese goes on over the end of a line.
    fn end_line(&mut self) {
        if self.words.last().is_some_and(|last| last.is_ascii()) {
            self.words.push(" ");
        }
    }
}
