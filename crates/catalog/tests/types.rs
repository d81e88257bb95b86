//! Goldens of the field types: what comes in, what is stored, what goes out.

use jiff::tz::{self, TimeZone};
use keshu_catalog::types::{self, Dicts, MaskRule, TypeCtx};
use keshu_catalog::{Field, Kind, nearest};
use keshu_expr::Value as Feel;
use keshu_kernel::{Cell, Label, Locale};
use serde_json::{Value, json};

struct Grades;

impl Dicts for Grades {
    fn has_code(&self, dict: &str, code: &str) -> bool {
        dict == "grade" && matches!(code, "A" | "B")
    }

    fn code_of(&self, _: &str, text: &str) -> Option<String> {
        match text {
            "A" | "a" | "甲" | "First" => Some("A".to_owned()),
            "B" | "乙" | "二等" => Some("B".to_owned()),
            _ => None,
        }
    }

    fn label(&self, _: &str, code: &str, locale: Locale) -> Option<String> {
        let (zh, en) = if code == "A" { ("甲", "First") } else { ("乙", "Second") };
        Some(if locale == Locale::En { en } else { zh }.to_owned())
    }
}

fn field(kind: Kind) -> Field {
    Field { label: Label::new("字段", "Field"), ..Field::bare("x", kind) }
}

fn with<T>(locale: Locale, run: impl FnOnce(&TypeCtx) -> T) -> T {
    let zone = TimeZone::fixed(tz::offset(8));
    run(&TypeCtx { dicts: &Grades, locale, zone: &zone })
}

/// The API value that is read back, or the code of the refusal.
fn api(kind: Kind, value: Value) -> Value {
    let field = field(kind);
    with(Locale::En, |ctx| match types::parse(&field, &value, ctx) {
        Ok(cell) => {
            let back = types::json(&field, &cell);
            let mut text = String::new();
            types::write_json(&field, &cell, &mut text);
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), back, "both writers agree");
            assert_eq!(types::parse(&field, &back, ctx).unwrap(), cell, "what goes out comes in again");
            back
        }
        Err((code, args)) => {
            let sentence = keshu_kernel::problem::fill(code.detail(Locale::En), &args);
            assert!(!sentence.contains('{'), "{sentence}");
            json!(code.name)
        }
    })
}

fn messy(kind: Kind, text: &str) -> Value {
    let field = field(kind);
    with(Locale::Zh, |ctx| match types::parse_messy(&field, text, ctx) {
        Ok(cell) => types::json(&field, &cell),
        Err((code, args)) => {
            assert!(!keshu_kernel::problem::fill(code.detail(Locale::Zh), &args).contains('{'));
            json!(code.name)
        }
    })
}

fn shown(kind: Kind, value: Value, locale: Locale) -> String {
    let field = field(kind);
    with(locale, |ctx| types::display(&field, &types::parse(&field, &value, ctx).unwrap(), ctx))
}

fn money() -> Kind {
    Kind::Money { scale: 2, min: None, max: None, currency: None }
}

fn percent() -> Kind {
    Kind::Percent { scale: 4, min: Some(0), max: Some(10_000) }
}

fn integer() -> Kind {
    Kind::Integer { min: None, max: None }
}

fn text(max: usize) -> Kind {
    Kind::Text { max, min: 0 }
}

#[test]
fn words() {
    for (kind, value, wanted) in [
        (text(10), json!("  海川\u{3000}"), json!("海川")),
        (text(10), json!("   "), Value::Null),
        (text(10), json!(null), Value::Null),
        (text(2), json!("海川泵"), json!("value_too_long")),
        (text(3), json!("海川泵"), json!("海川泵")),
        (text(10), json!("a\nb"), json!("value_control")),
        (text(10), json!("a\u{0}b"), json!("value_control")),
        (text(10), json!("a\u{202e}b"), json!("value_control")),
        (text(10), json!(1), json!("value_type")),
        (Kind::Text { max: 10, min: 3 }, json!("ab"), json!("value_type")),
        (Kind::LongText { max: 10 }, json!("a\r\nb\tc"), json!("a\nb\tc")),
        (Kind::LongText { max: 10 }, json!("a\u{7}b"), json!("value_control")),
        (Kind::RichText { max: 100 }, json!("<p>好<script>x</script></p>"), json!("<p>好</p>")),
        (Kind::Address { max: 300 }, json!("上海市黄浦区1号"), json!("上海市黄浦区1号")),
        (Kind::Number, json!("C2026000012"), json!("C2026000012")),
    ] {
        assert_eq!(api(kind, value.clone()), wanted, "{value}");
    }
    assert_eq!(messy(text(20), "\u{feff} 海川\n泵业\u{a0} "), json!("海川 泵业"));
}

#[test]
fn figures() {
    for (kind, value, wanted) in [
        (money(), json!("12.34"), json!("12.34")),
        (money(), json!("-0.5"), json!("-0.50")),
        (money(), json!(12), json!("12.00")),
        (money(), json!(12.34), json!("12.34")),
        (money(), json!(12.345), json!("value_too_fine")),
        (money(), json!("12.345"), json!("value_too_fine")),
        (money(), json!("1,234"), json!("value_type")),
        (money(), json!("1e3"), json!("value_type")),
        (money(), json!(1e30), json!("value_type")),
        (money(), json!("1_000"), json!("value_type")),
        (money(), json!("+5"), json!("value_type")),
        (money(), json!(true), json!("value_type")),
        (money(), json!("9999999999999999.99"), json!("9999999999999999.99")),
        (money(), json!("10000000000000000"), json!("value_too_large")),
        (
            Kind::Money { scale: 2, min: Some(0), max: Some(100), currency: None },
            json!("-0.01"),
            json!("value_too_small"),
        ),
        (
            Kind::Money { scale: 2, min: Some(0), max: Some(100), currency: None },
            json!("1.01"),
            json!("value_too_large"),
        ),
        (percent(), json!("0.35"), json!("0.35")),
        (percent(), json!("1"), json!("1")),
        (percent(), json!("0.1234"), json!("0.1234")),
        (percent(), json!("1.01"), json!("value_too_large")),
        (integer(), json!(42), json!(42)),
        (integer(), json!("42"), json!("value_type")),
        (integer(), json!(4.5), json!("value_type")),
        (integer(), json!(9_007_199_254_740_992i64), json!("value_too_large")),
        (integer(), json!(u64::MAX), json!("value_type")),
        (Kind::Boolean, json!(true), json!(true)),
        (Kind::Boolean, json!("true"), json!("value_type")),
        (Kind::Boolean, json!(1), json!("value_type")),
    ] {
        assert_eq!(api(kind, value.clone()), wanted, "{value}");
    }
    for (kind, text, wanted) in [
        (money(), "1,234,567.80", json!("1234567.80")),
        (money(), "¥1,234", json!("1234.00")),
        (money(), "\u{ffe5}１２３", json!("123.00")),
        (money(), "500万元", json!("5000000.00")),
        (money(), "1.23456万", json!("12345.60")),
        (money(), "1.5亿", json!("150000000.00")),
        (money(), "人民币 3000 万元", json!("30000000.00")),
        (money(), "(12.5)", json!("-12.50")),
        (money(), "12,5", json!("value_type")),
        (money(), "12%", json!("value_type")),
        (money(), "约500万", json!("value_type")),
        (money(), "12.345", json!("value_too_fine")),
        (money(), "12.5000", json!("12.50")),
        (percent(), "35%", json!("0.35")),
        (percent(), "35.5%", json!("0.355")),
        (percent(), "0.5%", json!("0.005")),
        (percent(), "35", json!("0.35")),
        (percent(), "0.35", json!("0.35")),
        (percent(), "100%", json!("1")),
        (integer(), "1,200", json!(1200)),
        (integer(), "1200.00", json!(1200)),
        (integer(), "1200.5", json!("value_too_fine")),
        (integer(), "3万", json!(30000)),
        (Kind::Decimal { scale: 1, min: None, max: None, unit: Some(Label::new("吨", "t")) }, "2.5吨", json!("2.5")),
        (Kind::Boolean, "是", json!(true)),
        (Kind::Boolean, "Ｎ", json!(false)),
        (Kind::Boolean, "√", json!(true)),
        (Kind::Boolean, "也许", json!("value_type")),
    ] {
        assert_eq!(messy(kind, text), wanted, "{text}");
    }
    assert_eq!(shown(percent(), json!("0.355"), Locale::Zh), "35.5%");
    assert_eq!(shown(Kind::Boolean, json!(false), Locale::Zh), "否");
    assert_eq!(shown(money(), json!("12"), Locale::Zh), "12.00");
}

#[test]
fn times() {
    for (kind, value, wanted) in [
        (Kind::Date, json!("2026-11-21"), json!("2026-11-21")),
        (Kind::Date, json!("2026-02-29"), json!("date_invalid")),
        (Kind::Date, json!("2026/2/3"), json!("date_invalid")),
        (Kind::Date, json!("2026-11-21T10:00"), json!("date_invalid")),
        (Kind::Date, json!(20261121), json!("value_type")),
        (Kind::Moment, json!("2026-11-21T16:00:00+08:00"), json!("2026-11-21T08:00:00.000Z")),
        (Kind::Moment, json!("2026-11-21T08:00:00.123456Z"), json!("2026-11-21T08:00:00.123Z")),
        (Kind::Moment, json!("2026-11-21T08:00:00"), json!("moment_invalid")),
        (Kind::Moment, json!("2026-11-21"), json!("moment_invalid")),
        (Kind::Time, json!("08:30"), json!("08:30")),
        (Kind::Time, json!("08:30:15"), json!("08:30:15")),
        (Kind::Time, json!("24:00"), json!("value_type")),
        (Kind::Duration, json!("PT90M"), json!("PT1H30M")),
        (Kind::Duration, json!("P1D"), json!("P1D")),
        (Kind::Duration, json!("P1Y"), json!("value_type")),
        (Kind::Duration, json!("90"), json!("value_type")),
    ] {
        assert_eq!(api(kind, value.clone()), wanted, "{value}");
    }
    for (kind, text, wanted) in [
        (Kind::Date, "2024/2/3", json!("2024-02-03")),
        (Kind::Date, "2024.2.3", json!("2024-02-03")),
        (Kind::Date, "2024-02-03 10:30:00", json!("2024-02-03")),
        (Kind::Date, "2024年2月3日", json!("2024-02-03")),
        (Kind::Date, "２０２４年２月３日", json!("2024-02-03")),
        (Kind::Date, "20240203", json!("2024-02-03")),
        (Kind::Date, "45325", json!("2024-02-03")),
        (Kind::Date, "45325.0", json!("2024-02-03")),
        (Kind::Date, "1", json!("1900-01-01")),
        (Kind::Date, "61", json!("1900-03-01")),
        (Kind::Date, "2024年2月", json!("date_invalid")),
        (Kind::Date, "2/3/2024", json!("date_invalid")),
        (Kind::Date, "2024-13-03", json!("date_invalid")),
        (Kind::Date, "2024-02-30", json!("date_invalid")),
        (Kind::Date, "明天", json!("date_invalid")),
        (Kind::Moment, "2024/2/3 10:30", json!("2024-02-03T02:30:00.000Z")),
        (Kind::Moment, "2024年2月3日 下午3时05分", json!("2024-02-03T07:05:00.000Z")),
        (Kind::Moment, "2024-02-03 星期六 9:05 PM", json!("2024-02-03T13:05:00.000Z")),
        (Kind::Moment, "45325.4375", json!("2024-02-03T02:30:00.000Z")),
        (Kind::Moment, "2024-02-03T10:30:00Z", json!("2024-02-03T10:30:00.000Z")),
        (Kind::Moment, "2024/2/3", json!("2024-02-02T16:00:00.000Z")),
        (Kind::Moment, "2024/2/3 25:00", json!("moment_invalid")),
        (Kind::Time, "8:30", json!("08:30")),
        (Kind::Time, "下午3点半", json!("15:30")),
        (Kind::Time, "12:05 AM", json!("00:05")),
        (Kind::Time, "0.5", json!("12:00")),
        (Kind::Duration, "1小时30分", json!("PT1H30M")),
        (Kind::Duration, "1:30", json!("PT1H30M")),
        (Kind::Duration, "1.5小时", json!("PT1H30M")),
        (Kind::Duration, "45", json!("PT45M")),
        (Kind::Duration, "一会儿", json!("value_type")),
    ] {
        assert_eq!(messy(kind, text), wanted, "{text}");
    }
    assert_eq!(shown(Kind::Moment, json!("2026-11-21T08:00:00Z"), Locale::Zh), "2026-11-21 16:00");
    assert_eq!(shown(Kind::Duration, json!("PT90M"), Locale::Zh), "1小时30分");
    assert_eq!(shown(Kind::Duration, json!("PT90M"), Locale::En), "1 h 30 min");
    assert_eq!(shown(Kind::Time, json!("08:30"), Locale::En), "08:30");
}

#[test]
fn choices_links_and_places() {
    let code = || Kind::Code { dict: "grade".to_owned() };
    let link = || Kind::Link { to: "customer".to_owned() };
    let id = "0198c0de-0000-7000-8000-000000000001";
    for (kind, value, wanted) in [
        (code(), json!("A"), json!("A")),
        (code(), json!("甲"), json!("code_unknown")),
        (code(), json!(1), json!("value_type")),
        (link(), json!(id), json!(id)),
        (link(), json!(id.to_uppercase()), json!(id)),
        (link(), json!("7"), json!("link_broken")),
        (Kind::Staff, json!(id), json!(id)),
        (Kind::Image, json!("x"), json!("file_unknown")),
        (Kind::GeoPoint, json!("31.2304,121.4737"), json!("31.230400,121.473700")),
        (Kind::GeoPoint, json!("91,0"), json!("geo_point_invalid")),
        (Kind::GeoPoint, json!("-0,0"), json!("0.000000,0.000000")),
        (Kind::GeoPoint, json!("1e1,0"), json!("geo_point_invalid")),
        (Kind::Phone, json!("+86 138-1234-5678"), json!("13812345678")),
        (Kind::Email, json!("A@B.cn"), json!("a@b.cn")),
        (Kind::Url, json!("www.a.cn"), json!("url_invalid")),
        (Kind::Uscc, json!("91350100m000100y43"), json!("91350100M000100Y43")),
        (Kind::BankAccount, json!("6222 0212"), json!("62220212")),
    ] {
        assert_eq!(api(kind, value.clone()), wanted, "{value}");
    }
    for (kind, text, wanted) in [
        (code(), "甲", json!("A")),
        (code(), " 二等 ", json!("B")),
        (code(), "丙", json!("code_unknown")),
        (Kind::Phone, "１３８ １２３４ ５６７８", json!("13812345678")),
        (Kind::Phone, "13812345678.0", json!("13812345678")),
        (Kind::Url, "www.a.cn/x", json!("https://www.a.cn/x")),
        (Kind::GeoPoint, "31.2304\u{ff0c}121.4737", json!("31.230400,121.473700")),
        (Kind::IdNumber, "11010519491231002x", json!("11010519491231002X")),
    ] {
        assert_eq!(messy(kind, text), wanted, "{text}");
    }
    assert_eq!(shown(code(), json!("A"), Locale::En), "First");
}

#[test]
fn values_with_a_shape() {
    let id = "0198c0de-0000-7000-8000-000000000001";
    with(Locale::Zh, |ctx| {
        let about = field(Kind::About { to: vec!["customer".to_owned()] });
        let parsed = types::parse_about(&about, &json!({"entity": "customer", "id": id}), ctx).unwrap().unwrap();
        let mut text = String::new();
        types::write_about_json(&Cell::from(&parsed.entity), &Cell::from(&parsed.id), &mut text);
        assert_eq!(text, format!("{{\"entity\":\"customer\",\"id\":\"{id}\"}}"));
        assert_eq!(types::parse_about(&about, &json!(null), ctx).unwrap(), None);
        for broken in [
            json!({"entity": "staff", "id": id}),
            json!({"entity": "customer"}),
            json!("x"),
            json!({"entity": "customer", "id": id, "x": 1}),
        ] {
            assert!(types::parse_about(&about, &broken, ctx).is_err(), "{broken}");
        }
        let tags = field(Kind::Tags);
        assert_eq!(types::parse_tags(&tags, &json!([" 重点", "重点", ""]), ctx).unwrap(), ["重点"]);
        assert_eq!(types::parse_messy_tags(&tags, "重点、老客户\u{ff0c}VIP;", ctx).unwrap(), ["重点", "老客户", "VIP"]);
        assert_eq!(types::parse_tags(&tags, &json!(["a\u{0}"]), ctx).unwrap_err().0.name, "value_control");
        assert_eq!(types::parse_tags(&tags, &json!("重点"), ctx).unwrap_err().0.name, "value_type");
        let links = field(Kind::Links { to: "role".to_owned() });
        assert_eq!(types::parse_links(&links, &json!([id, id]), ctx).unwrap(), [id]);
        let refs = field(Kind::ExternalRefs);
        let parsed = types::parse_external_refs(&refs, &json!([{"system": "erp", "code": " K1 "}]), ctx).unwrap();
        assert_eq!((parsed[0].system.as_str(), parsed[0].code.as_str()), ("erp", "K1"));
        assert!(types::parse_external_refs(&refs, &json!([{"system": "erp", "code": ""}]), ctx).is_err());
        let lines = field(Kind::Lines { of: "quote_line".to_owned() });
        let sent = json!([{"id": id, "a": 1}, {"a": 2}]);
        let parsed = types::parse_lines(&lines, &sent, ctx).unwrap();
        assert_eq!((parsed[0].id.as_deref(), parsed[1].id.as_deref()), (Some(id), None));
    });
}

#[test]
fn feel_goes_both_ways() {
    for (kind, cell) in [
        (money(), Cell::Int(1234)),
        (percent(), Cell::Int(3500)),
        (integer(), Cell::Int(7)),
        (Kind::Boolean, Cell::Int(1)),
        (Kind::Date, Cell::from("2026-11-21")),
        (Kind::Moment, Cell::from("2026-11-21T08:00:00.000Z")),
        (Kind::Time, Cell::from("08:30:00")),
        (Kind::Duration, Cell::from("PT1H30M")),
        (text(10), Cell::from("海川")),
        (Kind::Staff, Cell::from("0198c0de-0000-7000-8000-000000000001")),
        (text(10), Cell::Null),
    ] {
        let field = field(kind);
        let value = types::feel(&field, &cell);
        assert_eq!(with(Locale::Zh, |ctx| types::from_feel(&field, &value, ctx)).unwrap(), cell, "{value:?}");
    }
    let third = Feel::Number("0.335".parse().unwrap());
    let cell = with(Locale::Zh, |ctx| types::from_feel(&field(money()), &third, ctx)).unwrap();
    assert_eq!(cell, Cell::Int(34), "half away from zero");
    assert!(with(Locale::Zh, |ctx| types::from_feel(&field(money()), &Feel::text("x"), ctx)).is_err());
}

#[test]
fn masks_hide_enough() {
    for (kind, value, wanted) in [
        (Kind::Phone, "13812341234", "138****1234"),
        (Kind::Phone, "95588", "****8"),
        (Kind::IdNumber, "11010519491231002X", "110****002X"),
        (Kind::Email, "linxiao@example.com", "l***@example.com"),
        (text(10), "林晓", "林**"),
        (Kind::BankAccount, "6222021234567890", "****7890"),
        (money(), "12.34", "****"),
    ] {
        assert_eq!(types::mask_hint(&kind).apply(value), wanted);
    }
    assert_eq!(MaskRule::First.apply(""), "**");
}

#[test]
fn schemas_say_what_the_api_takes() {
    let schema =
        |kind| types::json_schema_with(&field(kind), Locale::En, &|dict| (dict == "grade").then(|| vec!["A".to_owned()]));
    assert_eq!(schema(text(20)), json!({"type": ["string", "null"], "maxLength": 20, "title": "Field"}));
    assert_eq!(schema(money())["pattern"], json!("^-?[0-9]+(\\.[0-9]{1,2})?$"));
    assert_eq!(schema(Kind::Code { dict: "grade".to_owned() })["enum"], json!(["A", null]));
    assert_eq!(schema(Kind::Date)["format"], json!("date"));
    assert_eq!(schema(Kind::Tags)["type"], json!("array"));
    assert_eq!(nearest("kutomer", ["customer"]), Some("customer"));
}

/// Nothing a person can send makes a type panic, and whatever is taken is stable.
#[test]
fn no_input_panics() {
    let kinds = || {
        vec![
            text(20),
            Kind::LongText { max: 50 },
            Kind::RichText { max: 50 },
            Kind::Address { max: 30 },
            integer(),
            money(),
            percent(),
            Kind::Decimal { scale: 8, min: None, max: None, unit: None },
            Kind::Boolean,
            Kind::Date,
            Kind::Moment,
            Kind::Time,
            Kind::Duration,
            Kind::Code { dict: "grade".to_owned() },
            Kind::Staff,
            Kind::Phone,
            Kind::Email,
            Kind::Url,
            Kind::IdNumber,
            Kind::Uscc,
            Kind::BankAccount,
            Kind::Image,
            Kind::Number,
            Kind::GeoPoint,
        ]
    };
    let alphabet: Vec<char> =
        "0123456789.-+,:/%()#@TZXPYMDHSea年月日时分秒万亿¥￥是 转'\"<>&;\u{0}\u{feff}\u{3000}é中🙂\n\t\u{ff0c}\u{ff11}"
            .chars()
            .collect();
    let mut seed = 0x2026_1121_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    };
    for _ in 0..1500 {
        let length = next() % 24;
        let word: String = (0..length).map(|_| alphabet[next() % alphabet.len()]).collect();
        for kind in kinds() {
            let field = field(kind);
            with(Locale::Zh, |ctx| {
                for parsed in
                    [types::parse(&field, &Value::String(word.clone()), ctx), types::parse_messy(&field, &word, ctx)]
                {
                    let Ok(cell) = parsed else { continue };
                    let mut out = String::new();
                    types::write_json(&field, &cell, &mut out);
                    let back: Value = serde_json::from_str(&out).unwrap();
                    assert_eq!(types::parse(&field, &back, ctx).unwrap(), cell, "{word:?} as {}", field.kind.name());
                    types::display(&field, &cell, ctx);
                    types::feel(&field, &cell);
                }
            });
        }
    }
}
