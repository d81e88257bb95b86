import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  EyeInvisibleOutlined,
  HolderOutlined,
  SwapOutlined,
} from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './home.module.css';

interface Props {
  label: string;
  arranging: boolean;
  carried: boolean;
  /** In the wide column. */
  wide: boolean;
  up?: () => void;
  down?: () => void;
  across: () => void;
  hide: () => void;
  onCarry: (carrying: boolean) => void;
  onDrop: () => void;
  children: React.ReactNode;
}

/** A card in its place; while one arranges, with the buttons that move it, and to be dragged. It stays the same card. */
export function CardFrame({
  label,
  arranging,
  carried,
  wide,
  up,
  down,
  across,
  hide,
  onCarry,
  onDrop,
  children,
}: Props) {
  const { t } = useTranslation();
  const button = (title: string, icon: React.ReactNode, run?: () => void) => (
    <Tooltip title={title}>
      <Button type="text" size="small" icon={icon} aria-label={`${title} ${label}`} disabled={!run} onClick={run} />
    </Tooltip>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons above do the same
    <div
      className={[arranging ? styles.frame : styles.plain, carried && styles.carried].filter(Boolean).join(' ')}
      draggable={arranging}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', label);
        onCarry(true);
      }}
      onDragEnd={() => onCarry(false)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.stopPropagation();
        onDrop();
      }}
    >
      {arranging && (
        <div className={styles.handle}>
          <HolderOutlined aria-hidden />
          <strong>{label}</strong>
          <span className={styles.moves}>
            {button(t('home.up'), <ArrowUpOutlined />, up)}
            {button(t('home.down'), <ArrowDownOutlined />, down)}
            {button(wide ? t('home.to_side') : t('home.to_main'), <SwapOutlined />, across)}
            {button(t('home.hide'), <EyeInvisibleOutlined />, hide)}
          </span>
        </div>
      )}
      <div className={arranging ? styles.still : styles.plain} inert={arranging}>
        {children}
      </div>
    </div>
  );
}
