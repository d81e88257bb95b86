import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  open: boolean;
  onLeave: () => void;
  onStay: () => void;
}

/** Asks before typed words are lost. Esc, Enter and a click beside it all stay. */
export function LeaveDialog({ open, onLeave, onStay }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      open={open}
      title={t('unsaved.title')}
      onCancel={onStay}
      footer={[
        <Button key="leave" onClick={onLeave}>
          {t('unsaved.leave')}
        </Button>,
        <Button key="stay" type="primary" autoFocus onClick={onStay}>
          {t('unsaved.stay')}
        </Button>,
      ]}
    >
      {t('unsaved.text')}
    </Modal>
  );
}
