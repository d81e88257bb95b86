import { Avatar, Tooltip } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Present } from '@/api/types';
import { say } from '@/design/live';
import styles from './presence.module.css';

/** More than these are a number. */
const SHOWN = 4;

/** Who else has the record open, and in words who is changing it. */
export function PresentPeople({ people }: { people: Present[] }) {
  const { t } = useTranslation();
  const namesOf = (some: Present[]) => some.map(({ name }) => name).join(t('common.list_comma'));
  const editing = people.filter((one) => one.is_editing);
  const text = editing.length > 0 ? t('presence.editing', { names: namesOf(editing) }) : '';
  useEffect(() => {
    if (text) say(text);
  }, [text]);
  if (people.length === 0) return null;
  const told = (one: Present) =>
    one.is_editing ? t('presence.editing', { names: one.name }) : t('presence.viewing', { names: one.name });
  const avatar = (one: Present) => (
    <Tooltip key={one.id} title={told(one)}>
      <Avatar className={one.is_editing ? styles.editor : styles.viewer}>{one.name.slice(0, 1)}</Avatar>
    </Tooltip>
  );
  const rest = people.slice(SHOWN);
  return (
    <span className={styles.people}>
      <span role="img" aria-label={t('presence.here', { names: namesOf(people) })}>
        <Avatar.Group size={24}>
          {people.slice(0, SHOWN).map(avatar)}
          {rest.length > 0 && (
            <Tooltip title={namesOf(rest)}>
              <Avatar className={styles.viewer}>+{rest.length}</Avatar>
            </Tooltip>
          )}
        </Avatar.Group>
      </span>
      {text && <span className={styles.words}>{text}</span>}
    </span>
  );
}
