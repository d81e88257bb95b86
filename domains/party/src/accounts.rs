//! Actions on a member of staff: letting somebody in, and keeping somebody out. The right to the action
//! and the row was asked before they run.

use keshu_kernel::{Locale, Problem, args, codes};
use keshu_record::{Ctx, Draft, Entity, HookCtx, Item, second_factor, session, setup};
use serde_json::{Value, json};

/// `{link}`: a one-time link with which a colleague sets the first password.
pub(crate) fn invite(ctx: &Ctx, _: &Entity, id: &str, _: &Value) -> Result<Value, Problem> {
    link(ctx, id, "invite")
}

/// `{link}`: a one-time link with which a colleague sets a new password.
pub(crate) fn reset_password(ctx: &Ctx, _: &Entity, id: &str, _: &Value) -> Result<Value, Problem> {
    link(ctx, id, "reset")
}

fn link(ctx: &Ctx, id: &str, kind: &'static str) -> Result<Value, Problem> {
    if ctx.house.directory().staff.get(id).is_some_and(|staff| !staff.is_active) {
        return Err(refused(ctx, "该员工已停用，链接不会起作用。请先启用。", "This account is disabled, so a link would not work. Enable it first."));
    }
    let secret = session::make_link(ctx, kind, Some(id))?;
    Ok(json!({"link": format!("/link/{secret}")}))
}

/// Closes an account and ends its sessions; never one's own, never that of the last administrator.
pub(crate) fn disable(ctx: &Ctx, _: &Entity, id: &str, _: &Value) -> Result<Value, Problem> {
    if ctx.actor.staff_id == id {
        return Err(refused(ctx, "不能停用自己的账号。请让另一位管理员操作。", "You cannot disable your own account. Ask another administrator."));
    }
    if setup::is_last_admin(&ctx.house, id)? {
        return Err(last_admin(ctx));
    }
    setup::set_staff_active(ctx, id, false)?;
    session::end_sessions(ctx, id, None)?;
    Ok(json!({"is_active": false}))
}

/// Signs a person out everywhere; whoever disables may do the less too.
pub(crate) fn end_sessions(ctx: &Ctx, _: &Entity, id: &str, _: &Value) -> Result<Value, Problem> {
    Ok(json!({"ended": session::end_sessions(ctx, id, None)?}))
}

/// Lets somebody in again who has lost the app and the recovery codes. Not one's own: that is done in the profile.
pub(crate) fn reset_second_factor(ctx: &Ctx, _: &Entity, id: &str, _: &Value) -> Result<Value, Problem> {
    session::must_be_fresh(ctx)?;
    if ctx.actor.staff_id == id {
        return Err(refused(ctx, "自己的两步验证请在“个人设置”里关闭。", "Turn off your own two-step sign-in in your profile."));
    }
    second_factor::reset(ctx, id)?;
    Ok(json!({"reset": true}))
}

/// Who may do what changes only at the hand of somebody who has just proved who they are.
pub(crate) fn step_up(draft: &mut Draft, hook: &mut HookCtx) -> Result<(), Problem> {
    let gives_rights = draft.entity.name == "role" || draft.changed("roles");
    if gives_rights && !hook.ctx.actor.is_system() { session::must_be_fresh(hook.ctx) } else { Ok(()) }
}

/// Opens a closed account again.
pub(crate) fn enable(ctx: &Ctx, _: &Entity, id: &str, _: &Value) -> Result<Value, Problem> {
    setup::set_staff_active(ctx, id, true)?;
    Ok(json!({"is_active": true}))
}

/// Refuses to take the administrator's role from the last who holds it, or to delete that person.
pub(crate) fn keep_an_admin(draft: &mut Draft, hook: &mut HookCtx) -> Result<(), Problem> {
    let Some(admin) = setup::seeded_role(&hook.ctx.house, setup::ADMIN)? else { return Ok(()) };
    let holds = |item: Option<&Item>| matches!(item, Some(Item::Many(roles)) if roles.contains(&admin));
    let loses = holds(draft.old_item("roles")) && !holds(draft.item("roles"));
    if loses && setup::is_last_admin(&hook.ctx.house, &draft.id)? { Err(last_admin(hook.ctx)) } else { Ok(()) }
}

fn last_admin(ctx: &Ctx) -> Problem {
    refused(ctx, "这是最后一位在岗的系统管理员。请先把该角色交给另一位同事。", "This is the last active administrator. Give the role to a colleague first.")
}

fn refused(ctx: &Ctx, zh: &str, en: &str) -> Problem {
    let why = match ctx.locale {
        Locale::En => en,
        Locale::Zh | Locale::ZhHant => zh,
    };
    Problem::new(&codes::HOOK_REFUSED, args![why = why])
}
