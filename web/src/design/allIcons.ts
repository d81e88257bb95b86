import type { ComponentType } from 'react';

/** Every outlined icon, in a chunk of its own: see Icon. */
const files = import.meta.glob<ComponentType>('/node_modules/@ant-design/icons/es/icons/*Outlined.js', {
  eager: true,
  import: 'default',
});

export function anyIcon(pascal: string): ComponentType | undefined {
  return files[`/node_modules/@ant-design/icons/es/icons/${pascal}Outlined.js`];
}
