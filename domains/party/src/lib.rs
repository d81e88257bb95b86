//! F7 party: the rules of customers, contacts, departments and staff that a pack can only name.
//!
//! Invariant: a hook looks at its draft and at cells, and writes no other row; an action runs for
//! who holds the right of its name.
//! Deliberately absent: SQL (store), transport (gates), and every rule that the YAML can say itself.

mod about;
mod accounts;
mod attachments;
mod notices;
mod parents;

use keshu_record::Registry;

/// Makes everything known that packs may name of this domain.
pub fn register(registry: &mut Registry) {
    notices::register(registry);
    registry
        .hook("party.no_parent_cycle", parents::no_parent_cycle)
        .hook("party.link_two_customers", parents::link_two_customers)
        .hook("party.file_under_customer", about::file_under_customer)
        .hook("party.keep_revisions", attachments::keep_revisions)
        .hook("party.keep_an_admin", accounts::keep_an_admin)
        .hook("party.step_up", accounts::step_up)
        .delete_hook("party.step_up", accounts::step_up)
        .follow("party.plan_next_contact", about::plan_next_contact)
        .delete_hook("party.keep_an_admin", accounts::keep_an_admin)
        .action("invite", accounts::invite)
        .action("reset_password", accounts::reset_password)
        .action("disable", accounts::disable)
        .action("enable", accounts::enable)
        .action_of("disable", "end_sessions", accounts::end_sessions)
        .action_of("reset_password", "reset_second_factor", accounts::reset_second_factor);
}
