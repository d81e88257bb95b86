import { Select, Table, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEntities } from '@/api/catalog';
import styles from './people.module.css';
import { EVERY, type GrantLine, useLineChoices, withGrant } from './rules';

interface Props {
  grants: GrantLine[];
  disabled: boolean;
  onChange: (grants: GrantLine[]) => void;
}

interface Row {
  name: string;
  label: string;
  named: boolean;
}

/** Entity × action: how far each reaches. A row without any word of its own follows the first one. */
export function GrantGrid({ grants, disabled, onChange }: Props) {
  const { t } = useTranslation();
  const entities = useEntities();
  const actions = useLineChoices('grants', 'action_code');
  const scopes = useLineChoices('grants', 'scope_code');
  const named = new Set(grants.map((line) => line.entity_name));
  const rows: Row[] = [
    { name: EVERY, label: t('people.every_entity'), named: true },
    ...entities
      .filter((entity) => !entity.line)
      .map((entity) => ({ name: entity.name, label: entity.label, named: named.has(entity.name) })),
  ];
  const scopeOf = (entity: string, action: string) =>
    grants.find((line) => line.entity_name === entity && line.action_code === action)?.scope_code;
  const labelOf = (scope: string | undefined) => scopes.find((choice) => choice.value === scope)?.label;
  const inherited = (row: Row, action: string) =>
    (row.named ? undefined : labelOf(scopeOf(EVERY, action))) ?? t('people.not_granted');
  const columns: TableProps<Row>['columns'] = [
    {
      key: 'entity',
      title: t('people.entity'),
      width: 140,
      fixed: 'left',
      ellipsis: true,
      render: (_value, row) => (row.name === EVERY ? <strong>{row.label}</strong> : row.label),
    },
    ...actions.map((action) => ({
      key: action.value,
      title: action.label,
      width: 108,
      render: (_value: unknown, row: Row) => (
        <Select
          size="small"
          allowClear
          variant="filled"
          style={{ width: '100%' }}
          disabled={disabled}
          aria-label={`${row.label} ${action.label}`}
          placeholder={inherited(row, action.value)}
          options={scopes}
          value={scopeOf(row.name, action.value)}
          popupMatchSelectWidth={false}
          onChange={(scope?: string) => onChange(withGrant(grants, row.name, action.value, scope))}
        />
      ),
    })),
  ];
  return (
    <div className={styles.gridPart}>
      <p className={styles.explain}>{t('people.grants_explain')}</p>
      <Table<Row>
        rowKey="name"
        size="small"
        columns={columns}
        dataSource={rows}
        pagination={false}
        sticky={{ offsetHeader: 52 }}
        scroll={{ x: 140 + actions.length * 108 }}
      />
    </div>
  );
}
