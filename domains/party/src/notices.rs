//! What people are notified of, beside the jobs they asked for.

use keshu_kernel::{Locale, Problem};
use keshu_record::{About, Cause, Concern, Ctx, Draft, HookCtx, Item, Notice, Registry, Rows, Said};

const OPEN: &str = "state = \"open\"";

/// Makes every kind known.
pub(crate) fn register(registry: &mut Registry) {
    let moment = |entity, field, only, to| Cause::Moment { entity, field, only, to };
    for (kind, zh, en, cause) in [
        ("mentioned", "{by}在评论中提到了您", "{by} mentioned you in a comment", Cause::Write(mentioned)),
        ("assigned", "{by}把{entity}交给您负责", "{by} handed you a record: {entity}", Cause::Write(handed)),
        ("todo_assigned", "{by}给您安排了待办", "{by} gave you a to-do", Cause::Write(todo_given)),
        ("todo_reminder", "待办提醒", "To-do reminder", moment("todo", "remind_at", OPEN, owner)),
        ("todo_due", "待办到期了", "A to-do is due", moment("todo", "due_at", OPEN, owner)),
        ("follow_up_due", "到了约定的联系时间", "It is time to get in touch", moment("follow_up", "next_at", "true", owner)),
        ("announcement", "有新公告", "A new announcement", moment("announcement", "published_at", "true", audience)),
        ("assigned", "{by}把 {count} 个{entity}交给您负责", "{by} handed you records ({entity}: {count})", Cause::Handing(|entity| entity != "todo")),
        ("todo_assigned", "{by}给您安排了 {count} 件待办", "{by} gave you to-dos ({count})", Cause::Handing(|entity| entity == "todo")),
        ("revealed", "{by}查看了您负责的{entity}中脱敏的内容", "{by} looked at masked content of a record of yours: {entity}", Cause::Reveal),
        ("digest", "", "", Cause::Daily { at: |staff| staff.digest_time, says: sum_up }),
        ("account_closed", "{what}的账号 {count} 天没有使用，已自动停用", "The account of {what} was unused for {count} days and is disabled", Cause::Closed),
        ("job_succeeded", "已完成：{what}", "Finished: {what}", Cause::Job { failed: false }),
        ("job_failed", "未完成：{what}", "Failed: {what}", Cause::Job { failed: true }),
    ] {
        registry.notice(Notice { kind, zh, en, cause });
    }
}

/// Whoever a comment names and did not name before.
fn mentioned(draft: &Draft) -> Option<Concern> {
    let names = |item: Option<&Item>| match item {
        Some(Item::Many(names)) => names.clone(),
        _ => Vec::new(),
    };
    let about = draft.about("about").filter(|_| draft.entity.name == "comment")?.clone();
    let before = names(draft.old_item("mentions"));
    Some(Concern { to: names(draft.item("mentions")).into_iter().filter(|name| !before.contains(name)).collect(), about })
}

fn handed(draft: &Draft) -> Option<Concern> {
    if draft.entity.name == "todo" { None } else { new_owner(draft) }
}

fn todo_given(draft: &Draft) -> Option<Concern> {
    if draft.entity.name == "todo" { new_owner(draft) } else { None }
}

fn new_owner(draft: &Draft) -> Option<Concern> {
    let key = &draft.entity.owner.as_ref()?.staff;
    let owner = draft.text(key).filter(|_| draft.changed(key))?.to_owned();
    Some(Concern { to: vec![owner], about: About { entity: draft.entity.name.clone(), id: draft.id.clone() } })
}

fn owner(_: &Ctx, draft: &Draft) -> Vec<String> {
    let key = draft.entity.owner.as_ref().map(|keys| keys.staff.as_str());
    key.and_then(|key| draft.text(key)).map(str::to_owned).into_iter().collect()
}

/// Everybody at work in the department that an announcement is for and below it, but for its author.
fn audience(ctx: &Ctx, draft: &Draft) -> Vec<String> {
    let directory = ctx.house.directory();
    let depts = draft.text("audience_dept_id").map(|dept| directory.dept_tree(dept));
    let reached = |dept: &Option<String>| depts.as_ref().is_none_or(|depts| dept.as_ref().is_some_and(|dept| depts.contains(dept)));
    let author = draft.text("created_by").unwrap_or_default();
    directory.staff.values().filter(|staff| staff.is_active && staff.id != author && reached(&staff.dept_id)).map(|staff| staff.id.clone()).collect()
}

/// What waits for somebody today: nothing is said of nothing.
fn sum_up(hook: &mut HookCtx) -> Result<Option<Said>, Problem> {
    let today = hook.count("todo", TODAY)?;
    let late = hook.count("todo", LATE)?;
    let unread = hook.count("notification", "read_at = null")?;
    let is_en = hook.ctx.locale == Locale::En;
    let parts = match is_en {
        false => [(today, format!("今天 {today} 件待办")), (late, format!("{late} 件{}逾期", if today == 0 { "待办" } else { "" })), (unread, format!("{unread} 条未读通知"))],
        true => [
            (today, format!("{today} to-do{} today", plural(today))),
            (late, format!("{late} {}overdue", if today == 0 { "to-dos " } else { "" })),
            (unread, format!("{unread} unread notification{}", plural(unread))),
        ],
    };
    let told: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    if told.is_empty() {
        return Ok(None);
    }
    let rows = (today + late > 0).then(|| Rows { entity: "todo".to_owned(), filter: format!("({TODAY}) or ({LATE})") });
    Ok(Some(Said { text: told.join(if is_en { ", " } else { "，" }), rows }))
}

const TODAY: &str = "owner_id = me and state = \"open\" and due_at >= now() and days_since(due_at) = 0";
const LATE: &str = "owner_id = me and state = \"open\" and due_at < now()";

fn plural(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}
