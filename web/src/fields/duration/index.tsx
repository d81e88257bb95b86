import { InputNumber, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { type DisplayProps, type InputProps, type Kit, text } from '../kit';
import { toIso, toMinutes } from './iso';

function Display({ value }: DisplayProps) {
  const { t } = useTranslation();
  const minutes = toMinutes(text(value) ?? '');
  if (minutes === undefined) return <>{text(value)}</>;
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return <>{t('duration.minutes', { minutes })}</>;
  return <>{t('duration.hours_minutes', { hours, minutes: minutes % 60 })}</>;
}

function Input({ field, value, onChange, id, disabled }: InputProps) {
  const { t } = useTranslation();
  const minutes = toMinutes(text(value) ?? '');
  const hours = minutes === undefined ? null : Math.floor(minutes / 60);
  const rest = minutes === undefined ? null : minutes % 60;
  const change = (nextHours: number | null, nextMinutes: number | null) =>
    onChange?.(nextHours === null && nextMinutes === null ? null : toIso((nextHours ?? 0) * 60 + (nextMinutes ?? 0)));
  return (
    <Space.Compact block>
      <InputNumber
        id={id}
        disabled={disabled}
        min={0}
        precision={0}
        value={hours}
        suffix={t('duration.hour')}
        aria-label={`${field.label} ${t('duration.hour')}`}
        style={{ width: '50%' }}
        onChange={(next) => change(next, rest)}
      />
      <InputNumber
        disabled={disabled}
        min={0}
        precision={0}
        value={rest}
        suffix={t('duration.minute')}
        aria-label={`${field.label} ${t('duration.minute')}`}
        style={{ width: '50%' }}
        onChange={(next) => change(hours, next)}
      />
    </Space.Compact>
  );
}

export const durationKit: Kit = { Display, Input, width: 110 };
