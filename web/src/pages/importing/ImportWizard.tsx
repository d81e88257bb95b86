import { DownloadOutlined, InboxOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Select, Steps, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportParts, imports } from '@/api/calls';
import { urlOf } from '@/api/http';
import type { Entity, ImportPreview } from '@/api/types';
import { Loading } from '@/design/Loading';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { ImportCheck } from './ImportCheck';
import { ImportRun } from './ImportRun';
import styles from './import.module.css';

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
      <Form.Item label={t('importing.mode')} htmlFor="import_mode">
        <Select
          id="import_mode"
          value={settings.mode}
          options={Object.entries(modes).map(([value, label]) => ({ value: value as Mode, label }))}
          onChange={(mode) => onChange({ ...settings, mode })}
        />
      </Form.Item>
      {settings.mode !== 'create' && (
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

export function ImportWizard(props: Props) {
  const { t } = useTranslation();
  const { entity, job, onJob } = props;
  const [settings, setSettings] = useState<Settings>({ mode: 'create', keys: [] });
  const [file, setFile] = useState<File | null>(null);
  // What the person chose alone: a column that nobody spoke for is recognised, or kept in the note.
  const [chosen, setChosen] = useState<Record<string, string | null>>({});
  const partsOf = (list: File, columns: Record<string, string | null>): ImportParts => ({
    entity: entity.name,
    file: list,
    ...settings,
    mapping: columns,
  });
  const [seen, setSeen] = useState<ImportPreview | null>(null);
  const preview = useMutation({
    mutationFn: imports.preview,
    onSuccess: setSeen,
  });
  const start = useMutation({ mutationFn: imports.start, onSuccess: ({ id }) => onJob(id) });
  const step = job ? 2 : seen && file ? 1 : 0;
  const choose = (next: File) => {
    setFile(next);
    setChosen({});
    preview.mutate(partsOf(next, {}));
  };
  const again = () => {
    setFile(null);
    setSeen(null);
    preview.reset();
    start.reset();
    onJob(undefined);
  };
  const remap = (header: string, field: string | null) => {
    const next = { ...chosen, [header]: field };
    setChosen(next);
    if (file) preview.mutate(partsOf(file, next));
  };
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
            accept=".csv,.xlsx"
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
            file={file}
            preview={seen}
            chosen={chosen}
            busy={preview.isPending}
            onMap={remap}
          />
          {start.isError && <ProblemView error={start.error} />}
          {seen.faults.length > 0 && (
            <Alert className={styles.notice} type="warning" showIcon title={t('importing.faults_note')} />
          )}
          <div className={styles.foot}>
            <Button
              type="primary"
              loading={start.isPending}
              disabled={preview.isPending}
              onClick={() => start.mutate(partsOf(file, chosen))}
            >
              {t('importing.start', { count: seen.rows - new Set(seen.faults.map((fault) => fault.row)).size })}
            </Button>
            <Button onClick={again}>{t('importing.other_file')}</Button>
          </div>
        </>
      )}
      {job && <ImportRun entity={entity} id={job} onAgain={again} />}
    </Panel>
  );
}
