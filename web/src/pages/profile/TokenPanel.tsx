import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, Modal, Popconfirm, Table, type TableProps } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tokens as calls } from '@/api/calls';
import { keys } from '@/api/keys';
import type { ApiToken } from '@/api/types';
import { CopyButton } from '@/design/CopyButton';
import { showMoment, today } from '@/design/dates';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { useNotify } from '@/design/notify';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import styles from './profile.module.css';

const FORM = 'new_token';

function NewToken({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { problem } = useNotify();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [expires, setExpires] = useState<string | undefined>(dayjs(today()).add(1, 'year').format('YYYY-MM-DD'));
  const create = useMutation({
    mutationFn: () => calls.create({ name: name.trim(), expires_on: expires }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
    onError: problem,
  });
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

/** One's own API tokens; a secret is shown once. */
export function TokenPanel() {
  const { t } = useTranslation();
  const { done, problem } = useNotify();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const query = useQuery({ queryKey: keys.tokens, queryFn: calls.list });
  const remove = useMutation({
    mutationFn: calls.remove,
    onSuccess: () => {
      done(t('token.removed'));
      void client.invalidateQueries({ queryKey: keys.tokens });
    },
    onError: problem,
  });
  const columns: TableProps<ApiToken>['columns'] = [
    { key: 'name', title: t('token.name'), dataIndex: 'name', ellipsis: true },
    { key: 'created', title: t('token.created'), width: 150, render: (_value, token) => showMoment(token.created_at) },
    {
      key: 'expires',
      title: t('token.expires'),
      width: 120,
      render: (_value, token) => token.expires_on ?? t('token.never'),
    },
    {
      key: 'actions',
      title: t('common.actions'),
      width: 100,
      render: (_value, token) => (
        <Popconfirm
          title={t('token.remove_ask', { name: token.name })}
          description={t('token.remove_text')}
          onConfirm={() => remove.mutate(token.id)}
        >
          <Button type="link" size="small">
            {t('token.remove')}
          </Button>
        </Popconfirm>
      ),
    },
  ];
  return (
    <Panel
      flush
      title={t('token.page')}
      extra={
        <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>
          {t('token.new')}
        </Button>
      }
    >
      {query.isError ? (
        <ProblemView error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Table<ApiToken>
          style={{ marginTop: 12 }}
          rowKey="id"
          size="middle"
          columns={columns}
          dataSource={query.data?.items ?? []}
          pagination={false}
          scroll={{ x: 560 }}
          locale={{ emptyText: query.isPending ? <Loading rows={2} /> : <Empty text={t('token.empty')} /> }}
        />
      )}
      {adding && <NewToken onClose={() => setAdding(false)} />}
    </Panel>
  );
}
