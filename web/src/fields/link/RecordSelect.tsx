import { PlusOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useContext, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { titleOf, useEntity } from '@/api/catalog';
import { keys } from '@/api/keys';
import { useDebounced } from '@/design/useDebounced';
import { CreateContext } from '../create';
import styles from './link.module.css';
import { useTitles } from './titles';

export interface RecordSelectProps {
  entity: string;
  multiple?: boolean;
  value: string[];
  onChange: (ids: string[]) => void;
  /** Titles already at hand, by id. */
  known?: Map<string, string>;
  /** Choices before those that are found, such as oneself. */
  extra?: { value: string; label: string }[];
  id?: string;
  disabled?: boolean;
  label?: string;
  required?: boolean;
  placeholder?: string;
}

/** The choice that makes a record; no id looks so. */
const NEW = '+';
const NOTHING = new Map<string, string>();

/** Finds records by words, pinyin or number as one types. */
export function RecordSelect({
  entity,
  multiple,
  value,
  onChange,
  known = NOTHING,
  extra = [],
  ...rest
}: RecordSelectProps) {
  const { t } = useTranslation();
  const declared = useEntity(entity);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const q = useDebounced(useDeferredValue(typed), 200);
  const params = { q, limit: 20 };
  const found = useQuery({
    queryKey: keys.list(entity, params),
    queryFn: ({ signal }) => records.list(entity, params, signal),
    enabled: open && declared !== undefined,
    placeholderData: keepPreviousData,
  });
  const named = new Map([...known, ...extra.map(({ value: id, label }) => [id, label] as const)]);
  const titles = useTitles(entity, value, named);
  const hits = (found.data?.items ?? []).map((record) => {
    const number = declared?.number ? record[declared.number] : undefined;
    return { value: record.id, label: titleOf(declared, record), number: typeof number === 'string' ? number : '' };
  });
  const create = useContext(CreateContext);
  const word = typed.trim();
  const offer =
    create && declared?.can.create && !declared.line && word && !hits.some(({ label }) => label === word)
      ? [{ value: NEW, label: t('link.create', { label: declared.label, title: word }), number: '' }]
      : [];
  const choose = (ids: string[]) => {
    if (!ids.includes(NEW)) return onChange(ids);
    create?.(entity, word, (id) => onChange(multiple ? [...value, id] : [id]));
  };
  const options = [...(q ? [] : extra.map((choice) => ({ ...choice, number: '' }))), ...hits, ...offer];
  const selected = value.map((id) => ({ value: id, label: titles.get(id) ?? '…' }));
  return (
    <Select
      id={rest.id}
      disabled={rest.disabled}
      aria-label={rest.label}
      aria-required={rest.required}
      placeholder={rest.placeholder ?? t('link.type_to_search')}
      labelInValue
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      mode={multiple ? 'multiple' : undefined}
      maxTagCount="responsive"
      style={{ width: '100%' }}
      options={options}
      loading={found.isFetching}
      notFoundContent={found.isFetching ? t('common.loading') : t('link.none_found')}
      value={multiple ? selected : (selected[0] ?? null)}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setTyped('');
      }}
      onChange={(next) => choose([next ?? []].flat().map((item) => item.value))}
      optionRender={(option) => (
        <span className={styles.option}>
          <span className="ks-ellipsis">
            {option.value === NEW && <PlusOutlined />} {option.label}
          </span>
          <span className={styles.number}>{option.data.number}</span>
        </span>
      )}
    />
  );
}
