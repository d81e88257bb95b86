CREATE TABLE "announcement" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "subject" TEXT,
  "content" TEXT,
  "published_at" TEXT,
  "expires_at" TEXT,
  "is_pinned" INTEGER,
  "audience_dept_id" TEXT REFERENCES "dept"(id),
  "file" TEXT,
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "attachment" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "name" TEXT,
  "file" TEXT,
  "about_entity" TEXT,
  "about_id" TEXT,
  "kind_code" TEXT,
  "dated_on" TEXT,
  "expires_on" TEXT,
  "note" TEXT,
  "size" INTEGER,
  "content_type" TEXT,
  "revision_no" INTEGER,
  "uploaded_by" TEXT REFERENCES "staff"(id),
  "uploaded_at" TEXT,
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "attachment__tags" (
  "record_id" TEXT NOT NULL REFERENCES "attachment"(id),
  "value" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  PRIMARY KEY (record_id, value)
) STRICT;

CREATE TABLE "attachment_revision" (
  "id" TEXT PRIMARY KEY,
  "parent_id" TEXT NOT NULL REFERENCES "attachment"(id),
  "position" INTEGER NOT NULL,
  "revision_no" INTEGER,
  "name" TEXT,
  "file" TEXT,
  "size" INTEGER,
  "content_type" TEXT,
  "uploaded_by" TEXT REFERENCES "staff"(id),
  "uploaded_at" TEXT
) STRICT;

CREATE TABLE "comment" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "about_entity" TEXT,
  "about_id" TEXT,
  "content" TEXT,
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "comment__mentions" (
  "record_id" TEXT NOT NULL REFERENCES "comment"(id),
  "value" TEXT NOT NULL REFERENCES "staff"(id),
  "position" INTEGER NOT NULL,
  PRIMARY KEY (record_id, value)
) STRICT;

CREATE TABLE "contact" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "name" TEXT,
  "customer_id" TEXT REFERENCES "customer"(id),
  "mobile" TEXT,
  "job_title" TEXT,
  "class_code" TEXT,
  "is_primary" INTEGER,
  "gender_code" TEXT,
  "salutation" TEXT,
  "english_name" TEXT,
  "photo" TEXT,
  "card_image" TEXT,
  "work_phone" TEXT,
  "email" TEXT,
  "wechat" TEXT,
  "qq" TEXT,
  "dept_name" TEXT,
  "parent_contact_id" TEXT REFERENCES "contact"(id),
  "decision_code" TEXT,
  "attitude_code" TEXT,
  "duties" TEXT,
  "ability" TEXT,
  "joined_on" TEXT,
  "is_active" INTEGER,
  "career" TEXT,
  "birthday_on" TEXT,
  "is_lunar_birthday" INTEGER,
  "id_number" TEXT,
  "id_number_bx" TEXT,
  "ethnicity" TEXT,
  "native_place" TEXT,
  "education_code" TEXT,
  "school" TEXT,
  "character" TEXT,
  "hobbies" TEXT,
  "taboos" TEXT,
  "habits" TEXT,
  "family" TEXT,
  "special_days" TEXT,
  "home_address" TEXT,
  "preferred_contact_code" TEXT,
  "good_time" TEXT,
  "is_no_disturb" INTEGER,
  "note" TEXT,
  "last_follow_at" TEXT,
  "follow_up_count" INTEGER,
  "contact_no" TEXT,
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "contact__tags" (
  "record_id" TEXT NOT NULL REFERENCES "contact"(id),
  "value" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  PRIMARY KEY (record_id, value)
) STRICT;

CREATE TABLE "contact_relation" (
  "id" TEXT PRIMARY KEY,
  "parent_id" TEXT NOT NULL REFERENCES "contact"(id),
  "position" INTEGER NOT NULL,
  "name" TEXT,
  "relation_code" TEXT,
  "other_contact_id" TEXT REFERENCES "contact"(id),
  "mobile" TEXT,
  "note" TEXT
) STRICT;

CREATE TABLE "customer" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "name" TEXT,
  "kind_code" TEXT,
  "state" TEXT,
  "alias" TEXT,
  "english_name" TEXT,
  "legacy_no" TEXT,
  "customer_grade" TEXT,
  "source_code" TEXT,
  "industry_code" TEXT,
  "owner_id" TEXT REFERENCES "staff"(id),
  "is_strategic" INTEGER,
  "is_key" INTEGER,
  "opened_on" TEXT,
  "logo" TEXT,
  "contact_name" TEXT,
  "phone" TEXT,
  "email" TEXT,
  "website" TEXT,
  "fax" TEXT,
  "wechat" TEXT,
  "region_code" TEXT,
  "sales_region_code" TEXT,
  "address" TEXT,
  "postcode" TEXT,
  "geo_point" TEXT,
  "uscc" TEXT,
  "legal_rep" TEXT,
  "manager_name" TEXT,
  "legal_rep_note" TEXT,
  "registered_address" TEXT,
  "registered_capital" INTEGER,
  "capital_currency_code" TEXT,
  "founded_on" TEXT,
  "ownership_code" TEXT,
  "org_form_code" TEXT,
  "registration_code" TEXT,
  "staff_size_code" TEXT,
  "listing_code" TEXT,
  "stock_code" TEXT,
  "business_scope" TEXT,
  "parent_customer_id" TEXT REFERENCES "customer"(id),
  "group_customer_id" TEXT REFERENCES "customer"(id),
  "gender_code" TEXT,
  "birthday_on" TEXT,
  "id_kind_code" TEXT,
  "id_number" TEXT,
  "id_number_bx" TEXT,
  "other_id_no" TEXT,
  "other_id_no_bx" TEXT,
  "ethnicity" TEXT,
  "native_place" TEXT,
  "education_code" TEXT,
  "occupation" TEXT,
  "household_head" TEXT,
  "member_count" INTEGER,
  "tax_no" TEXT,
  "taxpayer_code" TEXT,
  "invoice_title" TEXT,
  "invoice_address" TEXT,
  "bank_name" TEXT,
  "bank_account" TEXT,
  "bank_account_bx" TEXT,
  "assets" INTEGER,
  "annual_revenue" INTEGER,
  "currency_code" TEXT,
  "credit_grade" TEXT,
  "credit_limit" INTEGER,
  "payment_term" INTEGER,
  "payment_cycle_code" TEXT,
  "credit_note" TEXT,
  "category_code" TEXT,
  "first_deal_on" TEXT,
  "shipping_code" TEXT,
  "service_area" TEXT,
  "sales_ability_code" TEXT,
  "potential_code" TEXT,
  "business_policy" TEXT,
  "development_plan" TEXT,
  "competitor_note" TEXT,
  "attitude_code" TEXT,
  "satisfaction_code" TEXT,
  "loyalty_code" TEXT,
  "churn_reason" TEXT,
  "preferred_contact_code" TEXT,
  "language_code" TEXT,
  "anniversary_on" TEXT,
  "hobbies" TEXT,
  "taboos" TEXT,
  "is_no_disturb" INTEGER,
  "secrecy_code" TEXT,
  "note" TEXT,
  "import_note" TEXT,
  "contact_count" INTEGER,
  "follow_up_count" INTEGER,
  "last_follow_at" TEXT,
  "next_follow_at" TEXT,
  "open_todo_count" INTEGER,
  "customer_no" TEXT,
  "dept_id" TEXT REFERENCES "dept"(id),
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "customer__hot_spots" (
  "record_id" TEXT NOT NULL REFERENCES "customer"(id),
  "value" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  PRIMARY KEY (record_id, value)
) STRICT;

CREATE TABLE "customer__tags" (
  "record_id" TEXT NOT NULL REFERENCES "customer"(id),
  "value" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  PRIMARY KEY (record_id, value)
) STRICT;

CREATE TABLE "customer_link" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "customer_id" TEXT REFERENCES "customer"(id),
  "relation_code" TEXT,
  "other_customer_id" TEXT REFERENCES "customer"(id),
  "share_rate" INTEGER,
  "person" TEXT,
  "since_on" TEXT,
  "until_on" TEXT,
  "evidence" TEXT,
  "note" TEXT,
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "customer_shareholder" (
  "id" TEXT PRIMARY KEY,
  "parent_id" TEXT NOT NULL REFERENCES "customer"(id),
  "position" INTEGER NOT NULL,
  "name" TEXT,
  "kind_code" TEXT,
  "holder_customer_id" TEXT REFERENCES "customer"(id),
  "share_rate" INTEGER,
  "amount" INTEGER,
  "since_on" TEXT
) STRICT;

CREATE TABLE "dept" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "name" TEXT,
  "code" TEXT,
  "parent_dept_id" TEXT REFERENCES "dept"(id),
  "manager_id" TEXT REFERENCES "staff"(id),
  "phone" TEXT,
  "region_code" TEXT,
  "address" TEXT,
  "position" INTEGER,
  "is_active" INTEGER,
  "note" TEXT,
  "staff_count" INTEGER,
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "dictionary" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "dict_key" TEXT,
  "name" TEXT,
  "english_name" TEXT,
  "is_tree" INTEGER,
  "source" TEXT,
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "dictionary_item" (
  "id" TEXT PRIMARY KEY,
  "parent_id" TEXT NOT NULL REFERENCES "dictionary"(id),
  "position" INTEGER NOT NULL,
  "item_code" TEXT,
  "zh" TEXT,
  "en" TEXT,
  "parent_code" TEXT,
  "color_code" TEXT,
  "is_active" INTEGER
) STRICT;

CREATE TABLE "follow_up" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "about_entity" TEXT,
  "about_id" TEXT,
  "summary" TEXT,
  "kind_code" TEXT,
  "next_at" TEXT,
  "happened_at" TEXT,
  "content" TEXT,
  "contact_id" TEXT REFERENCES "contact"(id),
  "owner_id" TEXT REFERENCES "staff"(id),
  "duration" TEXT,
  "result_code" TEXT,
  "attitude_code" TEXT,
  "needs" TEXT,
  "next_step" TEXT,
  "geo_point" TEXT,
  "place" TEXT,
  "photo" TEXT,
  "follow_up_no" TEXT,
  "dept_id" TEXT REFERENCES "dept"(id),
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "follow_up__tags" (
  "record_id" TEXT NOT NULL REFERENCES "follow_up"(id),
  "value" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  PRIMARY KEY (record_id, value)
) STRICT;

CREATE TABLE "import_setting" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "name" TEXT,
  "entity_name" TEXT,
  "mode_code" TEXT,
  "definition" TEXT,
  "folder" TEXT,
  "is_active" INTEGER,
  "note" TEXT,
  "owner_id" TEXT REFERENCES "staff"(id),
  "dept_id" TEXT REFERENCES "dept"(id),
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "notification" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "content" TEXT,
  "kind_code" TEXT,
  "about_entity" TEXT,
  "about_id" TEXT,
  "job" TEXT,
  "rows_of" TEXT,
  "rows_filter" TEXT,
  "by_id" TEXT REFERENCES "staff"(id),
  "owner_id" TEXT REFERENCES "staff"(id),
  "read_at" TEXT,
  "dept_id" TEXT REFERENCES "dept"(id),
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "role" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "label" TEXT,
  "role_key" TEXT,
  "description" TEXT,
  "needs_second_factor" INTEGER,
  "is_system" INTEGER,
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "role_field" (
  "id" TEXT PRIMARY KEY,
  "parent_id" TEXT NOT NULL REFERENCES "role"(id),
  "position" INTEGER NOT NULL,
  "entity_name" TEXT,
  "field_name" TEXT,
  "access_code" TEXT
) STRICT;

CREATE TABLE "role_grant" (
  "id" TEXT PRIMARY KEY,
  "parent_id" TEXT NOT NULL REFERENCES "role"(id),
  "position" INTEGER NOT NULL,
  "entity_name" TEXT,
  "action_code" TEXT,
  "scope_code" TEXT
) STRICT;

CREATE TABLE "saved_view" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "name" TEXT,
  "entity_name" TEXT,
  "scope_code" TEXT,
  "definition" TEXT,
  "is_default" INTEGER,
  "position" INTEGER,
  "owner_id" TEXT REFERENCES "staff"(id),
  "dept_id" TEXT REFERENCES "dept"(id),
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "staff" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "username" TEXT,
  "name" TEXT,
  "job_no" TEXT,
  "mobile" TEXT,
  "email" TEXT,
  "dept_id" TEXT REFERENCES "dept"(id),
  "job_title" TEXT,
  "manager_id" TEXT REFERENCES "staff"(id),
  "locale_code" TEXT,
  "is_active" INTEGER,
  "hired_on" TEXT,
  "left_on" TEXT,
  "photo" TEXT,
  "signature" TEXT,
  "quiet_from" TEXT,
  "quiet_until" TEXT,
  "digest_time" TEXT,
  "has_keys" INTEGER,
  "note" TEXT,
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "staff__roles" (
  "record_id" TEXT NOT NULL REFERENCES "staff"(id),
  "value" TEXT NOT NULL REFERENCES "role"(id),
  "position" INTEGER NOT NULL,
  PRIMARY KEY (record_id, value)
) STRICT;

CREATE TABLE "tag" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "name" TEXT,
  "color_code" TEXT,
  "description" TEXT,
  "is_active" INTEGER,
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "todo" (
  "id" TEXT PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "subject" TEXT,
  "about_entity" TEXT,
  "about_id" TEXT,
  "due_at" TEXT,
  "state" TEXT,
  "owner_id" TEXT REFERENCES "staff"(id),
  "priority_code" TEXT,
  "contact_id" TEXT REFERENCES "contact"(id),
  "follow_up_id" TEXT REFERENCES "follow_up"(id),
  "content" TEXT,
  "remind_at" TEXT,
  "done_at" TEXT,
  "result" TEXT,
  "dept_id" TEXT REFERENCES "dept"(id),
  "created_at" TEXT,
  "created_by" TEXT,
  "updated_at" TEXT,
  "updated_by" TEXT,
  "deleted_at" TEXT,
  "deleted_by" TEXT
) STRICT;

CREATE TABLE "todo__tags" (
  "record_id" TEXT NOT NULL REFERENCES "todo"(id),
  "value" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  PRIMARY KEY (record_id, value)
) STRICT;

CREATE INDEX "ix_announcement__audience_dept_id" ON "announcement" ("audience_dept_id");

CREATE INDEX "ix_announcement__file" ON "announcement" ("file");

CREATE INDEX "ix_announcement__subject__id" ON "announcement" ("subject", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_announcement__audience_dept_id__id" ON "announcement" ("audience_dept_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_announcement__published_at__id" ON "announcement" ("published_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_announcement__expires_at__id" ON "announcement" ("expires_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_announcement__is_pinned__id" ON "announcement" ("is_pinned", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__file" ON "attachment" ("file");

CREATE INDEX "ix_attachment__about_id" ON "attachment" ("about_id");

CREATE INDEX "ix_attachment__uploaded_by" ON "attachment" ("uploaded_by");

CREATE INDEX "ix_attachment__name__id" ON "attachment" ("name", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__kind_code__id" ON "attachment" ("kind_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__revision_no__id" ON "attachment" ("revision_no", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__expires_on__id" ON "attachment" ("expires_on", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__uploaded_by__id" ON "attachment" ("uploaded_by", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__uploaded_at__id" ON "attachment" ("uploaded_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__created_at__id" ON "attachment" ("created_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__tags__value" ON "attachment__tags" ("value");

CREATE INDEX "ix_attachment_revision__parent_id__position" ON "attachment_revision" ("parent_id", "position");

CREATE INDEX "ix_attachment_revision__file" ON "attachment_revision" ("file");

CREATE INDEX "ix_attachment_revision__uploaded_by" ON "attachment_revision" ("uploaded_by");

CREATE INDEX "ix_comment__about_id" ON "comment" ("about_id");

CREATE INDEX "ix_comment__created_by__id" ON "comment" ("created_by", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_comment__created_at__id" ON "comment" ("created_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_comment__mentions__value" ON "comment__mentions" ("value");

CREATE INDEX "ix_contact__customer_id" ON "contact" ("customer_id");

CREATE INDEX "ix_contact__photo" ON "contact" ("photo");

CREATE INDEX "ix_contact__card_image" ON "contact" ("card_image");

CREATE INDEX "ix_contact__parent_contact_id" ON "contact" ("parent_contact_id");

CREATE INDEX "ix_contact__id_number_bx" ON "contact" ("id_number_bx");

CREATE UNIQUE INDEX "ux_contact__contact_no" ON "contact" ("contact_no") WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__name__id" ON "contact" ("name", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__customer_id__id" ON "contact" ("customer_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__job_title__id" ON "contact" ("job_title", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__class_code__id" ON "contact" ("class_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__mobile__id" ON "contact" ("mobile", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__email__id" ON "contact" ("email", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__decision_code__id" ON "contact" ("decision_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__is_primary__id" ON "contact" ("is_primary", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__last_follow_at__id" ON "contact" ("last_follow_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__created_at__id" ON "contact" ("created_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__tags__value" ON "contact__tags" ("value");

CREATE INDEX "ix_contact_relation__parent_id__position" ON "contact_relation" ("parent_id", "position");

CREATE INDEX "ix_contact_relation__relation_code" ON "contact_relation" ("relation_code");

CREATE INDEX "ix_contact_relation__other_contact_id" ON "contact_relation" ("other_contact_id");

CREATE INDEX "ix_customer__source_code" ON "customer" ("source_code");

CREATE INDEX "ix_customer__owner_id" ON "customer" ("owner_id");

CREATE INDEX "ix_customer__logo" ON "customer" ("logo");

CREATE INDEX "ix_customer__sales_region_code" ON "customer" ("sales_region_code");

CREATE INDEX "ix_customer__uscc" ON "customer" ("uscc");

CREATE INDEX "ix_customer__parent_customer_id" ON "customer" ("parent_customer_id");

CREATE INDEX "ix_customer__group_customer_id" ON "customer" ("group_customer_id");

CREATE INDEX "ix_customer__id_number_bx" ON "customer" ("id_number_bx");

CREATE INDEX "ix_customer__other_id_no_bx" ON "customer" ("other_id_no_bx");

CREATE INDEX "ix_customer__bank_account_bx" ON "customer" ("bank_account_bx");

CREATE INDEX "ix_customer__category_code" ON "customer" ("category_code");

CREATE UNIQUE INDEX "ux_customer__customer_no" ON "customer" ("customer_no") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__dept_id" ON "customer" ("dept_id");

CREATE INDEX "ix_customer__sales_region_code__industry_code__name__id" ON "customer" ("sales_region_code", "industry_code", "name", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__customer_no__id" ON "customer" ("sales_region_code", "industry_code", "customer_no", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__state__id" ON "customer" ("sales_region_code", "industry_code", "state", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__custome_08724fef" ON "customer" ("sales_region_code", "industry_code", "customer_grade", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__kind_code__id" ON "customer" ("sales_region_code", "industry_code", "kind_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__id" ON "customer" ("sales_region_code", "industry_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__region_code__id" ON "customer" ("sales_region_code", "industry_code", "region_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__phone__id" ON "customer" ("sales_region_code", "industry_code", "phone", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__owner_id__id" ON "customer" ("sales_region_code", "industry_code", "owner_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__last_fo_0f94b5f6" ON "customer" ("sales_region_code", "industry_code", "last_follow_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__updated_at__id" ON "customer" ("sales_region_code", "industry_code", "updated_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__name__id" ON "customer" ("name", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__customer_no__id" ON "customer" ("customer_no", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__state__id" ON "customer" ("state", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__customer_grade__id" ON "customer" ("customer_grade", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__kind_code__id" ON "customer" ("kind_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__industry_code__id" ON "customer" ("industry_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__region_code__id" ON "customer" ("region_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__phone__id" ON "customer" ("phone", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__owner_id__id" ON "customer" ("owner_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__last_follow_at__id" ON "customer" ("last_follow_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__updated_at__id" ON "customer" ("updated_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__hot_spots__value" ON "customer__hot_spots" ("value");

CREATE INDEX "ix_customer__tags__value" ON "customer__tags" ("value");

CREATE INDEX "ix_customer_link__customer_id" ON "customer_link" ("customer_id");

CREATE INDEX "ix_customer_link__other_customer_id" ON "customer_link" ("other_customer_id");

CREATE INDEX "ix_customer_link__customer_id__id" ON "customer_link" ("customer_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_link__relation_code__id" ON "customer_link" ("relation_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_link__other_customer_id__id" ON "customer_link" ("other_customer_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_link__share_rate__id" ON "customer_link" ("share_rate", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_link__since_on__id" ON "customer_link" ("since_on", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_link__note__id" ON "customer_link" ("note", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_link__created_at__id" ON "customer_link" ("created_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_shareholder__parent_id__position" ON "customer_shareholder" ("parent_id", "position");

CREATE INDEX "ix_customer_shareholder__kind_code" ON "customer_shareholder" ("kind_code");

CREATE INDEX "ix_customer_shareholder__holder_customer_id" ON "customer_shareholder" ("holder_customer_id");

CREATE UNIQUE INDEX "ux_dept__code" ON "dept" ("code") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__parent_dept_id" ON "dept" ("parent_dept_id");

CREATE INDEX "ix_dept__manager_id" ON "dept" ("manager_id");

CREATE INDEX "ix_dept__name__id" ON "dept" ("name", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__code__id" ON "dept" ("code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__parent_dept_id__id" ON "dept" ("parent_dept_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__manager_id__id" ON "dept" ("manager_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__phone__id" ON "dept" ("phone", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__staff_count__id" ON "dept" ("staff_count", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__is_active__id" ON "dept" ("is_active", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__position__id" ON "dept" ("position", "id") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "ux_dictionary__dict_key" ON "dictionary" ("dict_key") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dictionary__name__id" ON "dictionary" ("name", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dictionary__dict_key__id" ON "dictionary" ("dict_key", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dictionary__is_tree__id" ON "dictionary" ("is_tree", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dictionary__source__id" ON "dictionary" ("source", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dictionary_item__parent_id__position" ON "dictionary_item" ("parent_id", "position");

CREATE INDEX "ix_follow_up__about_id" ON "follow_up" ("about_id");

CREATE INDEX "ix_follow_up__contact_id" ON "follow_up" ("contact_id");

CREATE INDEX "ix_follow_up__owner_id" ON "follow_up" ("owner_id");

CREATE INDEX "ix_follow_up__photo" ON "follow_up" ("photo");

CREATE UNIQUE INDEX "ux_follow_up__follow_up_no" ON "follow_up" ("follow_up_no") WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__dept_id" ON "follow_up" ("dept_id");

CREATE INDEX "ix_follow_up__happened_at__id" ON "follow_up" ("happened_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__kind_code__id" ON "follow_up" ("kind_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__summary__id" ON "follow_up" ("summary", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__contact_id__id" ON "follow_up" ("contact_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__result_code__id" ON "follow_up" ("result_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__next_at__id" ON "follow_up" ("next_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__owner_id__id" ON "follow_up" ("owner_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__tags__value" ON "follow_up__tags" ("value");

CREATE INDEX "ix_import_setting__owner_id" ON "import_setting" ("owner_id");

CREATE INDEX "ix_import_setting__dept_id" ON "import_setting" ("dept_id");

CREATE INDEX "ix_import_setting__name__id" ON "import_setting" ("name", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_import_setting__entity_name__id" ON "import_setting" ("entity_name", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_import_setting__mode_code__id" ON "import_setting" ("mode_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_import_setting__folder__id" ON "import_setting" ("folder", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_import_setting__is_active__id" ON "import_setting" ("is_active", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_import_setting__owner_id__id" ON "import_setting" ("owner_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_import_setting__updated_at__id" ON "import_setting" ("updated_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_notification__about_id" ON "notification" ("about_id");

CREATE INDEX "ix_notification__by_id" ON "notification" ("by_id");

CREATE INDEX "ix_notification__owner_id" ON "notification" ("owner_id");

CREATE INDEX "ix_notification__dept_id" ON "notification" ("dept_id");

CREATE INDEX "ix_notification__content__id" ON "notification" ("content", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_notification__kind_code__id" ON "notification" ("kind_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_notification__by_id__id" ON "notification" ("by_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_notification__created_at__id" ON "notification" ("created_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_notification__read_at__id" ON "notification" ("read_at", "id") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "ux_role__label" ON "role" ("label") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "ux_role__role_key" ON "role" ("role_key") WHERE deleted_at IS NULL;

CREATE INDEX "ix_role__label__id" ON "role" ("label", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_role__role_key__id" ON "role" ("role_key", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_role__is_system__id" ON "role" ("is_system", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_role_field__parent_id__position" ON "role_field" ("parent_id", "position");

CREATE INDEX "ix_role_field__access_code" ON "role_field" ("access_code");

CREATE INDEX "ix_role_grant__parent_id__position" ON "role_grant" ("parent_id", "position");

CREATE INDEX "ix_role_grant__action_code" ON "role_grant" ("action_code");

CREATE INDEX "ix_role_grant__scope_code" ON "role_grant" ("scope_code");

CREATE INDEX "ix_saved_view__owner_id" ON "saved_view" ("owner_id");

CREATE INDEX "ix_saved_view__dept_id" ON "saved_view" ("dept_id");

CREATE INDEX "ix_saved_view__name__id" ON "saved_view" ("name", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_saved_view__entity_name__id" ON "saved_view" ("entity_name", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_saved_view__scope_code__id" ON "saved_view" ("scope_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_saved_view__owner_id__id" ON "saved_view" ("owner_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_saved_view__updated_at__id" ON "saved_view" ("updated_at", "id") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "ux_staff__username" ON "staff" ("username") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "ux_staff__job_no" ON "staff" ("job_no") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "ux_staff__email" ON "staff" ("email") WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__dept_id" ON "staff" ("dept_id");

CREATE INDEX "ix_staff__manager_id" ON "staff" ("manager_id");

CREATE INDEX "ix_staff__photo" ON "staff" ("photo");

CREATE INDEX "ix_staff__name__id" ON "staff" ("name", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__username__id" ON "staff" ("username", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__dept_id__id" ON "staff" ("dept_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__job_title__id" ON "staff" ("job_title", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__mobile__id" ON "staff" ("mobile", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__email__id" ON "staff" ("email", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__is_active__id" ON "staff" ("is_active", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__roles__value" ON "staff__roles" ("value");

CREATE UNIQUE INDEX "ux_tag__name" ON "tag" ("name") WHERE deleted_at IS NULL;

CREATE INDEX "ix_tag__name__id" ON "tag" ("name", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_tag__color_code__id" ON "tag" ("color_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_tag__description__id" ON "tag" ("description", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_tag__is_active__id" ON "tag" ("is_active", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_todo__about_id" ON "todo" ("about_id");

CREATE INDEX "ix_todo__owner_id" ON "todo" ("owner_id");

CREATE INDEX "ix_todo__contact_id" ON "todo" ("contact_id");

CREATE INDEX "ix_todo__follow_up_id" ON "todo" ("follow_up_id");

CREATE INDEX "ix_todo__dept_id" ON "todo" ("dept_id");

CREATE INDEX "ix_todo__subject__id" ON "todo" ("subject", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_todo__due_at__id" ON "todo" ("due_at", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_todo__priority_code__id" ON "todo" ("priority_code", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_todo__state__id" ON "todo" ("state", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_todo__owner_id__id" ON "todo" ("owner_id", "id") WHERE deleted_at IS NULL;

CREATE INDEX "ix_todo__tags__value" ON "todo__tags" ("value");
