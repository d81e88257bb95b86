import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Marked } from 'marked';
import { ConverterFactory } from 'opencc-js/core';
import { steps } from './hant.ts';

/** The guide is written for people who read files as well: the page shows the same chapters. */
const GUIDE = join(import.meta.dirname, '../../docs/guide');
const END = '.zh-CN.md';

const read = (name: string) => readFileSync(join(GUIDE, name), 'utf8');

/** The chapters in the order in which the first page of the guide lists them. */
export function chapters(): string[] {
  return [...read(`README${END}`).matchAll(/\]\(([\w-]+)\.zh-CN\.md\)/g)].map((match) => match[1] ?? '');
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** Where the address of a picture stands until the page is built. */
const PICTURE = /%PICTURE:([\w-]+\.png)%/;

/** A chapter: the title, and the rest in HTML. Links lead to other chapters; what lies outside the guide is named only. */
function chapter(name: string, convert: (text: string) => string) {
  const text = convert(read(name + END));
  const title = /^# (.+)$/m.exec(text)?.[1] ?? name;
  const marked = new Marked({
    renderer: {
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        if (/^https?:/.test(href)) return `<a href="${escaped(href)}" rel="noreferrer" target="_blank">${words}</a>`;
        const [file = '', place = ''] = href.split('#');
        if (!file.endsWith(END) || file.includes('/')) return words;
        return `<a href="/help/${basename(file, END)}${place && `#${place}`}">${words}</a>`;
      },
      image: ({ href, text: words }) =>
        `<img src="%PICTURE:${basename(href)}%" alt="${escaped(words)}" loading="lazy" decoding="async">`,
      table(token) {
        const cell = (one: (typeof token.header)[number]) => this.parser.parseInline(one.tokens);
        const head = token.header.map((one) => `<th scope="col">${cell(one)}</th>`).join('');
        const rows = token.rows.map((row) => `<tr>${row.map((one) => `<td>${cell(one)}</td>`).join('')}</tr>`).join('');
        return `<div data-wide tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
      },
    },
  });
  return { name, title, html: marked.parse(text.replace(/^# .+$/m, '')) as string };
}

/** A module with the chapters, in which the pictures are files of the build. */
function program(convert: (text: string) => string): string {
  const made = chapters().map((name) => chapter(name, convert));
  const names = [...new Set(made.flatMap(({ html }) => html.match(new RegExp(PICTURE, 'g')) ?? []))];
  const files = names.map((mark) => PICTURE.exec(mark)?.[1] ?? '');
  const imports = files.map((file, at) => `import p${at} from ${JSON.stringify(join(GUIDE, 'images', file))};`);
  const list = `[${files.map((file, at) => `[${JSON.stringify(`%PICTURE:${file}%`)}, p${at}]`).join(', ')}]`;
  return `${imports.join('\n')}
const pictures = ${list};
const whole = (html) => pictures.reduce((text, [mark, url]) => text.replaceAll(mark, url), html);
export default ${JSON.stringify(made)}.map((one) => ({ ...one, html: whole(one.html) }));`;
}

export const guide = () => program((text) => text);

/** In traditional characters, as all that the page says; addresses are no words. */
export const guideHant = () => program(ConverterFactory(...steps()));
