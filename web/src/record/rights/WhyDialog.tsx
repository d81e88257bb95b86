import { CheckCircleTwoTone, CloseCircleTwoTone } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { explain } from '@/api/calls';
import { titleOf, useDict } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Entity, Rec } from '@/api/types';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import { RecordSelect } from '@/fields/link/RecordSelect';
import styles from './rights.module.css';

interface Props {
  entity: Entity;
  record: Rec;
  onClose: () => void;
}

/** Says of one colleague what they may do with a record and which rules decide it. */
export function WhyDialog({ entity, record, onClose }: Props) {
  const { t } = useTranslation();
  const words = useDict('action');
  const [staff, setStaff] = useState('');
  const [action, setAction] = useState('read');
  const [field, setField] = useState<string>();
  const actions = Object.keys(entity.can).map((name) => ({
    value: name,
    label: words.byCode.get(name)?.label ?? name,
  }));
  const asked = { staff_id: staff, entity: entity.name, id: record.id, action, field };
  const told = useQuery({
    queryKey: keys.explain(asked),
    queryFn: ({ signal }) => explain(asked, signal),
    enabled: staff !== '',
  });
  return (
    <Modal open footer={null} width={560} title={t('why.title', { title: titleOf(entity, record) })} onCancel={onClose}>
      <Form layout="vertical">
        <Form.Item label={t('why.staff')} htmlFor="why-staff">
          <RecordSelect
            entity="staff"
            id="why-staff"
            label={t('why.staff')}
            placeholder={t('why.staff_hint')}
            value={staff ? [staff] : []}
            onChange={([id]) => setStaff(id ?? '')}
          />
        </Form.Item>
        <div className={styles.pair}>
          <Form.Item label={t('why.action')} htmlFor="why-action">
            <Select id="why-action" options={actions} value={action} onChange={setAction} />
          </Form.Item>
          <Form.Item label={t('why.field')} htmlFor="why-field">
            <Select
              id="why-field"
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('why.any_field')}
              options={entity.fields.map(({ key, label }) => ({ value: key, label }))}
              value={field}
              onChange={setField}
            />
          </Form.Item>
        </div>
      </Form>
      {staff === '' && <p className="ks-muted">{t('why.hint')}</p>}
      {told.isLoading && <Loading />}
      {told.isError && <ProblemView error={told.error} />}
      {told.data && (
        <div aria-live="polite">
          <Alert
            showIcon
            type={told.data.allowed ? 'success' : 'error'}
            title={told.data.allowed ? t('why.allowed') : t('why.refused')}
          />
          <ul className={styles.because}>
            {told.data.because.map((said) => (
              <li key={said.text}>
                {said.for ? (
                  <CheckCircleTwoTone twoToneColor="#389e0d" aria-label={t('why.for')} />
                ) : (
                  <CloseCircleTwoTone twoToneColor="#cf1322" aria-label={t('why.against')} />
                )}
                <span>{said.text}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Modal>
  );
}
