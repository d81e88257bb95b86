import { CheckCircleFilled, WarningFilled } from '@ant-design/icons';
import { Input as AntInput } from 'antd';
import { useTranslation } from 'react-i18next';
import { control, type InputProps, type Kit, text } from '../kit';
import { textKit } from '../text';
import { isIdNumber, isUscc } from './check';

/** Eighteen characters with a check character: says at once whether it was copied right. The server decides. */
function Input({ field, value, onChange, ...rest }: InputProps) {
  const { t } = useTranslation();
  const code = text(value) ?? '';
  const right = field.type === 'uscc' ? isUscc(code) : isIdNumber(code);
  const whole = code.length >= 18;
  const hint = right ? t('uscc.right') : t('uscc.wrong');
  const mark = right ? (
    <CheckCircleFilled style={{ color: 'var(--ant-color-success)' }} />
  ) : (
    <WarningFilled style={{ color: 'var(--ant-color-warning)' }} />
  );
  const shown = whole ? (
    <span title={hint}>{mark}</span>
  ) : (
    <span className="ks-muted">{code && `${code.length}/18`}</span>
  );
  return (
    <>
      <AntInput
        {...control(rest)}
        maxLength={18}
        value={code}
        suffix={shown}
        onChange={(event) => onChange?.(event.target.value.replace(/\s/g, '').toUpperCase() || null)}
      />
      {whole && !right && (
        <div role="status" style={{ color: 'var(--ks-orange)', fontSize: 13, lineHeight: '22px' }}>
          {hint}
        </div>
      )}
    </>
  );
}

export const checkedKit: Kit = {
  ...textKit,
  wide: false,
  Input,
  feel: (field, value) => textKit.feel?.(field, value.toUpperCase()) ?? null,
  width: 190,
  copy: true,
};
