import { DownloadOutlined, InboxOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Select, Steps, Upload } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportParts, imports } from '@/api/calls';
import { urlOf } from '@/api/http';
import type { Cells, ImportPreview, ImportSetting, Meaning, Meanings, UnknownWord } from '@/api/importing';
import type { Entity } from '@/api/types';
import { Loading } from '@/design/Loading';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { ImportCheck } from './ImportCheck';
import { ImportRun } from './ImportRun';
import styles from './import.module.css';
import { SaveSetting, SettingSelect } from './settings';

interface Props {
  entity: Entity;
  choices: Entity[];
  onEntity: (name: string) => void;
  /** The import that runs or has run. */
  job?: string;
  onJob: (id?: string) => void;
}

type Mode = 'create' | 'update' | 'upsert';

interface Settings {
  /** A saved setting, which says mode and keys itself. */
  setting: string;
  mode: Mode;
  keys: string[];
}

/** The fields a row may be recognised by. */
function keyFields(entity: Entity) {
  const types = ['text', 'number', 'uscc', 'phone', 'email', 'id_number'];
  return entity.fields.filter((field) => types.includes(field.type) && !field.system);
}

function SettingsForm({
  entity,
  choices,
  onEntity,
  settings,
  onChange,
}: Omit<Props, 'job' | 'onJob'> & { settings: Settings; onChange: (settings: Settings) => void }) {
  const { t } = useTranslation();
  const modes: Record<Mode, string> = {
    create: t('importing.mode_create'),
    update: t('importing.mode_update'),
    upsert: t('importing.mode_upsert'),
  };
  return (
    <div className={styles.settings}>
      <Form.Item label={t('importing.entity')} htmlFor="import_entity">
        <Select
          id="import_entity"
          value={entity.name}
          options={choices.map(({ name, label }) => ({ value: name, label }))}
          onChange={onEntity}
        />
      </Form.Item>
      <SettingSelect
        entity={entity}
        value={settings.setting}
        onChange={(setting) => onChange({ ...settings, setting })}
      />
      <Form.Item label={t('importing.mode')} htmlFor="import_mode" hidden={settings.setting !== ''}>
        <Select
          id="import_mode"
          value={settings.mode}
          options={Object.entries(modes).map(([value, label]) => ({ value: value as Mode, label }))}
          onChange={(mode) => onChange({ ...settings, mode })}
        />
      </Form.Item>
      {settings.mode !== 'create' && settings.setting === '' && (
        <Form.Item label={t('importing.keys')} htmlFor="import_keys" extra={t('importing.keys_help')}>
          <Select
            id="import_keys"
            mode="multiple"
            placeholder={t('importing.keys_own')}
            value={settings.keys}
            options={keyFields(entity).map(({ key, label }) => ({ value: key, label }))}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(keys) => onChange({ ...settings, keys })}
          />
        </Form.Item>
      )}
    </div>
  );
}

/** What the person said of the list, beyond the settings. */
interface Said {
  sheet: string;
  /** Columns they spoke for alone: what nobody spoke for is recognised, or kept in the note. */
  mapping: Record<string, string | null>;
  values: Meanings;
  cells: Cells;
}

const isSame = (one: UnknownWord, other: UnknownWord) => one.field === other.field && one.value === other.value;

const NOTHING: Said = { sheet: '', mapping: {}, values: {}, cells: {} };

/** Words of which it is not chosen yet what they mean are as good as not chosen. */
function settled(values: Meanings): Meanings {
  const fields = Object.entries(values).map(([field, words]) => [
    field,
    Object.fromEntries(Object.entries(words).filter(([, meaning]) => meaning !== '')),
  ]);
  return Object.fromEntries(fields);
}

export function ImportWizard(props: Props) {
  const { t } = useTranslation();
  const { entity, job, onJob } = props;
  const [settings, setSettings] = useState<Settings>({ setting: '', mode: 'create', keys: [] });
  const [file, setFile] = useState<File | null>(null);
  const [said, setSaid] = useState(NOTHING);
  const [seen, setSeen] = useState<ImportPreview | null>(null);
  const [words, setWords] = useState<UnknownWord[]>([]);
  const latest = useRef<ImportParts>(undefined);
  const preview = useMutation({
    mutationFn: (parts: ImportParts) => {
      latest.current = parts;
      return imports.preview(parts);
    },
    // An answer that was overtaken says nothing any more.
    onSuccess: (next, parts) => {
      if (latest.current !== parts) return;
      setSeen(next);
      setWords((known) => [...known, ...next.unknown.filter((word) => !known.some((old) => isSame(old, word)))]);
    },
  });
  const start = useMutation({ mutationFn: imports.start, onSuccess: ({ id }) => onJob(id) });
  const step = job ? 2 : seen && file ? 1 : 0;
  const partsOf = (next: Said, list: { file: File } | { upload: string }): ImportParts => ({
    entity: entity.name,
    setting: settings.setting,
    mode: settings.setting ? '' : settings.mode,
    keys: settings.setting ? [] : settings.keys,
    ...next,
    values: settled(next.values),
    ...list,
  });
  const choose = (next: File) => {
    setFile(next);
    setSaid(NOTHING);
    setWords([]);
    preview.mutate(partsOf(NOTHING, { file: next }));
  };
  const again = () => {
    setFile(null);
    setSeen(null);
    preview.reset();
    start.reset();
    onJob(undefined);
  };
  const say = (change: Partial<Said>) => {
    const next = { ...said, ...change };
    setSaid(next);
    if (seen) preview.mutate(partsOf(next, { upload: seen.upload }));
  };
  const mean = (field: string, word: string, meaning: Meaning | undefined) => {
    const { [word]: _old, ...others } = said.values[field] ?? {};
    const values = { ...said.values, [field]: meaning === undefined ? others : { ...others, [word]: meaning } };
    // A word whose meaning is still to be picked changes nothing yet.
    if (meaning === '') setSaid({ ...said, values });
    else say({ values });
  };
  const correct = (row: number, header: string, value: string) =>
    say({ cells: { ...said.cells, [row]: { ...said.cells[row], [header]: value } } });
  const kept = ({ columns, sheets, sheet }: ImportPreview): ImportSetting => ({
    mode: settings.mode,
    keys: settings.keys,
    sheet: sheets.length > 1 ? sheet : '',
    mapping: {
      ...Object.fromEntries(columns.filter(({ field }) => field).map(({ header, field }) => [header, field])),
      ...said.mapping,
    },
    values: settled(said.values),
  });
  const faulty = new Set(seen?.faults.map((fault) => fault.row)).size;
  return (
    <Panel>
      <Steps
        className={styles.steps}
        responsive={false}
        size="small"
        current={step}
        items={[
          { title: t('importing.step_file') },
          { title: t('importing.step_check') },
          { title: t('importing.step_run') },
        ]}
      />
      {step === 0 && (
        <Form component={false} layout="vertical">
          <SettingsForm {...props} settings={settings} onChange={setSettings} />
          <Upload.Dragger
            accept=".csv,.xlsx,.txt,.vcf"
            showUploadList={false}
            disabled={preview.isPending}
            beforeUpload={(next) => {
              choose(next);
              return false;
            }}
          >
            <p className={styles.inbox}>
              <InboxOutlined />
            </p>
            <p>{t('importing.drop')}</p>
            <p className="ks-muted">{t('importing.drop_hint')}</p>
          </Upload.Dragger>
          <p className={styles.template}>
            <a href={urlOf(`/import/template/${entity.name}`)} download>
              <DownloadOutlined /> {t('importing.template', { label: entity.label })}
            </a>
          </p>
          {preview.isPending && <Loading rows={3} />}
          {preview.isError && <ProblemView error={preview.error} retry={file ? () => choose(file) : undefined} />}
        </Form>
      )}
      {step === 1 && seen && file && (
        <>
          {preview.isError && <ProblemView error={preview.error} />}
          <ImportCheck
            entity={entity}
            file={file.name}
            preview={seen}
            chosen={said.mapping}
            words={words}
            meanings={said.values}
            cells={said.cells}
            busy={preview.isPending}
            onMap={(header, field) => say({ mapping: { ...said.mapping, [header]: field } })}
            onMean={mean}
            onCell={correct}
            onSheet={(sheet) => {
              setWords([]);
              say({ ...NOTHING, sheet });
            }}
          />
          {start.isError && <ProblemView error={start.error} />}
          {faulty > 0 && <Alert className={styles.notice} type="warning" showIcon title={t('importing.faults_note')} />}
          <div className={styles.foot}>
            <Button
              type="primary"
              loading={start.isPending}
              disabled={preview.isPending || !seen.columns.some((column) => column.field)}
              onClick={() => start.mutate(partsOf({ ...said, sheet: seen.sheet }, { upload: seen.upload }))}
            >
              {t('importing.start', { count: seen.rows - faulty })}
            </Button>
            <SaveSetting entity={entity} setting={() => kept(seen)} />
            <Button onClick={again}>{t('importing.other_file')}</Button>
          </div>
        </>
      )}
      {job && <ImportRun entity={entity} id={job} onAgain={again} />}
    </Panel>
  );
}
