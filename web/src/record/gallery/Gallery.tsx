import { useTranslation } from 'react-i18next';
import { fieldsOf, titleOf } from '@/api/catalog';
import { thumbnailUrl } from '@/api/http';
import type { Entity, Field, Rec } from '@/api/types';
import { Icon } from '@/design/Icon';
import { Loading } from '@/design/Loading';
import { isEmpty, text } from '@/fields/kit';
import { RecordCell } from '@/record/RecordCell';
import { RowLink } from '../list/Cell';
import styles from './gallery.module.css';

const FACTS = 3;

interface Props {
  entity: Entity;
  /** The picture. */
  field: Field;
  items: Rec[];
  loading: boolean;
  onOpen?: (id: string) => void;
  empty: React.ReactNode;
}

/** The rows of a list as pictures. */
export function Gallery({ entity, field, items, loading, onOpen, empty }: Props) {
  const { t } = useTranslation();
  if (items.length === 0) return loading ? <Loading rows={8} /> : empty;
  return (
    <ul className={styles.gallery} aria-busy={loading}>
      {items.map((record) => {
        const picture = text(record[field.key]);
        const facts = fieldsOf(entity, entity.card).filter(({ key }) => key !== field.key && !isEmpty(record[key]));
        return (
          <li key={record.id}>
            <div className={styles.picture}>
              {picture ? (
                <img src={thumbnailUrl(picture, 'large')} alt="" loading="lazy" />
              ) : (
                <span title={t('gallery.none')}>
                  <Icon name={entity.icon} />
                </span>
              )}
            </div>
            <RowLink
              className="ks-ellipsis"
              entity={entity}
              record={record}
              onOpen={onOpen}
              title={titleOf(entity, record)}
            >
              {titleOf(entity, record)}
            </RowLink>
            <div className={styles.facts}>
              {facts.slice(0, FACTS).map((fact) => (
                <RecordCell key={fact.key} field={fact} record={record} />
              ))}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
