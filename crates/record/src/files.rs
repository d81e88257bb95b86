//! Uploaded files and who may fetch them.

use std::{fs::File, path::Path};

use keshu_access::Action;
use keshu_catalog::Kind;
use keshu_kernel::{Problem, args, codes, new_id};
use keshu_store::{
    Read,
    blob::{self, Blob},
    query,
};

use crate::Ctx;

/// What may be uploaded: first bytes (offset 0) and the type they prove. Text and the office formats,
/// which are zip files, are told apart by name.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"%PDF-", "application/pdf"),
];
const OFFICE: &[(&str, &str)] = &[
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("zip", "application/zip"),
];
const TEXT: &[(&str, &str)] = &[("txt", "text/plain; charset=utf-8"), ("csv", "text/csv; charset=utf-8"), ("vcf", "text/vcard; charset=utf-8")];
const NAME_MAX: usize = 200;

/// Keeps a file; its type comes from its content, not from what the sender says.
pub fn add(ctx: &Ctx, name: &str, bytes: &[u8]) -> Result<Blob, Problem> {
    // A name never says where a file lies, only what it is called.
    let name: String = name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|letter| !letter.is_control()).take(NAME_MAX).collect();
    let content_type = sniff(&name, bytes)?;
    let sha256 = ctx.house.store.blobs().put(bytes)?;
    let blob = Blob { id: new_id(), name, size: bytes.len() as i64, content_type: content_type.to_owned(), sha256, created_by: ctx.actor.staff_id.clone() };
    let (kept, at) = (blob.clone(), ctx.at());
    ctx.house.store.write(move |tx| blob::add(tx, &kept, &at))?;
    Ok(blob)
}

fn sniff(name: &str, bytes: &[u8]) -> Result<&'static str, Problem> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let by_name = |table: &'static [(&str, &str)]| table.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind);
    let found = MAGIC.iter().find(|(magic, kind)| bytes.starts_with(magic) && (*kind != "image/webp" || bytes.get(8..12) == Some(b"WEBP"))).map(|(_, kind)| *kind);
    let found = found.or_else(|| by_name(OFFICE).filter(|_| bytes.starts_with(b"PK\x03\x04"))).or_else(|| by_name(TEXT).filter(|_| !bytes.contains(&0)));
    found.ok_or_else(|| {
        let allowed = "PNG, JPEG, GIF, WebP, PDF, DOCX, XLSX, PPTX, ZIP, TXT, CSV, VCF";
        Problem::new(&codes::FILE_TYPE_REFUSED, args![found = if ending.is_empty() { "?".to_owned() } else { ending }, allowed = allowed])
    })
}

/// A file and its bytes, for who uploaded it or may read a record that holds it.
pub fn get(ctx: &Ctx, id: &str) -> Result<(Blob, Vec<u8>), Problem> {
    let missing = || Problem::new(&codes::RECORD_NOT_FOUND, vec![]);
    let blob = ctx.house.store.read(|read| reachable(ctx, read, id))?.ok_or_else(missing)?;
    let bytes = ctx.house.store.blobs().get(&blob.sha256)?;
    Ok((blob, bytes))
}

/// As [`get`], to be read bit by bit.
pub fn open(ctx: &Ctx, id: &str) -> Result<(Blob, File), Problem> {
    let blob = ctx.house.store.read(|read| reachable(ctx, read, id))?.ok_or_else(|| Problem::new(&codes::RECORD_NOT_FOUND, vec![]))?;
    let file = File::open(ctx.house.store.blobs().path(&blob.sha256)).map_err(Problem::internal)?;
    Ok((blob, file))
}

/// As [`get`], into a new file of this machine, however large.
pub fn copy_to(ctx: &Ctx, id: &str, target: &Path) -> Result<(), Problem> {
    let blob = ctx.house.store.read(|read| reachable(ctx, read, id))?.ok_or_else(|| Problem::new(&codes::RECORD_NOT_FOUND, vec![]))?;
    let refused = |fault: std::io::Error| Problem::new(&codes::QUERY_INVALID, args![name = target.display(), why = fault]);
    let mut source = File::open(ctx.house.store.blobs().path(&blob.sha256)).map_err(Problem::internal)?;
    let mut copy = File::create_new(target).map_err(refused)?;
    std::io::copy(&mut source, &mut copy).and_then(|_| copy.sync_all()).map_err(refused)
}

/// The file, if the asker uploaded it or may read a record that holds it. Who may not fetch a file may not
/// put it into a record either, or naming it would be enough to take it.
pub(crate) fn reachable(ctx: &Ctx, read: &mut Read, id: &str) -> Result<Option<Blob>, Problem> {
    let Some(blob) = blob::info(read, id)? else { return Ok(None) };
    let is_theirs = blob.created_by == ctx.actor.staff_id || ctx.actor.is_system() || held_by_readable(ctx, read, id)?;
    Ok(is_theirs.then_some(blob))
}

/// Whether some record that the asker may read has the file in a field that the asker may read.
fn held_by_readable(ctx: &Ctx, read: &mut Read, id: &str) -> Result<bool, Problem> {
    for entity in ctx.house.catalog.entities.values().filter(|entity| entity.line_of.is_none()) {
        let Ok(grant) = ctx.grant(entity, Action::Read) else { continue };
        for field in entity.fields.values().filter(|field| matches!(field.kind, Kind::Attachment | Kind::Image) && grant.may_read(&field.key)) {
            let ids = query::ids_with_values(read, entity, &[(field.key.clone(), id.into())], None, 200)?;
            if !ids.is_empty() && !query::load_many(read, &ctx.house.catalog, entity, &grant, &ids, &[])?.is_empty() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
