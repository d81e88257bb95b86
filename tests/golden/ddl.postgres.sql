CREATE TABLE "announcement" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "subject" TEXT COLLATE "C",
  "content" TEXT COLLATE "C",
  "published_at" TEXT COLLATE "C",
  "expires_at" TEXT COLLATE "C",
  "is_pinned" BIGINT,
  "audience_dept_id" TEXT COLLATE "C",
  "file" TEXT COLLATE "C",
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "attachment" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "name" TEXT COLLATE "C",
  "file" TEXT COLLATE "C",
  "about_entity" TEXT COLLATE "C",
  "about_id" TEXT COLLATE "C",
  "kind_code" TEXT COLLATE "C",
  "dated_on" TEXT COLLATE "C",
  "expires_on" TEXT COLLATE "C",
  "note" TEXT COLLATE "C",
  "size" BIGINT,
  "content_type" TEXT COLLATE "C",
  "revision_no" BIGINT,
  "uploaded_by" TEXT COLLATE "C",
  "uploaded_at" TEXT COLLATE "C",
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "attachment__tags" (
  "record_id" TEXT COLLATE "C" NOT NULL,
  "value" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  PRIMARY KEY (record_id, value)
);

CREATE TABLE "attachment_revision" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "parent_id" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  "revision_no" BIGINT,
  "name" TEXT COLLATE "C",
  "file" TEXT COLLATE "C",
  "size" BIGINT,
  "content_type" TEXT COLLATE "C",
  "uploaded_by" TEXT COLLATE "C",
  "uploaded_at" TEXT COLLATE "C"
);

CREATE TABLE "comment" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "about_entity" TEXT COLLATE "C",
  "about_id" TEXT COLLATE "C",
  "content" TEXT COLLATE "C",
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "comment__mentions" (
  "record_id" TEXT COLLATE "C" NOT NULL,
  "value" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  PRIMARY KEY (record_id, value)
);

CREATE TABLE "contact" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "name" TEXT COLLATE "C",
  "customer_id" TEXT COLLATE "C",
  "mobile" TEXT COLLATE "C",
  "job_title" TEXT COLLATE "C",
  "class_code" TEXT COLLATE "C",
  "is_primary" BIGINT,
  "gender_code" TEXT COLLATE "C",
  "salutation" TEXT COLLATE "C",
  "english_name" TEXT COLLATE "C",
  "photo" TEXT COLLATE "C",
  "card_image" TEXT COLLATE "C",
  "work_phone" TEXT COLLATE "C",
  "email" TEXT COLLATE "C",
  "wechat" TEXT COLLATE "C",
  "qq" TEXT COLLATE "C",
  "dept_name" TEXT COLLATE "C",
  "parent_contact_id" TEXT COLLATE "C",
  "decision_code" TEXT COLLATE "C",
  "attitude_code" TEXT COLLATE "C",
  "duties" TEXT COLLATE "C",
  "ability" TEXT COLLATE "C",
  "joined_on" TEXT COLLATE "C",
  "is_active" BIGINT,
  "career" TEXT COLLATE "C",
  "birthday_on" TEXT COLLATE "C",
  "is_lunar_birthday" BIGINT,
  "id_number" TEXT COLLATE "C",
  "id_number_bx" TEXT COLLATE "C",
  "ethnicity" TEXT COLLATE "C",
  "native_place" TEXT COLLATE "C",
  "education_code" TEXT COLLATE "C",
  "school" TEXT COLLATE "C",
  "character" TEXT COLLATE "C",
  "hobbies" TEXT COLLATE "C",
  "taboos" TEXT COLLATE "C",
  "habits" TEXT COLLATE "C",
  "family" TEXT COLLATE "C",
  "special_days" TEXT COLLATE "C",
  "home_address" TEXT COLLATE "C",
  "preferred_contact_code" TEXT COLLATE "C",
  "good_time" TEXT COLLATE "C",
  "is_no_disturb" BIGINT,
  "note" TEXT COLLATE "C",
  "last_follow_at" TEXT COLLATE "C",
  "follow_up_count" BIGINT,
  "contact_no" TEXT COLLATE "C",
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "contact__tags" (
  "record_id" TEXT COLLATE "C" NOT NULL,
  "value" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  PRIMARY KEY (record_id, value)
);

CREATE TABLE "contact_relation" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "parent_id" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  "name" TEXT COLLATE "C",
  "relation_code" TEXT COLLATE "C",
  "other_contact_id" TEXT COLLATE "C",
  "mobile" TEXT COLLATE "C",
  "note" TEXT COLLATE "C"
);

CREATE TABLE "customer" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "name" TEXT COLLATE "C",
  "kind_code" TEXT COLLATE "C",
  "state" TEXT COLLATE "C",
  "alias" TEXT COLLATE "C",
  "english_name" TEXT COLLATE "C",
  "legacy_no" TEXT COLLATE "C",
  "customer_grade" TEXT COLLATE "C",
  "source_code" TEXT COLLATE "C",
  "industry_code" TEXT COLLATE "C",
  "owner_id" TEXT COLLATE "C",
  "is_strategic" BIGINT,
  "is_key" BIGINT,
  "opened_on" TEXT COLLATE "C",
  "logo" TEXT COLLATE "C",
  "contact_name" TEXT COLLATE "C",
  "phone" TEXT COLLATE "C",
  "email" TEXT COLLATE "C",
  "website" TEXT COLLATE "C",
  "fax" TEXT COLLATE "C",
  "wechat" TEXT COLLATE "C",
  "region_code" TEXT COLLATE "C",
  "sales_region_code" TEXT COLLATE "C",
  "address" TEXT COLLATE "C",
  "postcode" TEXT COLLATE "C",
  "geo_point" TEXT COLLATE "C",
  "uscc" TEXT COLLATE "C",
  "legal_rep" TEXT COLLATE "C",
  "manager_name" TEXT COLLATE "C",
  "legal_rep_note" TEXT COLLATE "C",
  "registered_address" TEXT COLLATE "C",
  "registered_capital" BIGINT,
  "capital_currency_code" TEXT COLLATE "C",
  "founded_on" TEXT COLLATE "C",
  "ownership_code" TEXT COLLATE "C",
  "org_form_code" TEXT COLLATE "C",
  "registration_code" TEXT COLLATE "C",
  "staff_size_code" TEXT COLLATE "C",
  "listing_code" TEXT COLLATE "C",
  "stock_code" TEXT COLLATE "C",
  "business_scope" TEXT COLLATE "C",
  "parent_customer_id" TEXT COLLATE "C",
  "group_customer_id" TEXT COLLATE "C",
  "gender_code" TEXT COLLATE "C",
  "birthday_on" TEXT COLLATE "C",
  "id_kind_code" TEXT COLLATE "C",
  "id_number" TEXT COLLATE "C",
  "id_number_bx" TEXT COLLATE "C",
  "other_id_no" TEXT COLLATE "C",
  "other_id_no_bx" TEXT COLLATE "C",
  "ethnicity" TEXT COLLATE "C",
  "native_place" TEXT COLLATE "C",
  "education_code" TEXT COLLATE "C",
  "occupation" TEXT COLLATE "C",
  "household_head" TEXT COLLATE "C",
  "member_count" BIGINT,
  "tax_no" TEXT COLLATE "C",
  "taxpayer_code" TEXT COLLATE "C",
  "invoice_title" TEXT COLLATE "C",
  "invoice_address" TEXT COLLATE "C",
  "bank_name" TEXT COLLATE "C",
  "bank_account" TEXT COLLATE "C",
  "bank_account_bx" TEXT COLLATE "C",
  "assets" BIGINT,
  "annual_revenue" BIGINT,
  "currency_code" TEXT COLLATE "C",
  "credit_grade" TEXT COLLATE "C",
  "credit_limit" BIGINT,
  "payment_term" BIGINT,
  "payment_cycle_code" TEXT COLLATE "C",
  "credit_note" TEXT COLLATE "C",
  "category_code" TEXT COLLATE "C",
  "first_deal_on" TEXT COLLATE "C",
  "shipping_code" TEXT COLLATE "C",
  "service_area" TEXT COLLATE "C",
  "sales_ability_code" TEXT COLLATE "C",
  "potential_code" TEXT COLLATE "C",
  "business_policy" TEXT COLLATE "C",
  "development_plan" TEXT COLLATE "C",
  "competitor_note" TEXT COLLATE "C",
  "attitude_code" TEXT COLLATE "C",
  "satisfaction_code" TEXT COLLATE "C",
  "loyalty_code" TEXT COLLATE "C",
  "churn_reason" TEXT COLLATE "C",
  "preferred_contact_code" TEXT COLLATE "C",
  "language_code" TEXT COLLATE "C",
  "anniversary_on" TEXT COLLATE "C",
  "hobbies" TEXT COLLATE "C",
  "taboos" TEXT COLLATE "C",
  "is_no_disturb" BIGINT,
  "secrecy_code" TEXT COLLATE "C",
  "note" TEXT COLLATE "C",
  "import_note" TEXT COLLATE "C",
  "contact_count" BIGINT,
  "follow_up_count" BIGINT,
  "last_follow_at" TEXT COLLATE "C",
  "next_follow_at" TEXT COLLATE "C",
  "open_todo_count" BIGINT,
  "customer_no" TEXT COLLATE "C",
  "dept_id" TEXT COLLATE "C",
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "customer__hot_spots" (
  "record_id" TEXT COLLATE "C" NOT NULL,
  "value" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  PRIMARY KEY (record_id, value)
);

CREATE TABLE "customer__tags" (
  "record_id" TEXT COLLATE "C" NOT NULL,
  "value" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  PRIMARY KEY (record_id, value)
);

CREATE TABLE "customer_link" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "customer_id" TEXT COLLATE "C",
  "relation_code" TEXT COLLATE "C",
  "other_customer_id" TEXT COLLATE "C",
  "share_rate" BIGINT,
  "person" TEXT COLLATE "C",
  "since_on" TEXT COLLATE "C",
  "until_on" TEXT COLLATE "C",
  "evidence" TEXT COLLATE "C",
  "note" TEXT COLLATE "C",
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "customer_shareholder" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "parent_id" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  "name" TEXT COLLATE "C",
  "kind_code" TEXT COLLATE "C",
  "holder_customer_id" TEXT COLLATE "C",
  "share_rate" BIGINT,
  "amount" BIGINT,
  "since_on" TEXT COLLATE "C"
);

CREATE TABLE "dept" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "name" TEXT COLLATE "C",
  "code" TEXT COLLATE "C",
  "parent_dept_id" TEXT COLLATE "C",
  "manager_id" TEXT COLLATE "C",
  "phone" TEXT COLLATE "C",
  "region_code" TEXT COLLATE "C",
  "address" TEXT COLLATE "C",
  "position" BIGINT,
  "is_active" BIGINT,
  "note" TEXT COLLATE "C",
  "staff_count" BIGINT,
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "dictionary" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "dict_key" TEXT COLLATE "C",
  "name" TEXT COLLATE "C",
  "english_name" TEXT COLLATE "C",
  "is_tree" BIGINT,
  "source" TEXT COLLATE "C",
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "dictionary_item" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "parent_id" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  "item_code" TEXT COLLATE "C",
  "zh" TEXT COLLATE "C",
  "en" TEXT COLLATE "C",
  "parent_code" TEXT COLLATE "C",
  "color_code" TEXT COLLATE "C",
  "is_active" BIGINT
);

CREATE TABLE "follow_up" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "about_entity" TEXT COLLATE "C",
  "about_id" TEXT COLLATE "C",
  "summary" TEXT COLLATE "C",
  "kind_code" TEXT COLLATE "C",
  "next_at" TEXT COLLATE "C",
  "happened_at" TEXT COLLATE "C",
  "content" TEXT COLLATE "C",
  "contact_id" TEXT COLLATE "C",
  "owner_id" TEXT COLLATE "C",
  "duration" TEXT COLLATE "C",
  "result_code" TEXT COLLATE "C",
  "attitude_code" TEXT COLLATE "C",
  "needs" TEXT COLLATE "C",
  "next_step" TEXT COLLATE "C",
  "geo_point" TEXT COLLATE "C",
  "place" TEXT COLLATE "C",
  "photo" TEXT COLLATE "C",
  "follow_up_no" TEXT COLLATE "C",
  "dept_id" TEXT COLLATE "C",
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "follow_up__tags" (
  "record_id" TEXT COLLATE "C" NOT NULL,
  "value" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  PRIMARY KEY (record_id, value)
);

CREATE TABLE "import_setting" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "name" TEXT COLLATE "C",
  "entity_name" TEXT COLLATE "C",
  "mode_code" TEXT COLLATE "C",
  "definition" TEXT COLLATE "C",
  "folder" TEXT COLLATE "C",
  "is_active" BIGINT,
  "note" TEXT COLLATE "C",
  "owner_id" TEXT COLLATE "C",
  "dept_id" TEXT COLLATE "C",
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "notification" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "content" TEXT COLLATE "C",
  "kind_code" TEXT COLLATE "C",
  "about_entity" TEXT COLLATE "C",
  "about_id" TEXT COLLATE "C",
  "job" TEXT COLLATE "C",
  "rows_of" TEXT COLLATE "C",
  "rows_filter" TEXT COLLATE "C",
  "by_id" TEXT COLLATE "C",
  "owner_id" TEXT COLLATE "C",
  "read_at" TEXT COLLATE "C",
  "dept_id" TEXT COLLATE "C",
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "role" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "label" TEXT COLLATE "C",
  "role_key" TEXT COLLATE "C",
  "description" TEXT COLLATE "C",
  "needs_second_factor" BIGINT,
  "is_system" BIGINT,
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "role_field" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "parent_id" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  "entity_name" TEXT COLLATE "C",
  "field_name" TEXT COLLATE "C",
  "access_code" TEXT COLLATE "C"
);

CREATE TABLE "role_grant" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "parent_id" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  "entity_name" TEXT COLLATE "C",
  "action_code" TEXT COLLATE "C",
  "scope_code" TEXT COLLATE "C"
);

CREATE TABLE "saved_view" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "name" TEXT COLLATE "C",
  "entity_name" TEXT COLLATE "C",
  "scope_code" TEXT COLLATE "C",
  "definition" TEXT COLLATE "C",
  "is_default" BIGINT,
  "position" BIGINT,
  "owner_id" TEXT COLLATE "C",
  "dept_id" TEXT COLLATE "C",
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "staff" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "username" TEXT COLLATE "C",
  "name" TEXT COLLATE "C",
  "job_no" TEXT COLLATE "C",
  "mobile" TEXT COLLATE "C",
  "email" TEXT COLLATE "C",
  "dept_id" TEXT COLLATE "C",
  "job_title" TEXT COLLATE "C",
  "manager_id" TEXT COLLATE "C",
  "locale_code" TEXT COLLATE "C",
  "is_active" BIGINT,
  "hired_on" TEXT COLLATE "C",
  "left_on" TEXT COLLATE "C",
  "photo" TEXT COLLATE "C",
  "signature" TEXT COLLATE "C",
  "quiet_from" TEXT COLLATE "C",
  "quiet_until" TEXT COLLATE "C",
  "digest_time" TEXT COLLATE "C",
  "has_keys" BIGINT,
  "note" TEXT COLLATE "C",
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "staff__roles" (
  "record_id" TEXT COLLATE "C" NOT NULL,
  "value" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  PRIMARY KEY (record_id, value)
);

CREATE TABLE "tag" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "name" TEXT COLLATE "C",
  "color_code" TEXT COLLATE "C",
  "description" TEXT COLLATE "C",
  "is_active" BIGINT,
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "todo" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "subject" TEXT COLLATE "C",
  "about_entity" TEXT COLLATE "C",
  "about_id" TEXT COLLATE "C",
  "due_at" TEXT COLLATE "C",
  "state" TEXT COLLATE "C",
  "owner_id" TEXT COLLATE "C",
  "priority_code" TEXT COLLATE "C",
  "contact_id" TEXT COLLATE "C",
  "follow_up_id" TEXT COLLATE "C",
  "content" TEXT COLLATE "C",
  "remind_at" TEXT COLLATE "C",
  "done_at" TEXT COLLATE "C",
  "result" TEXT COLLATE "C",
  "dept_id" TEXT COLLATE "C",
  "created_at" TEXT COLLATE "C",
  "created_by" TEXT COLLATE "C",
  "updated_at" TEXT COLLATE "C",
  "updated_by" TEXT COLLATE "C",
  "deleted_at" TEXT COLLATE "C",
  "deleted_by" TEXT COLLATE "C"
);

CREATE TABLE "todo__tags" (
  "record_id" TEXT COLLATE "C" NOT NULL,
  "value" TEXT COLLATE "C" NOT NULL,
  "position" BIGINT NOT NULL,
  PRIMARY KEY (record_id, value)
);

ALTER TABLE "announcement" ADD CONSTRAINT "fk_announcement__audience_dept_id" FOREIGN KEY ("audience_dept_id") REFERENCES "dept"(id);

ALTER TABLE "attachment" ADD CONSTRAINT "fk_attachment__uploaded_by" FOREIGN KEY ("uploaded_by") REFERENCES "staff"(id);

ALTER TABLE "attachment__tags" ADD CONSTRAINT "fk_attachment__tags__record_id" FOREIGN KEY ("record_id") REFERENCES "attachment"(id);

ALTER TABLE "attachment_revision" ADD CONSTRAINT "fk_attachment_revision__parent_id" FOREIGN KEY ("parent_id") REFERENCES "attachment"(id);

ALTER TABLE "attachment_revision" ADD CONSTRAINT "fk_attachment_revision__uploaded_by" FOREIGN KEY ("uploaded_by") REFERENCES "staff"(id);

ALTER TABLE "comment__mentions" ADD CONSTRAINT "fk_comment__mentions__record_id" FOREIGN KEY ("record_id") REFERENCES "comment"(id);

ALTER TABLE "comment__mentions" ADD CONSTRAINT "fk_comment__mentions__value" FOREIGN KEY ("value") REFERENCES "staff"(id);

ALTER TABLE "contact" ADD CONSTRAINT "fk_contact__customer_id" FOREIGN KEY ("customer_id") REFERENCES "customer"(id);

ALTER TABLE "contact" ADD CONSTRAINT "fk_contact__parent_contact_id" FOREIGN KEY ("parent_contact_id") REFERENCES "contact"(id);

ALTER TABLE "contact__tags" ADD CONSTRAINT "fk_contact__tags__record_id" FOREIGN KEY ("record_id") REFERENCES "contact"(id);

ALTER TABLE "contact_relation" ADD CONSTRAINT "fk_contact_relation__parent_id" FOREIGN KEY ("parent_id") REFERENCES "contact"(id);

ALTER TABLE "contact_relation" ADD CONSTRAINT "fk_contact_relation__other_contact_id" FOREIGN KEY ("other_contact_id") REFERENCES "contact"(id);

ALTER TABLE "customer" ADD CONSTRAINT "fk_customer__owner_id" FOREIGN KEY ("owner_id") REFERENCES "staff"(id);

ALTER TABLE "customer" ADD CONSTRAINT "fk_customer__parent_customer_id" FOREIGN KEY ("parent_customer_id") REFERENCES "customer"(id);

ALTER TABLE "customer" ADD CONSTRAINT "fk_customer__group_customer_id" FOREIGN KEY ("group_customer_id") REFERENCES "customer"(id);

ALTER TABLE "customer" ADD CONSTRAINT "fk_customer__dept_id" FOREIGN KEY ("dept_id") REFERENCES "dept"(id);

ALTER TABLE "customer__hot_spots" ADD CONSTRAINT "fk_customer__hot_spots__record_id" FOREIGN KEY ("record_id") REFERENCES "customer"(id);

ALTER TABLE "customer__tags" ADD CONSTRAINT "fk_customer__tags__record_id" FOREIGN KEY ("record_id") REFERENCES "customer"(id);

ALTER TABLE "customer_link" ADD CONSTRAINT "fk_customer_link__customer_id" FOREIGN KEY ("customer_id") REFERENCES "customer"(id);

ALTER TABLE "customer_link" ADD CONSTRAINT "fk_customer_link__other_customer_id" FOREIGN KEY ("other_customer_id") REFERENCES "customer"(id);

ALTER TABLE "customer_shareholder" ADD CONSTRAINT "fk_customer_shareholder__parent_id" FOREIGN KEY ("parent_id") REFERENCES "customer"(id);

ALTER TABLE "customer_shareholder" ADD CONSTRAINT "fk_customer_shareholder__holder_customer_id" FOREIGN KEY ("holder_customer_id") REFERENCES "customer"(id);

ALTER TABLE "dept" ADD CONSTRAINT "fk_dept__parent_dept_id" FOREIGN KEY ("parent_dept_id") REFERENCES "dept"(id);

ALTER TABLE "dept" ADD CONSTRAINT "fk_dept__manager_id" FOREIGN KEY ("manager_id") REFERENCES "staff"(id);

ALTER TABLE "dictionary_item" ADD CONSTRAINT "fk_dictionary_item__parent_id" FOREIGN KEY ("parent_id") REFERENCES "dictionary"(id);

ALTER TABLE "follow_up" ADD CONSTRAINT "fk_follow_up__contact_id" FOREIGN KEY ("contact_id") REFERENCES "contact"(id);

ALTER TABLE "follow_up" ADD CONSTRAINT "fk_follow_up__owner_id" FOREIGN KEY ("owner_id") REFERENCES "staff"(id);

ALTER TABLE "follow_up" ADD CONSTRAINT "fk_follow_up__dept_id" FOREIGN KEY ("dept_id") REFERENCES "dept"(id);

ALTER TABLE "follow_up__tags" ADD CONSTRAINT "fk_follow_up__tags__record_id" FOREIGN KEY ("record_id") REFERENCES "follow_up"(id);

ALTER TABLE "import_setting" ADD CONSTRAINT "fk_import_setting__owner_id" FOREIGN KEY ("owner_id") REFERENCES "staff"(id);

ALTER TABLE "import_setting" ADD CONSTRAINT "fk_import_setting__dept_id" FOREIGN KEY ("dept_id") REFERENCES "dept"(id);

ALTER TABLE "notification" ADD CONSTRAINT "fk_notification__by_id" FOREIGN KEY ("by_id") REFERENCES "staff"(id);

ALTER TABLE "notification" ADD CONSTRAINT "fk_notification__owner_id" FOREIGN KEY ("owner_id") REFERENCES "staff"(id);

ALTER TABLE "notification" ADD CONSTRAINT "fk_notification__dept_id" FOREIGN KEY ("dept_id") REFERENCES "dept"(id);

ALTER TABLE "role_field" ADD CONSTRAINT "fk_role_field__parent_id" FOREIGN KEY ("parent_id") REFERENCES "role"(id);

ALTER TABLE "role_grant" ADD CONSTRAINT "fk_role_grant__parent_id" FOREIGN KEY ("parent_id") REFERENCES "role"(id);

ALTER TABLE "saved_view" ADD CONSTRAINT "fk_saved_view__owner_id" FOREIGN KEY ("owner_id") REFERENCES "staff"(id);

ALTER TABLE "saved_view" ADD CONSTRAINT "fk_saved_view__dept_id" FOREIGN KEY ("dept_id") REFERENCES "dept"(id);

ALTER TABLE "staff" ADD CONSTRAINT "fk_staff__dept_id" FOREIGN KEY ("dept_id") REFERENCES "dept"(id);

ALTER TABLE "staff" ADD CONSTRAINT "fk_staff__manager_id" FOREIGN KEY ("manager_id") REFERENCES "staff"(id);

ALTER TABLE "staff__roles" ADD CONSTRAINT "fk_staff__roles__record_id" FOREIGN KEY ("record_id") REFERENCES "staff"(id);

ALTER TABLE "staff__roles" ADD CONSTRAINT "fk_staff__roles__value" FOREIGN KEY ("value") REFERENCES "role"(id);

ALTER TABLE "todo" ADD CONSTRAINT "fk_todo__owner_id" FOREIGN KEY ("owner_id") REFERENCES "staff"(id);

ALTER TABLE "todo" ADD CONSTRAINT "fk_todo__contact_id" FOREIGN KEY ("contact_id") REFERENCES "contact"(id);

ALTER TABLE "todo" ADD CONSTRAINT "fk_todo__follow_up_id" FOREIGN KEY ("follow_up_id") REFERENCES "follow_up"(id);

ALTER TABLE "todo" ADD CONSTRAINT "fk_todo__dept_id" FOREIGN KEY ("dept_id") REFERENCES "dept"(id);

ALTER TABLE "todo__tags" ADD CONSTRAINT "fk_todo__tags__record_id" FOREIGN KEY ("record_id") REFERENCES "todo"(id);

CREATE INDEX "ix_announcement__audience_dept_id" ON "announcement" ("audience_dept_id" NULLS FIRST);

CREATE INDEX "ix_announcement__file" ON "announcement" ("file" NULLS FIRST);

CREATE INDEX "ix_announcement__subject__id" ON "announcement" ("subject" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_announcement__audience_dept_id__id" ON "announcement" ("audience_dept_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_announcement__published_at__id" ON "announcement" ("published_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_announcement__expires_at__id" ON "announcement" ("expires_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_announcement__is_pinned__id" ON "announcement" ("is_pinned" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__file" ON "attachment" ("file" NULLS FIRST);

CREATE INDEX "ix_attachment__about_id" ON "attachment" ("about_id" NULLS FIRST);

CREATE INDEX "ix_attachment__uploaded_by" ON "attachment" ("uploaded_by" NULLS FIRST);

CREATE INDEX "ix_attachment__name__id" ON "attachment" ("name" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__kind_code__id" ON "attachment" ("kind_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__revision_no__id" ON "attachment" ("revision_no" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__expires_on__id" ON "attachment" ("expires_on" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__uploaded_by__id" ON "attachment" ("uploaded_by" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__uploaded_at__id" ON "attachment" ("uploaded_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__created_at__id" ON "attachment" ("created_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_attachment__tags__value" ON "attachment__tags" ("value" NULLS FIRST);

CREATE INDEX "ix_attachment_revision__parent_id__position" ON "attachment_revision" ("parent_id" NULLS FIRST, "position" NULLS FIRST);

CREATE INDEX "ix_attachment_revision__file" ON "attachment_revision" ("file" NULLS FIRST);

CREATE INDEX "ix_attachment_revision__uploaded_by" ON "attachment_revision" ("uploaded_by" NULLS FIRST);

CREATE INDEX "ix_comment__about_id" ON "comment" ("about_id" NULLS FIRST);

CREATE INDEX "ix_comment__created_by__id" ON "comment" ("created_by" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_comment__created_at__id" ON "comment" ("created_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_comment__mentions__value" ON "comment__mentions" ("value" NULLS FIRST);

CREATE INDEX "ix_contact__customer_id" ON "contact" ("customer_id" NULLS FIRST);

CREATE INDEX "ix_contact__photo" ON "contact" ("photo" NULLS FIRST);

CREATE INDEX "ix_contact__card_image" ON "contact" ("card_image" NULLS FIRST);

CREATE INDEX "ix_contact__parent_contact_id" ON "contact" ("parent_contact_id" NULLS FIRST);

CREATE INDEX "ix_contact__id_number_bx" ON "contact" ("id_number_bx" NULLS FIRST);

CREATE UNIQUE INDEX "ux_contact__contact_no" ON "contact" ("contact_no") WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__name__id" ON "contact" ("name" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__customer_id__id" ON "contact" ("customer_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__job_title__id" ON "contact" ("job_title" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__class_code__id" ON "contact" ("class_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__mobile__id" ON "contact" ("mobile" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__email__id" ON "contact" ("email" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__decision_code__id" ON "contact" ("decision_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__is_primary__id" ON "contact" ("is_primary" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__last_follow_at__id" ON "contact" ("last_follow_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__created_at__id" ON "contact" ("created_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_contact__tags__value" ON "contact__tags" ("value" NULLS FIRST);

CREATE INDEX "ix_contact_relation__parent_id__position" ON "contact_relation" ("parent_id" NULLS FIRST, "position" NULLS FIRST);

CREATE INDEX "ix_contact_relation__relation_code" ON "contact_relation" ("relation_code" NULLS FIRST);

CREATE INDEX "ix_contact_relation__other_contact_id" ON "contact_relation" ("other_contact_id" NULLS FIRST);

CREATE INDEX "ix_customer__source_code" ON "customer" ("source_code" NULLS FIRST);

CREATE INDEX "ix_customer__owner_id" ON "customer" ("owner_id" NULLS FIRST);

CREATE INDEX "ix_customer__logo" ON "customer" ("logo" NULLS FIRST);

CREATE INDEX "ix_customer__sales_region_code" ON "customer" ("sales_region_code" NULLS FIRST);

CREATE INDEX "ix_customer__uscc" ON "customer" ("uscc" NULLS FIRST);

CREATE INDEX "ix_customer__parent_customer_id" ON "customer" ("parent_customer_id" NULLS FIRST);

CREATE INDEX "ix_customer__group_customer_id" ON "customer" ("group_customer_id" NULLS FIRST);

CREATE INDEX "ix_customer__id_number_bx" ON "customer" ("id_number_bx" NULLS FIRST);

CREATE INDEX "ix_customer__other_id_no_bx" ON "customer" ("other_id_no_bx" NULLS FIRST);

CREATE INDEX "ix_customer__bank_account_bx" ON "customer" ("bank_account_bx" NULLS FIRST);

CREATE INDEX "ix_customer__category_code" ON "customer" ("category_code" NULLS FIRST);

CREATE UNIQUE INDEX "ux_customer__customer_no" ON "customer" ("customer_no") WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__dept_id" ON "customer" ("dept_id" NULLS FIRST);

CREATE INDEX "ix_customer__sales_region_code__industry_code__name__id" ON "customer" ("sales_region_code" NULLS FIRST, "industry_code" NULLS FIRST, "name" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__customer_no__id" ON "customer" ("sales_region_code" NULLS FIRST, "industry_code" NULLS FIRST, "customer_no" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__state__id" ON "customer" ("sales_region_code" NULLS FIRST, "industry_code" NULLS FIRST, "state" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__custome_08724fef" ON "customer" ("sales_region_code" NULLS FIRST, "industry_code" NULLS FIRST, "customer_grade" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__kind_code__id" ON "customer" ("sales_region_code" NULLS FIRST, "industry_code" NULLS FIRST, "kind_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__id" ON "customer" ("sales_region_code" NULLS FIRST, "industry_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__region_code__id" ON "customer" ("sales_region_code" NULLS FIRST, "industry_code" NULLS FIRST, "region_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__phone__id" ON "customer" ("sales_region_code" NULLS FIRST, "industry_code" NULLS FIRST, "phone" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__owner_id__id" ON "customer" ("sales_region_code" NULLS FIRST, "industry_code" NULLS FIRST, "owner_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__last_fo_0f94b5f6" ON "customer" ("sales_region_code" NULLS FIRST, "industry_code" NULLS FIRST, "last_follow_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__sales_region_code__industry_code__updated_at__id" ON "customer" ("sales_region_code" NULLS FIRST, "industry_code" NULLS FIRST, "updated_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__name__id" ON "customer" ("name" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__customer_no__id" ON "customer" ("customer_no" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__state__id" ON "customer" ("state" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__customer_grade__id" ON "customer" ("customer_grade" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__kind_code__id" ON "customer" ("kind_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__industry_code__id" ON "customer" ("industry_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__region_code__id" ON "customer" ("region_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__phone__id" ON "customer" ("phone" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__owner_id__id" ON "customer" ("owner_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__last_follow_at__id" ON "customer" ("last_follow_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__updated_at__id" ON "customer" ("updated_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer__hot_spots__value" ON "customer__hot_spots" ("value" NULLS FIRST);

CREATE INDEX "ix_customer__tags__value" ON "customer__tags" ("value" NULLS FIRST);

CREATE INDEX "ix_customer_link__customer_id" ON "customer_link" ("customer_id" NULLS FIRST);

CREATE INDEX "ix_customer_link__other_customer_id" ON "customer_link" ("other_customer_id" NULLS FIRST);

CREATE INDEX "ix_customer_link__customer_id__id" ON "customer_link" ("customer_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_link__relation_code__id" ON "customer_link" ("relation_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_link__other_customer_id__id" ON "customer_link" ("other_customer_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_link__share_rate__id" ON "customer_link" ("share_rate" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_link__since_on__id" ON "customer_link" ("since_on" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_link__note__id" ON "customer_link" ("note" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_link__created_at__id" ON "customer_link" ("created_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_customer_shareholder__parent_id__position" ON "customer_shareholder" ("parent_id" NULLS FIRST, "position" NULLS FIRST);

CREATE INDEX "ix_customer_shareholder__kind_code" ON "customer_shareholder" ("kind_code" NULLS FIRST);

CREATE INDEX "ix_customer_shareholder__holder_customer_id" ON "customer_shareholder" ("holder_customer_id" NULLS FIRST);

CREATE UNIQUE INDEX "ux_dept__code" ON "dept" ("code") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__parent_dept_id" ON "dept" ("parent_dept_id" NULLS FIRST);

CREATE INDEX "ix_dept__manager_id" ON "dept" ("manager_id" NULLS FIRST);

CREATE INDEX "ix_dept__name__id" ON "dept" ("name" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__code__id" ON "dept" ("code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__parent_dept_id__id" ON "dept" ("parent_dept_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__manager_id__id" ON "dept" ("manager_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__phone__id" ON "dept" ("phone" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__staff_count__id" ON "dept" ("staff_count" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__is_active__id" ON "dept" ("is_active" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_dept__position__id" ON "dept" ("position" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "ux_dictionary__dict_key" ON "dictionary" ("dict_key") WHERE deleted_at IS NULL;

CREATE INDEX "ix_dictionary__name__id" ON "dictionary" ("name" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_dictionary__dict_key__id" ON "dictionary" ("dict_key" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_dictionary__is_tree__id" ON "dictionary" ("is_tree" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_dictionary__source__id" ON "dictionary" ("source" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_dictionary_item__parent_id__position" ON "dictionary_item" ("parent_id" NULLS FIRST, "position" NULLS FIRST);

CREATE INDEX "ix_follow_up__about_id" ON "follow_up" ("about_id" NULLS FIRST);

CREATE INDEX "ix_follow_up__contact_id" ON "follow_up" ("contact_id" NULLS FIRST);

CREATE INDEX "ix_follow_up__owner_id" ON "follow_up" ("owner_id" NULLS FIRST);

CREATE INDEX "ix_follow_up__photo" ON "follow_up" ("photo" NULLS FIRST);

CREATE UNIQUE INDEX "ux_follow_up__follow_up_no" ON "follow_up" ("follow_up_no") WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__dept_id" ON "follow_up" ("dept_id" NULLS FIRST);

CREATE INDEX "ix_follow_up__happened_at__id" ON "follow_up" ("happened_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__kind_code__id" ON "follow_up" ("kind_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__summary__id" ON "follow_up" ("summary" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__contact_id__id" ON "follow_up" ("contact_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__result_code__id" ON "follow_up" ("result_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__next_at__id" ON "follow_up" ("next_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__owner_id__id" ON "follow_up" ("owner_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_follow_up__tags__value" ON "follow_up__tags" ("value" NULLS FIRST);

CREATE INDEX "ix_import_setting__owner_id" ON "import_setting" ("owner_id" NULLS FIRST);

CREATE INDEX "ix_import_setting__dept_id" ON "import_setting" ("dept_id" NULLS FIRST);

CREATE INDEX "ix_import_setting__name__id" ON "import_setting" ("name" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_import_setting__entity_name__id" ON "import_setting" ("entity_name" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_import_setting__mode_code__id" ON "import_setting" ("mode_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_import_setting__folder__id" ON "import_setting" ("folder" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_import_setting__is_active__id" ON "import_setting" ("is_active" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_import_setting__owner_id__id" ON "import_setting" ("owner_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_import_setting__updated_at__id" ON "import_setting" ("updated_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_notification__about_id" ON "notification" ("about_id" NULLS FIRST);

CREATE INDEX "ix_notification__by_id" ON "notification" ("by_id" NULLS FIRST);

CREATE INDEX "ix_notification__owner_id" ON "notification" ("owner_id" NULLS FIRST);

CREATE INDEX "ix_notification__dept_id" ON "notification" ("dept_id" NULLS FIRST);

CREATE INDEX "ix_notification__content__id" ON "notification" ("content" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_notification__kind_code__id" ON "notification" ("kind_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_notification__by_id__id" ON "notification" ("by_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_notification__created_at__id" ON "notification" ("created_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_notification__read_at__id" ON "notification" ("read_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "ux_role__label" ON "role" ("label") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "ux_role__role_key" ON "role" ("role_key") WHERE deleted_at IS NULL;

CREATE INDEX "ix_role__label__id" ON "role" ("label" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_role__role_key__id" ON "role" ("role_key" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_role__is_system__id" ON "role" ("is_system" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_role_field__parent_id__position" ON "role_field" ("parent_id" NULLS FIRST, "position" NULLS FIRST);

CREATE INDEX "ix_role_field__access_code" ON "role_field" ("access_code" NULLS FIRST);

CREATE INDEX "ix_role_grant__parent_id__position" ON "role_grant" ("parent_id" NULLS FIRST, "position" NULLS FIRST);

CREATE INDEX "ix_role_grant__action_code" ON "role_grant" ("action_code" NULLS FIRST);

CREATE INDEX "ix_role_grant__scope_code" ON "role_grant" ("scope_code" NULLS FIRST);

CREATE INDEX "ix_saved_view__owner_id" ON "saved_view" ("owner_id" NULLS FIRST);

CREATE INDEX "ix_saved_view__dept_id" ON "saved_view" ("dept_id" NULLS FIRST);

CREATE INDEX "ix_saved_view__name__id" ON "saved_view" ("name" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_saved_view__entity_name__id" ON "saved_view" ("entity_name" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_saved_view__scope_code__id" ON "saved_view" ("scope_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_saved_view__owner_id__id" ON "saved_view" ("owner_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_saved_view__updated_at__id" ON "saved_view" ("updated_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "ux_staff__username" ON "staff" ("username") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "ux_staff__job_no" ON "staff" ("job_no") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "ux_staff__email" ON "staff" ("email") WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__dept_id" ON "staff" ("dept_id" NULLS FIRST);

CREATE INDEX "ix_staff__manager_id" ON "staff" ("manager_id" NULLS FIRST);

CREATE INDEX "ix_staff__photo" ON "staff" ("photo" NULLS FIRST);

CREATE INDEX "ix_staff__name__id" ON "staff" ("name" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__username__id" ON "staff" ("username" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__dept_id__id" ON "staff" ("dept_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__job_title__id" ON "staff" ("job_title" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__mobile__id" ON "staff" ("mobile" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__email__id" ON "staff" ("email" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__is_active__id" ON "staff" ("is_active" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_staff__roles__value" ON "staff__roles" ("value" NULLS FIRST);

CREATE UNIQUE INDEX "ux_tag__name" ON "tag" ("name") WHERE deleted_at IS NULL;

CREATE INDEX "ix_tag__name__id" ON "tag" ("name" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_tag__color_code__id" ON "tag" ("color_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_tag__description__id" ON "tag" ("description" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_tag__is_active__id" ON "tag" ("is_active" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_todo__about_id" ON "todo" ("about_id" NULLS FIRST);

CREATE INDEX "ix_todo__owner_id" ON "todo" ("owner_id" NULLS FIRST);

CREATE INDEX "ix_todo__contact_id" ON "todo" ("contact_id" NULLS FIRST);

CREATE INDEX "ix_todo__follow_up_id" ON "todo" ("follow_up_id" NULLS FIRST);

CREATE INDEX "ix_todo__dept_id" ON "todo" ("dept_id" NULLS FIRST);

CREATE INDEX "ix_todo__subject__id" ON "todo" ("subject" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_todo__due_at__id" ON "todo" ("due_at" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_todo__priority_code__id" ON "todo" ("priority_code" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_todo__state__id" ON "todo" ("state" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_todo__owner_id__id" ON "todo" ("owner_id" NULLS FIRST, "id" NULLS FIRST) WHERE deleted_at IS NULL;

CREATE INDEX "ix_todo__tags__value" ON "todo__tags" ("value" NULLS FIRST);
