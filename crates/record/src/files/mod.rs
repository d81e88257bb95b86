//! Uploaded files and who may fetch them.

mod scan;

use std::{
    fs::File,
    io::{self, BufReader, Read as _, Seek, SeekFrom},
    path::Path,
    time::Duration,
};

use keshu_access::Action;
use keshu_catalog::{Field, Kind};
use keshu_content as content;
use keshu_kernel::{Problem, args, codes, new_id};
use keshu_store::{
    Read,
    blob::{self, Blob, Content},
    query,
};

use crate::{Ctx, render::line_fields};

const NAME_MAX: usize = 200;
/// How many records that hold a file are looked at.
const HOLDERS: u64 = 200;

/// What the installation says of uploads.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Largest file, in bytes.
    pub limit: u64,
    /// The virus scanner and its words; the file's path comes behind them. None, and nothing is scanned.
    pub scan_command: Vec<String>,
    /// How long the scanner may take.
    pub scan_wait: Duration,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules { limit: 200 << 20, scan_command: Vec::new(), scan_wait: Duration::from_secs(60) }
    }
}

/// What is said to who sends more than `limit` bytes.
pub fn too_large(limit: u64) -> Problem {
    Problem::new(&codes::FILE_TOO_LARGE, args![limit = format!("{} MiB", limit >> 20)])
}

/// Keeps a file as it comes in, whatever its size; its kind comes from its content, not from what the
/// sender says. Whatever is refused leaves nothing behind.
pub fn add(ctx: &Ctx, name: &str, source: &mut dyn io::Read) -> Result<Blob, Problem> {
    // A name never says where a file lies, only what it is called.
    let name: String = name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|letter| !letter.is_control()).take(NAME_MAX).collect();
    let mut incoming = ctx.house.store.blobs().incoming()?;
    // The first bytes alone, so that what is not taken need not be sent to its end.
    incoming.write_all_of(&mut source.take(content::HEAD as u64))?;
    let head = read_part(incoming.file(), 0, content::HEAD as u64)?;
    let kind = content::kind_of(&name, &head)?;
    let limit = ctx.house.uploads.limit;
    incoming.write_all_of(&mut source.take(limit.saturating_sub(head.len() as u64) + 1))?;
    if incoming.size() > limit {
        return Err(too_large(limit));
    }
    let content_type = content::check(kind, incoming.file())?;
    scan::scan(ctx, &name, incoming.path())?;
    let words = File::open(incoming.path()).map(|file| content::words(&content_type, file)).map_err(Problem::internal)?;
    let (sha256, size) = incoming.keep()?;
    let blob = Blob { id: new_id(), name, size, content_type, sha256, created_by: ctx.actor.staff_id.clone() };
    let (kept, at) = (blob.clone(), ctx.at());
    ctx.house.store.write(move |tx| {
        if !words.is_empty() {
            blob::add_words(tx, &kept.sha256, &words)?;
        }
        blob::add(tx, &kept, &at)
    })?;
    Ok(blob)
}

fn read_part(file: &mut File, from: u64, most: u64) -> Result<Vec<u8>, Problem> {
    let mut part = Vec::new();
    let read = file.seek(SeekFrom::Start(from)).and_then(|_| file.take(most).read_to_end(&mut part)).and_then(|_| file.seek(SeekFrom::End(0)));
    read.map(|_| part).map_err(Problem::internal)
}

/// What is known of a file, for who uploaded it or may read a record that holds it.
pub fn info(ctx: &Ctx, id: &str) -> Result<Blob, Problem> {
    ctx.house.store.read(|read| reachable(ctx, read, id))?.ok_or_else(|| Problem::new(&codes::RECORD_NOT_FOUND, vec![]))
}

/// Whether the page may show a file of this type by itself: it cannot run anything.
pub fn is_shown(content_type: &str) -> bool {
    content_type.starts_with("image/") || content_type == "application/pdf" || content_type.starts_with("text/plain")
}

/// The content of a file that was found with [`info`], from the byte `from` on.
pub fn content(ctx: &Ctx, blob: &Blob, from: u64) -> Result<Content, Problem> {
    ctx.house.store.blobs().open_blob(&blob.sha256, from)
}

/// As [`info`], with the whole content to be read bit by bit.
pub fn open(ctx: &Ctx, id: &str) -> Result<(Blob, Content), Problem> {
    let blob = info(ctx, id)?;
    let content = content(ctx, &blob, 0)?;
    Ok((blob, content))
}

/// How large a thumbnail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thumbnail {
    /// For lists.
    Small,
    /// For cards.
    Large,
}

impl Thumbnail {
    pub fn name(self) -> &'static str {
        match self {
            Thumbnail::Small => "small",
            Thumbnail::Large => "large",
        }
    }

    fn edge(self) -> u32 {
        match self {
            Thumbnail::Small => 96,
            Thumbnail::Large => 480,
        }
    }
}

/// The thumbnail of a picture that was found with [`info`]; made once, then kept beside the blob.
pub fn thumbnail(ctx: &Ctx, blob: &Blob, size: Thumbnail) -> Result<Vec<u8>, Problem> {
    let blobs = ctx.house.store.blobs();
    let none = || Problem::new(&codes::THUMBNAIL_NONE, vec![]);
    if !blob.content_type.starts_with("image/") {
        return Err(none());
    }
    let made = match blobs.beside(&blob.sha256, size.name())? {
        Some(made) => made,
        None => {
            // What cannot be read is remembered as empty, so that it is not tried again.
            let made = content::thumbnail(BufReader::new(blobs.at_hand(&blob.sha256)?), size.edge()).unwrap_or_default();
            blobs.put_beside(&blob.sha256, size.name(), &made)?;
            made
        }
    };
    if made.is_empty() { Err(none()) } else { Ok(made) }
}

/// Copies a file into a new one of this machine, however large.
pub fn copy_to(ctx: &Ctx, id: &str, target: &Path) -> Result<(), Problem> {
    let blob = info(ctx, id)?;
    let refused = |fault: io::Error| Problem::new(&codes::QUERY_INVALID, args![name = target.display(), why = fault]);
    let mut source = ctx.house.store.blobs().open_blob(&blob.sha256, 0)?;
    let mut copy = File::create_new(target).map_err(refused)?;
    let copied = io::copy(&mut source, &mut copy).and_then(|_| copy.sync_all());
    copied.map_err(|fault| fault.downcast().unwrap_or_else(refused))
}

/// The file, if the asker uploaded it or may read a record that holds it. Who may not fetch a file may not
/// put it into a record either, or naming it would be enough to take it.
pub(crate) fn reachable(ctx: &Ctx, read: &mut Read, id: &str) -> Result<Option<Blob>, Problem> {
    let Some(blob) = blob::info(read, id)? else { return Ok(None) };
    let is_theirs = blob.created_by == ctx.actor.staff_id || ctx.actor.is_system() || held_by_readable(ctx, read, id)?;
    Ok(is_theirs.then_some(blob))
}

/// Whether any record has the file.
pub fn is_held(system: &Ctx, read: &mut Read, id: &str) -> Result<bool, Problem> {
    held_by_readable(system, read, id)
}

/// Whether some record that the asker may read has the file in a field that the asker may read.
fn held_by_readable(ctx: &Ctx, read: &mut Read, id: &str) -> Result<bool, Problem> {
    let catalog = &ctx.house.catalog;
    for entity in catalog.entities.values().filter(|entity| entity.line_of.is_none()) {
        let Ok(grant) = ctx.grant(entity, Action::Read) else { continue };
        for field in entity.fields.values().filter(|field| grant.may_read(&field.key)) {
            let ids = match &field.kind {
                kind if kind.is_file() => query::ids_with_values(read, entity, &[(field.key.clone(), id.into())], None, HOLDERS)?,
                Kind::Lines { of } => {
                    let Some(line) = catalog.entity(of) else { continue };
                    let mut ids = Vec::new();
                    // Who may not read the file of a record may not read those that stood in its place.
                    let open = |held: &&Field| held.kind.is_file() && entity.field(&held.key).is_none_or(|same| grant.may_read(&same.key));
                    for held in line_fields(line).filter(open) {
                        ids.extend(query::parents_with_line(read, line, &held.key, id, HOLDERS)?);
                    }
                    ids
                }
                _ => continue,
            };
            if !ids.is_empty() && !query::load_many(read, catalog, entity, &grant, &ids, &[])?.is_empty() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
