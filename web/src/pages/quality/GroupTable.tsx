import { Link, useSearch } from '@tanstack/react-router';
import { Segmented, Table, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupQuality, Quality } from '@/api/quality';
import { group } from '@/design/numbers';
import { Panel } from '@/design/Panel';
import styles from './quality.module.css';

const SIZE = 10;

/** The same figures by who keeps the records; a name narrows the page to it. */
export function GroupTable({ found }: { found: Quality }) {
  const { t } = useTranslation();
  const search = useSearch({ strict: false });
  const [by, setBy] = useState<'owners' | 'depts'>('owners');
  const figure = (key: 'rows' | 'empty' | 'stale' | 'doubtful' | 'left_open', title: string) => ({
    title,
    dataIndex: key,
    align: 'right' as const,
    sorter: (left: GroupQuality, right: GroupQuality) => left[key] - right[key],
    render: (count: number) => <span className={count === 0 ? 'ks-muted' : undefined}>{group(String(count))}</span>,
  });
  const columns: TableProps<GroupQuality>['columns'] = [
    {
      title: t('quality.name'),
      dataIndex: 'title',
      render: (title: string | null, { filter }) => {
        const name = title ?? t('quality.none');
        return (
          <Link to="/quality" search={{ ...search, filter, name }} title={t('quality.only', { name })}>
            {name}
          </Link>
        );
      },
    },
    figure('rows', t('quality.rows')),
    figure('empty', t('quality.empty')),
    figure('stale', t('quality.stale_short')),
    figure('doubtful', t('quality.doubtful')),
    ...(found.left_open ? [figure('left_open', t('quality.left_open'))] : []),
  ];
  return (
    <Panel
      flush
      title={t('quality.groups')}
      extra={
        <Segmented
          size="small"
          value={by}
          options={[
            { value: 'owners', label: t('quality.owner') },
            { value: 'depts', label: t('quality.dept') },
          ]}
          onChange={setBy}
        />
      }
    >
      <Table
        className={styles.table}
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={found[by]}
        pagination={found[by].length > SIZE ? { pageSize: SIZE, showSizeChanger: false } : false}
        scroll={{ x: 560 }}
      />
    </Panel>
  );
}
