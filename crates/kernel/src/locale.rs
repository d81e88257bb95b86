//! The languages Keshu speaks, and two-language labels.

use serde::{Deserialize, Serialize};

/// A language of the screen. Traditional Chinese is made from Simplified, never written apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Locale {
    #[default]
    #[serde(rename = "zh-CN")]
    Zh,
    #[serde(rename = "zh-TW")]
    ZhHant,
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// The first language of an `Accept-Language` value that we speak; Simplified Chinese otherwise.
    pub fn negotiate(accept: &str) -> Locale {
        accept
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.split(';');
                let tag = pieces.next()?.trim();
                let weight = pieces
                    .find_map(|piece| piece.trim().strip_prefix("q=")?.parse::<f32>().ok())
                    .unwrap_or(1.0);
                Some((Locale::from_tag(tag)?, weight))
            })
            .fold(None::<(Locale, f32)>, |best, (locale, weight)| match best {
                Some((_, top)) if top >= weight => best,
                _ => Some((locale, weight)),
            })
            .map_or(Locale::Zh, |(locale, _)| locale)
    }

    /// `zh`, `zh-CN`, `zh-Hant`, `zh-TW`, `zh-HK`, `en`, `en-US` …
    pub fn from_tag(tag: &str) -> Option<Locale> {
        let tag = tag.to_ascii_lowercase();
        match tag.as_str() {
            "zh-tw" | "zh-hk" | "zh-mo" => Some(Locale::ZhHant),
            _ if tag.starts_with("zh-hant") => Some(Locale::ZhHant),
            _ if tag == "zh" || tag.starts_with("zh-") => Some(Locale::Zh),
            _ if tag == "en" || tag.starts_with("en-") => Some(Locale::En),
            _ => None,
        }
    }

    pub fn tag(self) -> &'static str {
        match self {
            Locale::Zh => "zh-CN",
            Locale::ZhHant => "zh-TW",
            Locale::En => "en",
        }
    }
}

/// A word of the screen in the two written languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    pub zh: String,
    pub en: String,
}

impl Label {
    pub fn new(zh: &str, en: &str) -> Label {
        Label { zh: zh.to_owned(), en: en.to_owned() }
    }

    /// The word for a locale; Traditional Chinese is converted from Simplified by the page.
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.en,
            Locale::Zh | Locale::ZhHant => &self.zh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_spoken_language_wins() {
        assert_eq!(Locale::negotiate("fr, en;q=0.5, zh;q=0.8"), Locale::Zh);
        assert_eq!(Locale::negotiate("en-GB,en;q=0.9"), Locale::En);
        assert_eq!(Locale::negotiate("zh-Hant-TW"), Locale::ZhHant);
        assert_eq!(Locale::negotiate("*"), Locale::Zh);
    }
}
