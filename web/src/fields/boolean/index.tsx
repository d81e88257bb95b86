import { Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DisplayProps, FilterProps, InputProps, Kit } from '../kit';

function Display({ value }: DisplayProps) {
  const { t } = useTranslation();
  return <>{value ? t('common.yes') : t('common.no')}</>;
}

function Input({ value, onChange, id, disabled, ...rest }: InputProps) {
  const { t } = useTranslation();
  return (
    <Switch
      id={id}
      disabled={disabled}
      aria-label={rest['aria-label']}
      checked={value === true}
      checkedChildren={t('common.yes')}
      unCheckedChildren={t('common.no')}
      onChange={(next) => onChange?.(next)}
    />
  );
}

function Filter({ value, onChange, id }: FilterProps) {
  const { t } = useTranslation();
  const options = [
    { value: 'true', label: t('common.yes') },
    { value: 'false', label: t('common.no') },
  ];
  return (
    <Select
      id={id}
      allowClear
      value={value}
      options={options}
      placeholder={t('common.any')}
      style={{ width: '100%' }}
      onChange={onChange}
    />
  );
}

export const booleanKit: Kit = {
  Display,
  Input,
  Filter,
  feel: (field, value) => `${field.key} = ${value === 'true'}`,
  width: 90,
};
