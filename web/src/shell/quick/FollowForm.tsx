import { CameraOutlined, EnvironmentOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/api/catalog';
import type { Field, Titles, Value } from '@/api/types';
import { useNotify } from '@/design/notify';
import { ProblemView } from '@/design/ProblemView';
import { FieldInput } from '@/fields/FieldView';
import { write } from '@/offline/queue';
import { saidOf } from '@/record/form/said';
import { bodyOf, startValues } from '@/record/form/values';
import { useRefresh } from '@/record/hooks';
import type { Journal } from '@/record/page/journal';
import { prefillFor, type Target } from '@/record/prefill';
import styles from './quick.module.css';
import { locate, type Visit } from './visit';

interface Props {
  journal: Journal;
  /** Set while one checks in. */
  visit: Visit | undefined;
  here: Target | undefined;
  onDone: () => void;
}

/** The position of this phone: asked for at once, and again when it could not be had. */
function Point({ value, onChange }: { value: Value; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const find = useMutation({ mutationFn: locate, onSuccess: onChange });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when one begins to check in
  useEffect(() => find.mutate(), []);
  const said = find.isError ? t('quick.no_position') : typeof value === 'string' ? value : t('quick.locating');
  return (
    <div className={styles.row}>
      <Button icon={<EnvironmentOutlined />} loading={find.isPending} onClick={() => find.mutate()}>
        {t('quick.locate')}
      </Button>
      <span className="ks-muted" role="status">
        {said}
      </span>
    </div>
  );
}

/** A picture out of the camera; it is sent with the rest. */
function Photo({ label, file, onChange }: { label: string; file: File | undefined; onChange: (file: File) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [shown, setShown] = useState<string>();
  useEffect(() => {
    if (!file) return;
    const url = URL.createObjectURL(file);
    setShown(url);
    return () => URL.revokeObjectURL(url);
  }, [file]);
  return (
    <div className={styles.row}>
      <label className={styles.camera} htmlFor={id}>
        <CameraOutlined /> {file ? t('quick.photo_again') : t('quick.photo')}
      </label>
      <input
        id={id}
        className="ks-hidden"
        type="file"
        aria-label={label}
        accept="image/png,image/jpeg,image/webp"
        capture="environment"
        onChange={({ target }) => target.files?.[0] && onChange(target.files[0])}
      />
      {shown && <img src={shown} alt={label} className={styles.picture} />}
    </div>
  );
}

/** A follow-up in a few touches; without the server it waits on this machine. */
export function FollowForm({ journal, visit, here, onDone }: Props) {
  const { t } = useTranslation();
  const { entity, about, text, beside } = journal;
  const notify = useNotify();
  const refresh = useRefresh();
  const { staff } = useSession();
  const id = useId();
  const start = here ? prefillFor(entity, about.key, here) : { values: {}, titles: {} as Titles };
  const [values, setValues] = useState<Record<string, Value>>(() =>
    startValues(entity, { ...start.values, ...visit?.means }),
  );
  const [photo, setPhoto] = useState<File>();
  const set = (key: string, value: Value) => setValues((now) => ({ ...now, [key]: value }));
  const typed = typeof values[text.key] === 'string' ? String(values[text.key]).trim() : '';
  const save = useMutation({
    mutationFn: () => {
      const when = { [entity.timeline?.when ?? '']: new Date().toISOString() };
      const files: Record<string, File> = photo && visit?.photo ? { [visit.photo.key]: photo } : {};
      const body = { ...bodyOf(entity, values, null), ...visit?.means, ...when };
      return write({ staff: staff.id, entity: entity.name, body, titles: start.titles, files });
    },
    onSuccess: (saved) => {
      const label = { label: entity.label };
      notify.done(saved.queued ? t('offline.queued', label) : saidOf(t('form.created', label), saved));
      void refresh();
      onDone();
    },
  });
  const control = (field: Field) => (
    <Form.Item key={field.key} label={field.label} htmlFor={`${id}${field.key}`} required={field.required}>
      <FieldInput
        field={field}
        id={`${id}${field.key}`}
        value={values[field.key]}
        record={values}
        titles={start.titles}
        onChange={(value) => set(field.key, value)}
      />
    </Form.Item>
  );
  const asked = beside.filter(({ key }) => !(key in (visit?.means ?? {})));
  return (
    <Form layout="vertical" className={styles.form} onFinish={() => save.mutate()}>
      {control(about)}
      {visit && (
        <Form.Item label={visit.point.label}>
          <Point value={values[visit.point.key]} onChange={(value) => set(visit.point.key, value)} />
        </Form.Item>
      )}
      {visit?.place && control(visit.place)}
      {visit?.photo && (
        <Form.Item label={visit.photo.label}>
          <Photo label={visit.photo.label} file={photo} onChange={setPhoto} />
        </Form.Item>
      )}
      <Form.Item label={text.label} htmlFor={`${id}${text.key}`} required>
        <Input.TextArea
          id={`${id}${text.key}`}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={typeof text.max === 'number' ? text.max : undefined}
          value={typeof values[text.key] === 'string' ? String(values[text.key]) : ''}
          onChange={({ target }) => set(text.key, target.value)}
        />
      </Form.Item>
      {asked.map(control)}
      {save.error && <ProblemView error={save.error} />}
      <Button
        type="primary"
        htmlType="submit"
        block
        size="large"
        loading={save.isPending}
        disabled={!typed || !values[about.key]}
      >
        {t('common.save')}
      </Button>
    </Form>
  );
}
