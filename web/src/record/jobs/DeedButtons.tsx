import { Button, type ButtonProps } from 'antd';
import { useTranslation } from 'react-i18next';
import type { JobDeed } from '@/api/calls';
import type { Job } from '@/api/types';
import { deedsOf } from './deeds';
import { useDeed } from './useDeed';

interface Props {
  job: Job;
  /** The word for taking back, where `撤销` alone would not say what. */
  undo?: string;
  buttons?: Pick<ButtonProps, 'type' | 'size'>;
}

/** What can be done to a job: hold it, let it go on, stop it, take it back. */
export function DeedButtons({ job, undo, buttons }: Props) {
  const { t } = useTranslation();
  const { run, isPending } = useDeed(job);
  const words: Record<JobDeed, string> = {
    pause: t('job.pause'),
    resume: t('job.resume'),
    cancel: t('common.cancel'),
    undo: undo ?? t('common.undo'),
  };
  return deedsOf(job).map((deed) => (
    <Button key={deed} {...buttons} disabled={isPending} onClick={() => void run(deed)}>
      {words[deed]}
    </Button>
  ));
}
