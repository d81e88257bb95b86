import { anyInList } from '../feel';
import { type DisplayProps, type InputProps, type Kit, texts } from '../kit';
import { LinkFilter, RecordLink, targetOf } from '../link';
import { RecordSelect } from '../link/RecordSelect';
import { useTitles } from '../link/titles';

function knownOf({ field, value, titles }: Pick<InputProps, 'field' | 'value' | 'titles'>): Map<string, string> {
  const ids = texts(value);
  const names = titles?.[field.key];
  const known = new Map<string, string>();
  for (const [index, id] of ids.entries()) {
    const name = Array.isArray(names) ? names[index] : undefined;
    if (name) known.set(id, name);
  }
  return known;
}

function Display(props: DisplayProps) {
  const ids = texts(props.value);
  const entity = targetOf(props.field);
  const titles = useTitles(entity, props.titles ? [] : ids, knownOf(props));
  return (
    <span className={props.place === 'cell' ? 'ks-ellipsis' : undefined}>
      {ids.map((id, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <RecordLink entity={entity} id={id} title={titles.get(id)} />
        </span>
      ))}
    </span>
  );
}

function Input(props: InputProps) {
  return (
    <RecordSelect
      entity={targetOf(props.field)}
      multiple
      id={props.id}
      disabled={props.disabled}
      label={props['aria-label']}
      value={texts(props.value)}
      known={knownOf(props)}
      onChange={(ids) => props.onChange?.(ids)}
    />
  );
}

export const linksKit: Kit = {
  Display,
  Input,
  Filter: LinkFilter,
  feel: (field, value) => anyInList(field.key, value),
  width: 180,
};
