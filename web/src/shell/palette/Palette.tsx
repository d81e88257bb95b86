import { SearchOutlined } from '@ant-design/icons';
import { Input, type InputRef } from 'antd';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toProblem } from '@/api/problem';
import { Icon } from '@/design/Icon';
import { Keys } from '@/design/Keys';
import { isComposing, KEYS } from '@/design/keys';
import { inDialog, useHotkey } from '@/design/useHotkey';
import { useNarrow } from '@/design/useNarrow';
import type { Choice } from './choices';
import styles from './palette.module.css';
import { useChoices } from './useChoices';

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** Finds any record, page or action from anywhere: Ctrl+K, type, arrows, Enter. */
export function Palette({ onSheet }: { onSheet: () => void }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const id = useId();
  const input = useRef<InputRef>(null);
  const before = useRef<HTMLElement>(null);
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  // Enter came before the answer: the record is opened when it is there.
  const [waiting, setWaiting] = useState(false);
  const { groups, sure, records, settled, nothing, limited, error } = useChoices(typed, open, onSheet);
  const choices = groups.flatMap((group) => group.choices);
  const active = Math.max(0, Math.min(at, choices.length - 1));
  const show = () => {
    if (inDialog({ target: document.activeElement })) return;
    input.current?.focus({ cursor: 'all' });
    setOpen(true);
  };
  useHotkey('palette', show);
  useHotkey('search', show);
  const close = () => {
    setOpen(false);
    setTyped('');
    setAt(0);
    setWaiting(false);
  };
  const leave = () => {
    close();
    if (before.current?.isConnected) before.current.focus();
    else input.current?.blur();
  };
  const run = (choice: Choice | undefined) => {
    if (!choice) return;
    leave();
    choice.run();
  };
  const answered = useRef(() => {});
  answered.current = () => {
    setWaiting(false);
    if (at < sure || records > 0) run(choices[active]);
  };
  useEffect(() => {
    if (waiting && settled) answered.current();
  }, [waiting, settled]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another line, another place
  useEffect(() => {
    if (open) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [open, active, id, typed]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    const step = STEPS[event.key];
    if (step) {
      if (!open) setOpen(true);
      // While the answer is on its way a step may go beyond what is there; it counts when the rest has come.
      else
        setAt((place) =>
          settled ? (active + step + choices.length) % Math.max(1, choices.length) : Math.max(0, place + step),
        );
    } else if (event.key === 'Enter' && open) {
      if (settled || at < sure) run(choices[active]);
      else setWaiting(true);
    } else if (event.key === 'Escape') leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  let place = -1;
  const line = (choice: Choice) => {
    place += 1;
    const here = place;
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box
      // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, which names the active line
      <div
        key={choice.key}
        id={`${id}-${here}`}
        role="option"
        aria-selected={here === active}
        className={styles.choice}
        onMouseMove={() => here !== active && setAt(here)}
        onClick={() => run(choice)}
      >
        <Icon name={choice.icon} />
        <span className={`ks-ellipsis ${styles.label}`}>{choice.label}</span>
        {choice.beside && <span className={`ks-ellipsis ${styles.beside}`}>{choice.beside}</span>}
        {choice.keys && !narrow && <Keys of={choice.keys} />}
      </div>
    );
  };
  return (
    <search className={styles.search} data-tour="search">
      <Input
        ref={input}
        role="combobox"
        aria-label={t('nav.search')}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && choices.length > 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        prefix={<SearchOutlined className="ks-muted" />}
        suffix={narrow ? null : <Keys of={KEYS.palette[0]} />}
        placeholder={narrow ? t('nav.search_short') : t('nav.search_hint')}
        value={typed}
        onFocus={(event) => {
          before.current = event.relatedTarget as HTMLElement | null;
        }}
        onBlur={close}
        onClick={() => setOpen(true)}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setWaiting(false);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
      />
      {open && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the box keeps the focus, or the list would close under the click
        <div className={styles.panel} onMouseDown={(event) => event.preventDefault()}>
          {nothing && <p className={styles.word}>{t('nav.search_none', { q: typed.trim() })}</p>}
          {error && <p className={styles.word}>{toProblem(error).title}</p>}
          <div role="listbox" id={`${id}-list`} aria-label={t('nav.search')} aria-busy={!settled}>
            {groups.map((group, index) => (
              // biome-ignore lint/a11y/useSemanticElements: a group of options, not of form fields
              <div key={group.label} role="group" aria-labelledby={`${id}-group${index}`}>
                <div id={`${id}-group${index}`} className={styles.group}>
                  {group.label}
                </div>
                {group.choices.map(line)}
              </div>
            ))}
          </div>
          {limited && <p className={styles.word}>{t('nav.search_limited')}</p>}
          {!settled && choices.length === 0 && <p className={styles.word}>{t('palette.searching')}</p>}
        </div>
      )}
    </search>
  );
}
