//! An acknowledged write is on the disk: kill -9 takes nothing back.

use std::{
    collections::HashSet,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
};

use keshu_testkit::{Client, Form};
use serde_json::{Value, json};

use crate::program::Data;

const ROUNDS: usize = 3;
const WRITERS: usize = 64;
/// Acknowledged writes of a round before the blow falls.
const ACKNOWLEDGED: usize = 400;

/// Every customer, page by page.
fn everyone(client: &Client) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let mut query = vec![("limit", "200"), ("fields", "name,customer_no")];
        query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let page = client.find("/customer", &query).ok();
        all.extend(page["items"].as_array().expect("items").iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => return all,
        }
    }
}

/// Rows of a list; enough for several chunks.
const ROWS: usize = 3000;

#[test]
fn killed_in_an_import_no_row_is_doubled_or_lost() {
    let data = Data::new();
    let list: String = std::iter::once("客户名称\n".to_owned()).chain((0..ROWS).map(|place| format!("客户 {place}\n"))).collect();
    let server = data.serve();
    let job = server.client.upload("/import", &Form::file("a.csv", list.as_bytes()).text("entity", "customer")).status(202).json;
    let at = format!("/job/{}", job["id"].as_str().expect("an id"));
    let done = |client: &Client| client.get(&at).ok()["done"].as_i64().expect("how far it is");
    while done(&server.client) == 0 {}
    server.kill();
    let server = data.serve();
    let job = loop {
        let job = server.client.get(&at).ok();
        if !["queued", "running"].contains(&job["status"].as_str().unwrap_or_default()) {
            break job;
        }
    };
    assert_eq!((&job["status"], &job["created"], &job["failed"]), (&json!("succeeded"), &json!(ROWS), &json!(0)), "{job:#}");
    let names: HashSet<String> = everyone(&server.client).iter().map(|one| one["name"].to_string()).collect();
    assert_eq!(everyone(&server.client).len(), ROWS, "no row is doubled");
    assert_eq!(names.len(), ROWS);
    server.stop();
    data.exits(&["audit", "verify"], 0);
}

#[test]
fn killed_in_a_burst_of_writes_nothing_acknowledged_is_lost() {
    let data = Data::new();
    let mut known: HashSet<String> = HashSet::new();
    for round in 0..ROUNDS {
        let server = data.serve();
        let (told, acknowledged) = mpsc::channel::<String>();
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for writer in 0..WRITERS {
                let (client, told, stop) = (server.client.with("content-type", "application/json"), told.clone(), &stop);
                scope.spawn(move || {
                    for place in 0.. {
                        if stop.load(Ordering::Acquire) {
                            return;
                        }
                        let body = json!({"name": format!("客户 {round}-{writer}-{place}")}).to_string().into_bytes();
                        let Ok(answer) = client.try_send("POST", "/customer", Some(body)) else { return };
                        if answer.status == 201 {
                            let _ = told.send(answer.json["id"].as_str().expect("an id").to_owned());
                        }
                    }
                });
            }
            drop(told);
            let mut seen = 0;
            for id in &acknowledged {
                known.insert(id);
                seen += 1;
                if seen == ACKNOWLEDGED {
                    break;
                }
            }
            assert_eq!(seen, ACKNOWLEDGED, "the server answered");
            server.kill();
            stop.store(true, Ordering::Release);
            // Whatever was acknowledged before the blow counts too.
            known.extend(acknowledged.iter());
        });
    }
    let server = data.serve();
    let stored: HashSet<(String, String)> = everyone(&server.client).iter().map(|item| (item["id"].as_str().unwrap().to_owned(), item["customer_no"].as_str().unwrap().to_owned())).collect();
    let ids: HashSet<&String> = stored.iter().map(|(id, _)| id).collect();
    let lost: Vec<&String> = known.iter().filter(|id| !ids.contains(id)).collect();
    assert!(lost.is_empty(), "{} of {} acknowledged writes are gone", lost.len(), known.len());
    let numbers: HashSet<&String> = stored.iter().map(|(_, number)| number).collect();
    assert_eq!(numbers.len(), stored.len(), "no number was given twice");
    // While the server runs the commands ask it; after a last blow they open the house themselves.
    data.exits(&["verify", "--json"], 0);
    server.kill();
    let verdict = data.exits(&["verify", "--json"], 0);
    assert!(verdict.trim_start().starts_with('{'), "{verdict}");
    data.exits(&["audit", "verify"], 0);
}
