import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** What the first page after signing in may weigh: its scripts as they go over the wire, bytes. */
const MOST = 450_000;

/** What comes before anything is pressed: the start, the frame of the page, and the home page. */
const FIRST = [/src\/main\.tsx$/, /src\/shell\/Shell\.tsx$/, /src\/pages\/home\/HomePage\.tsx$/];

/** A chunk and all that it cannot do without. */
function whole(bundle: Rolldown.OutputBundle, name: string, found: Set<string>): void {
  const chunk = bundle[name];
  if (chunk?.type !== 'chunk' || found.has(name)) return;
  found.add(name);
  for (const other of chunk.imports) whole(bundle, other, found);
}

/** A build whose first page is too heavy is no build. */
export function budget(): Plugin {
  return {
    name: 'keshu-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const found = new Set<string>();
      for (const wanted of FIRST) {
        const [name] =
          Object.entries(bundle).find(
            ([_name, one]) => one.type === 'chunk' && one.moduleIds.some((id) => wanted.test(id.replaceAll('\\', '/'))),
          ) ?? [];
        if (!name) this.error(`No chunk holds ${wanted}: what is the first page?`);
        whole(bundle, name, found);
      }
      const sizes = [...found].map((name) => {
        const chunk = bundle[name];
        return [name, gzipSync(chunk?.type === 'chunk' ? chunk.code : '').length] as const;
      });
      const total = sizes.reduce((sum, [_name, size]) => sum + size, 0);
      const heaviest = sizes.toSorted((left, right) => right[1] - left[1]).slice(0, 5);
      const said = `First page: ${Math.round(total / 1000)} of ${MOST / 1000} kB gzip in ${sizes.length} scripts`;
      if (total > MOST)
        this.error(
          `${said}; the heaviest: ${heaviest.map(([name, size]) => `${name} ${Math.round(size / 1000)} kB`).join(', ')}`,
        );
      this.info(said);
    },
  };
}
