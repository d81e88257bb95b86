//! The routes of the server, read from the list in gates/http, with who may call them.

use anyhow::Context;

use crate::{House, source};

pub struct Route {
    pub method: String,
    pub path: String,
    /// `record::list`
    pub handler: String,
    /// Answers without sign-in: the handler takes no `Caller`.
    pub open: bool,
    /// The list says `// open`, of this line or this method.
    pub marked_open: bool,
}

pub fn text(house: &House) -> anyhow::Result<String> {
    let mut text = "\
# Every route of the server: method, path, handler, and whether it asks for sign-in (its handler takes a Caller).
"
    .to_owned();
    for route in routes(house)? {
        let who = if route.open { "open" } else { "signed in" };
        text.push_str(&format!("{:<7} {:<42} {:<26} {who}\n", route.method, route.path, route.handler));
    }
    Ok(text)
}

pub fn routes(house: &House) -> anyhow::Result<Vec<Route>> {
    let list = house.read("gates/http/src/lib.rs")?;
    let nest = list.find(".nest(\"/api/v1\"").context("gates/http/src/lib.rs nests /api/v1")?;
    let mut routes = Vec::new();
    for (place, start) in list.match_indices(".route(") {
        let (inside, behind) = source::to_closing(&list[place + start.len()..]).context("a route ends")?;
        let (path, methods) = inside.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"')).context("a route has a path")?;
        let comment = behind.lines().next().unwrap_or_default().split_once("//").map_or("", |(_, comment)| comment);
        for (method, handler) in handlers(methods) {
            let marked = comment.contains("open") && ["GET", "POST", "PUT", "PATCH", "DELETE"].iter().all(|word| !comment.contains(word) || *word == method);
            let open = !asks_for_sign_in(house, &handler)?;
            let path = if place < nest { format!("/api/v1{path}") } else { path.to_owned() };
            routes.push(Route { method, path, handler, open, marked_open: marked });
        }
    }
    Ok(routes)
}

/// `get(a::b).post(c::d)` as pairs.
fn handlers(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for method in ["get", "post", "put", "patch", "delete"] {
        for (place, start) in text.match_indices(&format!("{method}(")) {
            let alone = !text[..place].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
            if let Some((handler, _)) = source::to_closing(&text[place + start.len()..]).filter(|_| alone) {
                found.push((method.to_uppercase(), handler.trim().to_owned()));
            }
        }
    }
    found
}

/// Whether the handler takes a `Caller`, or the `Write` that holds one.
fn asks_for_sign_in(house: &House, handler: &str) -> anyhow::Result<bool> {
    let (module, name) = handler.split_once("::").with_context(|| format!("the handler {handler} is written module::function"))?;
    let text = house.read(&format!("gates/http/src/{module}.rs"))?;
    let head = format!("async fn {name}(");
    let start = text.find(&head).with_context(|| format!("gates/http/src/{module}.rs has an `{head}`"))?;
    let (inputs, _) = source::to_closing(&text[start + head.len()..]).context("a head of a function ends")?;
    Ok([": Caller", ": Write"].iter().any(|input| {
        inputs.match_indices(input).any(|(place, _)| !inputs[place + input.len()..].starts_with(|letter: char| letter.is_alphanumeric()))
    }))
}
