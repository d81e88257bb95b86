import { Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DictView, useDict } from '@/api/catalog';
import type { DictItem } from '@/api/types';
import { Tag } from '@/design/Tag';
import { codeOf, onBranch, withReach } from '../feel';
import { type DisplayProps, type FilterProps, type InputProps, isEmpty, type Kit, text, titleAt } from '../kit';
import { TreeChoice } from '../TreeChoice';
import { TextDisplay } from '../text';
import { branchesOf } from './branches';

/** `上海市 / 黄浦区`: a code of a tree says where it stands. */
function pathOf(dict: DictView, item: DictItem): string {
  const names = [item.label];
  let parent = item.parent ? dict.byCode.get(item.parent) : undefined;
  while (parent && names.length < 6) {
    names.unshift(parent.label);
    parent = parent.parent ? dict.byCode.get(parent.parent) : undefined;
  }
  return names.join(' / ');
}

function Display(props: DisplayProps) {
  const { field, value, titles } = props;
  const known = titleAt(titles, field.key);
  const dict = useDict(field.dict, known === undefined && !isEmpty(value));
  const code = text(value) ?? '';
  const item = dict.byCode.get(code);
  if (!item) return <TextDisplay {...props} value={known ?? (dict.loading ? '…' : code)} />;
  if (item.color) return <Tag color={item.color}>{item.label}</Tag>;
  if (!dict.tree) return <TextDisplay {...props} value={item.label} />;
  const path = pathOf(dict, item);
  if (props.place === 'fact') return <>{path}</>;
  return (
    <span className="ks-ellipsis" title={path}>
      {item.label}
    </span>
  );
}

interface TreeNode {
  value: string;
  title: string;
  disabled: boolean;
  children?: TreeNode[];
}

function treeOf(items: DictItem[]): TreeNode[] {
  const nodes = new Map<string, TreeNode>();
  for (const item of items) nodes.set(item.code, { value: item.code, title: item.label, disabled: !item.active });
  const roots: TreeNode[] = [];
  for (const item of items) {
    const node = nodes.get(item.code);
    if (!node) continue;
    const parent = item.parent ? nodes.get(item.parent) : undefined;
    if (parent) {
      parent.children ??= [];
      parent.children.push(node);
    } else {
      roots.push(node);
    }
  }
  return roots;
}

interface ChooserProps {
  field: InputProps['field'];
  multiple: boolean;
  value: string[];
  onChange: (codes: string[]) => void;
  choices?: string[];
  id?: string;
  disabled?: boolean;
  label?: string;
  placeholder?: string;
}

function Chooser({ field, multiple, value, onChange, choices, id, disabled, label, placeholder }: ChooserProps) {
  const [open, setOpen] = useState(false);
  const dict = useDict(field.dict, open || value.length > 0);
  const tree = useMemo(() => (dict.tree ? treeOf(dict.items) : []), [dict]);
  const shared = {
    id,
    disabled,
    placeholder,
    'aria-label': label,
    allowClear: true,
    style: { width: '100%' },
    loading: dict.loading,
    onOpenChange: setOpen,
    maxTagCount: 'responsive' as const,
  };
  const change = (next: string | string[] | undefined | null) =>
    onChange(Array.isArray(next) ? next : next ? [next] : []);
  if (dict.tree) {
    return (
      <TreeChoice<string | string[]>
        {...shared}
        showSearch={{ treeNodeFilterProp: 'title' }}
        treeData={tree}
        multiple={multiple}
        value={multiple ? value : value[0]}
        onChange={change}
        popupMatchSelectWidth={320}
      />
    );
  }
  const options = dict.items
    .filter((item) => (choices ? choices.includes(item.code) : item.active || value.includes(item.code)))
    .map((item) => ({ value: item.code, label: item.label }));
  return (
    <Select<string | string[]>
      {...shared}
      allowClear={!choices}
      showSearch={options.length > 7 ? { optionFilterProp: 'label' } : false}
      mode={multiple ? 'multiple' : undefined}
      options={options}
      value={multiple ? value : value[0]}
      onChange={change}
    />
  );
}

function Input({ field, value, onChange, id, disabled, choices, ...rest }: InputProps) {
  const code = text(value);
  return (
    <Chooser
      field={field}
      multiple={false}
      id={id}
      disabled={disabled}
      choices={choices}
      label={rest['aria-label']}
      value={code ? [code] : []}
      onChange={(codes) => onChange?.(codes[0] ?? null)}
    />
  );
}

function Filter({ field, value, onChange, id }: FilterProps) {
  const { t } = useTranslation();
  const chosen = value?.split(',').filter(Boolean) ?? [];
  const dict = useDict(field.dict, chosen.length > 0);
  const branches = useMemo(() => branchesOf(dict.tree ? dict.items : []), [dict]);
  const change = (codes: string[]) => codes.map((code) => withReach(code, branches.get(code))).join(',') || undefined;
  return (
    <Chooser
      field={field}
      multiple
      id={id}
      placeholder={t('common.any')}
      value={chosen.map(codeOf)}
      onChange={(codes) => onChange(change(codes))}
    />
  );
}

export const codeKit: Kit = {
  Display,
  Input,
  Filter,
  feel: (field, value) => onBranch(field.key, value),
  width: 100,
};
