import { useMutation } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { exports } from '@/api/calls';
import type { Entity } from '@/api/types';
import { ProblemView } from '@/design/ProblemView';
import { ExportForm } from './ExportForm';
import { ExportRun } from './ExportRun';
import { type ExportSource, orderOf } from './order';

interface Props extends ExportSource {
  entity: Entity;
  open: boolean;
  onClose: () => void;
  /** How many the list has found, and whether anything narrows it. */
  found: string;
  narrowed: boolean;
}

function Steps({ entity, onClose, found, narrowed, ...source }: Omit<Props, 'open'>) {
  const start = useMutation({ mutationFn: exports.start });
  if (start.data) return <ExportRun id={start.data.id} onClose={onClose} />;
  return (
    <>
      {start.isError && <ProblemView error={start.error} />}
      <ExportForm
        found={found}
        narrowed={narrowed}
        chosen={source.chosen.length}
        cards={entity.fields.some((field) => field.type === 'phone')}
        columns={source.columns.length}
        busy={start.isPending}
        onCancel={onClose}
        onSubmit={(choice) => start.mutate(orderOf(entity.name, source, choice))}
      />
    </>
  );
}

/** Takes a list out as a file: asks what, then shows how far it is. */
export function ExportDialog({ open, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      open={open}
      title={t('exporting.title', { label: rest.entity.label })}
      width={480}
      footer={null}
      destroyOnHidden
      onCancel={rest.onClose}
    >
      <Steps {...rest} />
    </Modal>
  );
}
