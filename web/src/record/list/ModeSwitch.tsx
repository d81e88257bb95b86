import {
  CalendarOutlined,
  PartitionOutlined,
  PictureOutlined,
  ProjectOutlined,
  TableOutlined,
} from '@ant-design/icons';
import { Segmented, Select, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Field } from '@/api/types';
import styles from './ModeSwitch.module.css';
import type { Layout, Mode } from './modes';

const ICONS: Record<Mode, React.ReactNode> = {
  table: <TableOutlined />,
  board: <ProjectOutlined />,
  calendar: <CalendarOutlined />,
  tree: <PartitionOutlined />,
  gallery: <PictureOutlined />,
};

interface Props {
  layouts: Layout[];
  layout: Layout;
  field: Field | undefined;
  onChange: (mode: Mode, by?: string) => void;
}

/** How a list is laid out, and by which field where several would do. */
export function ModeSwitch({ layouts, layout, field, onChange }: Props) {
  const { t } = useTranslation();
  const words: Record<Mode, string> = {
    table: t('mode.table'),
    board: t('mode.board'),
    calendar: t('mode.calendar'),
    tree: t('mode.tree'),
    gallery: t('mode.gallery'),
  };
  if (layouts.length < 2) return null;
  return (
    <span className={styles.modes}>
      {layout.fields.length > 1 && (
        <Select
          size="small"
          variant="filled"
          aria-label={t('mode.by')}
          popupMatchSelectWidth={false}
          value={field?.key}
          options={layout.fields.map(({ key, label }) => ({ value: key, label }))}
          onChange={(key: string) => onChange(layout.mode, key)}
        />
      )}
      <Segmented<Mode>
        size="small"
        aria-label={t('mode.choose')}
        value={layout.mode}
        options={layouts.map(({ mode }) => ({
          value: mode,
          icon: <Tooltip title={words[mode]}>{ICONS[mode]}</Tooltip>,
          label: <span className="ks-hidden">{words[mode]}</span>,
        }))}
        onChange={(mode) => onChange(mode)}
      />
    </span>
  );
}
