import { Select, Table, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { fieldsOf } from '@/api/catalog';
import type { Entity, Field, ImportFault, ImportPreview, Rec } from '@/api/types';
import { FieldDisplay } from '@/fields/FieldView';
import styles from './import.module.css';

interface Props {
  entity: Entity;
  file: File;
  preview: ImportPreview;
  /** What the person chose by hand, by header. */
  chosen: Record<string, string | null>;
  busy: boolean;
  onMap: (header: string, field: string | null) => void;
}

type Column = ImportPreview['columns'][number];

/** What becomes of each column: as chosen, else as it was recognised. */
const mappingOf = ({ preview, chosen }: Props): Record<string, string | null> =>
  Object.fromEntries(
    preview.columns.map(({ header, field }) => [header, header in chosen ? (chosen[header] ?? null) : field]),
  );

function Mapping(props: Props) {
  const { entity, preview, chosen, busy, onMap } = props;
  const { t } = useTranslation();
  const mapping = mappingOf(props);
  const taken = new Set(Object.values(mapping).filter(Boolean));
  const keeps = entity.fields.some((field) => field.key === 'import_note');
  const left = (column: Column) => {
    if (column.header in chosen) return t('importing.ignored');
    return column.beside ?? (keeps ? t('importing.kept') : t('importing.ignored'));
  };
  const choices = entity.fields.filter(
    (field) => field.writable || field.type === 'number' || field.type === 'external_refs',
  );
  const columns: TableProps<Column>['columns'] = [
    { key: 'header', title: t('importing.header'), width: 200, ellipsis: true, dataIndex: 'header' },
    {
      key: 'sample',
      title: t('importing.sample'),
      ellipsis: true,
      render: (_value, column) => <span className="ks-muted">{column.sample.join(t('common.list_comma'))}</span>,
    },
    {
      key: 'field',
      title: t('importing.field'),
      width: 260,
      render: (_value, column) => (
        <Select
          style={{ width: '100%' }}
          aria-label={t('importing.field_for', { header: column.header })}
          allowClear
          placeholder={left(column)}
          disabled={busy}
          showSearch={{ optionFilterProp: 'label' }}
          value={mapping[column.header] ?? undefined}
          options={choices.map(({ key, label }) => ({
            value: key,
            label,
            disabled: taken.has(key) && mapping[column.header] !== key,
          }))}
          onChange={(field?: string) => onMap(column.header, field ?? null)}
        />
      ),
    },
  ];
  return (
    <Table<Column>
      rowKey="header"
      size="small"
      columns={columns}
      dataSource={preview.columns}
      pagination={false}
      scroll={{ x: 640, y: 320 }}
    />
  );
}

function Rows({ fields, items }: { fields: Field[]; items: Record<string, unknown>[] }) {
  const columns: TableProps<Rec>['columns'] = fields.map((field) => ({
    key: field.key,
    title: field.label,
    width: 150,
    ellipsis: true,
    render: (_value, item) => <FieldDisplay field={field} value={item[field.key]} record={item} place="cell" />,
  }));
  const rows = items.map((item, index) => ({ ...item, id: String(index), version: 0 }));
  return (
    <Table<Rec>
      rowKey="id"
      size="small"
      columns={columns}
      dataSource={rows}
      pagination={false}
      scroll={{ x: fields.length * 150 }}
    />
  );
}

function Faults({ entity, faults }: { entity: Entity; faults: ImportFault[] }) {
  const { t } = useTranslation();
  const columns: TableProps<ImportFault>['columns'] = [
    { key: 'row', title: t('importing.row'), width: 80, dataIndex: 'row' },
    {
      key: 'field',
      title: t('importing.field'),
      width: 160,
      render: (_value, fault) => entity.fields.find((field) => field.key === fault.field)?.label ?? fault.field ?? '-',
    },
    { key: 'detail', title: t('importing.reason'), dataIndex: 'detail' },
  ];
  return (
    <Table<ImportFault>
      rowKey={(fault) => `${fault.row}${fault.field}${fault.code}`}
      size="small"
      columns={columns}
      dataSource={faults}
      pagination={faults.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
    />
  );
}

/** What each column becomes, how the first rows will look, what will not pass. */
export function ImportCheck(props: Props) {
  const { t } = useTranslation();
  const { entity, file, preview } = props;
  const mapping = mappingOf(props);
  const mapped = fieldsOf(entity, [...new Set(Object.values(mapping).filter((key) => key !== null))]);
  return (
    <>
      <p>
        {t('importing.summary', {
          file: file.name,
          rows: preview.rows,
          columns: preview.columns.length,
          mapped: mapped.length,
        })}
      </p>
      <h3 className={styles.part}>{t('importing.columns')}</h3>
      <Mapping {...props} />
      <h3 className={styles.part}>{t('importing.first_rows')}</h3>
      <Rows fields={mapped} items={preview.items} />
      {preview.faults.length > 0 && (
        <>
          <h3 className={styles.part}>{t('importing.faults', { count: preview.faults.length })}</h3>
          <Faults entity={entity} faults={preview.faults} />
        </>
      )}
      {preview.warnings.length > 0 && (
        <>
          <h3 className={styles.part}>{t('importing.warnings', { count: preview.warnings.length })}</h3>
          <Faults entity={entity} faults={preview.warnings} />
        </>
      )}
    </>
  );
}
