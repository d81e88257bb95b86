import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Table, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiToken } from '@/api/account';
import { tokens as calls } from '@/api/calls';
import { useCatalog } from '@/api/catalog';
import { keys } from '@/api/keys';
import { showMoment } from '@/design/dates';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { useNotify } from '@/design/notify';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { NewToken } from './NewToken';

/** What a token may do and from where, in a line. */
function Reach({ token }: { token: ApiToken }) {
  const { t } = useTranslation();
  const { entities } = useCatalog();
  const comma = t('common.list_comma');
  const parts = [
    token.actions ? t('token.read_only') : t('token.everything'),
    token.entities?.map((name) => entities[name]?.label ?? name).join(comma),
    token.networks.join(comma),
  ];
  return <>{parts.filter(Boolean).join(' · ')}</>;
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
    { key: 'reach', title: t('token.reach'), ellipsis: true, render: (_value, token) => <Reach token={token} /> },
    {
      key: 'used',
      title: t('token.used'),
      width: 150,
      render: (_value, token) => (token.last_used_at ? showMoment(token.last_used_at) : t('token.unused')),
    },
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
      ) : query.data?.items.length === 0 ? (
        <Empty text={t('token.empty')} action={<Button onClick={() => setAdding(true)}>{t('token.new')}</Button>} />
      ) : (
        <Table<ApiToken>
          style={{ marginTop: 12 }}
          rowKey="id"
          size="middle"
          columns={columns}
          dataSource={query.data?.items ?? []}
          pagination={false}
          scroll={{ x: 820 }}
          locale={{ emptyText: <Loading rows={2} /> }}
        />
      )}
      {adding && <NewToken onClose={() => setAdding(false)} />}
    </Panel>
  );
}
