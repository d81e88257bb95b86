//! The API document is sound, and describes the routes that are there.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    House, Report,
    golden::routes::{Route, routes},
};

/// Served, and not part of the contract: the demo's cards, probes.
const UNDOCUMENTED: [&str; 3] = ["/api/v1/session/demo", "/livez", "/readyz"];
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
const FIX: &str = "Correct gates/http/src/openapi.rs.";

pub fn check(house: &House) -> anyhow::Result<Report> {
    let document = keshu_http::openapi_document(&house.catalog()?);
    let routes = routes(house)?;
    let mut report = Report::default();
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS.iter().filter(|method| item.get(**method).is_some()) {
            let place = format!("{} {path}", method.to_uppercase());
            let operation = &item[*method];
            operation_faults(&document, &place, path, item, operation, &mut report);
            match operation["operationId"].as_str() {
                None => report.faults.push(format!("{place}: no operationId\n{FIX}")),
                Some(id) => {
                    if let Some(other) = ids.insert(id, place.clone()) {
                        report.faults.push(format!("{place}: operationId {id} is that of {other} too\n{FIX} Or rename the action in its pack."));
                    }
                }
            }
            operations.push((method.to_uppercase(), path.clone()));
        }
    }
    references(&document, &document, "#", &mut report);
    route_faults(&operations, &routes, &mut report);
    report.seen = format!("{} operations, {} routes", operations.len(), routes.len());
    Ok(report)
}

fn operation_faults(document: &Value, place: &str, path: &str, item: &Value, operation: &Value, report: &mut Report) {
    let mut declared: Vec<&str> = Vec::new();
    for parameter in [item, operation].iter().flat_map(|at| at["parameters"].as_array()).flatten() {
        let parameter = parameter["$ref"].as_str().and_then(|target| resolve(document, target)).unwrap_or(parameter);
        let name = parameter["name"].as_str().unwrap_or_default();
        if parameter["in"] == "path" {
            declared.push(name);
            if parameter["required"] != true {
                report.faults.push(format!("{place}: the path parameter {name} is not `required: true`\n{FIX}"));
            }
        }
        if parameter.get("schema").is_none() {
            report.faults.push(format!("{place}: the parameter {name} has no schema\n{FIX}"));
        }
    }
    let named: Vec<&str> = path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
    for name in named.iter().filter(|name| !declared.contains(name)) {
        report.faults.push(format!("{place}: the path parameter {name} is not declared\n{FIX}"));
    }
    for name in declared.iter().filter(|name| !named.contains(name)) {
        report.faults.push(format!("{place}: the parameter {name} is declared, but not in the path\n{FIX}"));
    }
    if operation["responses"].as_object().is_none_or(|responses| !responses.keys().any(|status| status.starts_with('2'))) {
        report.faults.push(format!("{place}: no answer of success is described\n{FIX}"));
    }
    let tags: Vec<&str> = document["tags"].as_array().into_iter().flatten().filter_map(|tag| tag["name"].as_str()).collect();
    for tag in operation["tags"].as_array().into_iter().flatten().filter_map(Value::as_str).filter(|tag| !tags.contains(tag)) {
        report.faults.push(format!("{place}: the tag {tag} is not declared\n{FIX}"));
    }
}

fn references(document: &Value, at: &Value, place: &str, report: &mut Report) {
    match at {
        Value::Object(map) => {
            for (key, value) in map {
                match value.as_str().filter(|_| key == "$ref") {
                    Some(target) if resolve(document, target).is_none() => {
                        report.faults.push(format!("{place}: $ref {target} leads nowhere\n{FIX}"));
                    }
                    _ => references(document, value, &format!("{place}/{key}"), report),
                }
            }
        }
        Value::Array(list) => {
            for (number, value) in list.iter().enumerate() {
                references(document, value, &format!("{place}/{number}"), report);
            }
        }
        _ => {}
    }
}

fn resolve<'a>(document: &'a Value, target: &str) -> Option<&'a Value> {
    document.pointer(target.strip_prefix('#')?)
}

fn route_faults(operations: &[(String, String)], routes: &[Route], report: &mut Report) {
    for (method, path) in operations {
        if !routes.iter().any(|route| route.method == *method && serves(&route.path, path)) {
            report.faults.push(format!("{method} {path}: described, but no route serves it\nAdd the route in gates/http/src/lib.rs, or take it out of openapi.rs."));
        }
    }
    for route in routes {
        let (method, path) = (&route.method, &route.path);
        let described = operations.iter().any(|(known, there)| known == method && serves(path, there));
        if !described && !UNDOCUMENTED.contains(&path.as_str()) {
            report.faults.push(format!("{method} {path}: served, but not described\nDescribe it in gates/http/src/openapi.rs."));
        }
        if route.open != route.marked_open {
            let (does, says) = if route.open { ("answers without sign-in", "not `// open`") } else { ("asks for sign-in", "`// open`") };
            report.faults.push(format!("{method} {path}: {} {does}, but the list of routes marks it {says}\nGive the handler a Caller, or correct the mark in gates/http/src/lib.rs.", route.handler));
        }
    }
}

/// Whether a route serves a described path: a place of the route takes anything.
fn serves(route: &str, path: &str) -> bool {
    let (route, path): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len() && route.iter().zip(&path).all(|(place, part)| place.starts_with('{') || place == part)
}
