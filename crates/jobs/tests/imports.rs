//! Imports from a file to records, on a real store in a temporary folder.

use std::{io::Read, path::PathBuf, sync::Arc, time::Instant};

use jiff::{SignedDuration, Timestamp};
use keshu_jobs::{Deed, ImportRequest, ImportRun, Step, Upload, change_state, claim, housekeeping, job_json, preview_import, run_pending, start_import, template_csv};
use keshu_kernel::{Locale, ManualClock, new_id};
use keshu_record::{
    account,
    Ctx, House, ListParams, Registry, files, find,
    import::{Asked, Mode},
    setup::{FirstAdmin, set_up},
};
use keshu_store::{Config, Store};
use serde_json::{Value, json};

/// What a file of this id holds.
fn content(ctx: &Ctx, id: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    files::open(ctx, id.as_str().unwrap()).unwrap().1.read_to_end(&mut bytes).unwrap();
    bytes
}

struct Site {
    house: Arc<House>,
    clock: Arc<ManualClock>,
    folder: PathBuf,
    admin: String,
}

impl Site {
    fn new() -> Site {
        let folder = std::env::temp_dir().join(format!("keshu-jobs-{}", new_id()));
        let clock = Arc::new(ManualClock::at("2026-11-21T08:00:00Z".parse::<Timestamp>().unwrap()));
        let house = open(&folder, &clock);
        let first = FirstAdmin { username: "boss".into(), name: "林晓".into(), company: "海川集团".into(), password: "correct horse battery".into() };
        let admin = set_up(&house, &first, None).unwrap();
        clock.advance(SignedDuration::from_secs(2));
        Site { house, clock, folder, admin }
    }

    fn ctx(&self) -> Ctx {
        let actor = self.house.directory().actor(&self.admin, None).unwrap();
        Ctx::new(self.house.clone(), Arc::new(actor), new_id(), Locale::Zh)
    }

    /// Imports to the end and gives back the job.
    fn import(&self, request: &ImportRequest) -> Value {
        let job = start_import(&self.ctx(), request).unwrap();
        assert_eq!(run_pending(&self.house).unwrap(), 1);
        job_json(&self.ctx(), &job.id).unwrap()
    }

    fn list(&self, entity: &str, filter: &str) -> Vec<Value> {
        let params = ListParams { filter: Some(filter.to_owned()).filter(|text| !text.is_empty()), limit: Some(200), ..ListParams::default() };
        let page: Value = serde_json::from_str(&find(&self.ctx(), entity, &params).unwrap().json).unwrap();
        page["items"].as_array().unwrap().clone()
    }

    fn count(&self, entity: &str) -> i64 {
        let params = ListParams { count: Some("exact".to_owned()), limit: Some(1), ..ListParams::default() };
        let page: Value = serde_json::from_str(&find(&self.ctx(), entity, &params).unwrap().json).unwrap();
        page["count"].as_i64().unwrap()
    }

    fn error_file(&self, job: &Value) -> String {
        let bytes = content(&self.ctx(), &job["error_file"]);
        String::from_utf8(bytes).unwrap()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn open(folder: &std::path::Path, clock: &Arc<ManualClock>) -> Arc<House> {
    let catalog = keshu_catalog::load_dir(&[PathBuf::from("../../packs/core")]).unwrap();
    let mut registry = Registry::default();
    let leak = |name: &String| -> &'static str { Box::leak(name.clone().into_boxed_str()) };
    for entity in catalog.entities.values() {
        for hook in &entity.hooks {
            registry.hook(leak(hook), |_, _| Ok(()));
        }
        for action in &entity.actions {
            registry.action(leak(action), |_, _, _, _| Ok(json!({})));
        }
    }
    let store = Store::open(&Config { data: folder.to_owned(), database: None, limit_mib: None, bucket: None, anchors: None }).unwrap();
    House::open(store, catalog, registry, clock.clone(), jiff::tz::TimeZone::get("Asia/Shanghai").unwrap(), files::Rules::default(), account::Rules::default()).unwrap()
}

fn customers(text: &str) -> ImportRequest {
    let path = std::env::temp_dir().join(format!("keshu-list-{}", new_id()));
    std::fs::write(&path, text).unwrap();
    let file = Upload { name: "客户.csv".into(), path, scratch: None };
    ImportRequest { file: Some(file), asked: Asked { entity: "customer".into(), ..Asked::default() }, ..ImportRequest::default() }
}

/// The same list, read in another way.
fn with(mut request: ImportRequest, change: impl FnOnce(&mut Asked)) -> ImportRequest {
    change(&mut request.asked);
    request
}

#[test]
fn what_cannot_be_placed_is_kept_and_said() {
    let site = Site::new();
    let text = "\u{feff}客户名称*,行业,负责人,统一社会信用代码,注册资本(万元),联系人来自,创建时间,客户标签,电话,上级客户\n\
        海川泵业有限公司,不存在的行业,林晓,,500,展会,2019-03-05 10:00,重点、老客户,不是电话,\n\
        远山科技,,没有这个人,,,,,,13812345678,海川泵业有限公司\n\
        ,,,,,,,,,\n\
        ,,,,,,,,13900000000,\n";
    let job = site.import(&customers(text));
    assert_eq!((&job["status"], &job["total"], &job["created"], &job["failed"]), (&json!("succeeded"), &json!(3), &json!(2), &json!(1)), "{job:#}");
    let first = &site.list("customer", "name = \"海川泵业有限公司\"")[0];
    assert_eq!(first["registered_capital"], "5000000.00");
    assert_eq!(first["created_at"], "2019-03-05T02:00:00.000Z");
    assert_eq!(first["tags"], json!(["重点", "老客户"]));
    assert_eq!(first["titles"]["owner_id"], "林晓");
    assert_eq!(first["import_note"], "行业: 不存在的行业\n联系人来自: 展会\n电话: 不是电话");
    let second = &site.list("customer", "name = \"远山科技\"")[0];
    assert_eq!(second["parent_customer_id"], first["id"], "a row may name one above it");
    assert_eq!(second["import_note"], "负责人: 没有这个人");
    let codes: Vec<&str> = job["result"]["warnings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["code_unknown", "phone_invalid", "name_unknown"]);
    let errors = site.error_file(&job);
    assert!(errors.starts_with("\u{feff}客户名称*,行业,"), "{errors}");
    assert!(errors.contains("13900000000,,请填写「客户名称」。"), "{errors}");
}

#[test]
fn equal_hard_identifiers_are_skipped_or_updated() {
    let site = Site::new();
    let one = "客户名称,统一社会信用代码,标签,编号\n海川泵业有限公司,91350100M000100Y43,重点,A-1\n";
    let job = site.import(&customers(one));
    assert_eq!(job["created"], 1, "{job:#}");
    assert_eq!(site.list("customer", "")[0]["external_refs"], json!([{"system": "import", "code": "A-1"}]));
    let again = "客户名称,统一社会信用代码,电话\n海川泵业(集团),91350100m000100y43,021-12345678\n新客户,,\n";
    let job = site.import(&customers(again));
    assert_eq!((&job["created"], &job["skipped"], &job["result"]["duplicates"]), (&json!(1), &json!(1), &json!(1)), "{job:#}");
    assert!(site.error_file(&job).contains("海川泵业(集团)"));
    let job = site.import(&ImportRequest { mode: Some(Mode::Upsert), ..customers(again) });
    assert_eq!((&job["created"], &job["updated"]), (&json!(1), &json!(1)), "{job:#}");
    let record = &site.list("customer", "phone = \"021-12345678\"")[0];
    assert_eq!((&record["name"], &record["version"]), (&json!("海川泵业(集团)"), &json!(2)));
    assert_eq!(record["external_refs"], json!([{"system": "import", "code": "A-1"}]), "an update adds and does not take away");
    // By the number of the file that came before, and by keys that are asked for.
    let job = site.import(&ImportRequest { mode: Some(Mode::Update), ..customers("编号,传真\nA-1,021-87654321\nA-2,021-87654321\n") });
    assert_eq!((&job["updated"], &job["failed"]), (&json!(1), &json!(1)), "{job:#}");
    let job = site.import(&ImportRequest { mode: Some(Mode::Update), ..with(customers("客户名称,邮编\n海川泵业(集团),200000\n新客户,1\n"), |asked| asked.keys = vec!["name".into()]) });
    assert_eq!((&job["updated"], &job["failed"]), (&json!(1), &json!(1)), "{job:#}: two records have the second name");
}

#[test]
fn mapping_and_values_are_the_askers() {
    let site = Site::new();
    let mut request = customers("名,级,x\n甲公司,头等,1\n乙公司,次等,2\n");
    request.set("mapping", r#"{"名": "name", "级": "customer_grade", "x": null}"#).unwrap();
    request.set("values", r#"{"customer_grade": {"头等": "A", "次等": null}}"#).unwrap();
    let seen = preview_import(&site.ctx(), &request).unwrap();
    assert_eq!(seen["columns"][0], json!({"header": "名", "field": "name", "by": "asked", "beside": null, "sample": ["甲公司", "乙公司"]}));
    assert_eq!((&seen["rows"], &seen["faults"], &seen["items"][0]["customer_grade"]), (&json!(2), &json!([]), &json!("A")));
    assert_eq!(site.import(&request)["created"], 2);
    assert_eq!(site.list("customer", "customer_grade = \"A\"").len(), 1);
    request.set("mapping", r#"{"名": "nam", "没有": "name"}"#).unwrap();
    let problem = start_import(&site.ctx(), &request).unwrap_err();
    assert_eq!(problem.faults.iter().map(|fault| (fault.pointer.as_str(), fault.code.name)).collect::<Vec<_>>(), [("/mapping/名", "field_unknown"), ("/mapping/没有", "import_mapping_invalid")]);
    let problem = start_import(&site.ctx(), &customers("甲,乙\n1,2\n")).unwrap_err();
    assert_eq!(problem.code.name, "import_columns_unknown");
}

#[test]
fn a_killed_import_goes_on_where_it_stood() {
    let site = Site::new();
    let mut text = "客户名称,税号\n".to_owned();
    for number in 0..1200 {
        text.push_str(&format!("客户 {number},T{number:06}\n"));
    }
    let job = start_import(&site.ctx(), &customers(&text)).unwrap();
    let mut run = ImportRun::open(&site.house, claim(&site.house).unwrap().unwrap()).unwrap();
    assert_eq!(run.step().unwrap(), Step::More);
    assert!(claim(&site.house).unwrap().is_none(), "the lease holds");
    site.clock.advance(SignedDuration::from_secs(61));
    let taken = claim(&site.house).unwrap().unwrap();
    assert_eq!(taken.id, job.id);
    assert_eq!((taken.done, taken.done > 0 && taken.done < 1200), (site.count("customer"), true), "a turn is no longer than people like to wait");
    let mut other = ImportRun::open(&site.house, taken).unwrap();
    assert_eq!(other.step().unwrap(), Step::More);
    assert_eq!(run.step().unwrap(), Step::Lost, "the holder that was thought dead writes nothing");
    drop((run, other));
    site.clock.advance(SignedDuration::from_secs(61));
    assert_eq!(run_pending(&site.house).unwrap(), 1);
    let seen = job_json(&site.ctx(), &job.id).unwrap();
    assert_eq!((&seen["status"], &seen["done"], &seen["created"], &seen["failed"]), (&json!("succeeded"), &json!(1200), &json!(1200), &json!(0)), "{seen:#}");
    assert_eq!(site.count("customer"), 1200);
    assert_eq!(site.list("customer", "tax_no = \"T000500\"").len(), 1);
}

#[test]
fn a_row_refused_half_way_takes_no_other_with_it() {
    let site = Site::new();
    let role = keshu_record::setup::seeded_role(&site.house, "sales_rep").unwrap().unwrap();
    let body = json!({"username": "rep", "name": "周舟", "roles": [role], "dept_id": site.list("dept", "")[0]["id"]});
    let rep = keshu_record::create(&site.ctx(), "staff", body.as_object().unwrap()).unwrap().id;
    site.clock.advance(SignedDuration::from_secs(2));
    let actor = site.house.directory().actor(&rep, None).unwrap();
    let ctx = Ctx::new(site.house.clone(), Arc::new(actor), new_id(), Locale::Zh);
    // A colleague's customers lie outside what a sales rep may create.
    let job = start_import(&ctx, &customers("客户名称,负责人\n甲,\n乙,林晓\n丙,周舟\n丁,林晓\n戊,\n")).unwrap();
    run_pending(&site.house).unwrap();
    let job = job_json(&ctx, &job.id).unwrap();
    assert_eq!((&job["created"], &job["failed"], &job["done"]), (&json!(3), &json!(2), &json!(5)), "{job:#}");
    assert_eq!(job["result"]["faults"][1]["row"], 5);
    let mut numbers: Vec<String> = site.list("customer", "").iter().map(|one| one["customer_no"].as_str().unwrap().to_owned()).collect();
    numbers.sort();
    assert_eq!(numbers, ["C2026000001", "C2026000002", "C2026000003"], "no number is lost");
    let file = content(&ctx, &job["error_file"]);
    assert_eq!(String::from_utf8(file).unwrap().lines().count(), 3);
    let problem = start_import(&ctx, &with(customers("姓名\n甲\n"), |asked| asked.entity = "staff".into())).unwrap_err();
    assert_eq!(problem.code.name, "action_forbidden");
}

#[test]
fn a_cancelled_import_keeps_what_it_did() {
    let site = Site::new();
    let text: String = std::iter::once("客户名称\n".to_owned()).chain((0..600).map(|number| format!("客户 {number}\n"))).collect();
    let job = start_import(&site.ctx(), &customers(&text)).unwrap();
    let mut run = ImportRun::open(&site.house, claim(&site.house).unwrap().unwrap()).unwrap();
    run.step().unwrap();
    assert_eq!(change_state(&site.ctx(), &job.id, Deed::Cancel).unwrap()["status"], "cancelled");
    assert_eq!(run.step().unwrap(), Step::Lost);
    let kept = job_json(&site.ctx(), &job.id).unwrap();
    assert_eq!((json!(site.count("customer")), site.count("customer") < 600), (kept["created"].clone(), true), "{kept:#}");
    assert_eq!(change_state(&site.ctx(), &job.id, Deed::Cancel).unwrap_err().code.name, "job_state");
    assert_eq!(run_pending(&site.house).unwrap(), 0);
}

#[test]
fn the_started_runner_does_what_comes() {
    let site = Site::new();
    let runner = keshu_jobs::start(site.house.clone()).unwrap();
    let job = start_import(&site.ctx(), &customers("客户名称\n甲公司\n")).unwrap();
    let begun = Instant::now();
    while job_json(&site.ctx(), &job.id).unwrap()["status"] != "succeeded" {
        assert!(begun.elapsed().as_secs() < 30);
        std::thread::yield_now();
    }
    runner.stop();
}

#[test]
fn the_template_comes_back_as_it_went() {
    let site = Site::new();
    let template = template_csv(&site.ctx(), "customer").unwrap();
    assert!(template.starts_with("\u{feff}客户名称*,"));
    let columns = template.lines().next().unwrap().split(',').count();
    let text = format!("{}\n甲公司{}\n", template.lines().next().unwrap(), ",".repeat(columns - 1));
    let seen = preview_import(&site.ctx(), &customers(&text)).unwrap();
    let lost: Vec<&Value> = seen["columns"].as_array().unwrap().iter().filter(|column| column["field"].is_null()).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn housekeeping_writes_anchors_down() {
    let site = Site::new();
    housekeeping(&site.house).unwrap();
    let lines = std::fs::read_to_string(site.folder.join("audit_anchors.jsonl")).unwrap();
    let anchor: keshu_store::audit::Anchor = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let verdict = site.house.store.read(|read| keshu_store::audit::verify(read, site.house.store.vault(), Some(&anchor))).unwrap();
    assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
}

/// Public data, /work/shared/data/real.
const LISTED: &str = r#"证券代码,公司简称,英文全称,曾用/别名,网站,来源,状态
000001,平安银行,"Ping An Bank Co., Ltd.",,,ashare,存续
A000002,万科,"China Vanke Co., Ltd.",,,ashare,
000006,深振业A,"Shenzhen Zhenye Group Co., Ltd.",,,ashare,存续
000007,全新好,"ShenZhen QuanXinHao Co.,Ltd.",,http://www.sz000007.com,ashare,存续
000008,神州高铁,"China High-Speed Railway Technology Co.,Ltd.",,https://www.shenzhou-gaotie.com,ashare,存续
000009,中国宝安,"China Baoan Group Co., Ltd.",,,ashare,存续
000010,美丽生态,"Shenzhen Ecobeauty Co.,Ltd.",,http://www.eco-beauty.cn,ashare,存续
000011,深物业A,"Shenzhen Property & Industrial Development Co., Ltd.",,,ashare,存续
000012,南玻A,"China Southern Glass Co., Ltd.",,,ashare,存续
000014,沙河股份,"Shenzhen Shahe Industry Co., Ltd.",,,ashare,存续
000016,深康佳A,"Konka Group Co., Ltd.",,https://www.konka.com,ashare,存续
000017,深中华A,"Shenzhen China Bicycle Company (Holdings) Co., Ltd",,,ashare,存续
000019,深粮控股,"Shenzhen Cereals Holdings Co., Ltd.",,,ashare,存续
000020,深华发A,"Shenzhen Zhongheng Huafa Co., Ltd.",,,ashare,存续
000021,深科技,"Shenzhen Kaifa Technology Co., Ltd.",,https://www.kaifa.com,ashare,存续
A000333,美的集团,"Midea Group Co., Ltd.",美的、Midea,,ashare,
A000651,格力电器,"Gree Electric Appliances, Inc.",格力、Gree,,ashare,
A000858,五粮液,"Wuliangye Yibin Co., Ltd.",Wuliangye,,ashare,
A002230,科大讯飞,"iFLYTEK Co., Ltd.",讯飞、iFLYTEK,,ashare,
A002352,顺丰控股,"S.F. Holding Co., Ltd.",顺丰、SF,https://www.sf-express.com,ashare,
"#;

#[test]
fn listed_companies_come_in() {
    let site = Site::new();
    let job = site.import(&customers(LISTED));
    assert_eq!((&job["created"], &job["failed"], &job["skipped"]), (&json!(20), &json!(0), &json!(0)), "{job:#}");
    let record = &site.list("customer", "stock_code = \"000001\"")[0];
    assert_eq!((&record["name"], &record["english_name"], &record["import_note"]), (&json!("平安银行"), &json!("Ping An Bank Co., Ltd."), &Value::Null));
}

/// `KESHU_IMPORT_FILE=… cargo test -p keshu-jobs --release -- --ignored --nocapture`
#[test]
#[ignore = "a whole file, for figures"]
fn a_whole_file() {
    let path = std::env::var("KESHU_IMPORT_FILE").expect("KESHU_IMPORT_FILE names the file");
    let site = Site::new();
    let request = ImportRequest { file: Some(Upload { name: path.clone(), path: path.into(), scratch: None }), ..customers("") };
    let begun = Instant::now();
    let job = site.import(&request);
    let seconds = begun.elapsed().as_secs_f64();
    let total = job["total"].as_f64().unwrap();
    println!("{seconds:.2} s, {:.0} rows/s: {job:#}", total / seconds);
    let lost = job["failed"].as_f64().unwrap() + job["skipped"].as_f64().unwrap();
    assert!(lost <= total * 0.02);
}
