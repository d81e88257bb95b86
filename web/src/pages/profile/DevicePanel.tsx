import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Device } from '@/api/account';
import { session as calls } from '@/api/calls';
import { keys } from '@/api/keys';
import { showMoment } from '@/design/dates';
import { Loading } from '@/design/Loading';
import { useNotify } from '@/design/notify';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import styles from './profile.module.css';

function DeviceRow({ device, onEnd }: { device: Device; onEnd: () => void }) {
  const { t } = useTranslation();
  const name = device.device || t('device.unknown');
  return (
    <li>
      <div>
        <strong>{name}</strong>
        {device.is_this && <Tag color="blue">{t('device.this')}</Tag>}
        <div className="ks-muted">
          {t('device.facts', {
            address: device.address ?? '-',
            since: showMoment(device.created_at),
            last: showMoment(device.last_at),
          })}
        </div>
      </div>
      {!device.is_this && (
        <Button size="small" aria-label={t('device.end_named', { name })} onClick={onEnd}>
          {t('device.end')}
        </Button>
      )}
    </li>
  );
}

/** Where one is signed in; each can be ended from here. */
export function DevicePanel() {
  const { t } = useTranslation();
  const { done, problem } = useNotify();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.devices, queryFn: calls.devices });
  const onSuccess = () => {
    done(t('device.ended'));
    void client.invalidateQueries({ queryKey: keys.devices });
  };
  const end = useMutation({ mutationFn: calls.endDevice, onSuccess, onError: problem });
  const endOthers = useMutation({ mutationFn: calls.endOtherDevices, onSuccess, onError: problem });
  const items = query.data?.items ?? [];
  const others = items.some((device) => !device.is_this);
  return (
    <Panel
      title={t('device.page')}
      extra={
        others && (
          <Popconfirm title={t('device.end_others_ask')} onConfirm={() => endOthers.mutate()}>
            <Button loading={endOthers.isPending}>{t('device.end_others')}</Button>
          </Popconfirm>
        )
      }
    >
      {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading rows={2} />}
      <ul className={styles.devices}>
        {items.map((device) => (
          <DeviceRow key={device.id} device={device} onEnd={() => end.mutate(device.id)} />
        ))}
      </ul>
    </Panel>
  );
}
