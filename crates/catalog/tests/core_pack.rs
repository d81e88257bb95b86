//! The real core pack loads, and is what the floors above expect of it.

use std::path::{Path, PathBuf};

use keshu_catalog::{Catalog, Kind, load_dir, load_embedded};

fn core() -> Catalog {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs/core");
    match load_dir(&[dir]) {
        Ok(catalog) => catalog,
        Err(errors) => panic!("{errors}"),
    }
}

#[test]
fn core_loads_clean() {
    let catalog = core();
    for name in ["customer", "contact", "staff", "dept", "role", "follow_up", "todo"] {
        assert!(catalog.entity(name).is_some(), "{name}");
    }
    assert_eq!(catalog.version.len(), 64);
    for entity in catalog.entities.values() {
        assert!(
            entity.fields.values().all(|field| !field.label.zh.is_empty() && !field.label.en.is_empty()),
            "{}",
            entity.name
        );
        assert_eq!(entity.fields.contains_key("version"), entity.line_of.is_none(), "{}", entity.name);
    }
}

/// A form that is filled in passing asks for three things at most; the rest has a default or waits for the full form.
#[test]
fn quick_forms_ask_for_three_fields_at_most() {
    for entity in core().entities.values().filter(|entity| entity.line_of.is_none()) {
        for form in [&entity.quick_form, &entity.mobile_form] {
            let keys = form.iter().flat_map(|group| group.rows.iter().flatten());
            let asked: Vec<&String> = keys.filter(|key| entity.field(key).is_some_and(|field| field.required && field.default.is_none())).collect();
            assert!(asked.len() <= 3, "{}: {asked:?}", entity.name);
        }
    }
}

#[test]
fn derived_fields_are_there() {
    let catalog = core();
    let follow_up = catalog.entity("follow_up").unwrap();
    let number = follow_up.field("follow_up_no").unwrap();
    assert_eq!(number.kind, Kind::Number);
    assert!(number.unique && !number.is_input());
    assert!(follow_up.field("owner_id").unwrap().default.is_some());
    assert!(follow_up.field("dept_id").unwrap().read_only);
    assert!(follow_up.columns().any(|field| field.key == "created_at"));
    assert!(!follow_up.columns().any(|field| field.key == "id" || field.key == "version"));
}

/// The program carries the same files, so it must come to the same catalog.
#[test]
fn carried_files_are_the_same_catalog() {
    fn collect(base: &Path, at: &Path, files: &mut Vec<(String, Vec<u8>)>) {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(base, &path, files);
            } else {
                files.push((
                    path.strip_prefix(base).unwrap().to_string_lossy().into_owned(),
                    std::fs::read(&path).unwrap(),
                ));
            }
        }
    }
    let packs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut files = Vec::new();
    collect(&packs, &packs.join("core"), &mut files);
    assert_eq!(load_embedded(files).unwrap().version, core().version);
}
