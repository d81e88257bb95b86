import { SearchOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { AutoComplete, Button, Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { search } from '@/api/calls';
import { useCatalog } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { SearchHit } from '@/api/types';
import { Marked } from '@/design/Marked';
import { useDebounced } from '@/design/useDebounced';
import { useHotkey } from '@/design/useHotkey';
import { useNarrow } from '@/design/useNarrow';
import styles from './shell.module.css';

function Hit({ hit, titleField }: { hit: SearchHit; titleField: string | undefined }) {
  const title = hit.highlights.find((highlight) => highlight.field === titleField);
  const beside = hit.highlights.find((highlight) => highlight.field !== titleField);
  return (
    <div className={styles.hit}>
      <span className="ks-ellipsis">
        <Marked text={hit.title} ranges={title?.ranges ?? []} />
      </span>
      {beside && (
        <span className={`ks-ellipsis ${styles.snippet}`}>
          {beside.label} <Marked text={beside.text} ranges={beside.ranges} />
        </span>
      )}
    </div>
  );
}

/** Finds any record from anywhere: Ctrl+K, type, arrows, Enter. */
export function GlobalSearch() {
  const { t } = useTranslation();
  const { entities } = useCatalog();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const input = useRef<InputRef>(null);
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const q = useDebounced(typed.trim(), 150);
  const found = useQuery({
    queryKey: keys.search(q),
    queryFn: ({ signal }) => search(q, 20, signal),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  useHotkey('k', () => input.current?.focus({ cursor: 'all' }));
  const hits = q ? (found.data?.items ?? []) : [];
  const names = [...new Set(hits.map((hit) => hit.entity))];
  const options = names.map((name) => ({
    label: entities[name]?.label ?? name,
    options: hits
      .filter((hit) => hit.entity === name)
      .map((hit) => ({ value: `${name}/${hit.id}`, label: <Hit hit={hit} titleField={entities[name]?.title} /> })),
  }));
  const settled = q !== '' && found.isSuccess && !found.isPlaceholderData;
  return (
    <search className={styles.search}>
      <AutoComplete
        options={options}
        open={open && (options.length > 0 || settled)}
        onOpenChange={setOpen}
        defaultActiveFirstOption
        notFoundContent={settled ? <span className="ks-muted">{t('nav.search_none', { q })}</span> : null}
        popupMatchSelectWidth={narrow ? false : 480}
        popupRender={(list) => (
          <>
            {list}
            {settled && found.data.limited && <p className={styles.beneath}>{t('nav.search_limited')}</p>}
            {settled && found.data.suggestions.length > 0 && (
              <div className={styles.beneath}>
                {t('nav.search_meant')}
                {found.data.suggestions.map(({ title }) => (
                  // The input keeps the focus, or the list would close under the click.
                  <Button
                    key={title}
                    type="link"
                    size="small"
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => setTyped(title)}
                  >
                    {title}
                  </Button>
                ))}
              </div>
            )}
          </>
        )}
        value={typed}
        onSearch={(text) => {
          setTyped(text);
          setOpen(true);
        }}
        onSelect={(path: string) => {
          const [entity = '', id = ''] = path.split('/');
          setTyped('');
          setOpen(false);
          input.current?.blur();
          void navigate({ to: '/$entity/$id', params: { entity, id } });
        }}
      >
        <Input
          ref={input}
          prefix={<SearchOutlined className="ks-muted" />}
          suffix={narrow ? null : <kbd className={styles.key}>Ctrl K</kbd>}
          placeholder={narrow ? t('nav.search_short') : t('nav.search_hint')}
          aria-label={t('nav.search')}
        />
      </AutoComplete>
    </search>
  );
}
