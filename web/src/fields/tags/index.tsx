import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/design/Tag';
import { anyInList } from '../feel';
import { type DisplayProps, type FilterProps, type InputProps, type Kit, texts } from '../kit';

function Display({ value, place }: DisplayProps) {
  return (
    <span
      className={place === 'cell' ? 'ks-ellipsis' : undefined}
      title={texts(value).join(' ')}
      style={place === 'fact' ? { display: 'inline-flex', flexWrap: 'wrap', gap: 4 } : undefined}
    >
      {texts(value).map((tag) => (
        <span key={tag} style={{ marginInlineEnd: place === 'cell' ? 4 : 0 }}>
          <Tag color="blue">{tag}</Tag>
        </span>
      ))}
    </span>
  );
}

interface WordsProps {
  id?: string;
  disabled?: boolean;
  label?: string;
  placeholder: string;
  value: string[];
  onChange: (tags: string[]) => void;
}

function Words({ label, onChange, ...rest }: WordsProps) {
  return (
    <Select
      {...rest}
      aria-label={label}
      mode="tags"
      open={false}
      suffixIcon={null}
      allowClear
      tokenSeparators={[',', ';', '\uff0c', '\u3001', '\uff1b']}
      style={{ width: '100%' }}
      onChange={(tags: string[]) => onChange(tags.map((tag) => tag.trim()).filter(Boolean))}
    />
  );
}

function Input({ value, onChange, id, disabled, ...rest }: InputProps) {
  const { t } = useTranslation();
  return (
    <Words
      id={id}
      disabled={disabled}
      label={rest['aria-label']}
      placeholder={t('tags.type_and_enter')}
      value={texts(value)}
      onChange={(tags) => onChange?.(tags)}
    />
  );
}

function Filter({ value, onChange, id }: FilterProps) {
  const { t } = useTranslation();
  return (
    <Words
      id={id}
      placeholder={t('tags.type_and_enter')}
      value={value?.split(',').filter(Boolean) ?? []}
      onChange={(tags) => onChange(tags.length > 0 ? tags.join(',') : undefined)}
    />
  );
}

export const tagsKit: Kit = {
  Display,
  Input,
  Filter,
  feel: (field, value) => anyInList(field.key, value),
  width: 170,
  wide: true,
};
