import { ArrowDownOutlined, ArrowUpOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { fieldsOf } from '@/api/catalog';
import type { Entity, Field } from '@/api/types';
import styles from './ColumnSettings.module.css';
import type { Density } from './state';

interface Props {
  entity: Entity;
  columns: string[];
  density: Density;
  onDensity: (density: Density) => void;
  onChange: (columns: string[] | null) => void;
}

const LISTABLE = (field: Field) => field.type !== 'lines' && field.type !== 'rich_text';

/** How close the rows stand, which columns, and in what order; every step works from the keyboard. */
function Settings({ entity, columns, density, onDensity, onChange }: Props) {
  const { t } = useTranslation();
  const chosen = fieldsOf(entity, columns);
  const others = entity.fields.filter((field) => LISTABLE(field) && !columns.includes(field.key));
  const move = (from: number, to: number) => {
    const next = [...columns];
    next.splice(to, 0, ...next.splice(from, 1));
    onChange(next);
  };
  const toggle = (key: string) =>
    onChange(columns.includes(key) ? columns.filter((column) => column !== key) : [...columns, key]);
  return (
    <div className={styles.settings}>
      <div className={styles.head}>
        <strong>{t('list.density')}</strong>
        <Segmented<Density>
          size="small"
          aria-label={t('list.density')}
          value={density}
          options={[
            { value: 'middle', label: t('list.density_middle') },
            { value: 'small', label: t('list.density_small') },
          ]}
          onChange={onDensity}
        />
      </div>
      <div className={styles.head}>
        <strong>{t('list.columns')}</strong>
        <Button type="link" size="small" onClick={() => onChange(null)}>
          {t('list.columns_reset')}
        </Button>
      </div>
      <ul>
        {chosen.map((field, index) => (
          <li key={field.key}>
            <Checkbox checked disabled={chosen.length === 1} onChange={() => toggle(field.key)}>
              {field.label}
            </Checkbox>
            <span>
              <Button
                type="text"
                size="small"
                icon={<ArrowUpOutlined />}
                disabled={index === 0}
                aria-label={t('list.column_up', { label: field.label })}
                onClick={() => move(index, index - 1)}
              />
              <Button
                type="text"
                size="small"
                icon={<ArrowDownOutlined />}
                disabled={index === chosen.length - 1}
                aria-label={t('list.column_down', { label: field.label })}
                onClick={() => move(index, index + 1)}
              />
            </span>
          </li>
        ))}
        {others.map((field) => (
          <li key={field.key}>
            <Checkbox checked={false} onChange={() => toggle(field.key)}>
              {field.label}
            </Checkbox>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function ColumnSettings(props: Props) {
  const { t } = useTranslation();
  return (
    <Popover trigger="click" placement="bottomRight" content={<Settings {...props} />}>
      <Button icon={<SettingOutlined />}>{t('list.columns')}</Button>
    </Popover>
  );
}
