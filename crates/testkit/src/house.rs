//! A house of a test's own.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use jiff::{SignedDuration, Timestamp};
use keshu::config::Settings;
use keshu_http::{Gate, OpenCalls};
use keshu_kernel::{ManualClock, new_id};
use keshu_record::House;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::{Client, template};

/// The password of everybody in a test house.
pub const PASSWORD: &str = "a long pass phrase";
const POSTGRES: &str = "KESHU_TEST_POSTGRES";
/// Where every test house begins.
const START: &str = "2026-11-21T08:00:00Z";

/// A database, a data folder, an administrator and a listening server; all gone at the end.
pub struct TestHouse {
    pub house: Arc<House>,
    pub clock: Arc<ManualClock>,
    folder: PathBuf,
    database: Option<Database>,
    address: String,
    boss: Client,
    depts: Mutex<Vec<(String, String)>>,
    runtime: Option<Runtime>,
}

/// A fresh PostgreSQL database, dropped at the end.
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    /// An empty one, for a house that is made by hand.
    pub fn fresh() -> Option<Database> {
        let database = Database::named()?;
        run(&database.server, &format!("CREATE DATABASE {} TEMPLATE template0", database.name));
        Some(database)
    }

    /// One that is still to be made. `None` when `KESHU_TEST_POSTGRES` says `off`; a server that is not named is a
    /// fault, so that no run leaves half of the tests out unseen.
    fn named() -> Option<Database> {
        let server = std::env::var(POSTGRES).unwrap_or_else(|_| panic!("{POSTGRES} names no server; scripts/test.sh starts one, or say off"));
        (server != "off").then(|| Database { server, name: format!("keshu_test_{}", new_id().replace('-', "")) })
    }

    pub fn url(&self) -> String {
        url(&self.server, &self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        run(&self.server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

pub(crate) fn url(server: &str, name: &str) -> String {
    let (front, _) = server.rsplit_once('/').expect("a URL with a database");
    format!("{front}/{name}")
}

pub(crate) fn run(server: &str, sql: &str) {
    let mut client = postgres::Client::connect(server, postgres::NoTls).expect("the PostgreSQL server of KESHU_TEST_POSTGRES");
    client.batch_execute(sql).unwrap_or_else(|fault| panic!("{sql}: {fault}"));
}

pub(crate) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at(START.parse::<Timestamp>().expect("a moment")))
}

impl TestHouse {
    pub fn sqlite(change: fn(&mut Settings)) -> TestHouse {
        TestHouse::open(None, change)
    }

    /// `None` when `KESHU_TEST_POSTGRES` says `off`.
    pub fn postgres(change: fn(&mut Settings)) -> Option<TestHouse> {
        Database::named().map(|database| TestHouse::open(Some(database), change))
    }

    fn open(database: Option<Database>, change: fn(&mut Settings)) -> TestHouse {
        let folder = std::env::temp_dir().join(format!("keshu-test-{}", new_id()));
        template::copy(&folder, database.as_ref().map(|database| (database.server.as_str(), database.name.as_str())));
        let clock = clock();
        let mut settings = Settings::plain(&folder, database.as_ref().map(Database::url).as_deref());
        change(&mut settings);
        let house = keshu::house::open_at(&settings, clock.clone()).expect("a house");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let app = keshu_http::service(Gate { house: house.clone(), role_cards: None, is_https: false, proxies: settings.proxies.clone(), open_calls: OpenCalls::default() });
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        runtime.spawn(async move { axum::serve(listener, app).await });
        let stranger = Client::new(&address);
        let answer = stranger.post("/session", json!({"username": "boss", "password": PASSWORD})).status(201);
        let mut boss = stranger.with_cookie(&answer);
        boss.staff_id = answer.json["staff"]["id"].as_str().expect("an id").to_owned();
        TestHouse { house, clock, folder, database, address, boss, depts: Mutex::default(), runtime: Some(runtime) }
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The administrator, signed in.
    pub fn as_boss(&self) -> Client {
        self.boss.clone()
    }

    /// Somebody who is not signed in.
    pub fn as_stranger(&self) -> Client {
        Client::new(&self.address)
    }

    /// Moves the clock; nothing else does.
    pub fn advance(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// Runs what is queued and says how many jobs there were.
    pub fn run_jobs(&self) -> usize {
        keshu_jobs::run_pending(&self.house).expect("jobs that run")
    }

    /// Does one step of the job that comes next.
    pub fn step_job(&self) {
        keshu_jobs::run_step(&self.house).expect("a job that runs");
    }

    /// Does what is due every minute.
    pub fn keep_house(&self) {
        keshu_jobs::housekeeping(&self.house).expect("a house that is kept");
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.house.store.data()
    }

    /// Opens to administrators what is masked for them.
    pub fn unmask(&self) {
        self.as_boss().change("role", &self.role("admin").into(), serde_json::json!({"field_rules": []}));
    }

    /// The id of a role by its key in the pack, or of a role that was added with that key.
    pub fn role(&self, key: &str) -> String {
        let found = self.boss.list("role", &[("filter", &format!("role_key = \"{key}\""))]);
        found.first().unwrap_or_else(|| panic!("a role {key}"))["id"].as_str().expect("an id").to_owned()
    }

    /// The id of a department below the company, added at first use. `A/B` is B below A.
    pub fn dept(&self, name: &str) -> String {
        if let Some((_, id)) = self.depts.lock().expect("depts").iter().find(|(known, _)| known == name) {
            return id.clone();
        }
        let (parent, own) = match name.rsplit_once('/') {
            Some((parent, own)) => (self.dept(parent), own),
            None => (self.company(), name),
        };
        let id = self.boss.create("dept", json!({"name": own, "parent_dept_id": parent}))["id"].as_str().expect("an id").to_owned();
        self.depts.lock().expect("depts").push((name.to_owned(), id.clone()));
        id
    }

    /// The id of the topmost department.
    pub fn company(&self) -> String {
        self.boss.get("/session").ok()["dept"]["id"].as_str().expect("a department").to_owned()
    }

    /// Adds a colleague, who uses the invitation and signs in.
    pub fn hire(&self, username: &str, role: &str, dept: &str) -> Client {
        let staff = json!({"username": username, "name": username, "dept_id": self.dept(dept), "roles": [self.role(role)]});
        // Giving roles asks for a proof that is not old.
        let first = self.boss.post("/staff", staff.clone());
        let staff = if first.json["code"] == "step_up_needed" { self.boss.stepped_up().create("staff", staff) } else { first.ok() };
        let mut client = self.enter(&staff["id"]);
        client.staff_id = staff["id"].as_str().expect("an id").to_owned();
        client
    }

    fn enter(&self, staff_id: &Value) -> Client {
        let link = self.boss.post(&format!("/staff/{}/invite", staff_id.as_str().expect("an id")), json!({})).ok();
        let token = link["link"].as_str().and_then(|link| link.strip_prefix("/link/")).expect("a link");
        let stranger = self.as_stranger();
        let answer = stranger.post(&format!("/one_time_link/{token}"), json!({"password": PASSWORD})).status(201);
        stranger.with_cookie(&answer)
    }

    /// Signs in with name and password.
    pub fn sign_in(&self, username: &str) -> Client {
        let stranger = self.as_stranger();
        let mut client = stranger.with_cookie(&stranger.post("/session", json!({"username": username, "password": PASSWORD})).status(201));
        client.staff_id = client.get("/session").ok()["staff"]["id"].as_str().expect("an id").to_owned();
        client
    }
}

impl Drop for TestHouse {
    fn drop(&mut self) {
        let left = if std::thread::panicking() { None } else { keshu_jobs::claim(&self.house).expect("the job table") };
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        self.house.store.close();
        drop(self.database.take());
        let _ = std::fs::remove_dir_all(&self.folder);
        assert!(left.is_none(), "a job was left queued; run it with house.run_jobs(): {left:?}");
    }
}

/// What `keshu verify` would find wrong in a house: figures and audit chains against their rows.
pub fn verify(house: &TestHouse) -> Vec<String> {
    let ctx = keshu_record::Ctx::system(house.house.clone(), "verify a test house");
    let verdict = keshu_record::verify::verify(&ctx, None, false).expect("a verdict");
    verdict.audit.faults.into_iter().chain(verdict.wrong_rollups).collect()
}
