//! Rich text is never passed through: it is taken apart, and only the few things below are written
//! anew — fixed tags without attributes, links with a checked address, and escaped text. What is
//! not understood becomes text or nothing, so no trick of a parser can bring a script back.

/// Tags written back, each without attributes (links apart).
const TAGS: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "em",
    "h1",
    "h2",
    "h3",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];
/// Tags whose content is not text for a reader.
const SILENT: &[&str] =
    &["script", "style", "title", "head", "template", "iframe", "object", "svg", "math", "textarea", "noscript", "xmp"];
const VOID: &[&str] = &["br", "hr"];
const DEPTH: usize = 100;

/// The part of `text` that is allowed in rich text; the result is stable under a second pass.
pub fn sanitise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<&'static str> = Vec::new();
    let mut rest = text;
    while let Some(place) = rest.find('<') {
        escape_text(&rest[..place], &mut out);
        rest = &rest[place..];
        let Some(tag) = Tag::read(rest) else {
            out.push_str("&lt;");
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        if !tag.closing && SILENT.contains(&tag.name.as_str()) {
            rest = after_end_tag(rest, &tag.name);
            continue;
        }
        let Some(name) = TAGS.iter().copied().find(|known| *known == tag.name) else { continue };
        if tag.closing {
            if let Some(depth) = open.iter().rposition(|opened| *opened == name) {
                while open.len() > depth {
                    close(open.pop().unwrap_or_default(), &mut out);
                }
            }
        } else if VOID.contains(&name) {
            out.push('<');
            out.push_str(name);
            out.push('>');
        } else if open.len() < DEPTH {
            start(name, tag.href.as_deref(), &mut out);
            open.push(name);
        }
    }
    escape_text(rest, &mut out);
    while let Some(name) = open.pop() {
        close(name, &mut out);
    }
    out
}

/// The words alone, for lists, exports and search.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(place) = rest.find('<') {
        unescape(&rest[..place], &mut out);
        rest = &rest[place..];
        match Tag::read(rest) {
            Some(tag) => {
                if !out.ends_with(['\n', ' '])
                    && matches!(tag.name.as_str(), "p" | "br" | "li" | "tr" | "h1" | "h2" | "h3" | "hr" | "td" | "th")
                {
                    out.push(if matches!(tag.name.as_str(), "td" | "th") { ' ' } else { '\n' });
                }
                rest = &rest[tag.length..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    unescape(rest, &mut out);
    out.trim().to_owned()
}

fn start(name: &str, href: Option<&str>, out: &mut String) {
    out.push('<');
    out.push_str(name);
    if let (true, Some(href)) = (name == "a", href.filter(|href| is_safe_address(href))) {
        out.push_str(" href=\"");
        escape(href, out);
        out.push_str("\" rel=\"noopener noreferrer\"");
    }
    out.push('>');
}

fn close(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn is_safe_address(href: &str) -> bool {
    let lower = href.trim().to_ascii_lowercase();
    ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme))
        && !href.chars().any(|c| c.is_control() || c.is_whitespace())
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}

/// Text between tags: entities that stand there already are read first, so that nothing is escaped twice.
fn escape_text(text: &str, out: &mut String) {
    let mut words = String::with_capacity(text.len());
    unescape(text, &mut words);
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{a0}' => out.push_str("&nbsp;"),
            other => out.push(other),
        }
    }
}

fn unescape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(place) = rest.find('&') {
        out.push_str(&rest[..place]);
        rest = &rest[place..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| Some((end, entity(&rest[1..end])?))) {
            Some((end, c)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
}

fn entity(name: &str) -> Option<char> {
    let number = match name.strip_prefix('#') {
        Some(hex) if hex.starts_with(['x', 'X']) => u32::from_str_radix(&hex[1..], 16).ok()?,
        Some(digits) => digits.parse().ok()?,
        None => {
            return match name {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                "nbsp" => Some('\u{a0}'),
                _ => None,
            };
        }
    };
    char::from_u32(number).filter(|c| !super::clean::is_control(*c) || *c == '\n')
}

/// The text after `</name …>`; nothing when it never ends.
fn after_end_tag<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(place) = rest.find("</") {
        rest = &rest[place + 2..];
        if rest.as_bytes().get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes())) {
            return rest.find('>').map_or("", |end| &rest[end + 1..]);
        }
    }
    ""
}

struct Tag {
    name: String,
    closing: bool,
    href: Option<String>,
    /// Bytes from `<` to after `>`.
    length: usize,
}

impl Tag {
    /// A tag, comment or declaration at the start of `text`; comments have no name.
    fn read(text: &str) -> Option<Tag> {
        let inside = text.strip_prefix('<')?;
        if inside.starts_with("!--") {
            let length = inside.find("-->").map_or(text.len(), |end| end + 4);
            return Some(Tag { name: String::new(), closing: false, href: None, length });
        }
        if inside.starts_with(['!', '?']) {
            let length = inside.find('>').map_or(text.len(), |end| end + 2);
            return Some(Tag { name: String::new(), closing: false, href: None, length });
        }
        let closing = inside.starts_with('/');
        let word = inside.strip_prefix('/').unwrap_or(inside);
        if !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let end_of_name = word.find(|c: char| c.is_whitespace() || c == '/' || c == '>').unwrap_or(word.len());
        let name = word[..end_of_name].to_ascii_lowercase();
        let (href, used) = attributes(&word[end_of_name..]);
        Some(Tag { name, closing, href, length: text.len() - word.len() + end_of_name + used })
    }
}

/// The `href` among the attributes, and the bytes up to and with `>`.
fn attributes(text: &str) -> (Option<String>, usize) {
    let mut href = None;
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return (href, text.len());
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (href, text.len() - after.len());
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let end = rest[first..]
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))
            .map_or(rest.len(), |end| end + first);
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(after) = rest.strip_prefix('=') else { continue };
        let after = after.trim_start();
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => match after[1..].find(quote) {
                Some(close) => (&after[1..close + 1], &after[close + 2..]),
                None => ("", ""),
            },
            _ => {
                let close = after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len());
                (&after[..close], &after[close..])
            }
        };
        if name == "href" && href.is_none() {
            let mut address = String::new();
            unescape(value, &mut address);
            href = Some(address);
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_have_no_way_in() {
        for (dirty, clean) in [
            ("<p onclick=x>好<b>的</b></p>", "<p>好<b>的</b></p>"),
            ("a<script>alert(1)</script>b", "ab"),
            ("a<SCRIPT >alert(1)</SCRIPT x>b", "ab"),
            ("<img src=x onerror=alert(1)>x", "x"),
            ("<a href=\"javascript:alert(1)\">x</a>", "<a>x</a>"),
            ("<a href='java&#115;cript:alert(1)'>x</a>", "<a>x</a>"),
            (
                "<a href=https://a.cn/?a=1&b=2>x</a>",
                "<a href=\"https://a.cn/?a=1&amp;b=2\" rel=\"noopener noreferrer\">x</a>",
            ),
            ("<svg><p><style><img src=x onerror=alert(1)></style></p></svg>ok", "ok"),
            ("<b><i>x</b>y", "<b><i>x</i></b>y"),
            ("1 < 2 & 3 &lt; 4", "1 &lt; 2 &amp; 3 &lt; 4"),
            ("&lt;script&gt;", "&lt;script&gt;"),
            ("<!-- <b>x</b> -->y", "y"),
            ("<p", "<p></p>"),
            ("<a href=\"https://a.cn", "<a></a>"),
            ("<", "&lt;"),
        ] {
            assert_eq!(sanitise(dirty), clean, "{dirty}");
            assert_eq!(sanitise(clean), clean, "a second pass changes nothing: {clean}");
        }
    }

    #[test]
    fn plain_text_keeps_words_and_breaks() {
        assert_eq!(plain("<p>一</p><p>二 &amp; 三</p>"), "一\n二 & 三");
    }
}
