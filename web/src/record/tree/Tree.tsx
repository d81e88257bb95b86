import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListParams } from '@/api/calls';
import { fieldList, fieldsOf, titleOf } from '@/api/catalog';
import type { Entity, Field, Rec } from '@/api/types';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import { all, quote } from '@/fields/feel';
import { isEmpty } from '@/fields/kit';
import { RecordCell } from '@/record/RecordCell';
import { useList } from '../hooks';
import { RowLink } from '../list/Cell';
import styles from './tree.module.css';

const MOST = 200;
const FACTS = 3;

interface Props {
  entity: Entity;
  /** The link to the record above. */
  field: Field;
  params: ListParams;
  /** Whether anything narrows the list: then what it finds stands at the top, wherever it hangs. */
  narrowed: boolean;
  onOpen?: (id: string) => void;
  empty: React.ReactNode;
}

interface BranchProps extends Omit<Props, 'narrowed' | 'params' | 'empty'> {
  filter: string | undefined;
  /** Words narrow the top alone. */
  q?: string;
  params: ListParams;
  /** The records above, so that a circle ends. */
  above: string[];
  empty: React.ReactNode;
}

/** One record, and below it what hangs on it. */
function Node({ record, ...rest }: Omit<BranchProps, 'filter' | 'q'> & { record: Rec }) {
  const { t } = useTranslation();
  const { entity, field, above } = rest;
  const [open, setOpen] = useState(false);
  const title = titleOf(entity, record);
  const facts = fieldsOf(entity, entity.card).filter(({ key }) => key !== field.key && !isEmpty(record[key]));
  const label = open ? t('tree.fold', { title }) : t('tree.unfold', { title });
  return (
    <li>
      <div className={styles.node}>
        <Button
          type="text"
          size="small"
          icon={open ? <DownOutlined /> : <RightOutlined />}
          aria-expanded={open}
          aria-label={label}
          disabled={above.includes(record.id)}
          onClick={() => setOpen(!open)}
        />
        <RowLink className="ks-ellipsis" entity={entity} record={record} onOpen={rest.onOpen} title={title}>
          {title}
        </RowLink>
        <span className={styles.facts}>
          {facts.slice(0, FACTS).map((fact) => (
            <span key={fact.key}>
              {fact.type !== 'code' && <span className="ks-muted">{fact.label}</span>}
              <RecordCell field={fact} record={record} />
            </span>
          ))}
        </span>
      </div>
      {open && (
        <Branch
          {...rest}
          above={[...above, record.id]}
          filter={`${field.key} = ${quote(record.id)}`}
          empty={<p className={styles.none}>{t('tree.none')}</p>}
        />
      )}
    </li>
  );
}

function Branch(props: BranchProps) {
  const { t } = useTranslation();
  const { entity, field, params, filter, q, empty } = props;
  const [limit, setLimit] = useState(50);
  const fields = fieldList(entity, [...entity.card, entity.title, entity.number ?? entity.title, field.key]);
  const { filter: _filter, q: _q, ...below } = props;
  const found = useList(entity.name, { filter, q, sort: params.sort, fields, limit });
  if (found.isError) return <ProblemView error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={2} />;
  if (found.data.items.length === 0) return empty;
  return (
    <ul className={styles.branch}>
      {found.data.items.map((record) => (
        <Node key={record.id} {...below} record={record} />
      ))}
      {found.data.next_cursor && limit < MOST && (
        <li>
          <Button type="link" onClick={() => setLimit(Math.min(MOST, limit + 50))}>
            {t('common.load_more')}
          </Button>
        </li>
      )}
    </ul>
  );
}

/** The records of a list under those that they hang on. */
export function Tree({ narrowed, ...rest }: Props) {
  const { params, field } = rest;
  const filter = all([params.filter, narrowed ? undefined : `${field.key} = null`]);
  return (
    <div className={styles.tree}>
      <Branch {...rest} q={params.q} filter={filter} above={[]} />
    </div>
  );
}
