//! Why somebody may do something to a record, or not: the rules that decide, in sentences.

use keshu_access::{Action, FieldRight, Grant, Level, Rows, Scope};
use keshu_catalog::{Entity, OPEN_TO, types};
use keshu_kernel::{Cell, Locale, Problem, args, codes, problem::fill};
use keshu_store::{Read, ShareRight, query, shares};
use serde_json::{Value, json};

use crate::{
    Ctx, Directory, Item, StaffInfo,
    render::{Rest, Shape, record_titles},
};

/// Who is asked about, and what for; `action` is `read` without one.
#[derive(Debug, Clone)]
pub struct Asked {
    pub staff_id: String,
    pub entity: String,
    pub id: String,
    pub action: Option<String>,
    pub field: Option<String>,
}

/// What is said, in the asker's language; `is_for` whether it speaks for the right.
struct Said {
    is_for: bool,
    text: String,
}

/// `{allowed, because: [{for, text}]}`. Only who may change roles is told, and only of records that they may read themselves.
pub fn explain(ctx: &Ctx, asked: &Asked) -> Result<Value, Problem> {
    ctx.grant(ctx.entity("role")?, Action::Update)?;
    let entity = ctx.entity(&asked.entity)?;
    let own = ctx.grant(entity, Action::Read)?;
    let missing = || Problem::new(&codes::RECORD_NOT_FOUND, vec![]);
    let directory = ctx.house.directory();
    let person = directory.staff.get(&asked.staff_id).ok_or_else(missing)?;
    let action = action_named(ctx, entity, asked.action.as_deref().unwrap_or("read"))?;
    if let Some(key) = asked.field.as_deref().filter(|key| entity.field(key).is_none()) {
        return Err(Problem::new(&codes::FIELD_NOT_READABLE, args![field = key]));
    }
    ctx.house.store.read(|read| {
        if !query::exists(read, &ctx.house.catalog, entity, &own, &asked.id)? {
            return Err(missing());
        }
        let mut because = Vec::new();
        let allowed = Case { ctx, directory: &directory, person, entity, action }.decide(read, &asked.id, asked.field.as_deref(), &mut because)?;
        let because: Vec<Value> = because.into_iter().map(|said| json!({"for": said.is_for, "text": said.text})).collect();
        Ok(json!({"allowed": allowed, "because": because}))
    })
}

fn action_named(ctx: &Ctx, entity: &Entity, name: &str) -> Result<Action, Problem> {
    let declared = entity.actions.iter().filter_map(|known| Some(ctx.house.registry.find_action(known)?.0));
    let found = Action::ALL.into_iter().chain(declared).find(|action| action.name() == name);
    found.ok_or_else(|| Problem::new(&codes::ACTION_UNKNOWN, args![entity = entity.label.get(ctx.locale), action = name]))
}

struct Case<'a> {
    ctx: &'a Ctx,
    directory: &'a Directory,
    person: &'a StaffInfo,
    entity: &'a Entity,
    action: Action,
}

impl Case<'_> {
    fn say(&self, is_for: bool, zh: &str, en: &str, words: keshu_kernel::problem::Args) -> Said {
        Said { is_for, text: fill(if self.ctx.locale == Locale::En { en } else { zh }, &words) }
    }

    fn decide(&self, read: &mut Read, id: &str, field: Option<&str>, because: &mut Vec<Said>) -> Result<bool, Problem> {
        let name = &self.person.name;
        let Some(actor) = self.directory.actor(&self.person.id, None) else {
            because.push(self.say(false, "{name}已停用，不能登录。", "{name} is disabled and cannot sign in.", args![name = name]));
            return Ok(false);
        };
        let label = self.entity.label.get(self.ctx.locale);
        let deed = self.word("action", self.action.name());
        for role in &actor.roles {
            let level = actor.rights.of_role(role, &self.entity.name, self.action);
            let words = args![role = self.directory.role_name(role).unwrap_or("—"), label = label, deed = deed, scope = self.word("data_scope", level.name())];
            because.push(match level {
                Level::None => self.say(false, "角色“{role}”没有给“{label}”的“{deed}”权限。", "The role {role} does not grant {deed} on {label}.", words),
                _ => self.say(true, "角色“{role}”给了“{label}”的“{deed}”权限，范围：{scope}。", "The role {role} grants {deed} on {label}; scope: {scope}.", words),
            });
        }
        if actor.roles.is_empty() {
            because.push(self.say(false, "{name}没有任何角色。", "{name} holds no role.", args![name = name]));
        }
        let Ok(grant) = keshu_access::grant(&actor, &self.ctx.house.catalog, self.entity, self.action) else { return Ok(false) };
        let reaches = query::exists(read, &self.ctx.house.catalog, self.entity, &grant, id)?;
        self.rows(read, grant.scope(), id, because)?;
        self.through(read, &grant, id, because)?;
        if reaches && field.is_some_and(|key| !self.field(&actor, &grant, key, because)) {
            return Ok(false);
        }
        Ok(reaches)
    }

    /// Whose the row is, and with whom it is shared.
    fn rows(&self, read: &mut Read, scope: &Scope, id: &str, because: &mut Vec<Said>) -> Result<(), Problem> {
        let Rows::Some { owner, depts, principals } = &scope.rows else {
            because.push(self.say(true, "范围是全部，不看负责人。", "The scope is everything, whoever the owner is.", vec![]));
            return Ok(());
        };
        let keys = self.entity.owner.as_ref();
        let staff_key = keys.map_or("created_by", |keys| keys.staff.as_str());
        let (held_by, dept) = (self.text(read, id, staff_key)?, keys.map_or(Ok(None), |keys| self.text(read, id, &keys.dept))?);
        let named = |kind: &str, id: &Option<String>| id.as_deref().and_then(|id| self.directory.title(kind, id)).unwrap_or("—").to_owned();
        let words = args![name = self.person.name, owner = named("staff", &held_by), dept = named("dept", &dept)];
        let is_own = held_by.as_ref() == Some(owner);
        let is_theirs = dept.as_ref().is_some_and(|dept| depts.contains(dept));
        because.push(match (is_own, is_theirs) {
            (true, _) => self.say(true, "负责人就是{name}。", "{name} is the owner.", words),
            (_, true) => self.say(true, "属于“{dept}”，在{name}的部门范围内。", "It belongs to {dept}, which is within the departments of {name}.", words),
            _ if keys.is_some() => self.say(false, "负责人是{owner}，属于“{dept}”，不在{name}的范围内。", "The owner is {owner} in {dept}, outside the scope of {name}.", words),
            _ => self.say(false, "由{owner}建立，不在{name}的范围内。", "{owner} made it, outside the scope of {name}.", words),
        });
        let shares: Vec<_> = shares(read, &self.entity.name, id)?.into_iter().filter(|share| principals.contains(&share.principal)).collect();
        for share in &shares {
            let (kind, with) = share.principal.split_once(':').unwrap_or(("staff", ""));
            let words = args![with = self.directory.title(kind, with).unwrap_or("—")];
            because.push(match share.right {
                ShareRight::Write => self.say(true, "共享给了“{with}”，可以修改。", "It is shared with {with}, to be changed.", words),
                ShareRight::Read => self.say(true, "共享给了“{with}”，只能查看。", "It is shared with {with}, to be read.", words),
            });
        }
        if shares.is_empty() && !is_own && !is_theirs {
            because.push(self.say(false, "没有共享给{name}，也没有共享给其部门或角色。", "It is shared with neither {name} nor their department or roles.", args![name = self.person.name]));
        }
        Ok(())
    }

    /// What the row hangs on, and whom its owner has opened it to.
    fn through(&self, read: &mut Read, grant: &Grant, id: &str, because: &mut Vec<Said>) -> Result<(), Problem> {
        if let Some(through) = &grant.scope().through {
            let link = match through.about {
                true => self.about(read, id, &through.field)?,
                false => self.text(read, id, &through.field)?.and_then(|target| Some((through.parents.first()?.0.clone(), target))),
            };
            if let Some((parent, target)) = link {
                let above = self.ctx.entity(&parent)?;
                let title = record_titles(self.ctx, read, &parent, std::slice::from_ref(&target))?.into_iter().next().map_or("—".to_owned(), |(_, title)| title);
                let actor = self.directory.actor(&self.person.id, None);
                let reads = actor.and_then(|actor| keshu_access::grant(&actor, &self.ctx.house.catalog, above, Action::Read).ok());
                let is_open = reads.map_or(Ok(false), |grant| query::exists(read, &self.ctx.house.catalog, above, &grant, &target))?;
                let words = args![label = above.label.get(self.ctx.locale), title = title, name = self.person.name];
                because.push(match is_open {
                    true => self.say(true, "随{label}“{title}”的权限：{name}能查看它。", "It follows {label} “{title}”, which {name} may read.", words),
                    false => self.say(false, "随{label}“{title}”的权限：{name}不能查看它。", "It follows {label} “{title}”, which {name} may not read.", words),
                });
            }
        }
        if let Some(open) = &grant.scope().open {
            let to = self.text(read, id, &open.field)?.unwrap_or_default();
            let words = args![to = self.word("view_scope", &to)];
            because.push(self.say(to != OPEN_TO[0], "负责人把它开放给：{to}。", "Its owner has opened it to: {to}.", words));
        }
        Ok(())
    }

    fn field(&self, actor: &keshu_access::Actor, grant: &Grant, key: &str, because: &mut Vec<Said>) -> bool {
        let label = self.entity.field(key).map_or(key, |field| field.label.get(self.ctx.locale));
        let words = args![label = label, deed = self.word("field_access", match actor.rights.field(&self.entity.name, key) {
            FieldRight::Hidden => "hidden",
            FieldRight::Masked => "masked",
            FieldRight::Read => "read",
            FieldRight::Write => "write",
        })];
        let open = if matches!(self.action, Action::Update | Action::Create) { grant.may_write(key) } else { grant.may_read(key) };
        let is_told = actor.rights.field(&self.entity.name, key) == FieldRight::Write && !open;
        because.push(match (open, is_told) {
            (true, _) => self.say(true, "字段“{label}”：{deed}。", "The field {label}: {deed}.", words),
            (_, true) => self.say(false, "字段“{label}”由看不到的字段算出，因此隐藏。", "The field {label} is worked out of one that is not open, so it is hidden.", words),
            _ => self.say(false, "各角色对字段“{label}”最宽的规定：{deed}。", "What the roles allow of the field {label} at most: {deed}.", words),
        });
        open
    }

    /// A word of a dictionary.
    fn word(&self, dict: &str, code: &str) -> String {
        let item = self.directory.dict(dict).and_then(|dict| dict.items.get(code));
        item.map_or(code, |item| item.label.get(self.ctx.locale)).to_owned()
    }

    /// A text of the record, whoever may read it.
    fn text(&self, read: &mut Read, id: &str, key: &str) -> Result<Option<String>, Problem> {
        Ok(self.item(read, id, key)?.and_then(|item| if let Item::Cell(Cell::Text(text)) = item { Some(text) } else { None }))
    }

    fn about(&self, read: &mut Read, id: &str, key: &str) -> Result<Option<(String, String)>, Problem> {
        Ok(self.item(read, id, key)?.and_then(|item| if let Item::About(Some(types::About { entity, id })) = item { Some((entity, id)) } else { None }))
    }

    fn item(&self, read: &mut Read, id: &str, key: &str) -> Result<Option<Item>, Problem> {
        let Some(field) = self.entity.field(key) else { return Ok(None) };
        let system = self.ctx.as_system("explain a right");
        let shape = Shape::bare(self.entity, vec![field]);
        let grant = system.grant(self.entity, Action::Read)?;
        let Some(row) = query::load(read, &self.ctx.house.catalog, self.entity, &grant, id, &shape.columns, false)? else { return Ok(None) };
        Ok(shape.items(&system, id, &row, &Rest::default())?.get(key).cloned())
    }
}
