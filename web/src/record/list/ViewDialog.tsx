import { Checkbox, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '@/design/ProblemView';
import { text } from '@/fields/kit';
import type { ViewBody } from './useSaveView';
import type { View } from './views';

interface Props {
  /** Absent for a new one. */
  view?: View;
  busy: boolean;
  error: unknown;
  onCancel: () => void;
  onSave: (body: ViewBody) => void;
}

/** What a view is called, who may use it, and whether the list opens with it. */
export function ViewDialog({ view, busy, error, onCancel, onSave }: Props) {
  const { t } = useTranslation();
  const [scope, setScope] = useState(text(view?.saved?.scope_code) ?? 'private');
  const notes: Record<string, string> = {
    private: t('view.private_note'),
    team: t('view.team_note'),
    everyone: t('view.everyone_note'),
  };
  const choices = [
    { value: 'private', label: t('view.private') },
    { value: 'team', label: t('view.team') },
    { value: 'everyone', label: t('view.everyone') },
  ];
  const [form] = Form.useForm<{ name: string; first: boolean }>();
  return (
    <Modal
      open
      width={440}
      title={view ? t('view.title_edit') : t('view.title_new')}
      okText={t('common.save')}
      confirmLoading={busy}
      onCancel={onCancel}
      onOk={form.submit}
    >
      {Boolean(error) && <ProblemView error={error} />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: view?.name ?? '', first: view?.saved?.is_default === true }}
        onFinish={({ name, first }) => onSave({ name: name.trim(), scope_code: scope, is_default: first })}
      >
        <Form.Item
          name="name"
          label={t('view.name')}
          rules={[{ required: true, whitespace: true, message: t('view.name_needed') }]}
        >
          <Input autoFocus maxLength={60} placeholder={t('view.name_hint')} />
        </Form.Item>
        <Form.Item label={t('view.open_to')} extra={notes[scope]}>
          <Radio.Group
            optionType="button"
            value={scope}
            options={choices}
            onChange={(event) => setScope(event.target.value)}
          />
        </Form.Item>
        <Form.Item name="first" valuePropName="checked" noStyle>
          <Checkbox>{t('view.first')}</Checkbox>
        </Form.Item>
      </Form>
      {!view && <p className="ks-muted">{t('view.keeps')}</p>}
    </Modal>
  );
}
