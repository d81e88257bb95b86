import { Input as AntInput } from 'antd';
import { useTranslation } from 'react-i18next';
import { type DisplayProps, type InputProps, type Kit, text } from '../kit';
import { Grid } from '../lines/Grid';
import { linesOf } from '../lines/lines';

/** `system code` pairs: what other systems call this record. */
function Display({ value }: DisplayProps) {
  return (
    <>
      {linesOf(value)
        .map((ref) => `${text(ref.system)} ${text(ref.code)}`)
        .join(', ')}
    </>
  );
}

function Input({ field, value, onChange, disabled }: InputProps) {
  const { t } = useTranslation();
  const refs = linesOf(value);
  const column = (key: 'system' | 'code', label: string) => ({
    key,
    label,
    required: true,
    width: 140,
    render: (row: number) => (
      <AntInput
        aria-label={label}
        disabled={disabled}
        value={text(refs[row]?.[key]) ?? ''}
        onChange={(event) =>
          onChange?.(refs.map((ref, at) => (at === row ? { ...ref, [key]: event.target.value } : ref)))
        }
      />
    ),
  });
  return (
    <Grid
      label={field.label}
      columns={[column('system', t('refs.system')), column('code', t('refs.code'))]}
      rows={refs.length}
      rowKey={(row) => row}
      disabled={disabled}
      onAdd={() => onChange?.([...refs, { system: '', code: '' }])}
      onRemove={(row) => onChange?.(refs.filter((_, at) => at !== row))}
    />
  );
}

export const externalRefsKit: Kit = { Display, Input, width: 160, wide: true };
