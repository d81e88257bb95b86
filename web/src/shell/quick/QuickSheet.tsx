import { EditOutlined, EnvironmentOutlined, PlusOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Drawer, Menu } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useJournal } from '@/record/page/journal';
import { useCreatable } from '../menu';
import { FollowForm } from './FollowForm';
import { useHere, visitOf } from './visit';

/** From the foot of a phone: write a follow-up, check in, or make something new. */
export function QuickSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const here = useHere();
  const journal = useJournal(here?.entity ?? 'customer');
  const visit = journal && visitOf(journal.entity);
  const creatable = useCreatable().filter(({ name }) => name !== journal?.entity.name);
  const [step, setStep] = useState<'choose' | 'write' | 'visit'>('choose');
  const make = (entity: string) => {
    onClose();
    void navigate({ to: '/$entity/new', params: { entity } });
  };
  const titles = {
    choose: t('quick.title'),
    write: t('page.write', { label: journal?.entity.label ?? '' }),
    visit: t('quick.check_in'),
  };
  const items = [
    ...(journal
      ? [{ key: ' write', icon: <EditOutlined />, label: titles.write, onClick: () => setStep('write') }]
      : []),
    ...(visit
      ? [{ key: ' visit', icon: <EnvironmentOutlined />, label: titles.visit, onClick: () => setStep('visit') }]
      : []),
    ...creatable.map((entity) => ({
      key: entity.name,
      icon: <PlusOutlined />,
      label: t('list.new', { label: entity.label }),
      onClick: () => make(entity.name),
    })),
  ];
  return (
    <Drawer
      open
      placement="bottom"
      size="auto"
      title={titles[step]}
      onClose={onClose}
      styles={{ wrapper: { maxHeight: '92vh' }, body: { padding: step === 'choose' ? '8px 0 16px' : undefined } }}
    >
      {step === 'choose' && <Menu items={items} selectable={false} style={{ border: 0 }} />}
      {step !== 'choose' && journal && (
        <FollowForm journal={journal} visit={step === 'visit' ? visit : undefined} here={here} onDone={onClose} />
      )}
    </Drawer>
  );
}
