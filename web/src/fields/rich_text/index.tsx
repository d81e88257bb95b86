import { type DisplayProps, type Kit, text } from '../kit';
import { later } from '../later';
import { TextFilter, textKit } from '../text';
import styles from './rich.module.css';
import { plain, sanitise } from './sanitise';

function Display({ value, place }: DisplayProps) {
  const html = text(value) ?? '';
  if (place === 'cell') return <span className="ks-ellipsis">{plain(html)}</span>;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: cleaned by sanitise just here
  return <div className={styles.shown} dangerouslySetInnerHTML={{ __html: sanitise(html) }} />;
}

const Input = later(async () => (await import('./Input')).RichTextInput);

export const richTextKit: Kit = { Display, Input, Filter: TextFilter, feel: textKit.feel, width: 260, wide: true };
