#[test]
fn conflicts() {
    let dir = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs/core");
    let c = keshu_catalog::load_dir(&[dir]).unwrap();
    for e in c.entities.values() {
        let mut seen = std::collections::HashMap::<String, String>::new();
        for f in e.fields.values() {
            let mut words: Vec<String> = f.synonyms.clone();
            words.push(f.label.zh.clone()); words.push(f.label.en.clone()); words.push(f.key.clone());
            words = words.into_iter().map(|w| w.to_lowercase()).collect(); words.sort(); words.dedup();
            for w in words {
                if let Some(o) = seen.insert(w.clone(), f.key.clone()) { println!("{}: {w} = {} and {}", e.name, o, f.key); }
            }
        }
    }
}
