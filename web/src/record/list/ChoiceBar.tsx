import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { BulkDialog, type BulkKind } from '../bulk/BulkDialog';
import { settable } from '../bulk/SetFields';
import { wordFields } from '../bulk/TagFields';
import type { Chosen } from '../bulk/useBulk';
import styles from './ChoiceBar.module.css';
import type { Choice } from './useChoice';

/** Whether rows of this list can be picked: something must be there to be done with them. */
export function canChoose({ can }: Entity): boolean {
  return can.export || can.update || can.delete;
}

interface Props {
  entity: Entity;
  choice: Choice;
  chosen: Chosen;
  /** How many the list has found, and how that is written. */
  found: number;
  shown: string;
  onChoose: (choice?: Choice) => void;
  onExport: () => void;
}

/** What can be done with the ticked rows; in sight however long the list is. */
export function ChoiceBar({ entity, choice, chosen, found, shown, onChoose, onExport }: Props) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<BulkKind>();
  const { can } = entity;
  const owner = fieldOf(entity, entity.owner?.staff ?? '');
  const count = choice.all ? found : choice.ids.length;
  const button = (label: string, run: () => void, danger = false) => (
    <Button type="link" size="small" danger={danger} onClick={run}>
      {label}
    </Button>
  );
  return (
    <div className={styles.bar}>
      <span role="status" className={styles.count}>
        {choice.all ? t('list.chosen_all', { shown }) : t('list.chosen', { count })}
      </span>
      {!choice.all && count < found && button(t('list.choose_all', { shown }), () => onChoose({ ids: [], all: true }))}
      <span className={styles.rule} aria-hidden />
      {can.update && settable(entity).length > 0 && button(t('bulk.edit'), () => setKind('edit'))}
      {can.update && owner?.writable && button(t('bulk.assign'), () => setKind('assign'))}
      {can.update && wordFields(entity).length > 0 && button(t('bulk.tag'), () => setKind('tag'))}
      {can.export && button(t('list.export'), onExport)}
      {can.delete && button(t('common.delete'), () => setKind('delete'), true)}
      {button(t('list.choose_none'), () => onChoose())}
      {kind && (
        <BulkDialog
          entity={entity}
          kind={kind}
          chosen={chosen}
          count={count}
          onClose={() => setKind(undefined)}
          onDone={() => onChoose()}
        />
      )}
    </div>
  );
}
