import { type DisplayProps, type Kit, text } from '../kit';
import { textKit } from '../text';

/** Phone, email and web address: each opens what it is for. */
function hrefOf({ field, value }: DisplayProps): string | undefined {
  const shown = text(value) ?? '';
  if (field.type === 'phone') return `tel:${shown.replace(/[^\d+]/g, '')}`;
  if (field.type === 'email') return `mailto:${shown}`;
  return /^https?:\/\//i.test(shown) ? shown : undefined;
}

function Display(props: DisplayProps) {
  const shown = text(props.value);
  const web = props.field.type === 'url';
  return (
    <a
      className={props.place === 'cell' ? 'ks-ellipsis' : undefined}
      href={hrefOf(props)}
      title={shown}
      {...(web ? { target: '_blank', rel: 'noreferrer' } : {})}
    >
      {shown}
    </a>
  );
}

export const phoneKit: Kit = { ...textKit, wide: false, Display, width: 128, copy: true };
export const emailKit: Kit = { ...textKit, wide: false, Display, width: 190, copy: true };
export const urlKit: Kit = { ...textKit, wide: false, Display, width: 190 };
