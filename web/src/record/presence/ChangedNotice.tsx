import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/api/catalog';
import { type Change, hear } from '@/api/events';
import type { Entity } from '@/api/types';
import { say } from '@/design/live';
import styles from './presence.module.css';

/** Says over a form that somebody else has just changed the record; what was typed stays. */
export function ChangedNotice({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation();
  const me = useSession().staff.id;
  const [change, setChange] = useState<Change>();
  useEffect(
    () =>
      hear((told) => {
        if (told.name !== 'change') return;
        const { data } = told;
        if (data.entity === entity.name && data.id === id && data.by !== me) setChange(data);
      }),
    [entity.name, id, me],
  );
  const deleted = change?.event === 'deleted';
  const name = change?.by_name;
  const text = change && (deleted ? t('live.deleted', { name }) : t('live.changed', { name }));
  useEffect(() => {
    if (text) say(text);
  }, [text]);
  if (!text) return null;
  const look = (
    <Link to="/$entity/$id" params={{ entity: entity.name, id }} target="_blank">
      {t('live.look')}
    </Link>
  );
  return (
    <Alert
      className={styles.changed}
      type="warning"
      showIcon
      title={text}
      description={deleted ? undefined : t('live.kept')}
      action={deleted ? undefined : look}
    />
  );
}
