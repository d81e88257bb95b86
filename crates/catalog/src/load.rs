//! Reads packs: from folders, or from files the program carries. Every mistake of every file is
//! collected; a catalog comes out only when there is none.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use keshu_kernel::{Keyed, Label};
use serde_json::Map;

pub use crate::error::{LoadError, LoadErrors};

use crate::derive;
use crate::dict::Dict;
use crate::dict_file;
use crate::formula;
use crate::home;
use crate::keys::{self, Key, Shape};
use crate::lookup;
use crate::merge;
use crate::model::*;
use crate::raw::{self, RawEntity, RawExtend, Word, label, word, word_list, words};
use crate::resolve;
use crate::shape::{conform, suggestion};
use crate::yaml::{self, At, Mark, Node, Sink, fault};

/// Loads pack folders (each has a `pack.yaml`).
pub fn load_dir(dirs: &[PathBuf]) -> Result<Catalog, LoadErrors> {
    let mut sources = Vec::new();
    let mut errors = Vec::new();
    for dir in dirs {
        let root = dir.to_string_lossy().trim_end_matches('/').to_owned();
        if let Err(error) = walk(dir, dir, &root, &mut sources) {
            let message = format!("cannot be read: {error}");
            errors.push(LoadError {
                file: root, line: 0, column: 0, message_zh: format!("无法读取：{error}"), message
            });
        }
    }
    if errors.is_empty() { load(sources) } else { Err(LoadErrors(errors)) }
}

/// Loads packs from files given as (path, content); a path is `core/entities/customer.yaml`.
/// Files outside a folder that has a `pack.yaml` are left alone.
pub fn load_embedded<P, B>(files: impl IntoIterator<Item = (P, B)>) -> Result<Catalog, LoadErrors>
where
    P: AsRef<str>,
    B: AsRef<[u8]>,
{
    let sources = files.into_iter().filter_map(|(path, content)| {
        let path = path.as_ref();
        let (root, inside) = path.split_once('/')?;
        Some(Source { root: root.to_owned(), inside: inside.to_owned(), content: content.as_ref().to_vec() })
    });
    load(sources.collect())
}

/// One file of a pack.
struct Source {
    root: String,
    /// The path inside the pack, such as `entities/customer.yaml`.
    inside: String,
    content: Vec<u8>,
}

fn walk(base: &Path, at: &Path, root: &str, sources: &mut Vec<Source>) -> std::io::Result<()> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(at)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(base, &path, root, sources)?;
        } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
            let inside = path.strip_prefix(base).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            sources.push(Source { root: root.to_owned(), inside, content: std::fs::read(&path)? });
        }
    }
    Ok(())
}

/// What the files say, before names are resolved.
#[derive(Default)]
struct Loaded {
    packs: Vec<Pack>,
    entities: Vec<RawEntity>,
    extends: Vec<(Mark, RawExtend)>,
    dicts: Keyed<Dict>,
    roles: Vec<(Mark, RoleSeed, Node)>,
    menus: Vec<(Label, Vec<Word>)>,
    cards: Vec<Node>,
    seeds: Vec<(Word, Vec<Node>)>,
}

fn load(mut sources: Vec<Source>) -> Result<Catalog, LoadErrors> {
    let roots: HashSet<String> =
        sources.iter().filter(|source| source.inside == "pack.yaml").map(|source| source.root.clone()).collect();
    let strays: Vec<String> =
        sources.iter().map(|source| source.root.clone()).filter(|root| !roots.contains(root)).collect();
    sources.retain(|source| {
        roots.contains(&source.root) && (source.inside.ends_with(".yaml") || source.inside.ends_with(".yml"))
    });
    sources.sort_by(|a, b| (&a.root, &a.inside).cmp(&(&b.root, &b.inside)));
    let mut sink = Sink::default();
    if sources.is_empty() {
        let file = sink.file(strays.first().map_or("packs", String::as_str));
        let mark = Mark { file, line: 0, column: 0 };
        fault!(sink, mark, "没有 pack.yaml,不是行业包", "there is no pack.yaml, so this is not a pack");
    }
    let version = fingerprint(&sources);
    let mut trees: Vec<(usize, Node)> = Vec::new();
    let mut texts: Vec<&str> = Vec::new();
    for (place, source) in sources.iter().enumerate() {
        let file = sink.file(&format!("{}/{}", source.root, source.inside));
        let text = std::str::from_utf8(&source.content).unwrap_or_else(|_| {
            fault!(sink, Mark { file, line: 1, column: 1 }, "文件不是 UTF-8 编码", "the file is not UTF-8");
            ""
        });
        texts.push(text.trim_start_matches('\u{feff}'));
        if !text.is_empty()
            && is_read(&source.inside)
            && let Some(tree) = yaml::parse(&sink, file, texts[place])
        {
            trees.push((place, tree));
        }
    }
    let mut loaded = Loaded::default();
    let order = packs(&sink, &sources, &trees);
    for (root, pack) in order {
        for (place, tree) in trees.iter().filter(|(place, _)| sources[*place].root == root) {
            file(&sink, &sources[*place].inside, texts[*place], tree, &pack, &mut loaded);
        }
        loaded.packs.push(pack);
    }
    let catalog = assemble(&sink, loaded, version);
    match sink.count() {
        0 => Ok(catalog),
        _ => Err(LoadErrors(sink.into_errors())),
    }
}

/// Folders whose YAML belongs to other floors.
fn is_read(inside: &str) -> bool {
    !["demo/", "tests/", "texts/", "pages/", "processes/", "decisions/"].iter().any(|folder| inside.starts_with(folder))
}

fn fingerprint(sources: &[Source]) -> String {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    for source in sources {
        let root = source.root.rsplit('/').next().unwrap_or_default();
        for part in [root.as_bytes(), source.inside.as_bytes(), &source.content] {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
    }
    context.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The packs with their roots, in the order in which they build on each other.
fn packs(sink: &Sink, sources: &[Source], trees: &[(usize, Node)]) -> Vec<(String, Pack)> {
    let mut waiting: Vec<(String, Pack, Node)> = Vec::new();
    for (place, tree) in trees.iter().filter(|(place, _)| sources[*place].inside == "pack.yaml") {
        conform(sink, tree, &Shape::Object(keys::PACK));
        let root = sources[*place].root.clone();
        let folder = root.rsplit('/').next().unwrap_or_default();
        let name = word(tree, "name");
        if let Some(name) = name.as_ref().filter(|name| name.value != folder && folder != ".") {
            let value = &name.value;
            fault!(
                sink,
                name.mark,
                "包名 {value} 应与文件夹 {folder} 一致",
                "the pack {value} must be named like its folder {folder}"
            );
        }
        let name = name.map(|name| name.value).unwrap_or_default();
        let prefix = word(tree, "prefix").map(|prefix| prefix.value).unwrap_or_default();
        if prefix.is_empty() && name != "core" {
            fault!(sink, tree.mark, "除 core 外，每个包都要有 prefix", "every pack but core needs a prefix");
        }
        let pack = Pack {
            version: word(tree, "version").map(|version| version.value).unwrap_or_default(),
            label: label(tree, "label").unwrap_or_default(),
            requires: words(tree, "requires").into_iter().map(|word| word.value).collect(),
            name,
            prefix,
        };
        if waiting.iter().any(|(_, other, _)| other.name == pack.name) {
            let name = &pack.name;
            fault!(sink, tree.mark, "包 {name} 出现了两次", "the pack {name} stands twice");
            continue;
        }
        waiting.push((root, pack, tree.clone()));
    }
    waiting.sort_by_key(|(_, pack, _)| (pack.name != "core", pack.name.clone()));
    let mut order: Vec<(String, Pack)> = Vec::new();
    let there = |name: &str, order: &[(String, Pack)]| order.iter().any(|(_, done)| done.name == name);
    while let Some(ready) = waiting.iter().position(|(_, pack, _)| pack.requires.iter().all(|name| there(name, &order)))
    {
        let (root, pack, _) = waiting.remove(ready);
        order.push((root, pack));
    }
    for (root, pack, tree) in waiting {
        let requires = words(&tree, "requires");
        let missing = requires.iter().find(|name| !there(&name.value, &order));
        let mark = missing.map_or(tree.mark, |name| name.mark);
        let name = missing.map_or("", At::as_str);
        fault!(
            sink,
            mark,
            "所需的包 {name} 没有加载，或互相依赖",
            "the required pack {name} is not loaded, or requires this one back"
        );
        order.push((root, pack));
    }
    order
}

fn file(sink: &Sink, inside: &str, text: &str, tree: &Node, pack: &Pack, loaded: &mut Loaded) {
    let prefix = &pack.prefix;
    let stem = inside.rsplit('/').next().unwrap_or_default().rsplit_once('.').map_or("", |(stem, _)| stem);
    let is = |keys: &'static [Key]| conform(sink, tree, &Shape::Object(keys));
    match inside.split('/').next().unwrap_or_default() {
        "pack.yaml" => {}
        "entities" => {
            is(keys::ENTITY);
            let Some(entity) = raw::entity(&pack.name, tree) else { return };
            let name = &entity.name.value;
            if name != stem {
                fault!(
                    sink,
                    entity.name.mark,
                    "实体 {name} 应写在文件 {name}.yaml 中",
                    "the entity {name} belongs into a file {name}.yaml"
                );
            }
            if !prefix.is_empty() && !name.starts_with(&format!("{prefix}_")) {
                fault!(
                    sink,
                    entity.name.mark,
                    "实体 {name} 应以 {prefix}_ 开头",
                    "the entity {name} must begin with {prefix}_"
                );
            }
            match loaded.entities.iter().find(|other| other.name.value == *name) {
                Some(other) => {
                    let pack = &other.pack;
                    fault!(
                        sink,
                        entity.name.mark,
                        "实体 {name} 已在包 {pack} 中声明",
                        "the entity {name} is declared in the pack {pack} already"
                    );
                }
                None => loaded.entities.push(entity),
            }
        }
        "extend" => {
            is(keys::EXTEND);
            if let Some(extend) = raw::extend(tree) {
                loaded.extends.push((tree.mark, extend));
            }
        }
        "dicts" => {
            is(keys::DICT);
            dict_file::read(sink, text, tree, &mut loaded.dicts);
        }
        "roles.yaml" => {
            is(keys::ROLES);
            for node in tree.get("roles").map(Node::list).unwrap_or_default() {
                role(node, loaded);
            }
        }
        "menus.yaml" => {
            is(keys::MENUS);
            for menu in tree.get("menus").map(Node::list).unwrap_or_default() {
                menus(label(menu, "group").unwrap_or_default(), words(menu, "items"), loaded);
            }
        }
        "home.yaml" => {
            is(keys::HOME);
            loaded.cards.extend(tree.get("cards").map(Node::list).unwrap_or_default().iter().cloned());
        }
        "seeds" => {
            is(keys::SEED);
            if let Some(entity) = word(tree, "entity") {
                loaded.seeds.push((entity, tree.get("rows").map(Node::list).unwrap_or_default().to_vec()));
            }
        }
        _ if !is_read(inside) => {}
        other => {
            let known = [
                "entities",
                "extend",
                "dicts",
                "roles.yaml",
                "menus.yaml",
                "home.yaml",
                "seeds",
                "demo",
                "tests",
                "texts",
                "pages",
                "processes",
                "decisions",
            ];
            let (zh, en) = suggestion(other, known);
            fault!(
                sink,
                tree.mark,
                "行业包中没有 {other}{zh}",
                "a pack has no {other}{en}",
                other = other,
                zh = zh,
                en = en
            );
        }
    }
}

fn role(node: &Node, loaded: &mut Loaded) {
    let Some(name) = word(node, "role") else { return };
    let scopes = |map: &Node| {
        map.entries().iter().filter_map(|(key, scope)| Some((key.value.clone(), scope.text()?.to_owned()))).collect()
    };
    let lists =
        |map: &Node| map.entries().iter().map(|(key, list)| (key.value.clone(), texts(&word_list(list)))).collect();
    let grants = node.get("grants").map(Node::entries).unwrap_or_default();
    let fields = node.get("fields").map(Node::entries).unwrap_or_default();
    let seed = RoleSeed {
        role: name.value.clone(),
        label: label(node, "label").unwrap_or_default(),
        grants: grants.iter().map(|(entity, map)| (entity.value.clone(), scopes(map))).collect(),
        fields: fields.iter().map(|(entity, map)| (entity.value.clone(), lists(map))).collect(),
    };
    loaded.roles.push((name.mark, seed, node.clone()));
}

/// Menus with the same title are one group.
fn menus(label: Label, items: Vec<Word>, loaded: &mut Loaded) {
    match loaded.menus.iter_mut().find(|(there, _)| *there == label) {
        Some((_, there)) => there.extend(items),
        None => loaded.menus.push((label, items)),
    }
}

fn texts(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| word.value.clone()).collect()
}

fn assemble(sink: &Sink, mut loaded: Loaded, version: String) -> Catalog {
    merge::extend(sink, &mut loaded.entities, loaded.extends);
    let entities = loaded.entities.iter().map(|raw| (raw.name.value.clone(), derive::entity(sink, raw))).collect();
    let role_nodes: Vec<Node> = loaded.roles.iter().map(|(_, _, node)| node.clone()).collect();
    let mut catalog = Catalog {
        packs: loaded.packs,
        entities,
        dicts: loaded.dicts,
        roles: merge::roles(sink, loaded.roles),
        menus: loaded.menus.iter().map(|(label, items)| Menu { label: label.clone(), items: texts(items) }).collect(),
        cards: Vec::new(),
        seeds: Vec::new(),
        version,
    };
    let raws: HashMap<&str, &RawEntity> = loaded.entities.iter().map(|raw| (raw.name.as_str(), raw)).collect();
    resolve::entities(sink, &raws, &mut catalog);
    lookup::roles(sink, &role_nodes, &catalog);
    lookup::menus(sink, loaded.menus.iter().flat_map(|(_, items)| items), &catalog);
    formula::compile_all(sink, &raws, &mut catalog);
    catalog.cards = home::cards(sink, &loaded.cards, &catalog);
    catalog.seeds = seeds(sink, loaded.seeds, &catalog);
    catalog
}

fn seeds(sink: &Sink, seeds: Vec<(Word, Vec<Node>)>, catalog: &Catalog) -> Vec<Seed> {
    let mut made = Vec::new();
    for (name, rows) in seeds {
        let Some(entity) = lookup::entity_named(sink, &name, catalog) else { continue };
        let mut seed = Seed { entity: name.value.clone(), rows: Vec::new() };
        for row in &rows {
            lookup::seed_row(sink, row, entity);
            seed.rows.push(
                row.entries().iter().map(|(key, value)| (key.value.clone(), value.to_json())).collect::<Map<_, _>>(),
            );
        }
        made.push(seed);
    }
    made
}
