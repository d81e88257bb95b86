import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** What is fetched when somebody asks for it, and kept from then on: readings, other scripts, rare icons, the guide. */
const LATER = /assets\/(_virtual_|allIcons|.*readings|HelpPage)/i;

/** `sw.js`: the page itself, kept by the browser. Another build is another worker with a store of its own. */
export function worker(): Plugin {
  return {
    name: 'keshu-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const assets = Object.keys(bundle).filter((name) => /\.(js|css)$/.test(name) && !LATER.test(name));
      const files = ['/', '/favicon.svg', '/manifest.webmanifest', ...assets.toSorted().map((name) => `/${name}`)];
      const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 12);
      const source = readFileSync(join(import.meta.dirname, 'sw.js'), 'utf8')
        .replace("'__VERSION__'", JSON.stringify(version))
        .replace("'__FILES__'", JSON.stringify(files));
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}
