//! Cleaning of what people type and paste, and fast writing of JSON text.

use std::borrow::Cow;
use std::fmt::Write;

/// Characters nobody sees and nobody means: zero-width space, word joiner, byte order mark.
fn is_ghost(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Control characters and those that turn the direction of text around (spoofing).
pub fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Line breaks to `\n`, ghosts removed, blanks at both ends (U+3000 too) cut off.
pub fn tidy(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || is_ghost(c));
    if trimmed.contains(|c: char| c == '\r' || is_ghost(c)) {
        let lines = trimmed.replace("\r\n", "\n").replace('\r', "\n");
        Cow::Owned(lines.chars().filter(|c| !is_ghost(*c)).collect())
    } else {
        Cow::Borrowed(trimmed)
    }
}

/// [`tidy`], and every run of white space becomes one blank: a spreadsheet cell on one line.
pub fn one_line(text: &str) -> String {
    let tidy = tidy(text);
    let mut line = String::with_capacity(tidy.len());
    for c in tidy.chars() {
        if c.is_whitespace() || c == '\u{a0}' {
            if !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(c);
        }
    }
    line
}

/// Full-width letters, digits and signs to their ASCII twins; Chinese punctuation that stands for them too.
pub fn fold_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' => ' ',
            '。' => '.',
            '—' | '–' | '‐' | '‑' | '−' | '―' => '-',
            other => other,
        })
        .collect()
}

/// Whether there is nothing to see in the text.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_ghost(c))
}

/// Appends `text` as a JSON string.
pub fn push_json_str(out: &mut String, text: &str) {
    out.push('"');
    let mut start = 0;
    for (place, byte) in text.bytes().enumerate() {
        let escape: &str = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..=0x1f => "",
            _ => continue,
        };
        out.push_str(&text[start..place]);
        if escape.is_empty() {
            // Writing into a String cannot fail.
            let _ = write!(out, "\\u{byte:04x}");
        } else {
            out.push_str(escape);
        }
        start = place + 1;
    }
    out.push_str(&text[start..]);
    out.push('"');
}

/// Appends the scaled number: 1234 at scale 2 is `12.34`.
pub fn push_scaled(out: &mut String, units: i64, scale: u8) {
    let whole = units.unsigned_abs();
    let factor = 10u64.saturating_pow(u32::from(scale));
    if units < 0 {
        out.push('-');
    }
    let _ = write!(out, "{}", whole / factor);
    if scale > 0 {
        let _ = write!(out, ".{:0width$}", whole % factor, width = usize::from(scale));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_go() {
        assert_eq!(tidy("\u{feff}\u{3000}海川\u{200b}泵业 \r\n"), "海川泵业");
        assert_eq!(one_line("a\n\u{3000}b\u{a0}c"), "a b c");
        assert_eq!(fold_width("ＡＢ－１２（３）"), "AB-12(3)");
    }

    #[test]
    fn json_text_is_what_serde_writes() {
        for text in ["", "a\"b\\c\n\t\r\u{1}\u{1f}中", "海川", "\u{7f}"] {
            let mut out = String::new();
            push_json_str(&mut out, text);
            assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }
    }

    #[test]
    fn scaled_numbers_are_exact() {
        for (units, scale, text) in
            [(1234, 2, "12.34"), (-5, 2, "-0.05"), (0, 2, "0.00"), (7, 0, "7"), (i64::MIN, 2, "-92233720368547758.08")]
        {
            let mut out = String::new();
            push_scaled(&mut out, units, scale);
            assert_eq!(out, text);
        }
    }
}
