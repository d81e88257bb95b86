import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, Modal, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tokens as calls } from '@/api/calls';
import { useEntities } from '@/api/catalog';
import { keys } from '@/api/keys';
import { toProblem } from '@/api/problem';
import { CopyButton } from '@/design/CopyButton';
import { today } from '@/design/dates';
import { useNotify } from '@/design/notify';
import styles from './profile.module.css';

const FORM = 'new_token';

/** Makes a token: what it is for, what it may do, from where and until when. */
export function NewToken({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { problem } = useNotify();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [expires, setExpires] = useState<string | undefined>(dayjs(today()).add(1, 'year').format('YYYY-MM-DD'));
  const [readOnly, setReadOnly] = useState(true);
  const [chosen, setChosen] = useState<string[]>([]);
  const [networks, setNetworks] = useState<string[]>([]);
  const entities = useEntities();
  const create = useMutation({
    mutationFn: () =>
      calls.create({
        name: name.trim(),
        expires_on: expires,
        actions: readOnly ? ['read'] : undefined,
        entities: chosen.length > 0 ? chosen : undefined,
        networks,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
    onError: (error) => {
      if (toProblem(error).faults.length === 0) problem(error);
    },
  });
  const faults = create.error ? toProblem(create.error).faults : [];
  const faultAt = (key: string) => faults.find((fault) => fault.pointer.split('/')[1] === key)?.detail;
  const secret = create.data?.token;
  const footer = secret ? (
    <Button type="primary" onClick={onClose}>
      {t('common.close')}
    </Button>
  ) : undefined;
  return (
    <Modal
      open
      mask={{ closable: false }}
      title={t('token.new')}
      okText={t('token.create')}
      okButtonProps={{ htmlType: 'submit', form: FORM, disabled: !name.trim(), loading: create.isPending }}
      footer={footer}
      onCancel={onClose}
    >
      {secret ? (
        <>
          <p>{t('token.once')}</p>
          <div className={styles.token}>
            <code>{secret}</code>
            <CopyButton text={secret} labelled />
          </div>
        </>
      ) : (
        <Form component={false} layout="vertical">
          <form
            id={FORM}
            onSubmit={(event) => {
              event.preventDefault();
              create.mutate();
            }}
          >
            <Form.Item label={t('token.name')} htmlFor="token_name" required extra={t('token.name_help')}>
              <Input id="token_name" value={name} onChange={(event) => setName(event.target.value)} />
            </Form.Item>
            <Form.Item label={t('token.may')}>
              <Radio.Group
                aria-label={t('token.may')}
                value={readOnly}
                options={[
                  { value: true, label: t('token.read_only') },
                  { value: false, label: t('token.everything') },
                ]}
                onChange={(event) => setReadOnly(event.target.value)}
              />
            </Form.Item>
            <Form.Item
              label={t('token.entities')}
              htmlFor="token_entities"
              help={faultAt('entities')}
              validateStatus={faultAt('entities') ? 'error' : undefined}
            >
              <Select
                id="token_entities"
                mode="multiple"
                optionFilterProp="label"
                placeholder={t('token.every_entity')}
                value={chosen}
                options={entities.map((entity) => ({ value: entity.name, label: entity.label }))}
                onChange={setChosen}
              />
            </Form.Item>
            <Form.Item
              label={t('token.networks')}
              htmlFor="token_networks"
              help={faultAt('networks')}
              extra={t('token.networks_help')}
              validateStatus={faultAt('networks') ? 'error' : undefined}
            >
              <Select
                id="token_networks"
                mode="tags"
                open={false}
                suffixIcon={null}
                tokenSeparators={[' ', ',', '，', ';']}
                placeholder={t('token.every_network')}
                value={networks}
                onChange={setNetworks}
              />
            </Form.Item>
            <Form.Item label={t('token.expires')} htmlFor="token_expires">
              <DatePicker
                id="token_expires"
                minDate={dayjs(today())}
                value={expires ? dayjs(expires) : null}
                onChange={(date) => setExpires(date?.format('YYYY-MM-DD'))}
              />
            </Form.Item>
          </form>
        </Form>
      )}
    </Modal>
  );
}
