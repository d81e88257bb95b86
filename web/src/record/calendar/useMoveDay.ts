import { useMutation } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { titleOf } from '@/api/catalog';
import type { Entity, Field, Rec, Value } from '@/api/types';
import { momentOf } from '@/design/dates';
import { useNotify } from '@/design/notify';
import { isMasked } from '@/fields/kit';
import { useRefresh } from '../hooks';
import { dayOf } from './useDays';

const DAY = 'YYYY-MM-DD';

/** Puts records on another day, at the same time of day; and back again. */
export function useMoveDay(entity: Entity, field: Field) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const { mutate } = useMutation({
    mutationFn: ({ record, to }: { record: Rec; to: Value }) =>
      records.update(entity.name, record.id, record.version, { [field.key]: to }),
    onSuccess: (saved, { record, to }) => {
      const [day] = dayOf(field, { ...saved, [field.key]: to });
      const back = () => mutate({ record: saved, to: record[field.key] });
      notify.done(t('calendar.moved', { title: titleOf(entity, record), day }), { run: back });
      void refresh();
    },
    onError: (error) => {
      notify.problem(error);
      void refresh();
    },
  });
  const mayMove = (record: Rec) => entity.can.update && field.writable && !isMasked(record[field.key]);
  const moveTo = (record: Rec, day: string) => {
    const [from, time] = dayOf(field, record);
    if (from !== day && mayMove(record)) mutate({ record, to: time ? momentOf(`${day} ${time}`) : day });
  };
  /** By so many days. */
  const moveBy = (record: Rec, days: number) =>
    moveTo(record, dayjs(dayOf(field, record)[0]).add(days, 'day').format(DAY));
  return { mayMove, moveTo, moveBy };
}
