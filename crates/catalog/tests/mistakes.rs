//! Every mistake in a pack is told with its file and line, and all of them at once.

use keshu_catalog::{Catalog, LoadError, load_embedded};

const PACK: &str = "name: core\nversion: 1.0.0\nlabel: {zh: 核心, en: Core}\n";
const GRADE: &str = "# Source: house list\ndict: grade\nlabel: {zh: 等级, en: Grade}\nitems:\n  - {code: A, label: {zh: 甲, en: First}}\n  - {code: B, label: {zh: 乙, en: Second}, synonyms: [二等]}\n";

fn load(files: &[(&str, &str)]) -> Result<Catalog, Vec<LoadError>> {
    let fixed = [("core/pack.yaml", PACK), ("core/dicts/grade.yaml", GRADE)];
    let all: Vec<(&str, &str)> = fixed
        .into_iter()
        .filter(|(path, _)| !files.iter().any(|(other, _)| other == path))
        .chain(files.iter().copied())
        .collect();
    load_embedded(all).map_err(|errors| errors.0)
}

/// An entity `deal` with these fields (from line 5 on) and these further keys after them.
fn deal(fields: &str, rest: &str) -> String {
    let rest_has = |key: &str| rest.contains(&format!("{key}:"));
    let list = if rest_has("list") { "" } else { "list: {columns: [name]}\n" };
    let empty = if rest_has("empty") { "" } else { "empty: {zh: 空, en: Empty}\n" };
    format!(
        "entity: deal\nlabel: {{zh: 商机, en: Deal}}\ntitle: name\nfields:\n  name: {{type: text, label: {{zh: 名称, en: Name}}}}\n{fields}{rest}{list}{empty}"
    )
}

fn refused(file: &str, text: &str, line: u32, part: &str) {
    let errors = load(&[(file, text)]).expect_err(&format!("this must be refused ({part}):\n{text}"));
    let found = errors.iter().any(|error| error.file == file && error.line == line && error.message.contains(part));
    assert!(found, "wanted {file}:{line}: …{part}… in {errors:#?}\n{text}");
    assert!(errors.iter().all(|error| !error.message_zh.is_empty()));
}

fn bad_field(field: &str, part: &str) {
    refused("core/entities/deal.yaml", &deal(&format!("  {field}\n"), ""), 6, part);
}

fn bad_rest(rest: &str, part: &str) {
    refused(
        "core/entities/deal.yaml",
        &deal("  grade_code: {type: code, dict: grade, label: {zh: 等级, en: Grade}}\n", &format!("{rest}\n")),
        7,
        part,
    );
}

#[test]
fn the_small_case_loads() {
    let text = deal("  amount: {type: money, label: {zh: 金额, en: Amount}}\n", "");
    let catalog = load(&[("core/entities/deal.yaml", &text)]).unwrap();
    assert_eq!(catalog.entity("deal").unwrap().form[0].rows, [["name", "amount"]]);
}

#[test]
fn a_form_has_layouts_that_fall_back_on_each_other() {
    let fields = "  amount: {type: money, label: {zh: 金额, en: Amount}, required: true}\n  stars: {type: integer, label: {zh: 星级, en: Stars}, quick: true}\n";
    let rows = |rest: &str| {
        let catalog = load(&[("core/entities/deal.yaml", &deal(fields, rest))]).unwrap();
        let deal = catalog.entity("deal").unwrap();
        [&deal.quick_form, &deal.form, &deal.mobile_form].map(|form| form.iter().flat_map(|group| group.rows.clone()).collect::<Vec<_>>())
    };
    let (short, whole) = (vec![vec!["amount"], vec!["stars"]], vec![vec!["name", "amount"], vec!["stars"]]);
    assert_eq!(rows(""), [short.clone(), whole.clone(), short.clone()]);
    assert_eq!(rows("form: {quick: [[amount]]}\n"), [vec![vec!["amount"]], whole.clone(), vec![vec!["amount"]]]);
    assert_eq!(rows("form: {mobile: [[amount], [name]]}\n"), [short.clone(), whole, vec![vec!["amount"], vec!["name"]]]);
    assert_eq!(rows("form: {full: [[amount], [stars, name]]}\n"), [short.clone(), vec![vec!["amount"], vec!["stars", "name"]], short]);
    for (rest, part) in [
        ("form: {quick: [[name]]}", "the required field amount is missing in the quick form"),
        ("form: {mobile: [[amount], [amount]]}", "amount stands twice in the mobile form"),
        ("form: {quick: [[amount, created_at]]}", "created_at is kept by Keshu and cannot stand in the quick form"),
        ("form: {fast: [[amount]]}", "there is no key fast"),
    ] {
        let errors = load(&[("core/entities/deal.yaml", &deal(fields, &format!("{rest}\n")))]).unwrap_err();
        assert!(errors.iter().any(|error| error.message.contains(part)), "{part}: {errors:?}");
    }
}

#[test]
fn fields_are_checked() {
    for (field, part) in [
        ("x: {type: txt, label: {zh: 甲, en: X}}", "did you mean text?"),
        ("x: {type: text, lable: {zh: 甲, en: X}}", "there is no key lable, did you mean label?"),
        ("x: {type: text}", "the key label is missing"),
        ("x: {type: text, label: {zh: 甲}}", "lacks en"),
        ("x: {type: text, label: {zh: 甲, en: ''}}", "empty"),
        ("x: {type: text, label: 甲}", "a label {zh, en}"),
        ("x: {type: text, label: {zh: 甲, en: X}, required: yes}", "true or false"),
        ("X: {type: text, label: {zh: 甲, en: X}}", "snake_case"),
        ("version: {type: text, label: {zh: 甲, en: X}}", "made by Keshu"),
        ("titles: {type: text, label: {zh: 甲, en: X}}", "made by Keshu"),
        ("item: {type: text, label: {zh: 甲, en: X}}", "word of FEEL"),
        ("x: {type: text, label: {zh: 甲, en: X}, scale: 2}", "has no scale"),
        ("x: {type: money, label: {zh: 甲, en: X}, scale: 9}", "from 0 to 8"),
        ("x: {type: money, label: {zh: 甲, en: X}, min: 1.234}", "at most 2 decimals"),
        ("x: {type: money, label: {zh: 甲, en: X}, min: 5, max: 4}", "max must be at least min"),
        ("x: {type: money, label: {zh: 甲, en: X}, currency: name}", "must be a code field"),
        ("x: {type: code, label: {zh: 甲, en: X}}", "needs one dict"),
        ("x: {type: code, dict: grad, label: {zh: 甲, en: X}}", "did you mean grade?"),
        ("x_id: {type: link, to: dael, label: {zh: 甲, en: X}}", "did you mean deal?"),
        ("x: {type: link, to: deal, label: {zh: 甲, en: X}}", "must end with _id"),
        ("x_id: {type: text, label: {zh: 甲, en: X}}", "must be a link"),
        ("x_at: {type: date, label: {zh: 甲, en: X}}", "must be moment"),
        ("is_x: {type: text, label: {zh: 甲, en: X}}", "must be boolean"),
        ("name_id: {type: link, to: deal, label: {zh: 甲, en: X}}", "same name in expressions"),
        ("x: {type: lines, of: deal, label: {zh: 甲, en: X}}", "does not say line_of"),
        ("x: {type: about, label: {zh: 甲, en: X}}", "key to is missing"),
        ("x: {type: tags, label: {zh: 甲, en: X}, unique: true}", "cannot be unique"),
        ("x: {type: integer, label: {zh: 甲, en: X}, sensitive: true}", "only fields of text"),
        ("x: {type: text, label: {zh: 甲, en: X}, sensitive: true, search: true}", "sealed field"),
        ("x: {type: integer, label: {zh: 甲, en: X}, default: many}", "default does not fit"),
        ("x: {type: code, dict: grade, label: {zh: 甲, en: X}, default: C}", "no choice C"),
        ("x: {type: date, label: {zh: 甲, en: X}, default: '= 3'}", "must be date"),
        ("x: {type: date, label: {zh: 甲, en: X}, max: 'todya()'}", "todya"),
        ("x: {type: integer, label: {zh: 甲, en: X}, formula: 'nmae + 1'}", "name"),
        ("x: {type: integer, label: {zh: 甲, en: X}, formula: '1 +'}", "Line 1"),
        ("x: {type: integer, label: {zh: 甲, en: X}, formula: 'name'}", "must be number"),
        ("x: {type: integer, label: {zh: 甲, en: X}, formula: 'x + 1'}", "depends on itself"),
        ("x: {type: integer, label: {zh: 甲, en: X}, formula: '1', required: true}", "cannot have required"),
        ("x: {type: text, label: {zh: 甲, en: X}, show_if: 'name'}", "must be boolean"),
        (
            "x: {type: integer, label: {zh: 甲, en: X}, rollup: {of: deal, by: name, fn: count}}",
            "does not point to deal",
        ),
        ("x: {type: text, label: {zh: 甲, en: X}, rollup: {of: deal, by: x, fn: count}}", "must be an integer"),
        ("x: {type: integer, label: {zh: 甲, en: X}, rollup: {of: deal, by: x, fn: sum}}", "needs a field"),
        ("x: {type: integer, label: {zh: 甲, en: X}, rollup: {of: deal, by: x, fn: avg}}", "avg is not known"),
        ("x: {type: text, label: {zh: 甲, en: X}, help:}", "value is missing"),
        ("name: {type: text, label: {zh: 甲, en: X}}", "stands twice"),
        ("x: {type: text, label: {zh: 名称, en: X}}", "belongs to the field name already"),
        ("x: {type: text, label: {zh: 甲, en: X}, synonyms: [NAME]}", "belongs to the field name already"),
    ] {
        bad_field(field, part);
    }
}

#[test]
fn the_rest_of_an_entity_is_checked() {
    for (rest, part) in [
        ("tilte: name", "did you mean title?"),
        ("list: {columns: [nmae]}", "did you mean name?"),
        ("list: {columns: [name, name]}", "stands twice"),
        ("list: {columns: [name], filters: [x]}", "no field x"),
        ("list: {columns: [name], sort: -nmae}", "no field nmae"),
        ("form: [[name, nmae]]", "no field nmae"),
        ("form: [[name], [name]]", "stands twice in the form"),
        ("form: [[name, created_at]]", "kept by Keshu"),
        ("form: [{rows: [[name]], groupp: {zh: 甲, en: X}}]", "did you mean group?"),
        ("card: [x]", "no field x"),
        ("duplicate: [[x]]", "no field x"),
        ("related: [contact]", "no entity contact"),
        ("related: [deal]", "no field that points to deal"),
        ("rights: {from: name}", "must be a link"),
        ("rights: {open_to: name}", "must be a code field of private, team and everyone"),
        ("timeline: {when: name, text: name}", "must be a moment"),
        ("beside: deal.name", "is no link to deal"),
        ("hooks: [touch]", "domain.verb"),
        ("number: 'D{yyyy}'", "exactly one {seq:N}"),
        ("number: 'D{seq:4}{nmae}'", "no field nmae"),
        ("number: 'D{seq:4'", "closing brace"),
        ("states: {field: name, start: A, moves: {}}", "must be a code"),
        ("states: {field: grade_code, start: A, moves: {A: [C]}}", "no state C"),
        ("line_of: deal", "exactly one field of lines"),
        ("owner: {staff: owner_id}", "key dept is missing"),
        ("empty: {zh: 空}", "lacks en"),
    ] {
        bad_rest(rest, part);
    }
    refused("core/entities/deal.yaml", &deal("", "list: {filters: [name]}\n"), 1, "needs list.columns");
    refused("core/entities/deal.yaml", &deal("", "").replace("title: name\n", ""), 1, "needs a title");
    refused("core/entities/deal.yaml", &deal("", "").replace("empty: {zh: 空, en: Empty}\n", ""), 1, "needs empty");
    refused("core/entities/deal.yaml", &deal("", "").replace("deal", "job"), 1, "used by Keshu itself");
    refused("core/entities/deal.yaml", &deal("", "").replace("deal", "order"), 1, "word of SQL");
    refused("core/entities/other.yaml", &deal("", ""), 1, "belongs into a file deal.yaml");
    refused("core/entities/deal.yaml", "entity: deal\n  label: [", 2, "not YAML");
}

#[test]
fn other_files_are_checked() {
    for (file, text, line, part) in [
        ("core/dicts/grade.yaml", "dict: grade\nlabel: {zh: 等级, en: Grade}\nitems: []\n", 1, "names the source"),
        (
            "core/dicts/x.yaml",
            "# Source: x\ndict: x\nlabel: {zh: 甲, en: X}\nitems:\n  - {code: 1, label: {zh: 甲, en: X}}\n",
            5,
            "put it in quotes",
        ),
        (
            "core/dicts/x.yaml",
            "# Source: x\ndict: x\nlabel: {zh: 甲, en: X}\nitems:\n  - {code: a, label: {zh: 甲, en: X}}\n  - {code: a, label: {zh: 甲, en: X}}\n",
            6,
            "stands twice",
        ),
        (
            "core/dicts/x.yaml",
            "# Source: x\ndict: x\nlabel: {zh: 甲, en: X}\nitems:\n  - {code: a, parent: b, label: {zh: 甲, en: X}}\n",
            5,
            "only a tree",
        ),
        (
            "core/dicts/x.yaml",
            "# Source: x\ndict: x\ntree: true\nlabel: {zh: 甲, en: X}\nitems:\n  - {code: a, parent: b, label: {zh: 甲, en: X}}\n  - {code: b, parent: a, label: {zh: 甲, en: X}}\n",
            6,
            "form a loop",
        ),
        (
            "core/dicts/x.yaml",
            "# Source: x\ndict: x\ntree: true\nlabel: {zh: 甲, en: X}\nitems:\n  - {code: a, parent: c, label: {zh: 甲, en: X}}\n",
            6,
            "no parent c",
        ),
        ("core/dicts/x.yaml", "# Source: x\ndict: grade\nlabel: {zh: 甲, en: X}\nitems: []\n", 2, "declared already"),
        (
            "core/menus.yaml",
            "menus:\n  - group: {zh: 甲, en: X}\n    items: [dela, jobs]\n",
            3,
            "no entity or page dela",
        ),
        (
            "core/roles.yaml",
            "roles:\n  - role: rep\n    label: {zh: 甲, en: X}\n    grants:\n      dela: {read: all}\n",
            5,
            "no entity dela",
        ),
        (
            "core/roles.yaml",
            "roles:\n  - role: rep\n    label: {zh: 甲, en: X}\n    grants:\n      '*': {reed: all}\n",
            5,
            "did you mean read?",
        ),
        (
            "core/roles.yaml",
            "roles:\n  - role: rep\n    label: {zh: 甲, en: X}\n    grants:\n      '*': {read: any}\n",
            5,
            "any is not known",
        ),
        (
            "core/roles.yaml",
            "roles:\n  - role: rep\n    label: {zh: 甲, en: X}\n    fields:\n      deal: {hidden: [nmae]}\n",
            5,
            "no field nmae",
        ),
        ("core/seeds/a.yaml", "entity: deal\nrows:\n  - {nmae: a}\n", 3, "no field nmae"),
        ("core/extend/a.yaml", "extend: dael\nfields: {}\n", 1, "did you mean deal?"),
        (
            "core/extend/a.yaml",
            "extend: deal\nfields:\n  name: {type: text, label: {zh: 甲, en: X}}\n",
            3,
            "cannot change it",
        ),
        ("core/entitys/a.yaml", "entity: a\n", 1, "did you mean entities?"),
        ("core/pack.yaml", "name: other\nversion: 1.0.0\nlabel: {zh: 甲, en: X}\n", 1, "named like its folder"),
        (
            "core/pack.yaml",
            "name: core\nversion: 1.0.0\nlabel: {zh: 甲, en: X}\nrequires: [law]\n",
            4,
            "law is not loaded",
        ),
    ] {
        let entity = deal("", "");
        let errors = load(&[("core/entities/deal.yaml", &entity), (file, text)]).expect_err(text);
        let found = errors.iter().any(|error| error.file == file && error.line == line && error.message.contains(part));
        assert!(found, "wanted {file}:{line}: …{part}… in {errors:#?}");
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let text = deal("  x: {type: txt, label: {zh: 甲, en: X}}\n  y: {type: text}\n", "card: [z]\n");
    let errors = load(&[("core/entities/deal.yaml", &text), ("core/menus.yaml", "menus: 3\n")]).unwrap_err();
    let lines: Vec<(&str, u32)> = errors.iter().map(|error| (error.file.as_str(), error.line)).collect();
    assert_eq!(
        lines,
        [
            ("core/entities/deal.yaml", 6),
            ("core/entities/deal.yaml", 7),
            ("core/entities/deal.yaml", 8),
            ("core/menus.yaml", 1)
        ],
        "{errors:#?}"
    );
}

#[test]
fn cards_of_the_home_page_are_checked() {
    let text = deal("  due_at: {type: moment, label: {zh: 到期, en: Due}}\n", "");
    let card = |rest: &str| format!("cards:\n  - {{card: x, label: {{zh: 甲, en: X}}, {rest}}}\n");
    for (rest, part) in [
        ("kind: list", "the key entity is missing"),
        ("kind: lsit, entity: deal", "did you mean list?"),
        ("kind: list, entity: dela", "there is no entity dela, did you mean deal?"),
        ("kind: list, entity: deal, filter: 'nme = null'", "nme"),
        ("kind: list, entity: deal, filter: 'name'", "boolean"),
        ("kind: list, entity: deal, columns: [naem]", "has no field naem"),
        ("kind: list, entity: deal, sort: -naem", "has no field naem"),
        ("kind: list, entity: deal, roles: [boss]", "there is no role boss"),
        ("kind: todo, entity: deal", "needs the key when"),
        ("kind: todo, entity: deal, when: name", "a field of type moment"),
        ("kind: todo, entity: deal, when: due_at", "no state won"),
        ("kind: figures", "needs one at least"),
        ("kind: figures, figures: [{figure: n, label: {zh: 甲, en: X}, entity: deal, filter: 'true'}, {figure: n, label: {zh: 甲, en: X}, entity: deal, filter: 'true'}]", "the figure n stands twice"),
    ] {
        let files = [("core/entities/deal.yaml", text.as_str()), ("core/home.yaml", &card(rest))];
        let errors = load(&files).expect_err(rest);
        assert!(errors.iter().any(|error| error.file == "core/home.yaml" && error.message.contains(part)), "{rest}: {errors:#?}");
    }
    // What another pack may bring is left out until it does.
    let absent = card("kind: list, entity: ticket, optional: true") + "  - {card: y, label: {zh: 乙, en: Y}, kind: list, entity: deal}\n";
    let catalog = load(&[("core/entities/deal.yaml", &text), ("core/home.yaml", &absent)]).unwrap();
    assert_eq!(catalog.cards.iter().map(|card| card.name.as_str()).collect::<Vec<_>>(), ["y"]);
}

#[test]
fn other_packs_extend_and_are_ordered() {
    let law = "name: law\nversion: 1.0.0\nlabel: {zh: 律所, en: Law}\nrequires: [core]\nprefix: law\n";
    let extend = "extend: deal\nfields:\n  court: {type: text, label: {zh: 法院, en: Court}, quick: true}\nhooks: [law.check]\nsynonyms: {name: [案件名]}\n";
    let matter = deal("  deal_id: {type: link, to: deal, label: {zh: 商机, en: Deal}}\n", "")
        .replace("entity: deal", "entity: law_matter");
    let base = deal("", "form: {full: [[name]], quick: [[name]]}\n");
    let catalog = load(&[
        ("core/entities/deal.yaml", &base),
        ("law/pack.yaml", law),
        ("law/extend/deal.yaml", extend),
        ("law/entities/law_matter.yaml", &matter),
        ("schema/entity.json", "{}"),
    ])
    .unwrap();
    let entity = catalog.entity("deal").unwrap();
    assert_eq!([&entity.form[0].rows, &entity.quick_form[0].rows, &entity.mobile_form[0].rows], [&[["name"], ["court"]]; 3]);
    assert_eq!((entity.hooks[0].as_str(), entity.field("name").unwrap().synonyms[0].as_str()), ("law.check", "案件名"));
    assert_eq!(entity.related[0].entity, "law_matter");
    assert_eq!(catalog.packs.iter().map(|pack| pack.name.as_str()).collect::<Vec<_>>(), ["core", "law"]);
    let unprefixed = deal("", "").replace("entity: deal", "entity: matter");
    let errors =
        load(&[("core/entities/deal.yaml", &base), ("law/pack.yaml", law), ("law/entities/matter.yaml", &unprefixed)])
            .unwrap_err();
    assert!(errors[0].message.contains("must begin with law_"), "{errors:?}");
}

#[test]
fn formulas_are_ordered_and_stored_where_they_can_be() {
    let fields = "  total: {type: money, label: {zh: 合计, en: Total}, formula: 'net + tax'}
  tax: {type: money, label: {zh: 税, en: Tax}, formula: 'net * 0.13'}
  net: {type: money, label: {zh: 净额, en: Net}}
  due_on: {type: date, label: {zh: 到期, en: Due}}
  is_late: {type: boolean, label: {zh: 逾期, en: Late}, formula: 'due_on < today()'}
  late_net: {type: money, label: {zh: 逾期额, en: Late net}, formula: 'if is_late then net else 0'}
  top_id: {type: link, to: deal, label: {zh: 上级, en: Above}}
  top_net: {type: money, label: {zh: 上级额, en: Net above}, formula: 'top.net'}
";
    let catalog = load(&[("core/entities/deal.yaml", &deal(fields, ""))]).unwrap();
    let entity = catalog.entity("deal").unwrap();
    assert_eq!(entity.formulas, ["tax", "total"]);
    let stored = |key: &str| entity.field(key).unwrap().formula.as_ref().unwrap().stored;
    assert!(stored("tax") && stored("total"));
    assert!(!stored("is_late") && !stored("late_net") && !stored("top_net"));
    assert!(!entity.columns().any(|field| field.key == "is_late"));
    let cycle = "  a: {type: integer, label: {zh: 甲, en: A}, formula: 'b'}\n  b: {type: integer, label: {zh: 乙, en: B}, formula: 'a'}\n";
    let errors = load(&[("core/entities/deal.yaml", &deal(cycle, ""))]).unwrap_err();
    assert_eq!(errors.iter().map(|error| error.line).collect::<Vec<_>>(), [6, 7]);
}

/// Whatever is broken in a file, loading answers; it never panics.
#[test]
fn broken_files_are_refused_not_fatal() {
    let text = deal(
        "  total: {type: money, label: {zh: 合计, en: Total}, formula: 'if name = null then 0 else 1', help: {zh: 甲, en: X}}
  above_id: {type: link, to: deal, label: {zh: 上级, en: Above}}
  deals: {type: integer, label: {zh: 下级数, en: Below}, rollup: {of: deal, by: above_id, fn: count, where: 'name != null'}}
  grade_code: {type: code, dict: grade, label: {zh: 等级, en: Grade}, default: A, show_if: 'name != \"x\"'}\n",
        "number: 'D{yyyy}{seq:4}'\nowner: {staff: owner_id, dept: dept_id}\nstates: {field: grade_code, start: A, moves: {A: [B]}}\nform: [[name], [{group: {zh: 甲, en: X}, rows: [[above_id]]}]]\n",
    );
    let letters: Vec<char> = text.chars().collect();
    let spice: Vec<char> = "{}[]:,'\"-#&*!|>%@`\n\t \u{0}\u{feff}é中9".chars().collect();
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..1500 {
        let mut broken = letters.clone();
        for _ in 0..=next(3) {
            let at = next(broken.len());
            match next(4) {
                0 => broken[at] = spice[next(spice.len())],
                1 => broken.insert(at, spice[next(spice.len())]),
                2 => drop(broken.drain(at..(at + 1 + next(12)).min(broken.len()))),
                _ => broken.truncate(at.max(1)),
            }
            if broken.is_empty() {
                broken.push('x');
            }
        }
        let broken: String = broken.into_iter().collect();
        if let Err(errors) = load(&[("core/entities/deal.yaml", &broken)]) {
            assert!(
                !errors.is_empty() && errors.iter().all(|error| !error.message.is_empty() && !error.file.is_empty())
            );
        }
    }
}
