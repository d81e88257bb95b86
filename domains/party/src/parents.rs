//! Links of a record to others of its kind.

use keshu_kernel::{Fault, Locale, Problem, args, codes};
use keshu_record::{Draft, HookCtx};

/// No company, group or chain of command is this deep; a longer one is a loop further up.
const DEEPEST: usize = 100;

/// Refuses a parent that is the record itself or stands below it, for every link of an entity to itself
/// (parent department, line manager, parent and group customer, superior contact).
pub(crate) fn no_parent_cycle(draft: &mut Draft, hook: &mut HookCtx) -> Result<(), Problem> {
    let entity = draft.entity;
    let mut faults = Vec::new();
    for field in entity.fields.values().filter(|field| !field.system && field.kind.target() == Some(&entity.name)) {
        if !draft.changed(&field.key) {
            continue;
        }
        let mut above = draft.text(&field.key).map(str::to_owned);
        let mut steps = 0;
        while let Some(id) = above {
            steps += 1;
            if id == draft.id || steps > DEEPEST {
                faults.push(Fault::new(format!("/{}", field.key), &codes::PARENT_CYCLE, args![label = field.label.get(hook.ctx.locale)]));
                break;
            }
            above = hook.cell_of(entity, &id, &field.key)?.as_text().map(str::to_owned);
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Problem::invalid(faults)) }
}

/// Refuses a link of a customer to itself.
pub(crate) fn link_two_customers(draft: &mut Draft, hook: &mut HookCtx) -> Result<(), Problem> {
    let (one, other) = (draft.text("customer_id"), draft.text("other_customer_id"));
    if one.is_none() || one != other {
        return Ok(());
    }
    let why = match hook.ctx.locale {
        Locale::En => "A customer cannot be linked to itself. Choose another customer.",
        Locale::Zh | Locale::ZhHant => "客户不能与自己建立关系。请选择另一位客户。",
    };
    Err(Problem::invalid(vec![Fault::new("/other_customer_id", &codes::HOOK_REFUSED, args![why = why])]))
}
