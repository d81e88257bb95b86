//! What is kept of the files of an attachment.

use std::collections::BTreeMap;

use keshu_kernel::{Cell, Problem, new_id};
use keshu_record::{Draft, HookCtx, Item, Line};

/// A file that another takes the place of stays, as an earlier revision; what is known of the new one
/// stands beside it. A file that does not exist is left for the check that says so.
pub(crate) fn keep_revisions(draft: &mut Draft, hook: &mut HookCtx) -> Result<(), Problem> {
    if !draft.changed("file") {
        return Ok(());
    }
    let mut revisions = match draft.item("revisions") {
        Some(Item::Lines(lines)) => lines.clone(),
        _ => Vec::new(),
    };
    let replaced = draft.old_cell("file").as_text().map(str::to_owned);
    if let Some(old) = replaced.map(|id| hook.file(&id)).transpose()?.flatten() {
        let was = |key: &str| draft.old_cell(key).clone();
        let cells: BTreeMap<&str, Cell> = [
            ("revision_no", was("revision_no")),
            ("name", old.name.into()),
            ("file", old.id.into()),
            ("size", Cell::Int(old.size)),
            ("content_type", old.content_type.into()),
            ("uploaded_by", was("uploaded_by")),
            ("uploaded_at", was("uploaded_at")),
        ]
        .into();
        revisions.insert(0, Line { id: new_id(), cells: cells.into_iter().map(|(key, cell)| (key.to_owned(), cell)).collect() });
    }
    let number = revisions.len() as i64 + 1;
    draft.set_lines("revisions", revisions);
    if let Some(new) = draft.text("file").map(str::to_owned).map(|id| hook.file(&id)).transpose()?.flatten() {
        draft.set("size", Cell::Int(new.size));
        draft.set("content_type", new.content_type);
        draft.set("revision_no", Cell::Int(number));
        draft.set("uploaded_by", new.created_by);
        draft.set("uploaded_at", hook.ctx.at());
    }
    Ok(())
}
