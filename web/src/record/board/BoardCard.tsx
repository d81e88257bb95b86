import { SwapOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsOf, titleOf } from '@/api/catalog';
import type { Entity, Field, Rec } from '@/api/types';
import { means } from '@/design/keys';
import { isEmpty } from '@/fields/kit';
import { RecordCell } from '@/record/RecordCell';
import { RowLink } from '../list/Cell';
import styles from './board.module.css';
import type { Column } from './columns';

const FACTS = 4;

interface Props {
  entity: Entity;
  field: Field;
  record: Rec;
  /** Where it may go. */
  ways: Column[];
  onMove: (to: string) => void;
  /** To the next column on that side. */
  onStep: (by: number) => void;
  onOpen?: (id: string) => void;
  onDrag: (dragging: boolean) => void;
}

/** Gives the focus to the card beside, above or below. */
function focusNear(card: HTMLElement, key: string): boolean {
  const columns = [...(card.closest('[data-board]')?.querySelectorAll('section') ?? [])];
  const at = columns.findIndex((column) => column.contains(card));
  const cardsOf = (place: number) => [...(columns[place]?.querySelectorAll<HTMLElement>('li[draggable]') ?? [])];
  const place = cardsOf(at).indexOf(card);
  const focus = (next: HTMLElement | undefined) => next?.querySelector('a')?.focus();
  if (key === 'ArrowUp' || key === 'ArrowDown') focus(cardsOf(at)[place + (key === 'ArrowUp' ? -1 : 1)]);
  else if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const step = key === 'ArrowLeft' ? -1 : 1;
    let column = at + step;
    while (columns[column] && cardsOf(column).length === 0) column += step;
    const cards = cardsOf(column);
    focus(cards[Math.min(place, cards.length - 1)]);
  } else return false;
  return true;
}

/** A record that can be carried to another column: by hand, by its menu (`S`) or with Shift and an arrow. */
export function BoardCard({ entity, field, record, ways, onMove, onStep, onOpen, onDrag }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const title = titleOf(entity, record);
  const facts = fieldsOf(entity, entity.card).filter(
    ({ key }) => key !== field.key && key !== entity.title && !isEmpty(record[key]) && record[key] !== false,
  );
  const items = ways.map(({ code, label }) => ({ key: code || ' ', label, onClick: () => onMove(code) }));
  return (
    <li
      className={styles.card}
      draggable={ways.length > 0}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', title);
        onDrag(true);
      }}
      onDragEnd={() => onDrag(false)}
      onKeyDown={(event) => {
        const key = event.nativeEvent;
        if (event.target !== event.currentTarget.querySelector('a') || event.ctrlKey || event.metaKey || event.altKey)
          return;
        if (means(key, 'move') && ways.length > 0) setOpen(true);
        else if (means(key, 'column_before')) onStep(-1);
        else if (means(key, 'column_after')) onStep(1);
        else if (event.shiftKey || !focusNear(event.currentTarget, event.key)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className={styles.cardHead}>
        <RowLink entity={entity} record={record} onOpen={onOpen}>
          {title}
        </RowLink>
        {ways.length > 0 && (
          <Dropdown
            trigger={['click']}
            placement="bottomRight"
            open={open}
            onOpenChange={setOpen}
            autoFocus
            menu={{ items }}
          >
            <Button
              type="text"
              size="small"
              icon={<SwapOutlined />}
              title={t('board.move')}
              aria-label={t('board.move_one', { title })}
            />
          </Dropdown>
        )}
      </div>
      {facts.length > 0 && (
        <dl>
          {facts.slice(0, FACTS).map((fact) => (
            <div key={fact.key}>
              <dt>{fact.label}</dt>
              <dd>
                <RecordCell field={fact} record={record} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
