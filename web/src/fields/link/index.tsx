import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useEntity } from '@/api/catalog';
import { oneOf, staffLiteral } from '../feel';
import { type DisplayProps, type FilterProps, type InputProps, type Kit, text, titleAt } from '../kit';
import { RecordSelect } from './RecordSelect';
import { useTitles } from './titles';

const TARGET: Partial<Record<string, string>> = { staff: 'staff', dept: 'dept' };

/** The entity a link field points to. */
export function targetOf(field: InputProps['field']): string {
  return TARGET[field.type] ?? field.to[0] ?? '';
}

interface RecordLinkProps {
  entity: string;
  id: string;
  /** Absent for a record out of the reader's reach. */
  title: string | undefined;
}

/** A record's title that opens it, where the reader may. */
export function RecordLink({ entity, id, title }: RecordLinkProps) {
  const { t } = useTranslation();
  const declared = useEntity(entity);
  if (title === undefined) return <span className="ks-muted">{t('link.out_of_reach')}</span>;
  if (!declared?.can.read || declared.line) return <>{title}</>;
  return (
    <Link to="/$entity/$id" params={{ entity, id }} title={title}>
      {title}
    </Link>
  );
}

function Display({ field, value, titles, place }: DisplayProps) {
  const id = text(value) ?? '';
  const entity = targetOf(field);
  const title = titleAt(titles, field.key);
  const asked = useTitles(entity, titles ? [] : [id], new Map());
  return (
    <span className={place === 'cell' ? 'ks-ellipsis' : undefined}>
      <RecordLink entity={entity} id={id} title={title ?? asked.get(id)} />
    </span>
  );
}

function Input({ field, value, onChange, titles, id, disabled, ...rest }: InputProps) {
  const current = text(value);
  const title = titleAt(titles, field.key);
  return (
    <RecordSelect
      entity={targetOf(field)}
      id={id}
      disabled={disabled}
      label={rest['aria-label']}
      value={current ? [current] : []}
      known={current && title ? new Map([[current, title]]) : undefined}
      onChange={(ids) => onChange?.(ids[0] ?? null)}
    />
  );
}

export function LinkFilter({ field, value, onChange, id }: FilterProps) {
  const { t } = useTranslation();
  return (
    <RecordSelect
      entity={targetOf(field)}
      multiple
      id={id}
      placeholder={t('common.any')}
      extra={field.type === 'staff' ? [{ value: 'me', label: t('filter.me') }] : undefined}
      value={value?.split(',').filter(Boolean) ?? []}
      onChange={(ids) => onChange(ids.length > 0 ? ids.join(',') : undefined)}
    />
  );
}

export const linkKit: Kit = {
  Display,
  Input,
  Filter: LinkFilter,
  feel: (field, value) => oneOf(field.key, value),
  width: 190,
};
export const staffKit: Kit = { ...linkKit, feel: (field, value) => oneOf(field.key, value, staffLiteral), width: 96 };
