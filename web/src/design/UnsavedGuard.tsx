import { useBlocker } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

/** Asks before typed words are lost: leaving for another page, closing the tab. */
export function UnsavedGuard({ when }: { when: () => boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({ shouldBlockFn: when, enableBeforeUnload: when, withResolver: true });
  return (
    <Modal
      open={blocker.status === 'blocked'}
      title={t('unsaved.title')}
      onCancel={() => blocker.reset?.()}
      footer={[
        <Button key="leave" onClick={() => blocker.proceed?.()}>
          {t('unsaved.leave')}
        </Button>,
        <Button key="stay" type="primary" onClick={() => blocker.reset?.()}>
          {t('unsaved.stay')}
        </Button>,
      ]}
    >
      {t('unsaved.text')}
    </Modal>
  );
}
