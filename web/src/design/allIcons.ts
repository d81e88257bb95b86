import * as icons from '@ant-design/icons';

/** Every icon, in a chunk of its own: see Icon. */
export const allIcons: Record<string, unknown> = { ...icons };
