import { LockOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { type DisplayProps, type FilterProps, type InputProps, isEmpty, isMasked } from './kit';
import { kitOf } from './registry';

/** A value, drawn by its type; `-` for nothing, the shown part of what is masked. */
export function FieldDisplay(props: DisplayProps) {
  const { t } = useTranslation();
  if (isEmpty(props.value)) return <span className="ks-muted">-</span>;
  if (isMasked(props.value)) {
    return (
      <span title={t('field.masked')}>
        {props.value.shown} <LockOutlined className="ks-muted" aria-label={t('field.masked')} />
      </span>
    );
  }
  const { Display } = kitOf(props.field.type);
  return <Display {...props} />;
}

/** What a value is typed into. A masked value is kept until something new is typed. */
export function FieldInput(props: InputProps) {
  const { t } = useTranslation();
  const TypeInput = kitOf(props.field.type).Input;
  if (!TypeInput) return null;
  if (isMasked(props.value)) {
    return (
      <Input
        id={props.id}
        disabled={props.disabled}
        aria-label={props['aria-label']}
        placeholder={`${props.value.shown} · ${t('field.masked_keep')}`}
        value=""
        onChange={(event) => props.onChange?.(event.target.value)}
      />
    );
  }
  return (
    <Suspense fallback={<Input readOnly aria-busy />}>
      <TypeInput {...props} />
    </Suspense>
  );
}

export function FieldFilter(props: FilterProps) {
  const { Filter } = kitOf(props.field.type);
  if (!Filter) return null;
  return (
    <Suspense fallback={<Input readOnly aria-busy />}>
      <Filter {...props} />
    </Suspense>
  );
}
