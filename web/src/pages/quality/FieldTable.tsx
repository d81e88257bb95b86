import { Button, Table, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldQuality, Quality } from '@/api/quality';
import type { Entity } from '@/api/types';
import { Empty } from '@/design/Empty';
import { group } from '@/design/numbers';
import { Panel } from '@/design/Panel';
import { Tag } from '@/design/Tag';
import { FigureLink } from './FigureLink';
import styles from './quality.module.css';

const FIRST = 15;

const wrong = (field: FieldQuality) => field.invalid.count + field.retired.count;

/** The fields with something to work off: what is wrong, what every list shows, what others fill in, and last
 * what nobody uses. */
function toWorkOff(entity: Entity, found: Quality): FieldQuality[] {
  const shown = [...entity.list.columns, ...entity.card];
  const place = ({ key, required, empty }: FieldQuality) => {
    if (required || shown.includes(key)) return 0;
    return empty.count < found.rows ? 1 : 2;
  };
  return found.fields
    .filter((field) => field.empty.count + wrong(field) > 0)
    .toSorted(
      (left, right) => wrong(right) - wrong(left) || place(left) - place(right) || right.empty.count - left.empty.count,
    );
}

export function FieldTable({ entity, found }: { entity: Entity; found: Quality }) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  const fields = toWorkOff(entity, found);
  const columns: TableProps<FieldQuality>['columns'] = [
    {
      title: t('quality.field'),
      dataIndex: 'label',
      render: (label: string, field) => (
        <>
          {label} {field.required && <Tag>{t('quality.required')}</Tag>}
        </>
      ),
    },
    {
      title: t('quality.empty'),
      sorter: (left, right) => left.empty.count - right.empty.count,
      render: (_value, field) => {
        const percent = found.rows > 0 ? (field.empty.count / found.rows) * 100 : 0;
        return (
          <div className={styles.share}>
            <span className={styles.count}>
              <FigureLink entity={entity} figure={field.empty} why={t('quality.why_empty', { label: field.label })} />
            </span>
            <span className={styles.bar} aria-hidden>
              <span style={{ width: `${percent}%` }} />
            </span>
            <span className="ks-muted">{t('quality.of_rows', { percent: percent.toFixed(percent < 10 ? 1 : 0) })}</span>
          </div>
        );
      },
    },
    {
      title: t('quality.wrong'),
      width: 140,
      sorter: (left, right) => wrong(left) - wrong(right),
      render: (_value, field) => (
        <span className={styles.wrong}>
          <FigureLink entity={entity} figure={field.invalid} why={t('quality.why_wrong', { label: field.label })} />
          {field.retired.count > 0 && (
            <FigureLink entity={entity} figure={field.retired} why={t('quality.why_retired', { label: field.label })}>
              {t('quality.retired', { count: field.retired.count })}
            </FigureLink>
          )}
        </span>
      ),
    },
  ];
  const more = !whole && fields.length > FIRST;
  const partly = found.checked > 0 && found.checked < found.rows;
  return (
    <Panel flush title={t('quality.fields')}>
      <Table
        className={styles.table}
        size="small"
        rowKey="key"
        columns={columns}
        dataSource={whole ? fields : fields.slice(0, FIRST)}
        pagination={false}
        locale={{ emptyText: <Empty text={t('quality.good')} /> }}
      />
      {(more || partly) && (
        <p className={styles.foot}>
          {more && (
            <Button type="link" size="small" onClick={() => setWhole(true)}>
              {t('quality.all', { count: fields.length })}
            </Button>
          )}
          {partly && <span>{t('quality.checked', { count: group(String(found.checked)) })}</span>}
        </p>
      )}
    </Panel>
  );
}
