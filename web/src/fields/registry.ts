import type { FieldType } from '@/api/types';
import { aboutKit } from './about';
import { booleanKit } from './boolean';
import { codeKit } from './code';
import { emailKit, phoneKit, urlKit } from './contact_way';
import { dateKit } from './date';
import { deptKit } from './dept';
import { durationKit } from './duration';
import { externalRefsKit } from './external_refs';
import { fileKit } from './file';
import { imageKit } from './image';
import type { Kit } from './kit';
import { linesKit } from './lines';
import { linkKit, staffKit } from './link';
import { linksKit } from './links';
import { longTextKit } from './long_text';
import { momentKit } from './moment';
import { moneyKit } from './money';
import { numberKit } from './number';
import { percentKit } from './percent';
import { richTextKit } from './rich_text';
import { tagsKit } from './tags';
import { addressKit, bankAccountKit, geoPointKit, numberNoKit, textKit } from './text';
import { timeKit } from './time';
import { checkedKit } from './uscc';

/** One kit for each type word of docs/PACKS.md; made at first use, because lines are made of fields again. */
const makeKits = (): Record<FieldType, Kit> => ({
  text: textKit,
  long_text: longTextKit,
  rich_text: richTextKit,
  integer: numberKit,
  decimal: numberKit,
  money: moneyKit,
  percent: percentKit,
  boolean: booleanKit,
  date: dateKit,
  time: timeKit,
  moment: momentKit,
  duration: durationKit,
  code: codeKit,
  link: linkKit,
  links: linksKit,
  staff: staffKit,
  dept: deptKit,
  phone: phoneKit,
  email: emailKit,
  url: urlKit,
  id_number: checkedKit,
  uscc: checkedKit,
  bank_account: bankAccountKit,
  address: addressKit,
  attachment: fileKit,
  image: imageKit,
  number: numberNoKit,
  geo_point: geoPointKit,
  tags: tagsKit,
  lines: linesKit,
  about: aboutKit,
  external_refs: externalRefsKit,
  id: numberNoKit,
});

let kits: Record<FieldType, Kit> | undefined;

export function kitOf(type: FieldType): Kit {
  kits ??= makeKits();
  return kits[type] ?? textKit;
}
