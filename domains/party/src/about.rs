//! Where follow-ups and to-dos are filed.

use keshu_kernel::Problem;
use keshu_record::{Draft, HookCtx};

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
