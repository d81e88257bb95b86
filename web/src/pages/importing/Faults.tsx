import { Input, Table, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '@/api/catalog';
import type { Cells, ImportFault } from '@/api/importing';
import type { Entity } from '@/api/types';
import { useNarrow } from '@/design/useNarrow';

interface Props {
  entity: Entity;
  faults: ImportFault[];
  cells: Cells;
  /** A cell was written over. */
  onCell: (row: number, header: string, value: string) => void;
}

/** What will not pass, or will pass changed; the cells can be corrected in place. */
export function Faults({ entity, faults, cells, onCell }: Props) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const columns: TableProps<ImportFault>['columns'] = [
    { key: 'row', title: t('importing.row'), width: narrow ? 48 : 72, render: (_value, fault) => fault.row ?? '-' },
    {
      key: 'field',
      title: t('importing.field'),
      hidden: narrow,
      width: 150,
      ellipsis: true,
      render: (_value, fault) => fieldOf(entity, fault.field ?? '')?.label ?? fault.field ?? '-',
    },
    {
      key: 'cell',
      title: t('importing.cell'),
      width: narrow ? 130 : 240,
      render: (_value, { row, header, value }) => {
        if (row === null || header === null) return value || '-';
        const label = t('importing.cell_of', { row, header });
        const done = (next: string) => next !== (cells[row]?.[header] ?? value) && onCell(row, header, next);
        return (
          <Input
            key={value}
            size="small"
            aria-label={label}
            placeholder={t('importing.cell_empty')}
            defaultValue={cells[row]?.[header] ?? value}
            onBlur={(event) => done(event.target.value)}
            onPressEnter={(event) => event.currentTarget.blur()}
          />
        );
      },
    },
    { key: 'detail', title: t('importing.reason'), dataIndex: 'detail' },
  ];
  return (
    <Table<ImportFault>
      rowKey={(fault) => `${fault.row} ${fault.field} ${fault.code} ${fault.value}`}
      size="small"
      columns={columns}
      dataSource={faults}
      pagination={faults.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
      scroll={narrow ? undefined : { x: 760 }}
    />
  );
}
