//! OpenAPI 3.1, made from the catalog: what is declared is what is described.

use keshu_catalog::{Catalog, Entity, Field, types};
use serde_json::{Map, Value, json};

/// The whole document, in English, the same for every asker.
pub fn document(catalog: &Catalog) -> Value {
    let mut paths = fixed_paths();
    let mut schemas = fixed_schemas();
    for entity in catalog.entities.values() {
        schemas.insert(entity.name.clone(), record_schema(entity));
        schemas.insert(format!("{}_input", entity.name), input_schema(entity));
        if entity.line_of.is_none() {
            paths.extend(entity_paths(entity));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Keshu", "version": env!("CARGO_PKG_VERSION"), "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "Customer management: one entity, one set of routes. Ids are strings, money is a decimal string in major units, moments are RFC 3339 in UTC.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"cookie": []}],
        "tags": catalog.entities.values().filter(|entity| entity.line_of.is_none()).map(|entity| json!({"name": entity.name, "description": entity.label.en})).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "An API token, ks_…"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "ks_session"},
            },
            "schemas": schemas,
            "responses": {"problem": {
                "description": "Refused (RFC 9457): what happened, why, what to do.",
                "content": {"application/problem+json": {"schema": reference("problem")}},
            }},
            "parameters": parameters(),
        },
    })
}

fn reference(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}

fn parameter(name: &str) -> Value {
    json!({"$ref": format!("#/components/parameters/{name}")})
}

fn problem() -> Value {
    json!({"$ref": "#/components/responses/problem"})
}

fn field_schema(field: &Field) -> Value {
    let mut schema = types::json_schema(field, keshu_kernel::Locale::En);
    if let Some(map) = schema.as_object_mut() {
        let said = map.get("description").and_then(Value::as_str).map_or(String::new(), |text| format!(" {text}"));
        map.insert("description".to_owned(), json!(format!("{}.{said}", field.label.en)));
    }
    schema
}

fn nullable(schema: Value) -> Value {
    json!({"anyOf": [schema, {"type": "null"}]})
}

/// A record as answered. A masked value takes the place of any other.
fn record_schema(entity: &Entity) -> Value {
    let mut properties = Map::new();
    for field in entity.fields.values() {
        let schema = field_schema(field);
        let schema = match field.key.as_str() {
            "id" | "version" => schema,
            "created_by" | "updated_by" | "deleted_by" => json!({"anyOf": [schema, {"const": "system"}, {"type": "null"}, reference("masked")]}),
            _ if entity.line_of.is_some() => nullable(schema),
            _ => json!({"anyOf": [schema, {"type": "null"}, reference("masked")]}),
        };
        properties.insert(field.key.clone(), schema);
    }
    if entity.line_of.is_none() {
        properties.insert("titles".to_owned(), json!({"type": "object", "description": "What links point to."}));
        properties.insert("can".to_owned(), json!({"type": "object", "description": "What the asker may do; with a single record only."}));
        properties.insert("warnings".to_owned(), json!({"type": "array", "items": {"type": "object"}}));
    }
    let required: &[&str] = if entity.line_of.is_none() { &["id", "version"] } else { &["id"] };
    json!({"type": "object", "description": entity.label.en, "properties": properties, "required": required})
}

/// What may be sent. What every answer carries may come back with it and is ignored; a line may also name its id.
fn input_schema(entity: &Entity) -> Value {
    let properties: Map<String, Value> = entity.fields.values().filter(|field| field.is_input()).map(|field| (field.key.clone(), nullable(field_schema(field)))).collect();
    let mut schema = json!({"type": "object", "description": format!("{}, as sent.", entity.label.en), "properties": properties});
    if entity.line_of.is_none() {
        schema["patternProperties"] = json!({"^(id|version|titles|can|(created|updated)_(at|by))$": {}});
        schema["additionalProperties"] = json!(false);
    }
    schema
}

fn entity_paths(entity: &Entity) -> Map<String, Value> {
    let (name, label) = (&entity.name, &entity.label.en);
    let record = || json!({"description": label, "headers": {"ETag": {"schema": {"type": "string"}}}, "content": {"application/json": {"schema": reference(name)}}});
    let body = |required: Vec<&str>| {
        let mut schema = json!({"allOf": [reference(&format!("{name}_input"))]});
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        json!({"required": true, "content": {"application/json": {"schema": schema}}})
    };
    let list = |summary: &str, id: &str| {
        let parameters: Vec<Value> = ["filter", "q", "sort", "fields", "limit", "cursor", "page", "count"].into_iter().map(parameter).collect();
        json!({
            "operationId": id, "tags": [name], "summary": summary, "parameters": parameters,
            "responses": {"200": {"description": "A page.", "content": {"application/json": {"schema": {
                "type": "object", "required": ["items", "next_cursor"],
                "properties": {"items": {"type": "array", "items": reference(name)}, "next_cursor": {"type": ["string", "null"]}, "count": {"type": "integer"}, "more": {"type": "boolean"}},
            }}}}, "default": problem()},
        })
    };
    let mut create_required: Vec<&str> = entity.fields.values().filter(|field| field.required && field.is_input() && field.default.is_none()).map(|field| field.key.as_str()).collect();
    create_required.sort_unstable();
    let mut paths = Map::new();
    let mut collection = json!({"get": list(&format!("List {label}"), &format!("list_{name}"))});
    collection["post"] = json!({
        "operationId": format!("create_{name}"), "tags": [name], "summary": format!("Create {label}"), "parameters": [parameter("idempotency_key")],
        "requestBody": body(create_required), "responses": {"201": record(), "default": problem()},
    });
    paths.insert(format!("/api/v1/{name}"), collection);
    paths.insert(format!("/api/v1/{name}/trash"), json!({"get": list(&format!("Deleted {label}"), &format!("trash_{name}"))}));
    paths.insert(
        format!("/api/v1/{name}/{{id}}"),
        json!({
            "parameters": [parameter("id")],
            "get": {"operationId": format!("get_{name}"), "tags": [name], "summary": format!("Read {label}"), "responses": {"200": record(), "default": problem()}},
            "patch": {"operationId": format!("update_{name}"), "tags": [name], "summary": format!("Change {label}"), "parameters": [parameter("if_match"), parameter("idempotency_key")], "requestBody": body(Vec::new()), "responses": {"200": record(), "default": problem()}},
            "delete": {"operationId": format!("delete_{name}"), "tags": [name], "summary": format!("Delete {label}"), "parameters": [parameter("if_match"), parameter("idempotency_key")], "responses": {"204": {"description": "In the trash."}, "default": problem()}},
        }),
    );
    paths.insert(
        format!("/api/v1/{name}/by/{{system}}/{{code}}"),
        json!({
            "parameters": [parameter("system"), parameter("code")],
            "get": {"operationId": format!("get_{name}_by_ref"), "tags": [name], "summary": format!("Read {label} by external reference"), "responses": {"200": record(), "default": problem()}},
            "patch": {"operationId": format!("update_{name}_by_ref"), "tags": [name], "summary": format!("Change {label} by external reference"), "parameters": [parameter("if_match"), parameter("idempotency_key")], "requestBody": body(Vec::new()), "responses": {"200": record(), "default": problem()}},
        }),
    );
    let send = |properties: Value, required: Value| json!({"required": true, "content": {"application/json": {"schema": {"type": "object", "additionalProperties": false, "properties": properties, "required": required}}}});
    let text = || json!({"type": "string"});
    let asks = [
        ("dry_run", "What a write would be told, without writing", send(json!({"id": text(), "values": {"type": "object"}}), json!(["values"]))),
        ("paste", "Cells of a spreadsheet as lines", send(json!({"field": text(), "columns": {"type": "array", "items": text()}, "rows": {"type": "array", "maxItems": 1000, "items": {"type": "array", "items": text()}}}), json!(["field", "columns", "rows"]))),
    ];
    for (what, summary, body) in asks {
        let post = json!({"operationId": format!("{what}_{name}"), "tags": [name], "summary": summary, "requestBody": body, "responses": {"200": {"description": "What was found.", "content": {"application/json": {"schema": {"type": "object"}}}}, "default": problem()}});
        paths.insert(format!("/api/v1/{name}/{what}"), json!({"post": post}));
    }
    for (what, text) in [("history", "Who changed what"), ("timeline", "Everything that happened, newest first")] {
        let get = json!({"operationId": format!("{what}_{name}"), "tags": [name], "summary": text, "parameters": [parameter("cursor")], "responses": {"200": items_answer(), "default": problem()}});
        paths.insert(format!("/api/v1/{name}/{{id}}/{what}"), json!({"parameters": [parameter("id")], "get": get}));
    }
    let as_of = json!({"operationId": format!("as_of_{name}"), "tags": [name], "summary": "What putting it back to a version would change", "responses": {"200": {"description": "Field by field.", "content": {"application/json": {"schema": {"type": "object"}}}}, "default": problem()}});
    paths.insert(format!("/api/v1/{name}/{{id}}/history/{{version}}"), json!({"parameters": [parameter("id"), parameter("version")], "get": as_of}));
    let readers = json!({"operationId": format!("readers_{name}"), "tags": [name], "summary": "Colleagues, and whether each may read the record", "parameters": [{"name": "q", "in": "query", "schema": {"type": "string", "maxLength": 200}}], "responses": {"200": items_answer(), "default": problem()}});
    paths.insert(format!("/api/v1/{name}/{{id}}/readers"), json!({"parameters": [parameter("id")], "get": readers}));
    let sign = json!({
        "operationId": format!("presence_{name}"), "tags": [name], "summary": "A sign of life of a page that shows the record; who else has it open",
        "requestBody": send(json!({"page": {"type": "string", "minLength": 1, "maxLength": 64}, "doing": {"type": "string", "enum": ["view", "edit", "leave"]}}), json!(["page", "doing"])),
        "responses": {"200": items_answer(), "default": problem()},
    });
    paths.insert(format!("/api/v1/{name}/{{id}}/presence"), json!({"parameters": [parameter("id")], "post": sign}));
    for action in actions(entity) {
        let post = json!({
            "operationId": format!("{action}_{name}"), "tags": [name], "summary": format!("{action}: {label}"),
            "requestBody": {"required": false, "content": {"application/json": {"schema": {"type": "object"}}}},
            "responses": {"200": {"description": "Done.", "content": {"application/json": {"schema": {"type": "object"}}}}, "default": problem()},
        });
        paths.insert(format!("/api/v1/{name}/{{id}}/{action}"), json!({"parameters": [parameter("id")], "post": post}));
    }
    paths
}

fn actions(entity: &Entity) -> Vec<&str> {
    let built_in = [("revert", true), ("reveal", true), ("restore", entity.trash), ("share", entity.owner.is_some()), ("unshare", entity.owner.is_some())];
    built_in.iter().filter(|(_, there)| *there).map(|(name, _)| *name).chain(entity.actions.iter().map(String::as_str)).collect()
}

fn items_answer() -> Value {
    json!({"description": "A page.", "content": {"application/json": {"schema": {
        "type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": {"type": "object"}}, "next_cursor": {"type": ["string", "null"]}},
    }}}})
}

fn parameters() -> Value {
    let query = |name: &str, schema: Value, text: &str| json!({"name": name, "in": "query", "schema": schema, "description": text});
    let path = |name: &str, schema: Value| json!({"name": name, "in": "path", "required": true, "schema": schema});
    json!({
        "id": path("id", json!({"type": "string", "minLength": 1})),
        "system": path("system", json!({"type": "string", "minLength": 1})),
        "version": path("version", json!({"type": "integer", "minimum": 1})),
        "code": path("code", json!({"type": "string", "minLength": 1})),
        "filter": query("filter", json!({"type": "string", "maxLength": 4096}), "A FEEL condition, such as `state = \"active\" and owner_id = me`."),
        "q": query("q", json!({"type": "string", "maxLength": 200}), "Words, pinyin or initials, the tail of a phone number."),
        "sort": query("sort", json!({"type": "string"}), "Keys, `-` for descending: `-created_at,name`."),
        "fields": query("fields", json!({"type": "string"}), "Keys to answer; all without it."),
        "limit": query("limit", json!({"type": "integer", "minimum": 1, "maximum": 200}), "Rows of a page; 50 without it."),
        "cursor": query("cursor", json!({"type": "string"}), "`next_cursor` of the page before."),
        "page": query("page", json!({"type": "integer", "minimum": 1, "maximum": 1_000_000}), "1-based, instead of a cursor; up to row 1,000,000."),
        "count": query("count", json!({"type": "string", "enum": ["exact", "capped"]}), "Adds `count`; capped is exact to 10,000."),
        "if_match": {"name": "If-Match", "in": "header", "required": true, "schema": {"type": "string", "pattern": "^(W/)?\"[0-9]{1,18}\"$"}, "description": "The ETag that was read."},
        "idempotency_key": {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"}, "description": "The same key and body give the same answer for 24 hours."},
    })
}

fn fixed_schemas() -> Map<String, Value> {
    let mut schemas = Map::new();
    schemas.insert("masked".to_owned(), json!({"type": "object", "required": ["masked", "shown"], "properties": {"masked": {"const": true}, "shown": {"type": "string"}}}));
    schemas.insert(
        "problem".to_owned(),
        json!({
            "type": "object", "required": ["type", "title", "status", "detail", "code", "request_id"],
            "properties": {
                "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}, "code": {"type": "string"}, "request_id": {"type": "string"},
                "errors": {"type": "array", "items": {"type": "object", "required": ["pointer", "code", "detail"], "properties": {"pointer": {"type": "string"}, "code": {"type": "string"}, "detail": {"type": "string"}}}},
            },
        }),
    );
    schemas.insert(
        "job".to_owned(),
        json!({
            "type": "object", "required": ["id", "kind", "status", "done"],
            "properties": {
                "id": {"type": "string"}, "kind": {"type": "string"}, "title": {"type": "string"},
                "status": {"type": "string", "enum": ["queued", "running", "paused", "succeeded", "failed", "cancelled"]},
                "total": {"type": ["integer", "null"]}, "done": {"type": "integer"}, "created": {"type": "integer"}, "updated": {"type": "integer"},
                "skipped": {"type": "integer"}, "failed": {"type": "integer"}, "warnings": {"type": "integer"}, "error_file": {"type": "string"},
                "result": {"type": ["object", "null"]}, "created_at": {"type": "string"}, "finished_at": {"type": ["string", "null"]},
            },
        }),
    );
    schemas
}

fn fixed_paths() -> Map<String, Value> {
    let object = || json!({"description": "Done.", "content": {"application/json": {"schema": {"type": "object"}}}});
    let send = |properties: Value, required: Value| json!({"required": true, "content": {"application/json": {"schema": {"type": "object", "additionalProperties": false, "properties": properties, "required": required}}}});
    let get = |id: &str, summary: &str, answer: Value| json!({"operationId": id, "summary": summary, "responses": {"200": answer, "default": problem()}});
    let text = || json!({"type": "string"});
    let nullable_texts = || json!({"type": ["array", "null"], "items": text()});
    let form = |more: Value, required: Value| {
        let mut properties = json!({"file": {"type": "string", "contentMediaType": "application/octet-stream"}});
        if let (Some(map), Value::Object(more)) = (properties.as_object_mut(), more) {
            map.extend(more);
        }
        json!({"required": true, "content": {"multipart/form-data": {"schema": {"type": "object", "additionalProperties": false, "properties": properties, "required": required}}}})
    };
    let import = || form(json!({"upload": text(), "setting": text(), "sheet": text(), "entity": text(), "mode": {"type": "string", "enum": ["create", "update", "upsert"]}, "keys": text(), "mapping": text(), "values": text(), "cells": text()}), json!(["entity"]));
    let words = || json!({"type": "object", "additionalProperties": {"type": "array", "items": text()}});
    let bulk = || send(json!({
        "entity": text(), "ids": {"type": "array", "items": text(), "maxItems": 10000}, "filter": {"type": ["string", "null"]}, "q": {"type": ["string", "null"]},
        "set": {"type": "object"}, "add": words(), "remove": words(), "in_turn": {"type": "object", "additionalProperties": {"type": "array", "minItems": 1, "maxItems": 100}}, "delete": {"type": "boolean"},
    }), json!(["entity"]));
    let path = |name: &str| json!([{"name": name, "in": "path", "required": true, "schema": {"type": "string", "minLength": 1}}]);
    let accepted = |what: &str| json!({"description": what, "content": {"application/json": {"schema": {"type": "object", "properties": {"id": {"type": "string"}, "status": {"type": "string"}}}}}});
    let all = json!({
        "/api/v1/session": {
            "post": {"operationId": "sign_in", "summary": "Sign in", "security": [], "requestBody": send(json!({"username": text(), "password": text(), "code": {"type": ["string", "null"]}}), json!(["username", "password"])), "responses": {"201": object(), "default": problem()}},
            "get": get("who", "Who am I", object()),
            "delete": {"operationId": "sign_out", "summary": "Sign out", "responses": {"204": {"description": "Signed out."}, "default": problem()}},
        },
        "/api/v1/session/profile": {"patch": {"operationId": "profile", "summary": "Own profile", "requestBody": send(json!({"locale": {"type": ["string", "null"]}, "mobile": {"type": ["string", "null"]}, "email": {"type": ["string", "null"]}, "quiet_from": {"type": ["string", "null"]}, "quiet_until": {"type": ["string", "null"]}, "digest_time": {"type": ["string", "null"]}, "has_keys": {"type": ["boolean", "null"]}}), json!([])), "responses": {"200": object(), "default": problem()}}},
        "/api/v1/session/password": {"post": {"operationId": "password", "summary": "Change the own password", "requestBody": send(json!({"old": text(), "new": text()}), json!(["old", "new"])), "responses": {"204": {"description": "Changed."}, "default": problem()}}},
        "/api/v1/one_time_link/{token}": {
            "parameters": path("token"),
            "get": {"operationId": "look_at_link", "summary": "What a one-time link is for", "security": [], "responses": {"200": object(), "default": problem()}},
            "post": {"operationId": "use_link", "summary": "Use a one-time link", "security": [], "requestBody": send(json!({"password": text(), "code": text(), "username": text(), "name": text(), "company": text()}), json!(["password"])), "responses": {"201": object(), "default": problem()}},
        },
        "/api/v1/api_token": {
            "get": get("tokens", "Own API tokens", items_answer()),
            "post": {"operationId": "make_token", "summary": "Make an API token; the secret is shown once", "requestBody": send(json!({"name": {"type": "string", "minLength": 1, "maxLength": 100}, "expires_on": {"type": ["string", "null"], "format": "date"}, "entities": nullable_texts(), "actions": nullable_texts(), "networks": nullable_texts()}), json!(["name"])), "responses": {"201": object(), "default": problem()}},
        },
        "/api/v1/api_token/{id}": {"parameters": path("id"), "delete": {"operationId": "remove_token", "summary": "Remove an API token", "responses": {"204": {"description": "Removed."}, "default": problem()}}},
        "/api/v1/catalog": {"get": get("catalog", "What the page is drawn from", object())},
        "/api/v1/catalog/dict/{dict}": {"parameters": path("dict"), "get": get("dict", "A dictionary with all its items", object())},
        "/api/v1/openapi.json": {"get": get("openapi", "This document", object())},
        "/api/v1/search": {"get": {"operationId": "search", "summary": "Search every entity", "parameters": [
            {"name": "q", "in": "query", "required": true, "schema": {"type": "string", "maxLength": 200}}, {"name": "entity", "in": "query", "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 50}}], "responses": {"200": items_answer(), "default": problem()}}},
        "/api/v1/duplicate": {
            "get": {"operationId": "duplicates", "summary": "Records that look alike", "parameters": [
                {"name": "entity", "in": "query", "required": true, "schema": {"type": "string"}}, {"name": "cursor", "in": "query", "schema": {"type": "string"}},
                {"name": "distinct", "in": "query", "schema": {"type": "boolean"}}], "responses": {"200": items_answer(), "default": problem()}},
            "post": {"operationId": "tell_apart", "summary": "Tell records apart that look alike, or no longer", "requestBody": send(json!({"entity": text(), "ids": {"type": "array", "items": text(), "minItems": 2, "maxItems": 20}, "distinct": {"type": "boolean"}}), json!(["entity", "ids", "distinct"])), "responses": {"200": object(), "default": problem()}},
        },
        "/api/v1/quality/{entity}": {"parameters": path("entity"), "get": {"operationId": "quality", "summary": "How good the data is", "parameters": [
            {"name": "days", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 36500}}, {"name": "filter", "in": "query", "schema": {"type": "string"}}], "responses": {"200": object(), "default": problem()}}},
        "/api/v1/file": {"post": {"operationId": "upload", "summary": "Upload a file", "requestBody": form(json!({}), json!(["file"])), "responses": {"201": object(), "default": problem()}}},
        "/api/v1/file/{id}": {"parameters": path("id"), "get": {"operationId": "download", "summary": "The content of a file", "responses": {"200": {"description": "The bytes.", "content": {"application/octet-stream": {}}}, "default": problem()}}},
        "/api/v1/file/{id}/thumbnail": {"parameters": path("id"), "get": {"operationId": "thumbnail", "summary": "A small likeness of a picture", "parameters": [{"name": "size", "in": "query", "schema": {"type": "string", "enum": ["small", "large"]}}], "responses": {"200": {"description": "The bytes.", "content": {"image/jpeg": {}, "image/png": {}}}, "default": problem()}}},
        "/api/v1/import": {"post": {"operationId": "import", "summary": "Import a list", "requestBody": import(), "responses": {"202": accepted("A job was made."), "default": problem()}}},
        "/api/v1/import/preview": {"post": {"operationId": "preview_import", "summary": "Look before importing", "requestBody": import(), "responses": {"200": object(), "default": problem()}}},
        "/api/v1/import/template/{entity}": {"parameters": path("entity"), "get": {"operationId": "import_template", "summary": "A CSV template", "responses": {"200": {"description": "CSV.", "content": {"text/csv": {}}}, "default": problem()}}},
        "/api/v1/job": {"get": get("jobs", "Own jobs, newest first", items_answer())},
        "/api/v1/job/{id}": {"parameters": path("id"), "get": get("job", "How far a job is", json!({"description": "The job.", "content": {"application/json": {"schema": reference("job")}}}))},
        "/api/v1/bulk": {"post": {"operationId": "bulk", "summary": "Change or delete many records", "requestBody": bulk(), "responses": {"202": accepted("A job was made."), "default": problem()}}},
        "/api/v1/bulk/preview": {"post": {"operationId": "preview_bulk", "summary": "How many records a change reaches", "requestBody": bulk(), "responses": {"200": object(), "default": problem()}}},
        "/api/v1/takeout": {"post": {"operationId": "takeout", "summary": "Take everything out", "responses": {"202": accepted("A job was made."), "default": problem()}}},
        "/api/v1/export": {"post": {"operationId": "export", "summary": "Take a list out", "requestBody": send(json!({
            "entity": text(), "filter": {"type": ["string", "null"]}, "q": {"type": ["string", "null"]}, "sort": {"type": ["string", "null"]},
            "ids": {"type": "array", "items": text(), "maxItems": 10000}, "fields": {"type": "array", "items": text()},
            "format": {"type": "string", "enum": ["xlsx", "csv", "vcf"]}, "bom": {"type": ["boolean", "null"]},
        }), json!(["entity", "format"])), "responses": {"202": accepted("A job was made."), "default": problem()}}},
    });
    let mut all = match all {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    let print = json!({"post": {"operationId": "print", "summary": "Note that a record or a list is printed", "requestBody": send(json!({
            "entity": text(), "id": {"type": ["string", "null"]}, "filter": {"type": ["string", "null"]}, "q": {"type": ["string", "null"]}, "sort": {"type": ["string", "null"]},
            "fields": {"type": ["array", "null"], "items": text()}, "rows": {"type": ["integer", "null"], "minimum": 0},
        }), json!(["entity"])), "responses": {"200": object(), "default": problem()}}});
    all.insert("/api/v1/print".to_owned(), print);
    let step_up = json!({"post": {"operationId": "step_up", "summary": "Prove again who one is, before a sensitive act", "requestBody": send(json!({"password": text(), "code": text()}), json!([])), "responses": {"204": {"description": "Proven for five minutes."}, "default": problem()}}});
    all.insert("/api/v1/session/step_up".to_owned(), step_up);
    let created = |id: &str, summary: &str| json!({"operationId": id, "summary": summary, "responses": {"201": object(), "default": problem()}});
    let mut totp = json!({"post": created("offer_totp", "A secret for an app of one-time codes, still to be confirmed")});
    totp["delete"] = json!({"operationId": "remove_totp", "summary": "Turn the own second factor off", "responses": {"204": {"description": "Off."}, "default": problem()}});
    all.insert("/api/v1/session/totp".to_owned(), totp);
    let mut confirm = created("confirm_totp", "Turn the second factor on with a first code; recovery codes are shown once");
    confirm["requestBody"] = send(json!({"code": text()}), json!(["code"]));
    all.insert("/api/v1/session/totp/confirm".to_owned(), json!({"post": confirm}));
    all.insert("/api/v1/session/recovery_codes".to_owned(), json!({"post": created("recovery_codes", "New recovery codes in the place of the old ones")}));
    let devices = json!({
        "get": get("devices", "Where one is signed in", items_answer()),
        "delete": {"operationId": "end_other_devices", "summary": "Sign out everywhere else", "responses": {"200": object(), "default": problem()}},
    });
    all.insert("/api/v1/session/device".to_owned(), devices);
    let end_device = json!({"delete": {"operationId": "end_device", "summary": "Sign one device out", "responses": {"204": {"description": "Signed out."}, "default": problem()}}, "parameters": path("id")});
    all.insert("/api/v1/session/device/{id}".to_owned(), end_device);
    let events = json!({"operationId": "events", "summary": "What just happened, for as long as one listens", "parameters": [{"name": "since", "in": "query", "schema": {"type": "string"}}], "responses": {"200": {"description": "Server-sent events: change, job, presence, reload.", "content": {"text/event-stream": {}}}, "default": problem()}});
    all.insert("/api/v1/events".to_owned(), json!({"get": events}));
    let mut which = send(json!({"ids": {"type": "array", "items": text()}}), json!([]));
    which["required"] = json!(false);
    let read = json!({"operationId": "read_notifications", "summary": "Mark own notifications as read, those of ids or all", "requestBody": which, "responses": {"200": object(), "default": problem()}});
    all.insert("/api/v1/notification/read".to_owned(), json!({"post": read}));
    all.insert("/api/v1/offline".to_owned(), json!({"get": get("offline", "What may be read without the server", object())}));
    let mut why = get("explain", "Why somebody may do something to a record, or not", object());
    why["parameters"] = ["staff_id", "entity", "id", "action", "field"].iter().enumerate().map(|(place, name)| json!({"name": name, "in": "query", "required": place < 3, "schema": {"type": "string", "minLength": 1}})).collect();
    all.insert("/api/v1/explain".to_owned(), json!({"get": why}));
    all.insert("/api/v1/form_draft".to_owned(), json!({"get": get("form_drafts", "Own drafts, newest first", items_answer())}));
    let nullable_of = |name: &str| json!({"type": [name, "null"]});
    let draft = json!({"entity": text(), "record_id": nullable_of("string"), "version": nullable_of("integer"), "place": text(), "values": {"type": "object"}, "titles": {"type": "object"}});
    let own_draft = json!({
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}}],
        "put": {"operationId": "keep_form_draft", "summary": "Keep what is typed and not saved yet", "requestBody": send(draft, json!(["entity", "values"])), "responses": {"200": object(), "default": problem()}},
        "delete": {"operationId": "forget_form_draft", "summary": "Give a draft up", "responses": {"204": {"description": "Gone."}, "default": problem()}},
    });
    all.insert("/api/v1/form_draft/{id}".to_owned(), own_draft);
    for (deed, summary) in [("pause", "Let a job rest"), ("resume", "Let a resting job go on"), ("cancel", "Cancel a job"), ("undo", "Take back what a job wrote; answers with a job of its own")] {
        let post = json!({"operationId": format!("{deed}_job"), "summary": summary, "responses": {"202": accepted("Done."), "default": problem()}});
        all.insert(format!("/api/v1/job/{{id}}/{deed}"), json!({"parameters": path("id"), "post": post}));
    }
    all
}
