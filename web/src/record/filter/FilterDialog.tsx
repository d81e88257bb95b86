import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toProblem } from '@/api/problem';
import type { Entity } from '@/api/types';
import { countOf } from '@/design/numbers';
import { useDebounced } from '@/design/useDebounced';
import { useList } from '../hooks';
import { FilterGroup } from './FilterGroup';
import styles from './filter.module.css';
import { EMPTY, type Group, readTree, textOf, writeTree } from './tree';

interface Props {
  entity: Entity;
  /** The condition that stands, and the conditions it was made of. */
  feel: string;
  tree: string | undefined;
  onCancel: () => void;
  onApply: (feel: string | undefined, tree: string | undefined) => void;
}

/** Conditions put together with and and or, beside the FEEL text that they are; the text can be written by hand too. */
export function FilterDialog({ entity, feel, tree, onCancel, onApply }: Props) {
  const { t } = useTranslation();
  const known = readTree(entity, tree, feel);
  const [group, setGroup] = useState<Group>(known ?? { ...EMPTY, parts: [{ key: '', test: 'is' }] });
  const [typed, setTyped] = useState<string | null>(feel && !known ? feel : null);
  const text = typed ?? textOf(entity, group) ?? '';
  const asked = useDebounced(text.trim(), 400);
  const found = useList(
    entity.name,
    { filter: asked || undefined, fields: entity.title, limit: 1, count: 'capped' },
    asked !== '',
  );
  const problem = asked !== '' && found.isError ? toProblem(found.error) : undefined;
  return (
    <Modal
      open
      width={760}
      title={t('conditions.title', { label: entity.label })}
      okText={t('list.run')}
      okButtonProps={{ disabled: problem !== undefined }}
      onCancel={onCancel}
      onOk={() => onApply(text.trim() || undefined, typed === null && text ? writeTree(group) : undefined)}
    >
      {typed === null ? (
        <FilterGroup entity={entity} group={group} onChange={setGroup} />
      ) : (
        <Input.TextArea
          autoSize={{ minRows: 3, maxRows: 12 }}
          aria-label={t('conditions.text')}
          status={problem && 'error'}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      <div className={styles.text}>
        <div className={styles.head}>
          <span className="ks-muted">{typed === null ? t('conditions.text') : t('conditions.text_help')}</span>
          <Button type="link" size="small" onClick={() => setTyped(typed === null ? text : null)}>
            {typed === null ? t('conditions.by_hand') : t('conditions.by_choice')}
          </Button>
        </div>
        {typed === null && text && <code>{text}</code>}
        <p role="status" className={problem && styles.fault}>
          {problem
            ? problem.detail
            : asked !== '' && found.data && t('conditions.found', { shown: countOf(found.data) })}
        </p>
      </div>
    </Modal>
  );
}
