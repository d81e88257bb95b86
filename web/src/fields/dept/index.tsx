import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf } from '../feel';
import { type FilterProps, type InputProps, type Kit, text, titleAt } from '../kit';
import { linkKit } from '../link';
import { useTitles } from '../link/titles';
import { TreeChoice } from '../TreeChoice';
import { useDeptTree } from './tree';

interface ChooserProps {
  multiple: boolean;
  value: string[];
  known: Map<string, string>;
  onChange: (ids: string[]) => void;
  id?: string;
  disabled?: boolean;
  label?: string;
  placeholder?: string;
}

function Chooser({ multiple, value, known, onChange, label, ...rest }: ChooserProps) {
  const [open, setOpen] = useState(false);
  const { tree, query } = useDeptTree(open);
  const titles = useTitles('dept', value, known);
  const shown = value.map((id) => ({ value: id, label: titles.get(id) ?? '…' }));
  return (
    <TreeChoice
      {...rest}
      aria-label={label}
      labelInValue
      allowClear
      treeDefaultExpandAll
      showSearch={{ treeNodeFilterProp: 'title' }}
      multiple={multiple}
      maxTagCount="responsive"
      style={{ width: '100%' }}
      loading={query.isFetching}
      treeData={tree}
      value={multiple ? shown : shown[0]}
      onOpenChange={setOpen}
      onChange={(next: { value: string }[] | { value: string } | undefined) =>
        onChange([next ?? []].flat().map((item) => item.value))
      }
      popupMatchSelectWidth={280}
    />
  );
}

function Input({ field, value, onChange, titles, id, disabled, ...rest }: InputProps) {
  const current = text(value);
  const title = titleAt(titles, field.key);
  return (
    <Chooser
      multiple={false}
      id={id}
      disabled={disabled}
      label={rest['aria-label']}
      value={current ? [current] : []}
      known={new Map(current && title ? [[current, title]] : [])}
      onChange={(ids) => onChange?.(ids[0] ?? null)}
    />
  );
}

function Filter({ value, onChange, id }: FilterProps) {
  const { t } = useTranslation();
  return (
    <Chooser
      multiple
      id={id}
      placeholder={t('common.any')}
      value={value?.split(',').filter(Boolean) ?? []}
      known={new Map()}
      onChange={(ids) => onChange(ids.length > 0 ? ids.join(',') : undefined)}
    />
  );
}

export const deptKit: Kit = { ...linkKit, Input, Filter, feel: (field, value) => oneOf(field.key, value), width: 130 };
