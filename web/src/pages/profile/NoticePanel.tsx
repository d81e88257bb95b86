import { useMutation, useQueryClient } from '@tanstack/react-query';
import { TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { session as calls } from '@/api/calls';
import { useSession } from '@/api/catalog';
import { keys } from '@/api/keys';
import { useNotify } from '@/design/notify';
import { Panel } from '@/design/Panel';
import { DesktopSwitch } from './DesktopSwitch';
import styles from './profile.module.css';

const SHOWN = 'HH:mm';

const timeOf = (text: string | null) => (text ? dayjs(`2000-01-01T${text}`) : null);
const textOf = (time: Dayjs | null | undefined) => time?.format(SHOWN) ?? null;

/** When notifications make themselves heard, and when a day is summed up. What is chosen counts at once. */
export function NoticePanel() {
  const { t } = useTranslation();
  const { staff } = useSession();
  const client = useQueryClient();
  const { done, problem } = useNotify();
  const save = useMutation({
    mutationFn: calls.profile,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.session, exact: true });
      done(t('form.saved'));
    },
    onError: problem,
  });
  const { quiet_from, quiet_until, digest_time } = staff;
  return (
    <Panel title={t('profile.notices')}>
      <div className={styles.looks}>
        <DesktopSwitch />
        <span id="quiet">{t('profile.quiet')}</span>
        <div className={styles.times}>
          <TimePicker.RangePicker
            aria-labelledby="quiet"
            format={SHOWN}
            minuteStep={5}
            order={false}
            placeholder={[t('profile.quiet_from'), t('profile.quiet_until')]}
            value={[timeOf(quiet_from), timeOf(quiet_until)]}
            disabled={save.isPending}
            onChange={(times) => save.mutate({ quiet_from: textOf(times?.[0]), quiet_until: textOf(times?.[1]) })}
          />
          <span className="ks-muted">{t('profile.quiet_hint')}</span>
        </div>
        <label htmlFor="digest">{t('profile.digest')}</label>
        <div className={styles.times}>
          <TimePicker
            id="digest"
            format={SHOWN}
            minuteStep={5}
            placeholder={t('profile.digest_none')}
            value={timeOf(digest_time)}
            disabled={save.isPending}
            onChange={(time) => save.mutate({ digest_time: textOf(time) })}
          />
          <span className="ks-muted">{t('profile.digest_hint')}</span>
        </div>
      </div>
    </Panel>
  );
}
