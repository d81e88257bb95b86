const ALLOWED = new Set([
  'A',
  'B',
  'BLOCKQUOTE',
  'BR',
  'CODE',
  'DIV',
  'EM',
  'H2',
  'H3',
  'I',
  'LI',
  'OL',
  'P',
  'PRE',
  'S',
  'SPAN',
  'STRONG',
  'U',
  'UL',
]);

function clean(node: Element): void {
  for (const child of [...node.children]) {
    clean(child);
    if (!ALLOWED.has(child.tagName)) {
      child.replaceWith(...(/^(SCRIPT|STYLE|TEMPLATE)$/.test(child.tagName) ? [] : child.childNodes));
      continue;
    }
    for (const { name, value } of [...child.attributes]) {
      const keep = child.tagName === 'A' && name === 'href' && /^(https?:|mailto:|tel:|\/)/i.test(value);
      if (!keep) child.removeAttribute(name);
    }
    if (child.tagName === 'A') child.setAttribute('rel', 'noreferrer');
  }
}

/** The server stores clean HTML; pasted text and anything older passes here once more. */
export function sanitise(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  clean(body);
  return body.innerHTML;
}

export function plain(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '';
}
