//! A house that is set up once per test binary; every test gets its own copy of it.
//!
//! Tables and seeds take a second or more to make, and nextest runs each test in a process of its own.
//! The template lies beside the temporary folders, is made anew when the test binary changed, and is
//! guarded by a file lock.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::SystemTime,
};

use keshu::config::Settings;
use keshu_record::setup::{FirstAdmin, set_up};

use crate::house::{PASSWORD, clock, run, url};

/// Copies the template to `folder`, and to the database `name` of a PostgreSQL server where one is given.
pub(crate) fn copy(folder: &Path, database: Option<(&str, &str)>) {
    let binary = std::env::current_exe().expect("the test binary");
    let about = fs::metadata(&binary).expect("the test binary");
    let changed = about.modified().expect("a moment").duration_since(SystemTime::UNIX_EPOCH).expect("a moment after 1970");
    let stem = binary.file_stem().and_then(|stem| stem.to_str()).unwrap_or("tests").replace('-', "_");
    let kind = if database.is_some() { "postgres" } else { "sqlite" };
    let template = std::env::temp_dir().join(format!("keshu-template-{stem}-{kind}"));
    let name = format!("keshu_template_{stem}");
    let stamp = format!("{} {} {}", changed.as_nanos(), about.len(), database.map_or("", |(server, _)| server));

    let lock = File::create(template.with_extension("lock")).expect("a lock file");
    lock.lock().expect("the lock of the template");
    let is_there = database.is_none_or(|(server, _)| exists(server, &name));
    if !is_there || fs::read_to_string(stamp_of(&template)).ok().as_deref() != Some(&stamp) {
        let _ = fs::remove_file(stamp_of(&template));
        let _ = fs::remove_dir_all(&template);
        if let Some((server, _)) = database {
            run(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            run(server, &format!("CREATE DATABASE {name} TEMPLATE template0"));
        }
        build(&template, database.map(|(server, _)| url(server, &name)));
        fs::write(stamp_of(&template), &stamp).expect("the stamp of the template");
    }
    copy_folder(&template, folder);
    if let Some((server, copy)) = database {
        run(server, &format!("CREATE DATABASE {copy} TEMPLATE {name}"));
    }
}

fn stamp_of(template: &Path) -> PathBuf {
    template.with_extension("stamp")
}

fn exists(server: &str, name: &str) -> bool {
    let mut client = postgres::Client::connect(server, postgres::NoTls).expect("the PostgreSQL server of KESHU_TEST_POSTGRES");
    client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).expect("a list of databases").is_some()
}

fn build(folder: &Path, database: Option<String>) {
    let house = keshu::house::open_at(&Settings::plain(folder, database.as_deref()), clock()).expect("a house");
    let first = FirstAdmin { username: "boss".into(), name: "老板".into(), company: "海川集团".into(), password: PASSWORD.into() };
    set_up(&house, &first, None).expect("an administrator");
    house.store.close();
    drop(house);
    if let Some(database) = database {
        // Sessions of this process end a moment after they are closed, and a template may have none.
        let (server, name) = database.rsplit_once('/').expect("a URL with a database");
        run(&format!("{server}/postgres"), &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"));
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the template") {
        let entry = entry.expect("an entry of the template");
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_folder(&source, &target);
        } else if source.extension().is_none_or(|ending| ending != "sock") {
            fs::copy(&source, &target).expect("a file of the template");
        }
    }
}
