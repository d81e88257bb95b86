import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  code: string;
  fault?: string;
  onChange: (code: string) => void;
}

/** The code of an app, or a recovery code. */
export function CodeInput({ code, fault, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Form.Item
      label={t('second_factor.code')}
      htmlFor="code"
      help={fault}
      extra={t('second_factor.code_help')}
      validateStatus={fault ? 'error' : undefined}
    >
      <Input
        id="code"
        size="large"
        autoFocus
        required
        maxLength={30}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => onChange(event.target.value)}
      />
    </Form.Item>
  );
}
