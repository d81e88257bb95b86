import { Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCatalog } from '@/api/catalog';
import type { AboutRef, Value } from '@/api/types';
import { type DisplayProps, type InputProps, type Kit, titleAt } from '../kit';
import { RecordLink } from '../link';
import { RecordSelect } from '../link/RecordSelect';
import { useTitles } from '../link/titles';

export function aboutOf(value: Value): AboutRef | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { entity, id } = value as Partial<AboutRef>;
  return typeof entity === 'string' && typeof id === 'string' ? { entity, id } : undefined;
}

function Display({ field, value, titles, place }: DisplayProps) {
  const about = aboutOf(value);
  const asked = useTitles(about?.entity ?? '', about && !titles ? [about.id] : [], new Map());
  if (!about) return null;
  return (
    <span className={place === 'cell' ? 'ks-ellipsis' : undefined}>
      <RecordLink {...about} title={titleAt(titles, field.key) ?? asked.get(about.id)} />
    </span>
  );
}

/** First what kind of record, then which. */
function Input({ field, value, onChange, titles, id, disabled, ...rest }: InputProps) {
  const { t } = useTranslation();
  const { entities } = useCatalog();
  const about = aboutOf(value);
  const [kind, setKind] = useState<string | undefined>(undefined);
  const entity = about?.entity ?? kind ?? field.to[0] ?? '';
  const title = titleAt(titles, field.key);
  const options = field.to
    .filter((name) => entities[name])
    .map((name) => ({ value: name, label: entities[name]?.label }));
  return (
    <Space.Compact block>
      <Select
        aria-label={t('about.kind')}
        disabled={disabled}
        options={options}
        value={entity}
        style={{ width: 112, flex: 'none' }}
        onChange={(next) => {
          setKind(next);
          onChange?.(null);
        }}
      />
      <RecordSelect
        key={entity}
        entity={entity}
        id={id}
        disabled={disabled}
        label={rest['aria-label']}
        value={about ? [about.id] : []}
        known={about && title ? new Map([[about.id, title]]) : undefined}
        onChange={([next]) => onChange?.(next ? { entity, id: next } : null)}
      />
    </Space.Compact>
  );
}

export const aboutKit: Kit = { Display, Input, width: 200, wide: true };
