//! Where follow-ups and to-dos are filed, and what a follow-up leaves to be done.

use keshu_kernel::{Locale, Problem};
use keshu_record::{Draft, Following, HookCtx};
use serde_json::{Map, json};

/// What is about a contact is filed under that contact's customer, with the contact in `contact_id`, so that
/// the customer's page and figures hold it. What is about anything else stays as it is.
pub(crate) fn file_under_customer(draft: &mut Draft, hook: &mut HookCtx) -> Result<(), Problem> {
    let Some(contact_id) = draft.about("about").filter(|about| about.entity == "contact").map(|about| about.id.clone()) else { return Ok(()) };
    let customer = match hook.ctx.entity("contact") {
        Ok(contact) => hook.cell_of(contact, &contact_id, "customer_id")?,
        Err(_) => return Ok(()),
    };
    // A contact that is not there is left for the link check, which says so.
    if let Some(customer) = customer.as_text() {
        draft.set_about("about", "customer", customer);
        draft.set("contact_id", contact_id);
    }
    Ok(())
}

/// A follow-up that says when to be in touch next leaves a to-do for then, with whoever followed up. Where one that they
/// had planned before is still open, it is that which moves: one is in touch once.
pub(crate) fn plan_next_contact(draft: &Draft, hook: &mut HookCtx) -> Result<Option<Following>, Problem> {
    let (Some(next_at), Some(about)) = (draft.text("next_at"), draft.about("about")) else { return Ok(None) };
    // What was to happen in the past is history that somebody writes down.
    if next_at <= hook.ctx.at().as_str() {
        return Ok(None);
    }
    let planned = match draft.text("owner_id") {
        Some(owner) => hook.newest("todo", &format!("state = \"open\" and follow_up_id != null and owner_id = \"{owner}\" and about_entity = \"{}\" and about_id = \"{}\"", about.entity, about.id))?,
        None => None,
    };
    let mut values = Map::from_iter([("due_at".to_owned(), json!(next_at)), ("follow_up_id".to_owned(), json!(draft.id))]);
    values.extend(draft.text("contact_id").map(|contact| ("contact_id".to_owned(), json!(contact))));
    if planned.is_some() {
        values.extend(draft.text("next_step").map(|step| ("subject".to_owned(), json!(step))));
        return Ok(Some(Following { entity: "todo", id: planned, values }));
    }
    let named = match hook.ctx.entity(&about.entity) {
        Ok(entity) => hook.cell_of(entity, &about.id, &entity.title)?.as_text().unwrap_or_default().to_owned(),
        Err(_) => String::new(),
    };
    let subject = match (draft.text("next_step"), hook.ctx.locale) {
        (Some(step), _) => step.to_owned(),
        (None, Locale::En) => format!("Contact {named} again"),
        (None, _) => format!("再次联系{named}"),
    };
    let subject: String = subject.chars().take(SUBJECT).collect();
    values.extend([
        ("subject".to_owned(), json!(subject)),
        ("about".to_owned(), json!({"entity": about.entity, "id": about.id})),
        ("owner_id".to_owned(), json!(draft.text("owner_id"))),
    ]);
    Ok(Some(Following { entity: "todo", id: None, values }))
}

/// The longest subject of a to-do.
const SUBJECT: usize = 200;
