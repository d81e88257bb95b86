import type { TreeSelectProps } from 'antd';
import type { ComponentType } from 'react';
import { later } from './later';

// Trees are heavy: they come when somebody first chooses from one.
const Chooser = later(async () => (await import('./tree_select')).TreeSelect as ComponentType<TreeSelectProps>);

/** A choice from a tree. */
export const TreeChoice = Chooser as <T>(props: TreeSelectProps<T>) => React.ReactNode;
