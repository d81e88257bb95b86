import { Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, Value } from '@/api/types';
import { text, texts } from '@/fields/kit';
import { FormRow } from '../form/FormRow';
import type { Change } from './useBulk';

const OWNER = 'bulk-owner';
const WAYS = ['one', 'in_turn'] as const;

/** Who gets the records: one colleague all of them, or several in turn. */
export function AssignFields({ owner, onChange }: { owner: Field; onChange: (change: Change) => void }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<(typeof WAYS)[number]>('one');
  const [people, setPeople] = useState<string[]>([]);
  // Who it goes to is typed at once, without a click.
  useEffect(() => {
    if (way) document.getElementById(OWNER)?.focus();
  }, [way]);
  const choose = (value: Value) => {
    const next = way === 'one' ? [text(value) ?? ''].filter(Boolean) : texts(value);
    setPeople(next);
    if (next.length === 0) onChange({});
    else onChange(way === 'one' ? { set: { [owner.key]: next[0] } } : { in_turn: { [owner.key]: next } });
  };
  return (
    <>
      <Segmented
        style={{ marginBottom: 16 }}
        aria-label={t('bulk.assign')}
        value={way}
        options={WAYS.map((value) => ({ value, label: value === 'one' ? t('bulk.to_one') : t('bulk.to_many') }))}
        onChange={(next) => {
          setWay(next);
          setPeople([]);
          onChange({});
        }}
      />
      <FormRow
        key={way}
        field={way === 'one' ? owner : { ...owner, type: 'links' }}
        id={OWNER}
        value={way === 'one' ? (people[0] ?? null) : people}
        currency={null}
        required
        onChange={(_key, value) => choose(value)}
      />
    </>
  );
}
