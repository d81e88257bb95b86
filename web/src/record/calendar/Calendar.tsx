import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListParams } from '@/api/calls';
import { fieldOf, titleOf } from '@/api/catalog';
import type { Entity, Field, Rec } from '@/api/types';
import { today } from '@/design/dates';
import { Empty } from '@/design/Empty';
import { means } from '@/design/keys';
import { ProblemView } from '@/design/ProblemView';
import { useNarrow } from '@/design/useNarrow';
import { FieldDisplay } from '@/fields/FieldView';
import { isEmpty } from '@/fields/kit';
import { RowLink } from '../list/Cell';
import { NewButton } from '../list/NewButton';
import { PeekDrawer } from '../list/PeekDrawer';
import styles from './calendar.module.css';
import { daysOf, holidayOf, type Span, stepped } from './days';
import { dayOf, useDays } from './useDays';
import { useMoveDay } from './useMoveDay';

/** As many as a day has room for: among a month's, and where there is room for all. */
const ROOM = 3;
const MOST = 50;

interface Props {
  entity: Entity;
  /** A date or a moment: where a record stands. */
  field: Field;
  params: ListParams;
  /** A day of the month or week that is drawn. */
  at: string;
  span: Span;
  onPlace: (at: string, span: Span) => void;
  peeked: string | undefined;
  onOpen: ((id: string | undefined) => void) | undefined;
  /** Whether filters leave records out, and what stands there without a single one. */
  narrowed: boolean;
  empty: React.ReactNode;
}

/** The records of a list on the days of a month or a week. */
export function Calendar({ entity, field, params, at, span, onPlace, peeked, onOpen, narrowed, empty }: Props) {
  const { t, i18n } = useTranslation();
  const narrow = useNarrow();
  const days = daysOf(at, span);
  const { byDay, settled, error, retry } = useDays(
    entity,
    field,
    params,
    days,
    span === 'month' && !narrow ? ROOM : MOST,
  );
  const { mayMove, moveTo, moveBy } = useMoveDay(entity, field);
  const [carried, setCarried] = useState<Rec>();
  const [over, setOver] = useState<string>();
  // The focus goes with the entry that keys move.
  const moved = useRef<string>(undefined);
  useEffect(() => {
    const entry = moved.current && document.querySelector<HTMLElement>(`[data-row="${moved.current}"]`);
    if (!entry || document.activeElement === entry) return;
    entry.focus();
    moved.current = undefined;
  });
  const items = days.flatMap((day) => byDay.get(day)?.items ?? []);
  const state = fieldOf(entity, entity.states?.field ?? '');
  const zh = i18n.language.startsWith('zh');
  const weekdays = days
    .slice(0, 7)
    .map((day) => new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' }).format(new Date(day)));
  const now = today();
  const title = span === 'month' ? dayjs(at).format('YYYY-MM') : `${days[0]} – ${days.at(-1)?.slice(5)}`;
  const shownDays = narrow ? days.filter((day) => byDay.has(day) || day === now) : days;
  if (error) return <ProblemView error={error} retry={retry} />;
  const step = (by: number, label: string, icon: React.ReactNode) => (
    <Button icon={icon} aria-label={label} onClick={() => onPlace(stepped(at, span, by), span)} />
  );
  return (
    <div className={styles.calendar}>
      <div className={styles.bar}>
        {step(-1, t('calendar.previous'), <LeftOutlined />)}
        <Button onClick={() => onPlace(now, span)}>{t('filter.today')}</Button>
        {step(1, t('calendar.next'), <RightOutlined />)}
        <h2 aria-live="polite">{title}</h2>
        <Segmented<Span>
          className={styles.span}
          aria-label={t('calendar.span')}
          value={span}
          options={[
            { value: 'month', label: t('calendar.month') },
            { value: 'week', label: t('calendar.week') },
          ]}
          onChange={(next) => onPlace(at, next)}
        />
      </div>
      {settled &&
        items.length === 0 &&
        (narrowed ? (
          empty
        ) : (
          <Empty
            text={t('calendar.nothing', { label: entity.label })}
            action={entity.can.create && <NewButton entity={entity} />}
          />
        ))}
      {!narrow && (
        <div className={styles.weekdays} aria-hidden>
          {weekdays.map((name) => (
            <span key={name}>{name}</span>
          ))}
        </div>
      )}
      <ol className={narrow ? styles.agenda : styles.days}>
        {shownDays.map((day) => {
          const { items: here = [], count = 0 } = byDay.get(day) ?? {};
          const shown = span === 'month' && !narrow ? here.slice(0, ROOM) : here;
          const holiday = holidayOf(day);
          const other = span === 'month' && day.slice(0, 7) !== at.slice(0, 7);
          const mark = [
            other && styles.other,
            holiday?.off && styles.off,
            day === now && styles.today,
            carried && day === over && styles.over,
          ];
          return (
            <li
              key={day}
              className={mark.filter(Boolean).join(' ')}
              onDragOver={(event) => {
                if (!carried) return;
                event.preventDefault();
                setOver(day);
              }}
              onDrop={(event) => {
                event.preventDefault();
                if (carried) moveTo(carried, day);
              }}
            >
              <div className={styles.day}>
                <time dateTime={day}>{narrow || day.endsWith('-01') ? day.slice(5) : Number(day.slice(8))}</time>
                {holiday && (
                  <span className={styles.holiday} title={zh ? holiday.zh : holiday.en}>
                    <i className={holiday.off ? styles.rest : styles.work}>
                      {holiday.off ? t('calendar.off') : t('calendar.work')}
                    </i>
                    {holiday.off && (zh ? holiday.zh : holiday.en)}
                  </span>
                )}
              </div>
              <ul>
                {shown.map((record) => (
                  <li
                    key={record.id}
                    draggable={mayMove(record)}
                    onDragStart={(event) => {
                      event.dataTransfer.effectAllowed = 'move';
                      event.dataTransfer.setData('text/plain', titleOf(entity, record));
                      setCarried(record);
                    }}
                    onDragEnd={() => {
                      setCarried(undefined);
                      setOver(undefined);
                    }}
                    onKeyDown={({ nativeEvent: event }) => {
                      const by = means(event, 'day_before') ? -1 : means(event, 'day_after') ? 1 : 0;
                      if (!by || !mayMove(record)) return;
                      event.preventDefault();
                      moved.current = record.id;
                      moveBy(record, by);
                    }}
                  >
                    <RowLink
                      className={styles.item}
                      entity={entity}
                      record={record}
                      onOpen={onOpen}
                      title={titleOf(entity, record)}
                    >
                      {dayOf(field, record)[1] && <span className="ks-muted">{dayOf(field, record)[1]}</span>}
                      <span className="ks-ellipsis">{titleOf(entity, record)}</span>
                      {span === 'week' && state && !isEmpty(record[state.key]) && (
                        <FieldDisplay field={state} value={record[state.key]} record={record} place="cell" />
                      )}
                    </RowLink>
                  </li>
                ))}
              </ul>
              {count > shown.length && (
                <Button type="link" size="small" className={styles.more} onClick={() => onPlace(day, 'week')}>
                  {t('calendar.more', { count: count - shown.length })}
                </Button>
              )}
            </li>
          );
        })}
      </ol>
      {onOpen && <PeekDrawer entity={entity} items={items} id={peeked} onOpen={onOpen} />}
    </div>
  );
}
