import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  open: boolean;
  onLeave: () => void;
  onStay: () => void;
  /** Where what was typed can be kept for later; then leaving without it gives it up. */
  onKeep?: () => void;
}

/** Asks before typed words are lost. Esc, Enter and a click beside it all stay. */
export function LeaveDialog({ open, onLeave, onStay, onKeep }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      open={open}
      title={t('unsaved.title')}
      onCancel={onStay}
      footer={[
        <Button key="leave" onClick={onLeave}>
          {onKeep ? t('unsaved.discard') : t('unsaved.leave')}
        </Button>,
        onKeep && (
          <Button key="keep" onClick={onKeep}>
            {t('unsaved.keep')}
          </Button>
        ),
        <Button key="stay" type="primary" autoFocus onClick={onStay}>
          {t('unsaved.stay')}
        </Button>,
      ]}
    >
      {onKeep ? t('unsaved.text_kept') : t('unsaved.text')}
    </Modal>
  );
}
