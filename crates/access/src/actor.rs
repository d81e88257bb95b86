//! Who asks.

use std::sync::Arc;

use keshu_kernel::Locale;

use crate::Rights;

/// A person, or the system acting for a stated reason, with everything a decision needs.
#[derive(Debug, Clone)]
pub struct Actor {
    pub staff_id: String,
    pub name: String,
    pub dept_id: Option<String>,
    /// The person's department and everything below it, bound into queries as a list.
    pub dept_tree: Vec<String>,
    /// The departments above it.
    pub dept_line: Vec<String>,
    /// Ids of the roles held.
    pub roles: Vec<String>,
    pub rights: Arc<Rights>,
    pub locale: Locale,
    /// Why the system acts; `None` for a person.
    system: Option<&'static str>,
}

impl Actor {
    pub fn person(staff_id: String, name: String, dept_id: Option<String>, dept_tree: Vec<String>, roles: Vec<String>, rights: Arc<Rights>, locale: Locale) -> Actor {
        Actor { staff_id, name, dept_id, dept_tree, dept_line: Vec::new(), roles, rights, locale, system: None }
    }

    /// The same person below these departments.
    pub fn below(self, dept_line: Vec<String>) -> Actor {
        Actor { dept_line, ..self }
    }

    /// The system itself; every use names its reason and is audited under it.
    pub fn system(reason: &'static str) -> Actor {
        Actor {
            staff_id: "system".to_owned(),
            name: format!("system: {reason}"),
            dept_id: None,
            dept_tree: Vec::new(),
            dept_line: Vec::new(),
            roles: Vec::new(),
            rights: Arc::default(),
            locale: Locale::Zh,
            system: Some(reason),
        }
    }

    pub fn is_system(&self) -> bool {
        self.system.is_some()
    }

    pub fn system_reason(&self) -> Option<&'static str> {
        self.system
    }

    /// The principals under which rows may be shared with this person.
    pub fn principals(&self) -> Vec<String> {
        let staff = std::iter::once(format!("staff:{}", self.staff_id));
        let dept = self.dept_id.iter().map(|dept| format!("dept:{dept}"));
        staff.chain(dept).chain(self.roles.iter().map(|role| format!("role:{role}"))).collect()
    }
}
