//! An acknowledged write is on the disk: kill -9 takes nothing back.

use std::{
    collections::HashSet,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
};

use serde_json::json;

use crate::program::Data;

const ROUNDS: usize = 3;
const WRITERS: usize = 64;
/// Acknowledged writes of a round before the blow falls.
const ACKNOWLEDGED: usize = 400;

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
    let (mut stored, mut cursor) = (HashSet::new(), None::<String>);
    loop {
        let mut query = vec![("fields", "name,customer_no"), ("limit", "200"), ("sort", "")];
        if let Some(cursor) = &cursor {
            query.push(("cursor", cursor));
        }
        let page = server.client.find("/customer", &query).ok();
        stored.extend(page["items"].as_array().unwrap().iter().map(|item| (item["id"].as_str().unwrap().to_owned(), item["customer_no"].as_str().unwrap().to_owned())));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
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
