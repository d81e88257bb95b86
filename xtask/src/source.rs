//! Source files and the little of Rust that the checks must understand.

use std::path::Path;

use anyhow::Context;

/// Where sources of the house are.
const FOLDERS: [&str; 9] = ["crates", "domains", "gates", "keshu", "xtask", "web", "tests", "benches", "scripts"];
/// Folders that hold what was fetched or built.
const MADE: [&str; 5] = ["target", "node_modules", "dist", "test-results", "playwright-report"];

/// Every file below the source folders that ends like this: its path inside the house and its text.
pub fn files(root: &Path, endings: &[&str]) -> anyhow::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for folder in FOLDERS.iter().map(|folder| root.join(folder)).filter(|folder| folder.is_dir()) {
        walk(root, &folder, endings, &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn walk(root: &Path, at: &Path, endings: &[&str], found: &mut Vec<(String, String)>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(at).with_context(|| at.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !MADE.contains(&name.as_str()) && !name.starts_with('.') {
                walk(root, &path, endings, found)?;
            }
        } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
            let inside = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            // A file that another hand removes meanwhile is no file.
            if let Ok(text) = std::fs::read_to_string(&path) {
                found.push((inside, text));
            }
        }
    }
    Ok(())
}

/// A line of Rust without its `//` comment.
pub fn code_of(line: &str) -> &str {
    match line.find("//") {
        Some(place) if place == 0 || !line[..place].ends_with(':') => &line[..place],
        _ => line,
    }
}

/// The text up to the bracket that closes the one before it, and what follows that.
pub fn to_closing(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1;
    for (place, letter) in text.char_indices() {
        match letter {
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&text[..place], &text[place + letter.len_utf8()..]));
        }
    }
    None
}

/// What is named directly behind `krate::`, in paths and in `use` groups.
pub fn names_behind(text: &str, krate: &str) -> Vec<String> {
    let code: String = text.lines().map(code_of).collect::<Vec<_>>().join("\n");
    let mut names = Vec::new();
    for (place, _) in code.match_indices(&format!("{krate}::")) {
        let behind = &code[place + krate.len() + 2..];
        match behind.strip_prefix('{').and_then(to_closing) {
            Some((group, _)) => names.extend(top_level(group)),
            None => names.push(first_name(behind)),
        }
    }
    names.retain(|name| !name.is_empty());
    names.sort();
    names.dedup();
    names
}

fn top_level(group: &str) -> Vec<String> {
    let mut depth = 0;
    let parts = group.split(|letter| {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        letter == ',' && depth == 0
    });
    parts.map(|part| first_name(part.trim())).collect()
}

fn first_name(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_' || *letter == '*').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_paths_groups_and_not_from_comments() {
        let text = "use a::{Read, query::{self, Query}, *};\n// a::no\nlet x = a::row::write(1);";
        assert_eq!(names_behind(text, "a"), ["*", "Read", "query", "row"]);
    }
}
