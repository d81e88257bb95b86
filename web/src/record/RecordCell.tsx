import type { Field, Rec } from '@/api/types';
import { FieldDisplay } from '@/fields/FieldView';

/** What a record holds in one field, where there is little room: a card, a chip, a row. */
export function RecordCell({ field, record }: { field: Field; record: Rec }) {
  return (
    <FieldDisplay field={field} value={record[field.key]} record={record} titles={record.titles ?? {}} place="cell" />
  );
}
