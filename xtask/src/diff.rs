//! The first differences of two texts, told like a unified diff.

/// Hunks shown; the rest is counted.
const HUNKS: usize = 4;
/// Lines of each side shown in a hunk.
const LINES: usize = 12;
/// How far ahead both sides are searched for lines that agree again.
const REACH: usize = 400;

/// The first differences between what stands in git and what the code says now; empty when there is none.
pub fn differences(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let (mut at_old, mut at_new, mut hunks) = (0, 0, 0);
    let mut text = String::new();
    while at_old < old.len() || at_new < new.len() {
        if old.get(at_old) == new.get(at_new) {
            (at_old, at_new) = (at_old + 1, at_new + 1);
            continue;
        }
        let (gone, come) = agree_again(&old[at_old..], &new[at_new..]);
        hunks += 1;
        if hunks <= HUNKS {
            let context = at_old.min(2);
            text.push_str(&format!("@@ -{},{gone} +{},{come} @@\n", at_old + 1, at_new + 1));
            push(&mut text, ' ', &old[at_old - context..at_old]);
            push(&mut text, '-', &old[at_old..at_old + gone]);
            push(&mut text, '+', &new[at_new..at_new + come]);
        }
        (at_old, at_new) = (at_old + gone, at_new + come);
    }
    if hunks > HUNKS {
        text.push_str(&format!("… and {} more places\n", hunks - HUNKS));
    }
    text
}

/// How many lines of each side stand before both agree again.
fn agree_again(old: &[&str], new: &[&str]) -> (usize, usize) {
    let (most_old, most_new) = (old.len().min(REACH), new.len().min(REACH));
    for sum in 1..=most_old + most_new {
        for gone in sum.saturating_sub(most_new)..=sum.min(most_old) {
            let come = sum - gone;
            // Two lines in a row, so that a lone brace does not count; at the end of both, what is left.
            let (rest_old, rest_new) = (&old[gone..], &new[come..]);
            let both = rest_old.len().min(rest_new.len()).min(2);
            let at_end = rest_old.len() == rest_new.len();
            if (both == 2 || at_end) && rest_old[..both] == rest_new[..both] {
                return (gone, come);
            }
        }
    }
    (old.len(), new.len())
}

fn push(text: &mut String, sign: char, lines: &[&str]) {
    for line in lines.iter().take(LINES) {
        let shown: String = line.chars().take(200).collect();
        text.push_str(&format!("{sign}{shown}{}\n", if shown.len() < line.len() { " …" } else { "" }));
    }
    if lines.len() > LINES {
        text.push_str(&format!("{sign}… {} more lines\n", lines.len() - LINES));
    }
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn equal_texts_differ_nowhere() {
        assert_eq!(differences("a\nb\n", "a\nb\n"), "");
    }

    #[test]
    fn a_change_an_addition_and_an_end_are_told_apart() {
        let old = "a\nb\nc\nd\ne\nf\n";
        assert_eq!(differences(old, "a\nb\nX\nd\ne\nf\n"), "@@ -3,1 +3,1 @@\n a\n b\n-c\n+X\n");
        assert_eq!(differences(old, "a\nb\nc\nX\nd\ne\nf\n"), "@@ -4,0 +4,1 @@\n b\n c\n+X\n");
        assert_eq!(differences(old, "a\nb\nc\nd\n"), "@@ -5,2 +5,0 @@\n c\n d\n-e\n-f\n");
        assert_eq!(differences("", "a\n"), "@@ -1,0 +1,1 @@\n+a\n");
        assert_eq!(differences("a\n", "b\nc\n"), "@@ -1,1 +1,2 @@\n-a\n+b\n+c\n");
    }
}
