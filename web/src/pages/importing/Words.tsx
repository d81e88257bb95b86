import { Select, Table, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '@/api/catalog';
import type { Meaning, Meanings, UnknownWord } from '@/api/importing';
import type { Entity } from '@/api/types';
import { useNarrow } from '@/design/useNarrow';
import { FieldInput } from '@/fields/FieldView';
import { text } from '@/fields/kit';
import styles from './import.module.css';

type Way = 'keep' | 'empty' | 'add' | 'map';

/** What is to become of a word, as chosen: a code or id, nothing, or a new choice. */
function wayOf(meaning: Meaning | undefined): Way {
  if (meaning === undefined) return 'keep';
  if (meaning === null) return 'empty';
  return typeof meaning === 'string' ? 'map' : 'add';
}

interface Props {
  entity: Entity;
  words: UnknownWord[];
  meanings: Meanings;
  /** `undefined` = as it is without a choice: kept in the note. */
  onMean: (field: string, word: string, meaning: Meaning | undefined) => void;
}

/** Words of the list that mean nothing here yet, each once, and what to do with them. */
export function Words({ entity, words, meanings, onMean }: Props) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const keeps = entity.fields.some((field) => field.key === 'import_note');
  const ways: Record<Way, string> = {
    keep: keeps ? t('importing.word_keep') : t('importing.word_leave'),
    empty: t('importing.word_empty'),
    add: t('importing.word_add'),
    map: t('importing.word_map'),
  };
  const meaningOf = (word: UnknownWord) => meanings[word.field]?.[word.value];
  const change = (word: UnknownWord, way: Way) => {
    const next: Record<Way, Meaning | undefined> = { keep: undefined, empty: null, add: { add: true }, map: '' };
    onMean(word.field, word.value, next[way]);
  };
  const columns: TableProps<UnknownWord>['columns'] = [
    {
      key: 'field',
      title: t('importing.field'),
      hidden: narrow,
      width: 140,
      ellipsis: true,
      render: (_value, word) => fieldOf(entity, word.field)?.label ?? word.field,
    },
    { key: 'value', title: t('importing.word'), dataIndex: 'value', width: narrow ? 110 : 180, ellipsis: true },
    {
      key: 'rows',
      title: t('importing.word_rows'),
      hidden: narrow,
      width: 140,
      render: (_value, { count, rows }) => (
        <>
          {count}{' '}
          <span className="ks-muted">{t('importing.word_at', { rows: rows.join(t('common.list_comma')) })}</span>
        </>
      ),
    },
    {
      key: 'way',
      title: t('importing.word_way'),
      render: (_value, word) => {
        const field = fieldOf(entity, word.field);
        const meaning = meaningOf(word);
        const way = wayOf(meaning);
        const choices: Way[] =
          word.can_add || way === 'add' ? ['keep', 'map', 'add', 'empty'] : ['keep', 'map', 'empty'];
        return (
          <div className={styles.way}>
            <Select<Way>
              className={styles.wayChoice}
              aria-label={t('importing.word_way_of', { word: word.value })}
              value={way}
              options={choices.map((value) => ({ value, label: ways[value] }))}
              onChange={(next) => change(word, next)}
            />
            {way === 'map' && field && (
              <div className={styles.wayValue}>
                <FieldInput
                  field={field}
                  value={typeof meaning === 'string' ? meaning : null}
                  record={{}}
                  aria-label={t('importing.word_means', { word: word.value })}
                  onChange={(value) => onMean(word.field, word.value, text(value) ?? '')}
                />
              </div>
            )}
          </div>
        );
      },
    },
  ];
  return (
    <Table<UnknownWord>
      rowKey={(word) => `${word.field} ${word.value}`}
      size="small"
      columns={columns}
      dataSource={words}
      pagination={words.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
      scroll={narrow ? undefined : { x: 760 }}
    />
  );
}
