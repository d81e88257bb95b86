import { HistoryOutlined } from '@ant-design/icons';
import { Select, Table, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { fieldsOf } from '@/api/catalog';
import type { Cells, ImportPreview, Meaning, Meanings, UnknownWord } from '@/api/importing';
import type { Entity, Field, Rec } from '@/api/types';
import { useNarrow } from '@/design/useNarrow';
import { FieldDisplay } from '@/fields/FieldView';
import { Faults } from './Faults';
import styles from './import.module.css';
import { Words } from './Words';

interface Props {
  entity: Entity;
  /** What the file is called. */
  file: string;
  preview: ImportPreview;
  /** What the person chose by hand, by header. */
  chosen: Record<string, string | null>;
  /** All that were unknown once, so that what was chosen stays listed. */
  words: UnknownWord[];
  meanings: Meanings;
  cells: Cells;
  busy: boolean;
  onMap: (header: string, field: string | null) => void;
  onMean: (field: string, word: string, meaning: Meaning | undefined) => void;
  onCell: (row: number, header: string, value: string) => void;
  onSheet: (sheet: string) => void;
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
  const narrow = useNarrow();
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
    { key: 'header', title: t('importing.header'), width: narrow ? 130 : 200, ellipsis: true, dataIndex: 'header' },
    {
      key: 'sample',
      title: t('importing.sample'),
      hidden: narrow,
      ellipsis: true,
      render: (_value, column) => <span className="ks-muted">{column.sample.join(t('common.list_comma'))}</span>,
    },
    {
      key: 'field',
      title: t('importing.field'),
      width: narrow ? undefined : 260,
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
          suffixIcon={column.by === 'memory' ? <HistoryOutlined title={t('importing.by_memory')} /> : undefined}
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
      scroll={{ x: narrow ? undefined : 640, y: 320 }}
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

/** What each column becomes, how the first rows will look, what will not pass. */
export function ImportCheck(props: Props) {
  const { t } = useTranslation();
  const { entity, file, preview, words, meanings, cells, onMean, onCell, onSheet } = props;
  const mapping = mappingOf(props);
  const mapped = fieldsOf(entity, [...new Set(Object.values(mapping).filter((key) => key !== null))]);
  const lines = fieldsOf(entity, preview.lines);
  const notes = preview.warnings.filter(
    (fault) => !words.some((word) => word.field === fault.field && word.value === fault.value),
  );
  const list = { entity, cells, onCell };
  return (
    <>
      <p>
        {t('importing.summary', {
          file,
          rows: preview.rows,
          columns: preview.columns.length,
          mapped: mapped.length,
        })}
        {lines.length > 0 &&
          t('importing.lines', { fields: lines.map(({ label }) => label).join(t('common.list_comma')) })}
      </p>
      {preview.sheets.length > 1 && (
        <div className={styles.sheet}>
          <label htmlFor="import_sheet">{t('importing.sheet')}</label>
          <Select
            id="import_sheet"
            popupMatchSelectWidth={false}
            value={preview.sheet}
            options={preview.sheets.map(({ name, rows }) => ({
              value: name,
              label: t('importing.sheet_of', { name, rows }),
            }))}
            onChange={onSheet}
          />
        </div>
      )}
      <h3 className={styles.part}>{t('importing.columns')}</h3>
      <Mapping {...props} />
      {words.length > 0 && (
        <>
          <h3 className={styles.part}>{t('importing.words', { count: words.length })}</h3>
          <Words entity={entity} words={words} meanings={meanings} onMean={onMean} />
        </>
      )}
      {preview.faults.length > 0 && (
        <>
          <h3 className={styles.part}>{t('importing.faults', { count: preview.faults.length })}</h3>
          <Faults {...list} faults={preview.faults} />
        </>
      )}
      {notes.length > 0 && (
        <>
          <h3 className={styles.part}>{t('importing.warnings', { count: notes.length })}</h3>
          <Faults {...list} faults={notes} />
        </>
      )}
      <h3 className={styles.part}>{t('importing.first_rows')}</h3>
      <Rows fields={[...mapped, ...lines]} items={preview.items} />
    </>
  );
}
