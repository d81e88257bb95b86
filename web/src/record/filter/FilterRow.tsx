import { DeleteOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { FieldFilter } from '@/fields/FieldView';
import styles from './filter.module.css';
import { type Leaf, testable } from './tree';

interface Props {
  entity: Entity;
  leaf: Leaf;
  onChange: (leaf: Leaf) => void;
  onDrop: () => void;
}

/** One condition: which field, how, and what. */
export function FilterRow({ entity, leaf, onChange, onDrop }: Props) {
  const { t } = useTranslation();
  const field = fieldOf(entity, leaf.key);
  const tests = [
    { value: 'is' as const, label: t('conditions.is') },
    { value: 'not' as const, label: t('conditions.not') },
    { value: 'empty' as const, label: t('conditions.empty') },
    { value: 'filled' as const, label: t('conditions.filled') },
  ];
  const options = testable(entity).map(({ key, label }) => ({ value: key, label }));
  return (
    <li className={styles.row}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('conditions.field')}
        placeholder={t('conditions.field')}
        value={leaf.key || undefined}
        options={options}
        onChange={(key: string) => onChange({ key, test: leaf.test })}
      />
      <Select<Leaf['test']>
        aria-label={t('conditions.test')}
        value={leaf.test}
        options={tests}
        onChange={(test) => onChange({ ...leaf, test })}
      />
      <div className={styles.value}>
        {field && (leaf.test === 'is' || leaf.test === 'not') && (
          <FieldFilter
            key={field.key}
            field={field}
            value={leaf.value}
            onChange={(value) => onChange({ ...leaf, value })}
          />
        )}
      </div>
      <Button type="text" icon={<DeleteOutlined />} aria-label={t('conditions.drop')} onClick={onDrop} />
    </li>
  );
}
