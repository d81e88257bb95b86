import type { ExportOrder, ListParams } from '@/api/calls';
import type { Field } from '@/api/types';

/** What can be chosen in the dialog. */
export interface ExportChoice {
  rows: 'found' | 'chosen';
  columns: 'shown' | 'every';
  format: ExportOrder['format'];
  /** A CSV that Excel opens: it knows UTF-8 by a mark only. */
  forExcel: boolean;
}

/** What the list shows and what is ticked in it. */
export interface ExportSource {
  params: ListParams;
  columns: Field[];
  chosen: string[];
}

/** Files and tables of lines fit into no cell. */
const fitsCell = (field: Field) => !['lines', 'attachment', 'image'].includes(field.type);

export function orderOf(entity: string, { params, columns, chosen }: ExportSource, choice: ExportChoice): ExportOrder {
  const { filter, q, sort } = params;
  return {
    entity,
    ...(choice.rows === 'chosen' ? { ids: chosen } : { filter, q }),
    sort,
    fields:
      choice.columns === 'shown' && choice.format !== 'vcf'
        ? columns.filter(fitsCell).map((field) => field.key)
        : undefined,
    format: choice.format,
    bom: choice.format === 'csv' ? choice.forExcel : undefined,
  };
}
