//! Everything the asker may take out, in open formats: one ZIP with a JSON document per record, the files
//! they hold, and the catalog that explains both.

use std::{
    collections::HashSet,
    fs::File,
    io::{BufWriter, Write},
    sync::Arc,
};

use keshu_kernel::{Locale, Problem, codes, time::moment_text};
use keshu_record::{Ctx, House, catalog_json, export, files};
use keshu_store::job::{self, Job};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    run::{LEASE, Run, Step, context, deliver},
    scratch::{Scratch, io},
};

/// Records read at a time, and files packed at a time.
const PAGE: u64 = 1000;
const FILES: usize = 20;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Input {
    pub locale: Locale,
}

pub(crate) struct TakeoutRun {
    house: Arc<House>,
    job: Job,
    input: Input,
    /// Until it is finished.
    zip: Option<ZipWriter<BufWriter<File>>>,
    /// Removed when the run ends, however it ends.
    scratch: Scratch,
    /// Still to be written, the next one last.
    entities: Vec<String>,
    cursor: Option<String>,
    /// Entities and their records so far.
    counts: Vec<(String, u64)>,
    /// Files that records hold, and whether they are in the ZIP already.
    files: Vec<String>,
    known: HashSet<String>,
    packed: Vec<Value>,
}

impl TakeoutRun {
    /// Begins anew: half a file of a run that was killed is worth nothing.
    pub(crate) fn open(house: &Arc<House>, job: Job) -> Result<TakeoutRun, Problem> {
        let input: Input = serde_json::from_str(&job.input).map_err(Problem::internal)?;
        let ctx = context(house, &job, input.locale)?;
        let mut entities: Vec<String> = export::reach(&ctx).into_iter().map(|entity| entity.name.clone()).collect();
        entities.reverse();
        let scratch = Scratch::new(house)?;
        let zip = ZipWriter::new(BufWriter::new(File::create_new(scratch.path()).map_err(io)?));
        let mut run = TakeoutRun { house: house.clone(), job, input, zip: Some(zip), scratch, entities, cursor: None, counts: Vec::new(), files: Vec::new(), known: HashSet::new(), packed: Vec::new() };
        run.entry("README.txt", README.as_bytes())?;
        run.entry("catalog.json", catalog_json(&ctx).to_string().as_bytes())?;
        let fresh = Job { done: 0, ..run.job.clone() };
        run.keep(fresh)?;
        Ok(run)
    }

    fn zip(&mut self) -> Result<&mut ZipWriter<BufWriter<File>>, Problem> {
        self.zip.as_mut().ok_or_else(|| Problem::internal("the ZIP is finished"))
    }

    fn begin(&mut self, name: &str) -> Result<(), Problem> {
        self.zip()?.start_file(name, SimpleFileOptions::default().large_file(true)).map_err(fault)
    }

    fn entry(&mut self, name: &str, bytes: &[u8]) -> Result<(), Problem> {
        self.begin(name)?;
        self.zip()?.write_all(bytes).map_err(io)
    }

    /// Moves the job on; `false` = it was paused, cancelled or taken over.
    fn keep(&mut self, next: Job) -> Result<bool, Problem> {
        let lease = moment_text(self.house.now().saturating_add(LEASE).map_err(Problem::internal)?);
        let (known, kept) = (self.job.clone(), next.clone());
        let goes_on = self.house.store.write(move |tx| Ok(job::hold(tx, &known.id, known.done, &lease)? && job::progress(tx, &kept, &lease)?))?;
        self.job = next;
        Ok(goes_on)
    }

    /// A page of the records of the entity in hand.
    fn records(&mut self, ctx: &Ctx, entity: &str) -> Result<Step, Problem> {
        if self.cursor.is_none() {
            self.begin(&format!("data/{entity}.jsonl"))?;
            self.counts.push((entity.to_owned(), 0));
        }
        let page = export::documents(ctx, entity, self.cursor.as_deref(), PAGE)?;
        for record in &page.records {
            let zip = self.zip()?;
            zip.write_all(record.as_bytes()).and_then(|()| zip.write_all(b"\n")).map_err(io)?;
        }
        if let Some((_, count)) = self.counts.last_mut() {
            *count += page.records.len() as u64;
        }
        for file in page.files {
            if self.known.insert(file.clone()) {
                self.files.push(file);
            }
        }
        self.cursor = page.next;
        if self.cursor.is_none() {
            self.entities.pop();
        }
        let next = Job { done: self.job.done + page.records.len() as i64, ..self.job.clone() };
        Ok(if self.keep(next)? { Step::More } else { Step::Lost })
    }

    fn pack_files(&mut self, ctx: &Ctx) -> Result<Step, Problem> {
        for id in self.files.split_off(self.files.len().saturating_sub(FILES)) {
            // A record may name a file that its reader may not fetch, or that is gone.
            let (about, mut content) = match files::open(ctx, &id) {
                Ok(opened) => opened,
                Err(problem) if [&codes::BLOB_STORE_DOWN, &codes::BLOB_STORE_REFUSED].contains(&problem.code) => return Err(problem),
                Err(_) => continue,
            };
            let at = format!("files/{id}/{}", about.name.replace(['/', '\\'], "_"));
            self.begin(&at)?;
            std::io::copy(&mut content, self.zip()?).map_err(io)?;
            self.packed.push(json!({"id": id, "file": at, "size": about.size, "content_type": about.content_type, "sha256": about.sha256}));
        }
        let next = self.job.clone();
        Ok(if self.keep(next)? { Step::More } else { Step::Lost })
    }

    fn finish(&mut self, ctx: &Ctx) -> Result<Step, Problem> {
        let manifest = json!({
            "made_at": ctx.at(),
            "made_by": ctx.actor.name,
            "entities": self.counts.iter().map(|(name, count)| json!({"entity": name, "file": format!("data/{name}.jsonl"), "records": count})).collect::<Vec<_>>(),
            "files": self.packed,
        });
        self.entry("manifest.json", format!("{manifest:#}").as_bytes())?;
        let zip = self.zip.take().ok_or_else(|| Problem::internal("the ZIP is finished"))?;
        zip.finish().map_err(fault)?.into_inner().map_err(|fault| io(fault.into_error()))?.sync_all().map_err(io)?;
        let word = if self.input.locale == Locale::En { "everything" } else { "全部数据" };
        deliver(&self.house, &self.job, &self.scratch, format!("{word}-{}.zip", ctx.today()), "application/zip")
    }
}

impl Run for TakeoutRun {
    fn step(&mut self) -> Result<Step, Problem> {
        let ctx = context(&self.house, &self.job, self.input.locale)?;
        match (self.entities.last().cloned(), self.files.is_empty()) {
            (Some(entity), _) => self.records(&ctx, &entity),
            (None, false) => self.pack_files(&ctx),
            (None, true) => self.finish(&ctx),
        }
    }
}

fn fault(fault: zip::result::ZipError) -> Problem {
    match fault {
        zip::result::ZipError::Io(fault) => io(fault),
        other => Problem::internal(other),
    }
}

const README: &str = "\
客枢全部数据 / Everything from Keshu

manifest.json     what is in here: records per entity, files with their SHA-256
catalog.json      entities, fields and dictionaries: what the keys and codes mean
data/<entity>.jsonl   one record a line, JSON (RFC 8259) in UTF-8, as the API gives it; links hold ids
files/<id>/<name>     attachments and pictures, by the id that records hold

只包含导出人有权导出和读取的记录与字段。
Only records and fields that the person who took them out may export and read.
";
