import { Modal } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '@/design/Loading';
import { later } from '@/fields/later';
import type { Target } from '../prefill';
import { useJournal } from './journal';
import { useRecordKeys } from './writing';

// With a form and its controls: fetched while nobody waits for it.
const QuickBox = later(async () => (await import('./QuickBox')).QuickBox);

/** The quick box over whatever page one is on, about the record in hand. */
export function QuickWriter() {
  const { t } = useTranslation();
  const [target, setTarget] = useState<Target>();
  const [open, setOpen] = useState(false);
  const [called, setCalled] = useState(0);
  const journal = useJournal(target?.entity ?? '');
  useRecordKeys((next) => {
    setTarget(next);
    setOpen(true);
  });
  if (!target || !journal) return null;
  return (
    <Modal
      open={open}
      title={t('page.write_about', { label: journal.entity.label, title: target.title })}
      footer={null}
      width={680}
      destroyOnHidden
      afterOpenChange={(shown) => shown && setCalled((times) => times + 1)}
      onCancel={() => setOpen(false)}
    >
      <Suspense fallback={<Loading rows={3} />}>
        <QuickBox
          key={target.id}
          bare
          journal={journal}
          target={target}
          called={called}
          onSaved={() => setOpen(false)}
        />
      </Suspense>
    </Modal>
  );
}
