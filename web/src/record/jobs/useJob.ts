import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { jobs } from '@/api/calls';
import { keys } from '@/api/keys';
import type { Job } from '@/api/types';
import { useRefresh } from '../hooks';
import { isRunning } from './deeds';

/** One job, asked for again until it has ended; then all records that it may have written are read anew. */
export function useJob(id: string) {
  const refresh = useRefresh();
  const query = useQuery({
    queryKey: keys.job(id),
    queryFn: () => jobs.get(id),
    refetchInterval: (state) => pause(state.state.data),
  });
  const ended =
    query.data !== undefined && !isRunning(query.data) && query.data.kind !== 'export' && query.data.kind !== 'takeout';
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the job has ended
  useEffect(() => {
    if (ended) void refresh();
  }, [ended]);
  return query;
}

/** How long to wait before asking again, ms; what rests moves only when somebody says so. */
function pause(job: Job | undefined): number | false {
  if (job && !isRunning(job)) return false;
  return job?.status === 'paused' ? 5000 : 800;
}
