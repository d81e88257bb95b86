import { lazy, Suspense, useState } from 'react';
import { useCatalog } from '@/api/catalog';
import type { CreateInPlace } from '@/fields/create';

/** A form is made of fields, and a field opens a form. */
const Drawer = lazy(async () => ({ default: (await import('./RecordFormDrawer')).RecordFormDrawer }));

interface Asked {
  entity: string;
  typed: string;
  done: (id: string) => void;
}

/** The quick form of what a link points to, above the form that the link stands in. */
export function useCreateInPlace(): { create: CreateInPlace; drawer: React.ReactNode } {
  const { entities } = useCatalog();
  const [asked, setAsked] = useState<Asked | null>(null);
  const entity = entities[asked?.entity ?? ''];
  const drawer = asked && entity && (
    <Suspense>
      <Drawer
        entity={entity}
        layout="quick"
        nested
        prefill={{ values: { [entity.title]: asked.typed }, titles: {} }}
        onSaved={(saved) => asked.done(saved.id)}
        onClose={() => setAsked(null)}
      />
    </Suspense>
  );
  return { create: (name, typed, done) => setAsked({ entity: name, typed, done }), drawer };
}
