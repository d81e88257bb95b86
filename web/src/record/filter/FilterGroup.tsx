import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/api/types';
import { FilterRow } from './FilterRow';
import styles from './filter.module.css';
import { DEEPEST, type Group, isGroup, type Part } from './tree';

interface Props {
  entity: Entity;
  group: Group;
  depth?: number;
  onChange: (group: Group) => void;
  /** Absent for the outermost. */
  onDrop?: () => void;
}

/** Conditions that hold together: all of them, or any. */
export function FilterGroup({ entity, group, depth = 0, onChange, onDrop }: Props) {
  const { t } = useTranslation();
  const put = (parts: Part[]) => onChange({ ...group, parts });
  const at = (index: number, part: Part) => put(group.parts.map((one, place) => (place === index ? part : one)));
  const drop = (index: number) => put(group.parts.filter((_part, place) => place !== index));
  return (
    <fieldset className={styles.group} aria-label={group.any ? t('conditions.any') : t('conditions.all')}>
      <div className={styles.head}>
        <Segmented<string>
          size="small"
          aria-label={t('conditions.joined')}
          value={group.any ? 'any' : 'all'}
          options={[
            { value: 'all', label: t('conditions.all') },
            { value: 'any', label: t('conditions.any') },
          ]}
          onChange={(value) => onChange({ ...group, any: value === 'any' })}
        />
        {onDrop && (
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('conditions.drop_group')}
            onClick={onDrop}
          />
        )}
      </div>
      <ul>
        {group.parts.map((part, index) =>
          isGroup(part) ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
            <li key={index}>
              <FilterGroup
                entity={entity}
                group={part}
                depth={depth + 1}
                onChange={(next) => at(index, next)}
                onDrop={() => drop(index)}
              />
            </li>
          ) : (
            <FilterRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
              key={index}
              entity={entity}
              leaf={part}
              onChange={(next) => at(index, next)}
              onDrop={() => drop(index)}
            />
          ),
        )}
      </ul>
      <Button
        type="link"
        size="small"
        icon={<PlusOutlined />}
        onClick={() => put([...group.parts, { key: '', test: 'is' }])}
      >
        {t('conditions.add')}
      </Button>
      {depth < DEEPEST && (
        <Button
          type="link"
          size="small"
          icon={<PlusOutlined />}
          onClick={() => put([...group.parts, { any: !group.any, parts: [{ key: '', test: 'is' }] }])}
        >
          {t('conditions.add_group')}
        </Button>
      )}
    </fieldset>
  );
}
