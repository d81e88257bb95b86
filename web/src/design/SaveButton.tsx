import { Button, type ButtonProps } from 'antd';
import { useTranslation } from 'react-i18next';

/** A shorter wait shows no sign of it: the sign would still be leaving, and be read aloud, when all is done. */
const SOON = 200;

interface Props extends Pick<ButtonProps, 'disabled' | 'htmlType' | 'onClick'> {
  saving: boolean;
  /** The keys that do the same. */
  keys?: string;
}

/** The one button that saves what is on the page. */
export function SaveButton({ saving, keys = 'Ctrl+S', ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <Button type="primary" loading={saving && { delay: SOON }} title={keys} {...rest}>
      {t('common.save')}
    </Button>
  );
}
