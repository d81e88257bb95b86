import { ClockCircleOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Dropdown, Modal, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldOf, titleOf } from '@/api/catalog';
import type { Entity, Rec, Value } from '@/api/types';
import { MINUTE, momentOf, onClock, showMoment } from '@/design/dates';
import { useNotify } from '@/design/notify';
import { FieldInput } from '@/fields/FieldView';
import { text } from '@/fields/kit';
import { useRefresh } from '@/record/hooks';
import { mondayAfter, onWorkClock } from './days';

interface Props {
  entity: Entity;
  record: Rec;
  /** The moment that is put off. */
  when: string;
}

/** Puts a to-do off: by a day, to next Monday, or to a moment one picks; and back again. */
export function Reschedule({ entity, record, when }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const [picked, setPicked] = useState<Value>();
  const field = fieldOf(entity, when);
  const title = titleOf(entity, record);
  const put = useMutation({
    mutationFn: ({ version, to }: { version: number; to: Value }) =>
      records.update(entity.name, record.id, version, { [when]: to }),
    onSuccess: (saved, { to }) => {
      void refresh();
      if (to === record[when]) return;
      const back = () => put.mutate({ version: saved.version, to: record[when] });
      notify.done(t('home.put_off', { title, at: showMoment(text(to) ?? '') }), { run: back });
    },
    onError: notify.problem,
  });
  if (!field?.writable || !entity.can.update) return null;
  const move = (to: Value) => put.mutate({ version: record.version, to });
  const due = onClock(text(record[when]));
  const today = onClock();
  // What is late already is put off from today on.
  const tomorrow = onWorkClock((due.isBefore(today) ? today : due).add(1, 'day'), due);
  const monday = onWorkClock(mondayAfter(today), due);
  const items = [
    {
      key: 'day',
      label: t('home.one_day', { at: tomorrow.format(MINUTE) }),
      onClick: () => move(momentOf(tomorrow.format(MINUTE))),
    },
    {
      key: 'monday',
      label: t('home.next_monday', { at: monday.format(MINUTE) }),
      onClick: () => move(momentOf(monday.format(MINUTE))),
    },
    { key: 'pick', label: t('home.pick'), onClick: () => setPicked(record[when] ?? null) },
  ];
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
        <Tooltip title={t('home.reschedule_short')}>
          <Button
            type="text"
            size="small"
            icon={<ClockCircleOutlined />}
            aria-label={t('home.reschedule', { title })}
            loading={put.isPending}
          />
        </Tooltip>
      </Dropdown>
      <Modal
        open={picked !== undefined}
        title={t('home.reschedule', { title })}
        width={420}
        destroyOnHidden
        okButtonProps={{ disabled: !picked }}
        onOk={() => {
          move(picked);
          setPicked(undefined);
        }}
        onCancel={() => setPicked(undefined)}
      >
        <FieldInput field={field} value={picked} record={record} aria-label={field.label} onChange={setPicked} />
      </Modal>
    </>
  );
}
