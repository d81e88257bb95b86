import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldOf, titleOf } from '@/api/catalog';
import type { Entity, Rec } from '@/api/types';
import { useNotify } from '@/design/notify';
import { SaveButton } from '@/design/SaveButton';
import { Tabs } from '@/design/Tabs';
import { UnsavedGuard } from '@/design/UnsavedGuard';
import { useHotkey } from '@/design/useHotkey';
import { useRefresh, useRemove } from '@/record/hooks';
import { FieldRules } from './FieldRules';
import { GrantGrid } from './GrantGrid';
import styles from './people.module.css';
import { type Rules, rulesOf } from './rules';

/** Whether its holders need two-step sign-in. */
const CAREFUL = 'needs_second_factor';

/** What a role grants: entity by action, and field by field. */
export function RoleEditor({ role, record, onGone }: { role: Entity; record: Rec; onGone: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const before = rulesOf(record);
  const [rules, setRules] = useState<Rules>(before);
  const careful = fieldOf(role, CAREFUL);
  const wasCareful = record[CAREFUL] === true;
  const [isCareful, setCareful] = useState(wasCareful);
  const dirty = isCareful !== wasCareful || JSON.stringify(rules) !== JSON.stringify(before);
  const title = titleOf(role, record);
  const editable = record.can?.update ?? role.can.update;
  const save = useMutation({
    mutationFn: () =>
      records.update(role.name, record.id, record.version, {
        grants: rules.grants,
        field_rules: rules.fields,
        ...(isCareful !== wasCareful && { [CAREFUL]: isCareful }),
      }),
    onSuccess: () => {
      notify.done(t('people.role_saved', { title }));
      void refresh();
    },
    onError: notify.problem,
  });
  const discard = () => {
    setRules(before);
    setCareful(wasCareful);
  };
  const remove = useRemove(role.name, onGone);
  useHotkey('save', () => dirty && save.mutate());
  const items = [
    {
      key: 'grants',
      label: t('people.grants'),
      children: (
        <GrantGrid disabled={!editable} grants={rules.grants} onChange={(grants) => setRules({ ...rules, grants })} />
      ),
    },
    {
      key: 'fields',
      label: t('people.field_rules'),
      children: (
        <FieldRules disabled={!editable} rules={rules.fields} onChange={(fields) => setRules({ ...rules, fields })} />
      ),
    },
  ];
  return (
    <>
      <div className={styles.roleTools}>
        <h2>{title}</h2>
        <div>
          {record.can?.delete && record.is_system !== true && (
            <Button onClick={() => void remove(record)}>{t('common.delete')}</Button>
          )}
          {dirty && <Button onClick={discard}>{t('people.discard')}</Button>}
          {editable && <SaveButton disabled={!dirty} saving={save.isPending} onClick={() => save.mutate()} />}
        </div>
      </div>
      {careful && (
        <div className={styles.careful}>
          <Checkbox disabled={!editable} checked={isCareful} onChange={(event) => setCareful(event.target.checked)}>
            {careful.label}
          </Checkbox>
          <span className="ks-muted">{careful.help}</span>
        </div>
      )}
      <Tabs items={items} tabBarStyle={{ padding: '0 16px' }} />
      <UnsavedGuard when={() => dirty} />
    </>
  );
}
