import { Select, Table, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEntities } from '@/api/catalog';
import type { Field } from '@/api/types';
import styles from './people.module.css';
import { type FieldLine, useLineChoices, withFieldRule } from './rules';

interface Props {
  rules: FieldLine[];
  disabled: boolean;
  onChange: (rules: FieldLine[]) => void;
}

/** Field by field: hidden, read only, or (without a rule) as the grants say. */
export function FieldRules({ rules, disabled, onChange }: Props) {
  const { t } = useTranslation();
  const access = useLineChoices('field_rules', 'access_code');
  const choices = useEntities().filter((entity) => !entity.line);
  const [chosen, setChosen] = useState(rules[0]?.entity_name ?? choices[0]?.name ?? '');
  const entity = choices.find(({ name }) => name === chosen);
  const countOf = (name: string) => rules.filter((line) => line.entity_name === name).length;
  const columns: TableProps<Field>['columns'] = [
    { key: 'label', title: t('people.field'), dataIndex: 'label', ellipsis: true },
    {
      key: 'key',
      title: t('people.field_key'),
      width: 220,
      ellipsis: true,
      render: (_value, field) => <code className="ks-muted">{field.key}</code>,
    },
    {
      key: 'access',
      title: t('people.access'),
      width: 180,
      render: (_value, field) => (
        <Select
          size="small"
          allowClear
          variant="filled"
          style={{ width: '100%' }}
          disabled={disabled}
          aria-label={`${field.label} ${t('people.access')}`}
          placeholder={t('people.access_free')}
          options={access}
          value={rules.find((line) => line.entity_name === chosen && line.field_name === field.key)?.access_code}
          onChange={(value?: string) => onChange(withFieldRule(rules, chosen, field.key, value))}
        />
      ),
    },
  ];
  return (
    <div className={styles.gridPart}>
      <div className={styles.picker}>
        <label htmlFor="rule_entity">{t('people.entity')}</label>
        <Select
          id="rule_entity"
          style={{ width: 220 }}
          showSearch={{ optionFilterProp: 'label' }}
          value={chosen}
          options={choices.map(({ name, label }) => ({
            value: name,
            label: countOf(name) > 0 ? t('people.entity_rules', { label, count: countOf(name) }) : label,
          }))}
          onChange={setChosen}
        />
      </div>
      <Table<Field>
        rowKey="key"
        size="small"
        columns={columns}
        dataSource={entity?.fields.filter((field) => !field.system && field.type !== 'id') ?? []}
        pagination={false}
        scroll={{ x: 560, y: 560 }}
      />
    </div>
  );
}
