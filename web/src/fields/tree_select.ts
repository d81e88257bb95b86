/** By itself, so that it can come later: see `TreeChoice`. */
export { TreeSelect } from 'antd';
