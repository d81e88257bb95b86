//! The virus scanner of the installation, asked about every file before it is kept.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use keshu_kernel::{Problem, args, codes};
use serde_json::json;

use super::Rules;
use crate::{Ctx, write::note_deed};

/// How often the scanner is looked after.
const LOOK: Duration = Duration::from_millis(10);

/// What a scanner says by its exit code, as ClamAV does.
const CLEAN: i32 = 0;
const INFECTED: i32 = 1;

/// Refuses what the scanner refuses, and everything while it says nothing; a refusal stands in the audit.
pub(super) fn scan(ctx: &Ctx, name: &str, path: &Path) -> Result<(), Problem> {
    match run(&ctx.house.uploads, path) {
        Ok(CLEAN) => Ok(()),
        Ok(INFECTED) => {
            let (asker, note) = (ctx.clone(), json!({"name": [null, name], "refused": [null, codes::FILE_INFECTED.name]}));
            ctx.house.store.write(move |tx| {
                note_deed(&asker, tx, "file", &asker.request_id, "refuse", &note);
                Ok(())
            })?;
            Err(Problem::new(&codes::FILE_INFECTED, args![name = name]))
        }
        Ok(code) => Err(Problem::new(&codes::FILE_SCAN_FAILED, vec![]).because(format!("scan_command ended with {code}"))),
        Err(fault) => Err(Problem::new(&codes::FILE_SCAN_FAILED, vec![]).because(fault)),
    }
}

fn run(rules: &Rules, path: &Path) -> Result<i32, String> {
    let Some((program, words)) = rules.scan_command.split_first() else { return Ok(CLEAN) };
    let mut scanner = Command::new(program).args(words).arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(|fault| format!("{program}: {fault}"))?;
    let begun = Instant::now();
    loop {
        match scanner.try_wait() {
            Ok(Some(status)) => return status.code().ok_or_else(|| format!("{program}: {status}")),
            Ok(None) if begun.elapsed() < rules.scan_wait => std::thread::sleep(LOOK),
            waited => {
                let _ = scanner.kill();
                let _ = scanner.wait();
                return Err(waited.map_or_else(|fault| fault.to_string(), |_| format!("{program} gave no answer within {:?}", rules.scan_wait)));
            }
        }
    }
}
