import { UploadOutlined } from '@ant-design/icons';
import { Button, Pagination, Upload } from 'antd';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldList, titleOf, useCatalog } from '@/api/catalog';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { bytes } from '@/design/numbers';
import { ProblemView } from '@/design/ProblemView';
import { usePreview } from '@/fields/file/opener';
import { text } from '@/fields/kit';
import { useList, useRemove } from '../hooks';
import { anyOf, type Related } from '../page/useRelated';
import { prefillFor, type Target } from '../prefill';
import { AttachmentRow } from './AttachmentRow';
import styles from './attachments.module.css';
import { UploadList } from './UploadList';
import { useUploads } from './useUploads';

/** The entity whose records are files with what is known of them. */
export const ATTACHMENT = 'attachment';

const SIZE = 20;
const FIELDS = [
  'name',
  'file',
  'kind_code',
  'note',
  'size',
  'content_type',
  'revision_no',
  'revisions',
  'uploaded_by',
  'uploaded_at',
];

/** Files dropped on an element; `over` while they hang above it. */
function useDrop(enabled: boolean, onFiles: (files: File[]) => void) {
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  const enter = (step: number) => {
    depth.current += step;
    setOver(depth.current > 0);
  };
  const holdsFiles = (event: DragEvent) => enabled && event.dataTransfer.types.includes('Files');
  const handlers = {
    onDragEnter: (event: DragEvent) => {
      if (holdsFiles(event)) enter(1);
    },
    onDragLeave: (event: DragEvent) => {
      if (holdsFiles(event)) enter(-1);
    },
    onDragOver: (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      enter(-depth.current);
      onFiles([...event.dataTransfer.files]);
    },
  };
  return { over, handlers };
}

/** The files of a record: drop some, look at them, put a newer one in the place of an older. */
export function AttachmentTab({ list, target }: { list: Related; target: Target }) {
  const { t } = useTranslation();
  const { entity, ways } = list;
  const { file_limit: limit } = useCatalog();
  const [page, setPage] = useState(1);
  const uploads = useUploads(entity.name, prefillFor(entity, ways[0].field.key, target).values);
  const { over, handlers } = useDrop(entity.can.create, uploads.start);
  const remove = useRemove(entity.name);
  const query = useList(entity.name, {
    filter: anyOf(ways),
    sort: entity.list.sort,
    fields: fieldList(entity, FIELDS),
    count: 'capped',
    limit: SIZE,
    page,
  });
  const { items = [], count = 0 } = query.data ?? {};
  const preview = usePreview(items.map((record) => ({ id: text(record.file) ?? '', name: titleOf(entity, record) })));
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  const add = entity.can.create && (
    <Upload
      multiple
      showUploadList={false}
      beforeUpload={(file, all) => {
        if (file === all.at(-1)) uploads.start(all);
        return false;
      }}
    >
      <Button icon={<UploadOutlined />}>{t('attachment.add')}</Button>
    </Upload>
  );
  const empty = query.data && items.length === 0 && uploads.list.length === 0;
  return (
    <section className={over ? `${styles.tab} ${styles.over}` : styles.tab} aria-label={entity.label} {...handlers}>
      {over && <div className={styles.drop}>{t('attachment.drop_on', { title: target.title })}</div>}
      {!empty && (
        <div className={styles.head}>
          {entity.can.create && <span className={styles.hint}>{t('attachment.hint', { limit: bytes(limit) })}</span>}
          {add}
        </div>
      )}
      <UploadList uploads={uploads} />
      {query.isPending && <Loading />}
      {empty && <Empty text={entity.empty} action={add} />}
      <ul className={styles.list}>
        {items.map((record) => (
          <AttachmentRow
            key={record.id}
            entity={entity}
            record={record}
            onOpen={() => preview.open(text(record.file) ?? '')}
            onReplace={(file) => uploads.start([file], record)}
            onRemove={() => void remove(record)}
          />
        ))}
      </ul>
      {count > SIZE && (
        <div className={styles.pages}>
          <Pagination current={page} pageSize={SIZE} total={count} showSizeChanger={false} onChange={setPage} />
        </div>
      )}
      {preview.dialog}
    </section>
  );
}
