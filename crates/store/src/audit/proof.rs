//! Whether the chains are as they were written: walked here, or by anybody else from an export.

use std::{collections::BTreeSet, io::Write};

use keshu_kernel::{Fragment, Problem};
use serde::Serialize;
use serde_json::json;

use super::{Anchor, ENTRY_COLUMNS, Whole, anchor_text, diff_digest, heads, kept};
use crate::{Read, blob, vault::Vault};

/// What [`verify`] found.
#[derive(Debug, Default, Serialize)]
pub struct Verdict {
    pub entries: u64,
    /// Entries whose diff was erased; the chain holds all the same.
    pub erased: u64,
    pub faults: Vec<String>,
}

/// The chains that have entries.
fn chains(read: &mut Read) -> Result<Vec<i64>, Problem> {
    let rows = read.query(Fragment::raw("SELECT DISTINCT chain FROM sys_audit_entry"))?;
    Ok(rows.iter().filter_map(|row| row[0].as_int()).collect())
}

/// The entries of a chain after one of them, some at a time, each with the salt and the text of its diff.
fn page_after(read: &mut Read, chain: i64, seq: i64) -> Result<Vec<Whole>, Problem> {
    const PAGE: i64 = 1000;
    let mut sql = Fragment::raw(&format!("SELECT {ENTRY_COLUMNS} FROM sys_audit_entry AS e LEFT JOIN sys_audit_diff AS d ON d.entry_id = e.id WHERE e.chain = "));
    sql.bind(chain).sql(" AND e.seq > ").bind(seq).sql(" ORDER BY e.seq LIMIT ").bind(PAGE);
    Ok(read.query(sql)?.iter().map(|row| kept(row)).collect())
}

/// Walks every chain, names the first bad entry of each, and holds the heads against `anchor`.
pub fn verify(read: &mut Read, vault: &Vault, anchor: Option<&Anchor>) -> Result<Verdict, Problem> {
    let mut verdict = Verdict::default();
    let heads = heads(read)?;
    // Also of a chain whose head was removed.
    let anchored = anchor.iter().flat_map(|anchor| anchor.heads.iter().map(|head| head.0));
    let chains: BTreeSet<i64> = heads.iter().map(|head| head.0).chain(anchored).chain(chains(read)?).collect();
    for chain in chains {
        let (head_seq, head_hash) = heads.iter().find(|head| head.0 == chain).map_or((0, ""), |(_, seq, hash)| (*seq, hash));
        let anchored = anchor.and_then(|anchor| anchor.heads.iter().find(|head| head.0 == chain));
        walk_chain(read, chain, head_seq, head_hash, anchored, &mut verdict)?;
    }
    if let Some(anchor) = anchor
        && (anchor.public_key != vault.public_key() || anchor.signature != vault.sign(&anchor_text(&anchor.at, &anchor.heads)))
    {
        verdict.faults.push("the anchor was not signed by this installation's key ring".to_owned());
    }
    Ok(verdict)
}

fn walk_chain(read: &mut Read, chain: i64, head_seq: i64, head_hash: &str, anchored: Option<&(i64, i64, String)>, verdict: &mut Verdict) -> Result<(), Problem> {
    let (mut seq, mut hash) = (0i64, String::new());
    loop {
        let page = page_after(read, chain, seq)?;
        if page.is_empty() {
            break;
        }
        for (entry, diff) in page {
            verdict.entries += 1;
            let place = format!("chain {chain} entry {} ({}, {} {}/{} at {})", entry.seq, entry.id, entry.action, entry.entity, entry.record_id, entry.at);
            if entry.seq != seq + 1 {
                verdict.faults.push(format!("{place}: entries {} to {} before it are missing", seq + 1, entry.seq - 1));
                return Ok(());
            }
            if entry.previous != hash || entry.computed_hash() != entry.hash {
                verdict.faults.push(format!("{place}: it was changed, or moved, after it was written"));
                return Ok(());
            }
            match diff {
                None => verdict.erased += 1,
                Some((salt, diff)) if diff_digest(&salt, &diff) != entry.digest => {
                    verdict.faults.push(format!("{place}: its diff was changed after it was written"));
                }
                Some(_) => {}
            }
            if let Some((_, at_seq, at_hash)) = anchored
                && *at_seq == entry.seq
                && *at_hash != entry.hash
            {
                verdict.faults.push(format!("{place}: it differs from the anchor"));
            }
            (seq, hash) = (entry.seq, entry.hash);
        }
    }
    if seq != head_seq || hash != head_hash {
        verdict.faults.push(format!("chain {chain}: the head says entry {head_seq}, the last entry is {seq}: the tail was cut or the head was changed"));
    }
    if let Some((_, at_seq, _)) = anchored
        && *at_seq > seq
    {
        verdict.faults.push(format!("chain {chain}: the anchor knows entry {at_seq}, the last entry is {seq}: the tail was cut"));
    }
    Ok(())
}

/// Writes all that a verifier needs who has nothing of ours, as lines of JSON: the heads and the key that signs anchors,
/// then every entry, chain by chain. With `diffs` also what was changed, and the salts. Gives the entries.
pub fn export(read: &mut Read, vault: &Vault, at: &str, diffs: bool, out: &mut impl Write) -> Result<u64, Problem> {
    let heads = heads(read)?;
    let mut line = |value: serde_json::Value| writeln!(out, "{value}").map_err(blob::from_io);
    // Signed as an anchor is: neither the heads nor the moment can be put back to hide a tail that was cut.
    let signature = vault.sign(&anchor_text(at, &heads));
    line(json!({"format": "keshu-audit/1", "at": at, "heads": heads, "signature": signature, "public_key": vault.public_key(), "diffs": diffs}))?;
    let mut entries = 0;
    for chain in chains(read)? {
        // What comes while this is written stands in the next export; a chain without a head is written as it is.
        let last = heads.iter().find(|head| head.0 == chain).map_or(i64::MAX, |head| head.1);
        let mut seq = 0;
        loop {
            let page = page_after(read, chain, seq)?;
            let Some((newest, _)) = page.last() else { break };
            seq = newest.seq;
            for (entry, diff) in page.into_iter().filter(|(entry, _)| entry.seq <= last) {
                let mut kept = json!(entry);
                kept["erased"] = diff.is_none().into();
                kept["diff"] = serde_json::Value::Null;
                if let Some((salt, diff)) = diff.filter(|_| diffs) {
                    (kept["salt"], kept["diff"]) = (salt.into(), diff.into());
                }
                line(kept)?;
                entries += 1;
            }
            if seq >= last {
                break;
            }
        }
    }
    Ok(entries)
}
