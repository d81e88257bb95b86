import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { ListParams } from '@/api/calls';
import { fieldOf, titleOf } from '@/api/catalog';
import type { Entity, Field } from '@/api/types';
import { today } from '@/design/dates';
import { ProblemView } from '@/design/ProblemView';
import { useNarrow } from '@/design/useNarrow';
import { FieldDisplay } from '@/fields/FieldView';
import { isEmpty } from '@/fields/kit';
import { RowLink } from '../list/Cell';
import { PeekDrawer } from '../list/PeekDrawer';
import styles from './calendar.module.css';
import { daysOf, holidayOf, type Span, stepped } from './days';
import { dayOf, useDays } from './useDays';

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
}

/** The records of a list on the days of a month or a week. */
export function Calendar({ entity, field, params, at, span, onPlace, peeked, onOpen }: Props) {
  const { t, i18n } = useTranslation();
  const narrow = useNarrow();
  const days = daysOf(at, span);
  const { byDay, error, retry } = useDays(entity, field, params, days, span === 'month' && !narrow ? ROOM : MOST);
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
          const mark = [other && styles.other, holiday?.off && styles.off, day === now && styles.today];
          return (
            <li key={day} className={mark.filter(Boolean).join(' ')}>
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
                  <li key={record.id}>
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
