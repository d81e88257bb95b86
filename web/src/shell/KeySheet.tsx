import { Modal, Switch } from 'antd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '@/design/Keys';
import { GO, KEYS, type KeyId } from '@/design/keys';
import { useKeySwitch } from '@/pages/profile/useKeySwitch';
import styles from './keys.module.css';
import { useMenu } from './menu';

/** What each key does; the compiler asks for a line for each of the list. */
function useDeeds(): Record<KeyId, string> {
  const { t } = useTranslation();
  return {
    palette: t('keys.palette'),
    search: t('keys.palette'),
    sheet: t('keys.sheet'),
    create: t('keys.create'),
    theme: t('keys.theme'),
    go: t('keys.go'),
    next: t('keys.next'),
    previous: t('keys.previous'),
    open: t('keys.open'),
    peek: t('keys.peek'),
    tick: t('keys.tick'),
    edit: t('keys.edit'),
    write: t('keys.write'),
    state: t('keys.state'),
    move: t('keys.move'),
    column_before: t('keys.column_before'),
    column_after: t('keys.column_after'),
    day_before: t('keys.day_before'),
    day_after: t('keys.day_after'),
    save: t('keys.save'),
    undo: t('keys.undo'),
    close: t('keys.close'),
    file_before: t('keys.file_before'),
    file_after: t('keys.file_after'),
  };
}

interface Line {
  deed: string;
  keys: readonly string[];
}

function Lines({ title, lines }: { title: string; lines: Line[] }) {
  const { t } = useTranslation();
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      <dl>
        {lines.map(({ deed, keys }) => (
          <div key={deed}>
            <dt>{deed}</dt>
            <dd>
              {keys.map((key, index) => (
                <Fragment key={key}>
                  {index > 0 && <span className="ks-muted">{t('keys.or')}</span>}
                  <Keys of={key} />
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** All keys there are, from the list that the page itself goes by. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [on, turn] = useKeySwitch();
  const deeds = useDeeds();
  const places = [...useMenu().flatMap((group) => group.items), { key: 'profile', label: t('nav.profile') }];
  const lines = (...ids: KeyId[]) => ids.map((id) => ({ deed: deeds[id], keys: KEYS[id] as readonly string[] }));
  const go = places
    .filter(({ key }) => GO[key])
    .map(({ key, label }) => ({ deed: label, keys: [`${KEYS.go[0]} ${GO[key]}`] }));
  const anywhere = [
    { deed: deeds.palette, keys: [...KEYS.palette, ...KEYS.search] },
    ...lines('create', 'theme', 'sheet', 'save', 'undo', 'close'),
  ];
  return (
    <Modal open title={t('keys.title')} footer={null} width={820} onCancel={onClose}>
      <div className={styles.sheet}>
        <div>
          <Lines title={t('keys.anywhere')} lines={anywhere} />
          <Lines
            title={t('keys.in_lists')}
            lines={lines('next', 'previous', 'open', 'peek', 'tick', 'edit', 'write', 'state')}
          />
          <Lines title={t('keys.in_record')} lines={lines('write', 'edit', 'state')} />
          <Lines title={t('keys.in_files')} lines={lines('file_before', 'file_after')} />
        </div>
        <div>
          <Lines title={t('keys.go')} lines={go} />
          <Lines title={t('keys.on_board')} lines={lines('move', 'column_before', 'column_after')} />
          <Lines title={t('keys.on_calendar')} lines={lines('day_before', 'day_after')} />
        </div>
      </div>
      <div className={styles.switch}>
        <Switch size="small" checked={on} onChange={turn} aria-label={t('keys.enable')} />
        <span>
          {t('keys.enable')}
          <span className="ks-muted"> {t('keys.enable_hint')}</span>
        </span>
      </div>
    </Modal>
  );
}
