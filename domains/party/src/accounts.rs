//! Actions on a member of staff: letting somebody in, and keeping somebody out.

use keshu_kernel::{Locale, Problem, args, codes};
use keshu_record::{Ctx, Entity, must_update, session, setup};
use serde_json::{Value, json};

/// The pack's role that runs the system; somebody must hold it.
const ADMIN: &str = "admin";

/// `{link}`: a one-time link with which a colleague sets the first password.
pub(crate) fn invite(ctx: &Ctx, entity: &Entity, id: &str, _: &Value) -> Result<Value, Problem> {
    link(ctx, entity, id, "invite")
}

/// `{link}`: a one-time link with which a colleague sets a new password.
pub(crate) fn reset_password(ctx: &Ctx, entity: &Entity, id: &str, _: &Value) -> Result<Value, Problem> {
    link(ctx, entity, id, "reset")
}

fn link(ctx: &Ctx, entity: &Entity, id: &str, kind: &'static str) -> Result<Value, Problem> {
    must_update(ctx, entity, id)?;
    if ctx.house.directory().staff.get(id).is_some_and(|staff| !staff.is_active) {
        return Err(refused(ctx, "该员工已停用，链接不会起作用。请先启用。", "This account is disabled, so a link would not work. Enable it first."));
    }
    let secret = session::make_link(ctx, kind, Some(id))?;
    Ok(json!({"link": format!("/link/{secret}")}))
}

/// Closes an account and ends its sessions; never one's own, never that of the last administrator.
pub(crate) fn disable(ctx: &Ctx, entity: &Entity, id: &str, _: &Value) -> Result<Value, Problem> {
    must_update(ctx, entity, id)?;
    if ctx.actor.staff_id == id {
        return Err(refused(ctx, "不能停用自己的账号。请让另一位管理员操作。", "You cannot disable your own account. Ask another administrator."));
    }
    if is_last_admin(ctx, id)? {
        return Err(refused(ctx, "这是最后一位在岗的系统管理员。请先把该角色交给另一位同事。", "This is the last active administrator. Give the role to a colleague first."));
    }
    setup::set_staff_active(ctx, id, false)?;
    session::end_sessions(ctx, id)?;
    Ok(json!({"is_active": false}))
}

/// Opens a closed account again.
pub(crate) fn enable(ctx: &Ctx, entity: &Entity, id: &str, _: &Value) -> Result<Value, Problem> {
    must_update(ctx, entity, id)?;
    setup::set_staff_active(ctx, id, true)?;
    Ok(json!({"is_active": true}))
}

fn is_last_admin(ctx: &Ctx, id: &str) -> Result<bool, Problem> {
    let Some(admin) = setup::seeded_role(&ctx.house, ADMIN)? else { return Ok(false) };
    let directory = ctx.house.directory();
    let mut holders = directory.staff.values().filter(|staff| staff.is_active && staff.roles.contains(&admin)).peekable();
    Ok(holders.peek().is_some() && holders.all(|staff| staff.id == id))
}

fn refused(ctx: &Ctx, zh: &str, en: &str) -> Problem {
    let why = match ctx.locale {
        Locale::En => en,
        Locale::Zh | Locale::ZhHant => zh,
    };
    Problem::new(&codes::HOOK_REFUSED, args![why = why])
}
