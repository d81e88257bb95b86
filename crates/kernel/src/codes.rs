//! The one table of problem codes. A code is stable once released; docs/ERRORS.md is made from it.
//!
//! Each sentence says what happened and why, then what to do. `{name}` is filled from the problem.

use crate::Locale;

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    pub name: &'static str,
    pub status: u16,
    zh: (&'static str, &'static str),
    en: (&'static str, &'static str),
}

impl Code {
    /// What happened, in a few words.
    pub fn title(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.en.0,
            Locale::Zh | Locale::ZhHant => self.zh.0,
        }
    }

    /// Why, and what to do; with `{name}` places.
    pub fn detail(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.en.1,
            Locale::Zh | Locale::ZhHant => self.zh.1,
        }
    }
}

macro_rules! codes {
    ($($constant:ident $name:literal $status:literal
        zh $zh_title:literal $zh:literal
        en $en_title:literal $en:literal;)*) => {
        $(pub static $constant: Code = Code {
            name: $name, status: $status, zh: ($zh_title, $zh), en: ($en_title, $en),
        };)*
        /// Every code, in the order of the table.
        pub static ALL: &[&Code] = &[$(&$constant),*];
    };
}

codes! {
    // ── The request as a whole
    BODY_MALFORMED "body_malformed" 400
        zh "请求内容无法读取" "请求内容不是有效的 JSON({what})。请检查逗号、引号和括号后重试。"
        en "The body cannot be read" "The body is not valid JSON ({what}). Check commas, quotes and brackets, then try again.";
    BODY_TOO_LARGE "body_too_large" 413
        zh "请求内容过大" "本接口最多接收 {limit}。请拆分后分批提交。"
        en "The body is too large" "This route takes at most {limit}. Split the content and send it in parts.";
    MEDIA_TYPE_UNSUPPORTED "media_type_unsupported" 415
        zh "内容类型不支持" "本接口只接收 {wanted}。请设置请求头 Content-Type。"
        en "Unsupported media type" "This route takes {wanted} only. Set the Content-Type header.";
    QUERY_INVALID "query_invalid" 400
        zh "查询参数无效" "参数 {name} 的值无效：{why}。"
        en "Invalid query parameter" "The parameter {name} is not valid: {why}.";
    ROUTE_UNKNOWN "route_unknown" 404
        zh "没有这个地址" "这里没有任何内容。请检查地址，或查阅 /api/v1/openapi.json。"
        en "No such address" "There is nothing here. Check the address, or see /api/v1/openapi.json.";
    METHOD_NOT_ALLOWED "method_not_allowed" 405
        zh "不支持这种操作" "该地址不支持 {method}。请查阅 /api/v1/openapi.json。"
        en "Method not allowed" "This address does not take {method}. See /api/v1/openapi.json.";
    INPUT_INVALID "input_invalid" 422
        zh "有内容需要更正" "提交的内容有误，未保存任何修改。请按各项提示更正后重试。"
        en "Some input needs correction" "Nothing was saved, because some values are not valid. Correct the items listed and try again.";
    INTERNAL_ERROR "internal_error" 500
        zh "服务器内部错误" "操作没有完成，未保存任何修改。请稍后重试；如仍失败，请把请求号告诉管理员。"
        en "Internal server error" "The operation did not complete and nothing was saved. Try again; if it fails again, give the request id to your administrator.";

    // ── Sign-in
    SIGN_IN_REQUIRED "sign_in_required" 401
        zh "需要登录" "尚未登录，或登录已过期。请重新登录。"
        en "Sign in first" "You are not signed in, or your session has ended. Sign in again.";
    CREDENTIALS_WRONG "credentials_wrong" 401
        zh "用户名或密码不正确" "请检查后重试；忘记密码请联系管理员发送重置链接。"
        en "Wrong user name or password" "Check both and try again; if you forgot the password, ask your administrator for a reset link.";
    SIGN_IN_DELAYED "sign_in_delayed" 429
        zh "尝试过于频繁" "从这里连续多次没有登录成功。请等待 {seconds} 秒后再试；在您常用的设备上不受影响。"
        en "Too many attempts" "Signing in failed several times in a row. Wait {seconds} seconds, then try again; devices that you use otherwise are not held up.";
    PASSWORD_WRONG "password_wrong" 422
        zh "密码不正确" "这不是您现在的密码。请再输一次。"
        en "Wrong password" "This is not your present password. Type it again.";
    STEP_UP_NEEDED "step_up_needed" 403
        zh "请再确认一次身份" "这一步很重要，而您上次输入密码已超过 5 分钟。请再证明一次是您本人，然后继续。"
        en "Prove again who you are" "This act is sensitive, and you last gave your password more than 5 minutes ago. Prove once more who you are, then go on.";
    SESSION_NEEDED "session_needed" 403
        zh "这里不能用令牌" "账号自己的事（密码、登录设备、令牌）只能登录后在页面上做。"
        en "A token cannot do this" "What concerns an account itself (password, devices, tokens) is done by its owner, signed in.";
    SECOND_FACTOR_NEEDED "second_factor_needed" 401
        zh "还要验证码" "密码正确。请再输入验证器应用里的 6 位验证码，或一个恢复码。"
        en "A code is needed too" "The password is right. Now type the six digits of your authenticator app, or a recovery code.";
    SECOND_FACTOR_WRONG "second_factor_wrong" 401
        zh "验证码不正确" "验证码不对、已过期或已用过。请等应用显示下一个验证码再试，并确认手机时间准确。"
        en "Wrong code" "The code is wrong, has run out or was used. Wait for the next one, and check the clock of your phone.";
    SECOND_FACTOR_ON "second_factor_on" 409
        zh "两步验证已开启" "要换验证器，请先关闭两步验证再重新开启。"
        en "Two-step sign-in is on" "To change the app, turn two-step sign-in off first, then on again.";
    SECOND_FACTOR_OFF "second_factor_off" 409
        zh "两步验证没有开启" "请先开启两步验证，再取恢复码。"
        en "Two-step sign-in is off" "Turn it on first; recovery codes come with it.";
    SECOND_FACTOR_KEPT "second_factor_kept" 403
        zh "不能关闭两步验证" "您的角色或公司设置要求两步验证。换手机请联系管理员重置。"
        en "Two-step sign-in stays on" "Your role or the company requires it. For a new phone ask your administrator to reset it.";
    SECOND_FACTOR_UNSET "second_factor_unset" 403
        zh "请先开启两步验证" "您的角色或公司设置要求两步验证。开启后即可继续。"
        en "Turn on two-step sign-in first" "Your role or the company requires it. Once it is on, you can go on.";
    TOKEN_LIMITED "token_limited" 403
        zh "令牌不能做这件事" "这个令牌只能做创建时选定的事。请换一个范围合适的令牌。"
        en "The token does not reach this" "This token does only what was chosen when it was made. Use one that reaches further.";
    TOKEN_ADDRESS "token_address" 403
        zh "令牌不能从这里使用" "令牌只能从指定的地址使用，而请求来自 {address}。"
        en "The token is not for this address" "This token goes from certain addresses only; the request came from {address}.";
    TOKEN_NEEDS_PARENT "token_needs_parent" 422
        zh "还要选上级对象" "「{entity}」的记录随「{parent}」一起可见。请把「{parent}」也选上。"
        en "What it belongs to is missing" "Records of {entity} are seen with {parent} only. Choose {parent} as well.";
    NETWORK_INVALID "network_invalid" 422
        zh "地址写法不对" "“{value}”不是 IP 地址或网段。例如 203.0.113.7 或 10.0.0.0/8。"
        en "Not an address" "{value} is neither an IP address nor a network. For example 203.0.113.7 or 10.0.0.0/8.";
    LINK_EXPIRED "link_expired" 410
        zh "链接已失效" "该一次性链接已被使用或已过期。请联系管理员重新发送。"
        en "The link has ended" "This one-time link was used or has expired. Ask your administrator for a new one.";
    PASSWORD_WEAK "password_weak" 422
        zh "不能用这个密码" "请按提示换一个密码。"
        en "This password cannot be used" "Choose another one, as the hints say.";
    PASSWORD_SHORT "password_short" 422
        zh "密码太短" "密码至少要有 {shortest} 位。几个不相干的词连在一起，又长又好记。"
        en "The password is too short" "A password needs at least {shortest} characters. A few unrelated words are long and easy to remember.";
    PASSWORD_COMMON "password_common" 422
        zh "密码太常见" "这是最先被猜的密码之一。请换一个别人想不到的。"
        en "The password is too common" "It is one of the first that anybody tries. Choose one that nobody would guess.";
    PASSWORD_NAMES_USER "password_names_user" 422
        zh "密码含有用户名" "密码里不能含有用户名。"
        en "The password holds the user name" "A password may not contain the user name.";
    PASSWORD_USED "password_used" 422
        zh "密码用过了" "不能与最近用过的 {count} 个密码相同。请换一个新的。"
        en "The password was used before" "It is one of the last {count} passwords of this account. Choose a new one.";
    PASSWORD_EXPIRED "password_expired" 403
        zh "密码到期了" "密码已经用了 {days} 天以上。请先设一个新密码，再继续。"
        en "The password has run out" "It is older than {days} days. Set a new one, then go on.";
    DEMO_SIGN_IN_REFUSED "demo_sign_in_refused" 403
        zh "不能一键登录" "一键登录只在本机演示环境可用。请用用户名和密码登录。"
        en "One-click sign-in refused" "One-click sign-in works only in the demo, opened on this machine. Sign in with user name and password.";
    ORIGIN_FOREIGN "origin_foreign" 403
        zh "请求来源不受信任" "请求来自其他网站，已拒绝。请直接打开客枢页面操作。"
        en "Foreign origin" "The request came from another site and was refused. Open Keshu's own page.";

    // ── Rights
    ACTION_FORBIDDEN "action_forbidden" 403
        zh "没有权限" "您的角色不能对「{entity}」执行「{action}」。如确有需要，请联系管理员调整角色。"
        en "Not allowed" "Your roles do not allow {action} on {entity}. If you need it, ask your administrator.";
    ENTITY_UNKNOWN "entity_unknown" 404
        zh "没有这种记录" "系统中没有「{entity}」。请检查地址拼写。"
        en "Unknown entity" "There is no entity named {entity}. Check the spelling of the address.";
    RECORD_NOT_FOUND "record_not_found" 404
        zh "找不到记录" "该记录不存在、已删除，或不在您的数据范围内。"
        en "Record not found" "The record does not exist, was deleted, or is outside your scope.";
    ACTION_UNKNOWN "action_unknown" 404
        zh "没有这个动作" "「{entity}」没有动作 {action}。可用动作见 /api/v1/openapi.json。"
        en "Unknown action" "{entity} has no action {action}. See /api/v1/openapi.json for the actions there are.";

    // ── Values of fields
    FIELD_UNKNOWN "field_unknown" 422
        zh "没有这个字段" "「{entity}」没有字段 {field}。{hint}"
        en "Unknown field" "{entity} has no field {field}. {hint}";
    FIELD_NOT_WRITABLE "field_not_writable" 422
        zh "字段不可修改" "「{label}」由系统计算或您无权修改，请从提交内容中去掉。"
        en "Field not writable" "{label} is computed or you may not change it. Leave it out.";
    FIELD_NOT_READABLE "field_not_readable" 403
        zh "字段不可用" "字段 {field} 不存在或您无权查看，不能用于显示、筛选或排序。"
        en "Field not readable" "The field {field} does not exist or you may not read it, so it cannot be shown, filtered or sorted by.";
    FIELD_NOT_SORTABLE "field_not_sortable" 400
        zh "字段不能排序" "「{label}」不能用于排序。请换一个字段。"
        en "Field not sortable" "The list cannot be sorted by {label}. Choose another field.";
    VALUE_REQUIRED "value_required" 422
        zh "必填" "请填写「{label}」。"
        en "Required" "{label} is required.";
    PURPOSE_NEEDED "purpose_needed" 422
        zh "请说明用途" "请用 {min}–{max} 个字说明为什么要看，会写入审计。"
        en "Say what for" "Say in {min}–{max} characters what it is for; the audit keeps it.";
    VALUE_TYPE "value_type" 422
        zh "类型不符" "「{label}」应为{wanted}。"
        en "Wrong type" "{label} must be {wanted}.";
    VALUE_TOO_LONG "value_too_long" 422
        zh "内容过长" "「{label}」最多 {max} 个字，现有 {length} 个。"
        en "Too long" "{label} takes at most {max} characters, this has {length}.";
    VALUE_TOO_SMALL "value_too_small" 422
        zh "数值过小" "「{label}」不能小于 {min}。"
        en "Too small" "{label} must be at least {min}.";
    VALUE_TOO_LARGE "value_too_large" 422
        zh "数值过大" "「{label}」不能大于 {max}。"
        en "Too large" "{label} must be at most {max}.";
    VALUE_TOO_FINE "value_too_fine" 422
        zh "小数位过多" "「{label}」最多保留 {scale} 位小数。"
        en "Too many decimals" "{label} keeps at most {scale} decimals.";
    VALUE_CONTROL "value_control" 422
        zh "含有不可见字符" "「{label}」含有不可见的控制字符。请删除后重新输入。"
        en "Control characters" "{label} holds invisible control characters. Remove them and type again.";
    CODE_UNKNOWN "code_unknown" 422
        zh "不在可选范围内" "「{label}」没有选项 {value}。请从列表中选择，或由管理员在 系统 › 字典 中添加。"
        en "Not a known choice" "{label} has no choice {value}. Pick one from the list, or ask an administrator to add it under System › Dictionaries.";
    DATE_INVALID "date_invalid" 422
        zh "日期无效" "「{label}」的值 {value} 不是有效日期，请用 2026-11-21 这样的格式。"
        en "Not a date" "{label}: {value} is not a date. Write it like 2026-11-21.";
    MOMENT_INVALID "moment_invalid" 422
        zh "时间无效" "「{label}」的值 {value} 不是有效时间，请用 2026-11-21T08:00:00+08:00 这样的格式。"
        en "Not a moment" "{label}: {value} is not a moment. Write it like 2026-11-21T08:00:00+08:00.";
    PHONE_INVALID "phone_invalid" 422
        zh "电话号码无效" "「{label}」应为手机、带区号的固定电话或以 + 开头的国际号码。"
        en "Not a phone number" "{label} must be a mobile number, a landline with area code, or an international number starting with +.";
    EMAIL_INVALID "email_invalid" 422
        zh "邮箱无效" "「{label}」应形如 name@example.com。"
        en "Not an e-mail address" "{label} must look like name@example.com.";
    URL_INVALID "url_invalid" 422
        zh "网址无效" "「{label}」应以 http:// 或 https:// 开头。"
        en "Not a web address" "{label} must start with http:// or https://.";
    USCC_INVALID "uscc_invalid" 422
        zh "统一社会信用代码无效" "「{label}」应为 18 位，且校验位须正确（GB 32100-2015）。请对照营业执照核对。"
        en "Not a unified social credit code" "{label} must have 18 characters with a correct check digit (GB 32100-2015). Compare it with the licence.";
    ID_NUMBER_INVALID "id_number_invalid" 422
        zh "身份证号码无效" "「{label}」应为 18 位，出生日期和校验位须正确（GB 11643-1999）。"
        en "Not an identity number" "{label} must have 18 characters with a valid birth date and check digit (GB 11643-1999).";
    BANK_ACCOUNT_INVALID "bank_account_invalid" 422
        zh "银行账号无效" "「{label}」应为 6 至 34 位数字或字母。"
        en "Not a bank account" "{label} must have 6 to 34 digits or letters.";
    GEO_POINT_INVALID "geo_point_invalid" 422
        zh "坐标无效" "「{label}」应为“纬度，经度”，如 31.2304,121.4737。"
        en "Not a position" "{label} must be latitude,longitude, such as 31.2304,121.4737.";
    LINK_BROKEN "link_broken" 422
        zh "关联的记录不可用" "「{label}」指向的记录不存在、已删除或您无权查看。请重新选择。"
        en "The linked record is not available" "{label} points to a record that does not exist, was deleted, or that you may not see. Choose another.";
    FILE_UNKNOWN "file_unknown" 422
        zh "文件不存在" "「{label}」引用的文件不存在。请重新上传。"
        en "No such file" "{label} names a file that is not there. Upload it again.";
    UNIQUE_TAKEN "unique_taken" 409
        zh "已被使用" "「{label}」的值已被另一条记录使用。请换一个值。"
        en "Already in use" "Another record already uses this value of {label}. Choose another.";
    DUPLICATE "duplicate" 409
        zh "可能重复" "已有 {count} 条记录的「{label}」相同。请先查看已有记录，避免重复录入。"
        en "A duplicate" "{count} record(s) already have the same {label}. Look at them before adding another.";
    STATE_MOVE_FORBIDDEN "state_move_forbidden" 422
        zh "不能这样变更状态" "不能从「{from}」变为「{to}」。可选：{allowed}。"
        en "This change of state is not allowed" "{from} cannot become {to}. Possible: {allowed}.";
    PARENT_CYCLE "parent_cycle" 422
        zh "上下级成环" "「{label}」不能是记录自己或它的下级。"
        en "A loop of parents" "{label} may not be the record itself or one below it.";
    RECORD_IN_USE "record_in_use" 409
        zh "正在被使用" "还有 {count} 条「{entity}」使用该记录。请先处理它们，再删除。"
        en "Still in use" "{count} {entity} record(s) still use this one. Deal with them first, then delete.";
    HOOK_REFUSED "hook_refused" 422
        zh "业务规则不允许" "{why}"
        en "A business rule refuses this" "{why}";

    // ── Versions and repeats
    VERSION_REQUIRED "version_required" 428
        zh "缺少版本" "修改或删除须带请求头 If-Match(读取时返回的 ETag),以免覆盖他人的修改。"
        en "Version required" "Send If-Match with the ETag you read, so that nobody's change is overwritten.";
    STALE_VERSION "stale_version" 412
        zh "记录已被他人修改" "您打开之后，{who} 于 {when} 修改了 {fields}。您的内容未丢失，请对照后再保存。"
        en "Changed since you read it" "{who} changed {fields} at {when}, after you opened it. Nothing you typed is lost: compare, then save again.";
    IDEMPOTENCY_KEY_REUSED "idempotency_key_reused" 422
        zh "重复键内容不同" "该 Idempotency-Key 已用于另一次不同的提交。请为新的提交换一个键。"
        en "Idempotency key reused" "This Idempotency-Key was used with a different request. Use a new key for a new request.";
    IDEMPOTENCY_KEY_INVALID "idempotency_key_invalid" 400
        zh "重复键无效" "Idempotency-Key 应为 1 至 128 个可见字符。"
        en "Invalid idempotency key" "An Idempotency-Key has 1 to 128 visible characters.";

    // ── FEEL
    EXPRESSION_TOO_LONG "expression_too_long" 422
        zh "表达式过长" "表达式最多 {max}。请拆成几段，或改用公式字段。"
        en "Expression too long" "An expression has at most {max}. Split it, or use a formula field.";
    EXPRESSION_TOO_DEEP "expression_too_deep" 422
        zh "表达式嵌套过深" "括号最多嵌套 {max} 层（第 {line} 行第 {column} 列）。"
        en "Expression too deep" "At most {max} levels may be nested (line {line}, column {column}).";
    EXPRESSION_SYNTAX "expression_syntax" 422
        zh "表达式写法有误" "第 {line} 行第 {column} 列：{what}。"
        en "Expression syntax" "Line {line}, column {column}: {what}.";
    EXPRESSION_NAME_UNKNOWN "expression_name_unknown" 422
        zh "表达式中有未知名称" "第 {line} 行第 {column} 列：没有名为 {name} 的字段或函数。{hint}"
        en "Unknown name in expression" "Line {line}, column {column}: no field or function is named {name}. {hint}";
    EXPRESSION_TYPE "expression_type" 422
        zh "表达式类型不符" "第 {line} 行第 {column} 列：{what}。"
        en "Wrong type in expression" "Line {line}, column {column}: {what}.";
    EXPRESSION_FUEL "expression_fuel" 422
        zh "表达式计算量过大" "计算超过了允许的步数。请简化表达式。"
        en "Expression too costly" "Evaluation passed the number of steps allowed. Simplify the expression.";
    EXPRESSION_NOT_FILTERABLE "expression_not_filterable" 422
        zh "表达式不能用于筛选" "第 {line} 行第 {column} 列：{what} 不能在数据库中计算。"
        en "Expression cannot filter" "Line {line}, column {column}: {what} cannot be computed by the database.";

    // ── Files, import, jobs
    FILE_TOO_LARGE "file_too_large" 413
        zh "文件过大" "文件最大 {limit}。请压缩或拆分后上传。"
        en "The file is too large" "A file may have at most {limit}. Compress or split it.";
    FILE_TYPE_REFUSED "file_type_refused" 415
        zh "文件类型不允许" "不能上传这种文件（{found}）。允许：{allowed}。"
        en "File type refused" "Files of this kind ({found}) are not taken. Allowed: {allowed}.";
    FILE_NOT_AS_NAMED "file_not_as_named" 415
        zh "文件内容与扩展名不符" "扩展名是 .{ending}，内容却不是这种文件，或文件已损坏、已加密。请用原来的软件重新保存后上传。"
        en "The file is not what its name says" "The name ends in .{ending}, but the content is something else, damaged or encrypted. Save it again with the program it comes from, then upload.";
    FILE_UNPACKS_TOO_LARGE "file_unpacks_too_large" 422
        zh "压缩文件异常" "文件很小，解压后却有 {size}，可能是压缩炸弹，未保存。请检查文件来源，或拆分后上传。"
        en "Suspicious archive" "The file is small but unpacks to {size}; it may be a zip bomb and was not kept. Check where it comes from, or split it.";
    FILE_INFECTED "file_infected" 422
        zh "文件含有病毒" "病毒扫描拒绝了 {name}，文件未保存。请检查来源，清除病毒后重新上传。"
        en "The file is infected" "The virus scan refused {name}, and it was not kept. Check where it comes from, clean it, then upload again.";
    FILE_SCAN_FAILED "file_scan_failed" 503
        zh "病毒扫描不可用" "病毒扫描程序没有给出结果，文件未保存。请稍后重试；若仍不行，请联系管理员检查 scan_command。"
        en "The virus scan is not available" "The virus scanner gave no answer, so the file was not kept. Try again later; if that fails, ask the administrator to check scan_command.";
    RANGE_INVALID "range_invalid" 416
        zh "请求的范围不存在" "文件共 {size} 字节，没有请求的那一段。请从头下载。"
        en "No such range" "The file has {size} bytes; the range asked for lies outside. Download it from the start.";
    THUMBNAIL_NONE "thumbnail_none" 404
        zh "没有缩略图" "这个文件不是图片，或图片无法读取。请下载后查看。"
        en "No thumbnail" "This file is no picture, or one that cannot be read. Download it instead.";
    IMPORT_FILE_EMPTY "import_file_empty" 422
        zh "文件没有数据" "文件中没有表头或数据行。请检查后重新上传。"
        en "The file has no data" "The file holds no header or no rows. Check it and upload again.";
    IMPORT_COLUMNS_UNKNOWN "import_columns_unknown" 422
        zh "无法识别列" "没有一列能对应到「{entity}」的字段。表头：{found}。请改列名或使用导入模板。"
        en "No column recognised" "No column fits a field of {entity}. Header: {found}. Rename the columns or use the template.";
    IMPORT_COLUMNS_TOO_MANY "import_columns_too_many" 422
        zh "列数过多" "文件有 {count} 列，最多 {max} 列。请删除用不到的列后重新上传。"
        en "Too many columns" "The file has {count} columns, at most {max} are taken. Remove those you do not need and upload again.";
    IMPORT_FILE_UNREADABLE "import_file_unreadable" 422
        zh "文件无法读取" "文件已损坏、已加密或格式不符（{what}）。请用表格软件另存为 .xlsx 或 .csv 后重新上传。"
        en "The file cannot be read" "The file is damaged, encrypted or of another format ({what}). Save it as .xlsx or .csv and upload again.";
    IMPORT_MAPPING_INVALID "import_mapping_invalid" 422
        zh "列对应关系无效" "{name} 有误：{why}。请按文件的表头和字段名填写。"
        en "The mapping is not valid" "{name} is wrong: {why}. Use the headers of the file and the keys of fields.";
    IMPORT_RECORD_MISSING "import_record_missing" 422
        zh "没有可更新的记录" "没有「{label}」相同的记录。请检查该行，或改用“更新或新建”方式导入。"
        en "No record to update" "No record has this {label}. Check the row, or import with the mode upsert.";
    IMPORT_RECORD_AMBIGUOUS "import_record_ambiguous" 422
        zh "对应多条记录" "有 {count} 条记录的「{label}」与该行相同，无法确定更新哪一条。请先合并它们，或换用其他识别字段。"
        en "Several records match" "{count} records share this {label}, so it is unclear which to update. Merge them, or choose other keys.";
    IMPORT_CELL_EXTRA "import_cell_extra" 422
        zh "单元格超出表头" "该行比表头多出内容：{value}。请检查是否缺少引号或多了分隔符。"
        en "Cells beyond the header" "The row has more cells than the header: {value}. Check for a missing quote or one separator too many.";
    IMPORT_CELL_BROKEN "import_cell_broken" 422
        zh "有认不出的字" "「{label}」中有按文件编码读不出的字，已用 � 代替。请用一种编码（建议 UTF-8）重新保存文件，或在预检里改正。"
        en "Broken characters" "Some characters of {label} cannot be read in the file's encoding and became �. Save the file in one encoding (UTF-8 is best), or correct the cell in the preview.";
    IMPORT_DIGITS_LOST "import_digits_lost" 422
        zh "数字的尾数已丢失" "「{label}」中的 {value} 是表格软件缩写的长数字，尾数已经丢失，原文记在导入说明里。请在表格里把该列设为文本，重新填写后再导入。"
        en "Digits were lost" "{value} in {label} is a long number that a spreadsheet shortened; its last digits are lost. It is kept in the import note. Set the column to text in the spreadsheet, enter the numbers again and import.";
    IMPORT_LINES_LEFT "import_lines_left" 422
        zh "明细找不到所属的行" "明细表中有 {count} 行在所选的表里找不到所属的记录，没有导入。请检查用来关联的列。"
        en "Lines without their record" "{count} rows of further sheets name no row of the chosen sheet and were not imported. Check the column that links them.";
    NAME_UNKNOWN "name_unknown" 422
        zh "找不到名称" "「{label}」中的 {value} 找不到对应的记录，或您无权查看。请检查名称，或先建立该记录。"
        en "Name not found" "{label}: no record you may see is called {value}. Check the name, or add that record first.";
    NAME_AMBIGUOUS "name_ambiguous" 422
        zh "名称不唯一" "「{label}」中的 {value} 对应多条记录。请改用编号。"
        en "The name is not unique" "{label}: several records are called {value}. Use the number instead.";
    PASTE_NO_COLUMN "paste_no_column" 422
        zh "没有对应的列" "第 {column} 列在这里没有对应的字段。请调整列的顺序，或把字段名作为首行一起粘贴。"
        en "No such column" "Column {column} stands for no field here. Change the order of the columns, or paste a first row with the names of the fields.";
    EXPORT_NO_CARDS "export_no_cards" 422
        zh "不能导出为名片" "「{entity}」没有您可读的姓名，不能导出为名片。请改用 Excel 或 CSV。"
        en "No business cards" "{entity} has no name that you may read, so it cannot become business cards. Use Excel or CSV.";
    EXPORT_TOO_LARGE "export_too_large" 422
        zh "行数超过工作表上限" "共 {count} 行，XLSX 一张工作表最多 {max} 行。请缩小筛选范围，或改用 CSV。"
        en "Too many rows for a sheet" "There are {count} rows; an XLSX sheet holds {max}. Narrow the filter, or use CSV.";
    BULK_TOO_LARGE "bulk_too_large" 422
        zh "一次修改的行数过多" "共选中 {count} 行，一次最多修改 {max} 行。请缩小筛选范围，分几次修改。"
        en "Too many rows at once" "{count} rows are chosen; one job changes {max} at most. Narrow the filter and change them in parts.";
    UNDO_EXPIRED "undo_expired" 409
        zh "已过撤销期限" "任务结束超过 {days} 天，不能再撤销。"
        en "Too late to undo" "The job ended more than {days} days ago and cannot be undone any more.";
    UNDO_DONE "undo_done" 409
        zh "已经撤销过" "这个任务已经由另一个任务撤销。请在任务列表中查看结果。"
        en "Undone already" "Another job has taken this one back. See its result in the list of jobs.";
    UNDO_CHANGED_SINCE "undo_changed_since" 409
        zh "之后被修改过" "之后由 {who} 修改过，保持现状。"
        en "Changed since" "Changed by {who} since then; left as it is.";
    FOLLOWING_REFUSED "following_refused" 409
        zh "后续记录没有建成" "已保存；随后的「{entity}」没有建成：{why}"
        en "What follows was not added" "Saved, but {entity} that follows was not added: {why}";
    FOLLOWING_CHANGED "following_changed" 409
        zh "后续记录已改动" "原有的「{entity}」已随之改动，没有另建一件。"
        en "What follows was changed" "{entity} that was there already has changed with it; none was added.";
    UNDO_ERASED "undo_erased" 409
        zh "修改内容已依法清除" "这次修改的内容已从审计中清除，无法还原，保持现状。"
        en "Change erased" "What was changed has been erased from the audit, so it cannot be taken back; left as it is.";
    JOB_STATE "job_state" 409
        zh "任务状态不允许" "任务当前为 {status}，不能{action}。"
        en "Not in this state" "The job is {status}, so it cannot {action}.";

    // ── Limits and trouble
    RATE_LIMITED "rate_limited" 429
        zh "请求过于频繁" "请等待 {seconds} 秒后再试。"
        en "Too many requests" "Wait {seconds} seconds, then try again.";
    REVEALS_SPENT "reveals_spent" 429
        zh "今天查看的脱敏内容已达上限" "每人 24 小时内最多查看 {limit} 次脱敏内容。确有需要请联系主管，或稍后再看。"
        en "No more masked values today" "One person may look at {limit} masked values in 24 hours. If you need more, ask your manager or come back later.";
    EVENT_STREAM_LIMITED "event_stream_limited" 429
        zh "打开的窗口过多" "同一个人最多同时接收 {limit} 路实时更新。请关闭不用的窗口；其余窗口仍可使用，刷新后看到最新内容。"
        en "Too many windows are open" "One person can receive live updates in at most {limit} places. Close windows that are not needed; the others still work and show the latest after a refresh.";
    STORE_BUSY "store_busy" 503
        zh "系统繁忙" "数据库暂时繁忙，未保存任何修改。请稍后重试。"
        en "The store is busy" "The database is busy and nothing was saved. Try again in a moment.";
    COMMIT_FAILED "commit_failed" 503
        zh "未能确认保存" "写入磁盘时出错，无法确认是否已保存。请用同一个 Idempotency-Key 重试，不会重复。"
        en "Saving not confirmed" "Writing to disk failed, so it is unknown whether this was saved. Repeat it with the same Idempotency-Key; it cannot happen twice.";
    DISK_FULL "disk_full" 507
        zh "磁盘已满" "数据盘没有空间，未保存任何修改。请管理员清理磁盘后重试。"
        en "Disk full" "The data disk has no space and nothing was saved. Free space, then try again.";
    SHUTTING_DOWN "shutting_down" 503
        zh "服务正在停止" "未保存任何修改。请稍后重试。"
        en "Shutting down" "Nothing was saved. Try again in a moment.";
    KEY_RING_WRONG "key_ring_wrong" 500
        zh "密钥文件不匹配" "密钥文件 {path} 不是加密这些数据的那一个。请放回原来的密钥文件。"
        en "Wrong key file" "The key file {path} is not the one that sealed this data. Put the original key file back.";
    BLOB_STORE_WRONG "blob_store_wrong" 500
        zh "附件库不是本库的" "附件库 {path} 不属于这个数据库。多个节点要共用同一个附件库：请指向它，或放回原来的附件；新的数据库请用空的附件库。"
        en "Wrong file store" "The file store {path} does not hold this database's files. All nodes share one: name it, or put the original files back; a new database wants an empty one.";
    BLOB_STORE_DOWN "blob_store_down" 503
        zh "附件库没有应答" "存放附件的对象存储暂时无法访问，这次操作没有完成。请稍后重试；如仍失败，请管理员检查对象存储和网络。"
        en "The file store does not answer" "The object store that keeps files cannot be reached, so this was not done. Try again in a moment; if it fails again, ask the administrator to look at the object store and the network.";
    BLOB_STORE_REFUSED "blob_store_refused" 500
        zh "附件库拒绝访问" "存放附件的对象存储拒绝了请求（{why}），这次操作没有完成。请管理员检查 blob_store、s3_access_key、密钥及其权限，以及服务器时间。"
        en "The file store refuses" "The object store that keeps files refused the request ({why}), so this was not done. The administrator checks blob_store, s3_access_key, the secret key and its rights, and the server's clock.";
    DATA_FOLDER_TAKEN "data_folder_taken" 409
        zh "数据目录正在使用" "另一个客枢进程（{pid}）正在使用 {path}。请先停止它，或用 --data 指定其他目录。"
        en "Data folder in use" "Another Keshu process ({pid}) uses {path}. Stop it first, or name another folder with --data.";
    PORT_TAKEN "port_taken" 409
        zh "端口不可用" "无法监听 {address}({why})。请停止占用该端口的程序，或用 --listen 指定其他端口。"
        en "The port is not free" "Cannot listen on {address} ({why}). Stop the program that uses it, or name another with --listen.";
    FOLDER_NOT_EMPTY "folder_not_empty" 409
        zh "文件夹不是空的" "{path} 已存在或已有数据，为避免覆盖，未做任何改动。请指定一个新的文件夹。"
        en "The folder is not empty" "{path} is there already or holds data, so nothing was changed. Name a new folder.";
    BACKUP_DAMAGED "backup_damaged" 422
        zh "备份已损坏" "{path} 无法读取（{why}），未恢复任何内容。请换一份备份。"
        en "The backup is damaged" "{path} cannot be read ({why}) and nothing was restored. Use another backup.";
    BACKUP_INCOMPLETE "backup_incomplete" 500
        zh "备份缺少附件" "有 {count} 个附件在附件库中缺失或已损坏（{which}），其余内容已备份到 {path}。请找回这些附件后重新备份。"
        en "The backup lacks files" "{count} files are missing or damaged in the file store ({which}); everything else is in {path}. Bring them back, then make the backup again.";
    BACKUP_BY_DATABASE "backup_by_database" 409
        zh "请用数据库的备份工具" "PostgreSQL 数据库请用 pg_dump 备份，并另行复制数据目录中的 keyring.json 和附件（blobs 目录或对象存储）。"
        en "Use the database's own backup" "Back up PostgreSQL with pg_dump, and copy keyring.json and the files (the folder blobs, or the bucket) beside it.";
    SETUP_REQUIRED "setup_required" 409
        zh "尚未初始化" "还没有管理员。请运行 keshu setup,或打开启动时显示的一次性链接。"
        en "Not set up yet" "There is no administrator yet. Run keshu setup, or open the one-time link printed at start.";
    SETUP_DONE "setup_done" 409
        zh "已经初始化" "管理员已存在。要再添加人员，请登录后在 系统 › 人员与权限 中邀请。"
        en "Already set up" "There is an administrator already. To add people, sign in and invite them under System › People and rights.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_snake_case() {
        let mut seen = std::collections::HashSet::new();
        for code in ALL {
            assert!(seen.insert(code.name), "{} stands twice", code.name);
            assert!(code.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", code.name);
        }
    }

    #[test]
    fn both_languages_fill_the_same_places() {
        let places = |sentence: &str| {
            let mut names: Vec<String> =
                sentence.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect();
            names.sort();
            names.dedup();
            names
        };
        for code in ALL {
            assert_eq!(places(code.zh.1), places(code.en.1), "{}", code.name);
        }
    }
}
