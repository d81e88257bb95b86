import {
  CompassOutlined,
  InfoCircleOutlined,
  MacCommandOutlined,
  QuestionCircleOutlined,
  ReadOutlined,
} from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '@/design/Keys';
import { KEYS } from '@/design/keys';
import { useNarrow } from '@/design/useNarrow';
import { useTour } from './useTour';

const GuidedTour = lazy(async () => ({ default: (await import('./GuidedTour')).GuidedTour }));
const About = lazy(async () => ({ default: (await import('./About')).About }));

/** Help, at the same place on every page. */
export function HelpMenu({ onSheet }: { onSheet: () => void }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const tour = useTour();
  const [about, setAbout] = useState(false);
  const items = [
    { key: 'guide', icon: <ReadOutlined />, label: <Link to="/help">{t('help.guide')}</Link> },
    {
      key: 'keys',
      icon: <MacCommandOutlined />,
      label: t('keys.title'),
      extra: narrow ? undefined : <Keys of={KEYS.sheet[0]} />,
      onClick: onSheet,
    },
    { key: 'tour', icon: <CompassOutlined />, label: t('help.restart'), onClick: tour.start },
    { type: 'divider' as const },
    { key: 'about', icon: <InfoCircleOutlined />, label: t('help.about'), onClick: () => setAbout(true) },
  ];
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
        <Button
          type="text"
          icon={<QuestionCircleOutlined />}
          aria-label={t('help.open')}
          title={t('help.open')}
          data-tour="help"
        />
      </Dropdown>
      <Suspense fallback={null}>
        {tour.open && <GuidedTour onEnd={tour.end} />}
        {about && <About onClose={() => setAbout(false)} />}
      </Suspense>
    </>
  );
}
