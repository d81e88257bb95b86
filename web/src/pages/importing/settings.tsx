import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { useEntity } from '@/api/catalog';
import type { ImportSetting } from '@/api/importing';
import type { Entity } from '@/api/types';
import { useNotify } from '@/design/notify';
import { ProblemView } from '@/design/ProblemView';
import { quote } from '@/fields/feel';
import { useList, useRefresh } from '@/record/hooks';

const SETTING = 'import_setting';

interface SelectProps {
  entity: Entity;
  value: string;
  onChange: (id: string) => void;
}

/** How such lists were read before, by name; nothing where none is saved. */
export function SettingSelect({ entity, value, onChange }: SelectProps) {
  const { t } = useTranslation();
  const declared = useEntity(SETTING);
  const params = { filter: `entity_name = ${quote(entity.name)}`, sort: 'name', limit: 100 };
  const found = useList(SETTING, params, declared?.can.read ?? false);
  const options = found.data?.items.map(({ id, name }) => ({ value: id, label: String(name) })) ?? [];
  if (options.length === 0) return null;
  return (
    <Form.Item label={t('importing.setting')} htmlFor="import_setting">
      <Select
        id="import_setting"
        allowClear
        placeholder={t('importing.setting_none')}
        value={value || undefined}
        options={options}
        onChange={(id?: string) => onChange(id ?? '')}
      />
    </Form.Item>
  );
}

/** Keeps how this list is read, for the next one like it. */
export function SaveSetting({ entity, setting }: { entity: Entity; setting: () => ImportSetting }) {
  const { t } = useTranslation();
  const id = useId();
  const notify = useNotify();
  const refresh = useRefresh();
  const may = useEntity(SETTING)?.can.create ?? false;
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: () => {
      const { mode, ...definition } = setting();
      const body = { name, entity_name: entity.name, mode_code: mode, definition: JSON.stringify(definition) };
      return records.create(SETTING, body);
    },
    onSuccess: () => {
      setOpen(false);
      notify.done(t('importing.setting_saved', { name }));
      void refresh();
    },
  });
  if (!may) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('importing.setting_save')}</Button>
      <Modal
        open={open}
        title={t('importing.setting_save')}
        okText={t('common.save')}
        okButtonProps={{ htmlType: 'submit', form: id, disabled: !name.trim(), loading: save.isPending }}
        onCancel={() => setOpen(false)}
      >
        <Form component={false} layout="vertical">
          <form
            id={id}
            onSubmit={(event) => {
              event.preventDefault();
              save.mutate();
            }}
          >
            <Form.Item label={t('importing.setting_name')} htmlFor={`${id}name`} extra={t('importing.setting_help')}>
              <Input id={`${id}name`} maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
            </Form.Item>
          </form>
        </Form>
        {save.isError && <ProblemView error={save.error} />}
      </Modal>
    </>
  );
}
