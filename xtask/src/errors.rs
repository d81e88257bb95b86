//! docs/ERRORS.md, made from the one table of codes.

use keshu_kernel::{Code, Locale, codes};

use crate::{House, Report, golden};

const FILE: &str = "docs/ERRORS.md";

pub fn check(house: &House) -> anyhow::Result<Report> {
    let mut report = Report { seen: format!("{} codes", codes::ALL.len()), ..Report::default() };
    golden::compare(house, FILE, &page(), "cargo xtask errors --write", &mut report)?;
    Ok(report)
}

fn page() -> String {
    let mut text = "\
# 错误代码 Error codes

本页由 `cargo xtask errors --write` 根据 `crates/kernel/src/codes.rs` 生成,请勿手工修改。代码一经发布不再改变;句子可以改进。
This page is made from `crates/kernel/src/codes.rs` by `cargo xtask errors --write`; do not edit it. A code never changes once released; its sentences may get better.

API 按 RFC 9457 返回 `application/problem+json`:`code` 是下面的代码,`title` 说明发生了什么,`detail` 说明原因和处理办法,`errors[]` 逐项列出问题(`pointer`、`code`、`detail`),`request_id` 供管理员查日志。`{…}` 处会填入具体内容。
The API answers `application/problem+json` (RFC 9457): `code` is a code of this page, `title` says what happened, `detail` says why and what to do, `errors[]` lists single faults (`pointer`, `code`, `detail`), and `request_id` finds the entry in the log. Places like `{…}` are filled in.

| 代码 Code | HTTP | 中文:发生了什么 / 原因和处理办法 | English: what happened / why and what to do |
|---|---|---|---|
"
    .to_owned();
    for code in codes::ALL {
        text.push_str(&format!("| `{}` | {} | {} | {} |\n", code.name, code.status, sentences(code, Locale::Zh), sentences(code, Locale::En)));
    }
    text
}

fn sentences(code: &Code, locale: Locale) -> String {
    format!("**{}**<br>{}", code.title(locale), code.detail(locale)).replace('|', "\\|")
}
