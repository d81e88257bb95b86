//! Every key a pack file may hold, with one sentence each: one table checks the files and becomes
//! the JSON Schema that completes them in editors.

/// What the value of a key looks like.
#[derive(Debug)]
pub enum Shape {
    /// Text; a bare number or true/false must be put in quotes.
    Text,
    /// A snake_case name.
    Name,
    /// `{zh, en}`, both filled.
    Label,
    Flag,
    /// A whole number from 0 up.
    Count,
    /// Text or number.
    Scalar,
    /// Anything that a field may hold.
    Any,
    OneOf(&'static [&'static str]),
    List(&'static Shape),
    /// Free keys, one shape of value.
    Map(&'static Shape),
    Object(&'static [Key]),
    /// A list, or an object: told apart by what stands there.
    ListOr(&'static Shape, &'static [Key]),
}

#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    pub sentence: &'static str,
    pub shape: Shape,
    pub required: bool,
}

const fn key(name: &'static str, shape: Shape, sentence: &'static str) -> Key {
    Key { name, sentence, shape, required: false }
}

const fn must(name: &'static str, shape: Shape, sentence: &'static str) -> Key {
    Key { name, sentence, shape, required: true }
}

const NAMES: Shape = Shape::List(&Shape::Name);
const TEXTS: Shape = Shape::List(&Shape::Text);
const ROWS: Shape = Shape::List(&NAMES);

pub const TYPES: &[&str] = &[
    "text",
    "long_text",
    "rich_text",
    "integer",
    "decimal",
    "money",
    "percent",
    "boolean",
    "date",
    "time",
    "moment",
    "duration",
    "code",
    "link",
    "links",
    "staff",
    "dept",
    "phone",
    "email",
    "url",
    "id_number",
    "uscc",
    "bank_account",
    "address",
    "attachment",
    "image",
    "geo_point",
    "tags",
    "lines",
    "about",
];
pub const SCOPES: &[&str] = &["none", "own", "dept", "dept_tree", "all"];
pub const RIGHTS: &[&str] = &["read", "create", "update", "delete", "export", "import", "offline", "reveal"];
pub const COLORS: &[&str] = &["green", "blue", "red", "orange", "grey", "gold"];
pub const PAGES: &[&str] = &["people", "dictionaries", "duplicates", "quality", "jobs", "trash", "profile", "home"];

pub static FIELD: &[Key] = &[
    must("type", Shape::OneOf(TYPES), "What kind of value the field holds; see the table of types."),
    must("label", Shape::Label, "The name of the field on screen, in both languages."),
    key("help", Shape::Label, "One sentence under the input that helps to fill it."),
    key("required", Shape::Flag, "A record cannot be saved without it."),
    key("quick", Shape::Flag, "The field is part of the short form."),
    key("default", Shape::Any, "What a new record gets: a literal, or \"= FEEL\" such as \"= today()\" or \"= me\"."),
    key("unique", Shape::Flag, "No two records may have the same value."),
    key("index", Shape::Flag, "The store keeps an index, so that filters on it stay fast."),
    key("read_only", Shape::Flag, "Only hooks, rollups and the system write it."),
    key("formula", Shape::Text, "A FEEL expression that computes the value; it is never typed in."),
    key("rollup", Shape::Object(ROLLUP), "A figure kept up to date over the rows of a child entity."),
    key("sensitive", Shape::Flag, "The value is stored sealed and can be searched by the exact value only."),
    key("search", Shape::Flag, "Words of the value find the record in the search box."),
    key("synonyms", TEXTS, "Other column headers that import recognises as this field."),
    key("inline", Shape::Flag, "The value may be edited in the list."),
    key("watched", Shape::Flag, "The owner of a record is told when somebody reveals the masked value."),
    key("show_if", Shape::Text, "A FEEL condition over the record; the field is shown only when it holds."),
    key("required_if", Shape::Text, "A FEEL condition over the record; the field is required when it holds."),
    key("max", Shape::Scalar, "The greatest length of a text, the greatest number, or the last date (FEEL)."),
    key("min", Shape::Scalar, "The least length of a text, the least number, or the first date (FEEL)."),
    key("scale", Shape::Count, "How many decimals are kept."),
    key("unit", Shape::Label, "The unit shown behind a decimal."),
    key("currency", Shape::Name, "The code field of this entity that holds the currency of the amount."),
    key("dict", Shape::Name, "The dictionary that lists the choices of a code field."),
    key("to", Shape::ListOr(&Shape::Name, &[]), "The entity that is linked to; about fields name several."),
    key("of", Shape::Name, "The entity whose rows are the lines."),
];

pub static ROLLUP: &[Key] = &[
    must("of", Shape::Name, "The child entity whose rows are counted or summed."),
    must("by", Shape::Name, "The field of the child that points to this entity (parent_id for its lines)."),
    must("fn", Shape::OneOf(&["count", "sum", "min", "max", "latest"]), "How the rows become one value."),
    key("field", Shape::Name, "The field of the child that is summed or compared; count needs none."),
    key("where", Shape::Text, "A FEEL condition over the child; only rows for which it holds count."),
];

pub static STATES: &[Key] = &[
    must("field", Shape::Name, "The code field that holds the state."),
    must("start", Shape::Text, "The state of a new record."),
    key("won", TEXTS, "States that end the record with success."),
    key("lost", TEXTS, "States that end the record without success."),
    must("moves", Shape::Map(&TEXTS), "Which states may follow each state."),
];

pub static LIST: &[Key] = &[
    key("columns", NAMES, "The columns of the list, in order."),
    key("filters", NAMES, "The fields offered as filters above the list."),
    key("together", ROWS, "Groups of filters that people set together; the store keeps the rows of each group in the order of every column."),
    key("sort", Shape::Text, "The field sorted by at first; a leading minus sorts downwards."),
];

pub static FORM_GROUP: &[Key] = &[
    key("group", Shape::Label, "The title of the group."),
    key("collapsed", Shape::Flag, "The group is folded at first."),
    must("rows", ROWS, "Rows of field keys; the fields of a row stand side by side."),
];

const FORM: Shape = Shape::List(&Shape::ListOr(&Shape::Name, FORM_GROUP));

pub static LAYOUTS: &[Key] = &[
    key("quick", FORM, "What is needed at once; left out, what is marked quick and what must be there."),
    key("full", FORM, "Everything; left out, all writable fields in order."),
    key("mobile", FORM, "A new record on a phone; left out, the quick form."),
];

pub static OWNER: &[Key] = &[
    must("staff", Shape::Name, "The key of the field that holds the owner."),
    must("dept", Shape::Name, "The key of the field that holds the owner's department."),
];

pub static TIMELINE: &[Key] = &[
    must("when", Shape::Name, "The moment or date at which the record stands in the timeline."),
    must("text", Shape::Name, "The text field shown in the timeline."),
    key("next", Shape::Name, "The moment of the next contact, which quick notes propose."),
];

pub static ENTITY_RIGHTS: &[Key] = &[
    key("from", Shape::Name, "The link or about field whose record must be visible to see this one."),
    key("open_to", Shape::Name, "The code field by which an owner opens a record: private, team or everyone."),
    key("personal", Shape::Flag, "Written by the system alone and read by the owner alone, whatever roles say."),
];

pub static ENTITY: &[Key] = &[
    must("entity", Shape::Name, "The name of the entity: singular snake_case; also its table, route and permission."),
    must("label", Shape::Label, "The name of the entity on screen, in both languages."),
    key("icon", Shape::Text, "An @ant-design/icons name in kebab case, outlined."),
    key(
        "number",
        Shape::Text,
        "The pattern of the record number: {yyyy} {yy} {mm} {dd} {seq:N} {field_key} and literals.",
    ),
    key("title", Shape::Name, "The field that names a record on screen."),
    key("owner", Shape::Object(OWNER), "Gives an owner and a department, and the scopes own, dept and dept_tree."),
    key("rights", Shape::Object(ENTITY_RIGHTS), "What narrows the rows beside roles: the record they belong to, or their owner's word."),
    key("line_of", Shape::Name, "The entity that owns these rows; lines have no route of their own."),
    key("trash", Shape::Flag, "Whether deleted records go to the trash first (default true)."),
    must("fields", Shape::Map(&Shape::Object(FIELD)), "The fields by key, in the order of the form."),
    key("states", Shape::Object(STATES), "The states of a record and the moves between them."),
    key("duplicate", ROWS, "Groups of fields; records equal in all fields of a group are refused."),
    key("similar", ROWS, "Groups of fields; records equal in all fields of a group are reported as warnings."),
    key("list", Shape::Object(LIST), "The default list: columns, filters and sort."),
    key("form", Shape::ListOr(&Shape::ListOr(&Shape::Name, FORM_GROUP), LAYOUTS), "Rows of field keys, or titled groups of rows; or quick, full and mobile, each drawn so."),
    key("card", NAMES, "Key chips on the record page and in pickers."),
    key("related", TEXTS, "Related lists on the record page, in order: an entity, or entity.field."),
    key("beside", Shape::Text, "An entity.link whose records an import makes from columns of the same row, such as the contact of a customer."),
    key("timeline", Shape::Object(TIMELINE), "Shows the record in the timeline of the record it is about."),
    key("hooks", TEXTS, "Registered hooks (domain.verb), run in this order."),
    key("actions", NAMES, "Registered actions offered on a record."),
    key("empty", Shape::Label, "What the list says while there is no record: why, and what to do first."),
];

pub static EXTEND: &[Key] = &[
    must("extend", Shape::Name, "The entity of another pack that gets more fields."),
    key("fields", Shape::Map(&Shape::Object(FIELD)), "Fields added; a field that is there already cannot be changed."),
    key("form", FORM, "Groups added to the end of the form."),
    key("related", TEXTS, "Related lists added."),
    key("hooks", TEXTS, "Hooks run after the entity's own."),
    key("actions", NAMES, "Actions added."),
    key("duplicate", ROWS, "Further groups of fields that make a duplicate."),
    key("similar", ROWS, "Further groups of fields that make a likeness."),
    key("filters", NAMES, "Filters added to the list."),
    key("synonyms", Shape::Map(&TEXTS), "Further import headers by field key."),
];

pub static DICT_ITEM: &[Key] = &[
    must("code", Shape::Text, "The stored code; never changed once used."),
    must("label", Shape::Label, "The choice on screen, in both languages."),
    key("parent", Shape::Text, "The code of the item above, in a tree."),
    key("color", Shape::OneOf(COLORS), "The colour of the chip."),
    key("order", Shape::Count, "The place in the list; without it, the place in the file."),
    key("synonyms", TEXTS, "Other words that import recognises as this choice."),
    key("final", Shape::Flag, "Nothing follows this state."),
];

pub static DICT: &[Key] = &[
    must("dict", Shape::Name, "The name of the dictionary."),
    must("label", Shape::Label, "The name of the dictionary on screen, in both languages."),
    key("tree", Shape::Flag, "Items have parents."),
    must("items", Shape::List(&Shape::Object(DICT_ITEM)), "The choices, in order."),
];

pub static ROLE: &[Key] = &[
    must("role", Shape::Name, "The name of the role."),
    must("label", Shape::Label, "The role on screen, in both languages."),
    key(
        "grants",
        Shape::Map(&Shape::Map(&Shape::OneOf(SCOPES))),
        "Scope of each action, by entity; \"*\" stands for every entity not named.",
    ),
    key("fields", Shape::Map(&Shape::Map(&NAMES)), "Fields that are hidden or read only, by entity."),
];

pub static ROLES: &[Key] =
    &[must("roles", Shape::List(&Shape::Object(ROLE)), "The roles every installation starts with.")];

pub static MENU: &[Key] = &[
    must("group", Shape::Label, "The title of the group in the navigation."),
    must("items", NAMES, "Entities, or the pages people, dictionaries, jobs, trash, profile and home."),
];

pub static MENUS: &[Key] =
    &[must("menus", Shape::List(&Shape::Object(MENU)), "The groups of the navigation, in order.")];

pub static THAN: &[Key] = &[
    must("label", Shape::Label, "What the figure is held against, such as last week."),
    must("filter", Shape::Text, "FEEL condition of the rows that were counted then."),
];

pub static FIGURE: &[Key] = &[
    must("figure", Shape::Name, "The name of the figure."),
    must("label", Shape::Label, "The figure on screen, in both languages."),
    key("help", Shape::Label, "How it is counted, where the label does not say it."),
    must("entity", Shape::Name, "The entity whose rows are counted."),
    must("filter", Shape::Text, "FEEL condition of the rows; me and my_dept are the person who looks."),
    key("than", Shape::Object(THAN), "The period before, to compare with."),
    key("bad", Shape::Flag, "Whether more of it is worse."),
    key("optional", Shape::Flag, "Whether the figure is left out where its entity is not loaded."),
];

pub static CARD: &[Key] = &[
    must("card", Shape::Name, "The name of the card."),
    must("kind", Shape::OneOf(&["todo", "figures", "list", "recent", "links"]), "What the card shows."),
    must("label", Shape::Label, "The title of the card, in both languages."),
    key("place", Shape::OneOf(&["main", "side"]), "The wide column or the narrow one; main without it."),
    key("roles", NAMES, "Who sees the card before arranging anything; everybody without it. Others may add it."),
    key("entity", Shape::Name, "The entity whose rows are shown, of the kinds todo and list."),
    key("filter", Shape::Text, "FEEL condition of the rows; me and my_dept are the person who looks."),
    key("sort", Shape::Text, "The order of the rows; the entity's own without it."),
    key("columns", NAMES, "The fields under the title of a row."),
    key("limit", Shape::Count, "How many rows are shown; 5 without it."),
    key("when", Shape::Name, "The moment that makes a to-do late, due today or due soon."),
    key("figures", Shape::List(&Shape::Object(FIGURE)), "What is counted, of the kind figures."),
    key("optional", Shape::Flag, "Whether the card is left out where its entity is not loaded."),
];

pub static HOME: &[Key] =
    &[must("cards", Shape::List(&Shape::Object(CARD)), "The cards of the home page, in order.")];

pub static PACK: &[Key] = &[
    must("name", Shape::Name, "The name of the pack, equal to its folder."),
    must("version", Shape::Text, "The version of the pack, such as 1.0.0."),
    must("label", Shape::Label, "The pack on screen, in both languages."),
    key("requires", NAMES, "The packs that must be loaded too."),
    key("prefix", Shape::Text, "What the names of its entities begin with, before an underscore; only core has none."),
];

pub static SEED: &[Key] = &[
    must("entity", Shape::Name, "The entity the rows belong to."),
    must("rows", Shape::List(&Shape::Map(&Shape::Any)), "The rows, in API form."),
];
