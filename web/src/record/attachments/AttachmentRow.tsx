import { DeleteOutlined, DownloadOutlined, EditOutlined, FileAddOutlined, MoreOutlined } from '@ant-design/icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Dropdown, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf, titleOf } from '@/api/catalog';
import { fileUrl } from '@/api/http';
import type { Entity, Rec } from '@/api/types';
import { showMoment } from '@/design/dates';
import { download } from '@/design/download';
import { bytes } from '@/design/numbers';
import { FieldDisplay } from '@/fields/FieldView';
import { FileOpener } from '@/fields/file/opener';
import { Thumb } from '@/fields/file/Thumb';
import { isEmpty, text, titleAt } from '@/fields/kit';
import styles from './attachments.module.css';

/** A file that another took the place of, as the record keeps it. */
interface Revision {
  id: string;
  revision_no: number | null;
  name: string;
  file: string;
  size: number | null;
  uploaded_by: string | null;
  uploaded_at: string | null;
}

/** Size, who and when, of the newest file or an earlier one. */
function Meta({ entity, of, titles }: { entity: Entity; of: Record<string, unknown>; titles?: Rec['titles'] }) {
  const by = fieldOf(entity, 'uploaded_by');
  return (
    <>
      {typeof of.size === 'number' && <span>{bytes(of.size)}</span>}
      {by && !isEmpty(of.uploaded_by) && (
        <span>
          <FieldDisplay field={by} value={of.uploaded_by} record={of} titles={titles} place="cell" />
        </span>
      )}
      {typeof of.uploaded_at === 'string' && <time dateTime={of.uploaded_at}>{showMoment(of.uploaded_at)}</time>}
    </>
  );
}

function Revisions({ entity, revisions }: { entity: Entity; revisions: Revision[] }) {
  const { t } = useTranslation();
  return (
    <ol className={styles.revisions} reversed>
      {revisions.map((revision) => (
        <li key={revision.id}>
          <span className={styles.number}>{t('attachment.revision', { number: revision.revision_no ?? 1 })}</span>
          <span className={styles.old}>
            <FileOpener file={{ id: revision.file, name: revision.name }} size={20} cell />
          </span>
          <span className={styles.meta}>
            <Meta entity={entity} of={{ ...revision }} />
          </span>
          <Button
            type="text"
            size="small"
            icon={<DownloadOutlined />}
            aria-label={t('attachment.download', { name: revision.name })}
            title={t('file.download')}
            onClick={() => download(fileUrl(revision.file))}
          />
        </li>
      ))}
    </ol>
  );
}

interface Props {
  entity: Entity;
  record: Rec;
  onOpen: () => void;
  onReplace: (file: File) => void;
  onRemove: () => void;
}

/** An attachment: what it is, its newest file, and the files before it. */
export function AttachmentRow({ entity, record, onOpen, onReplace, onRemove }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [unfolded, setUnfolded] = useState(false);
  const name = titleOf(entity, record);
  const id = text(record.file) ?? '';
  const kind = fieldOf(entity, 'kind_code');
  const revisions = (record.revisions ?? []) as Revision[];
  const number = typeof record.revision_no === 'number' ? record.revision_no : 1;
  const type = text(record.content_type);
  const params = { entity: entity.name, id: record.id };
  const more = [
    {
      key: 'edit',
      icon: <EditOutlined />,
      label: t('attachment.details'),
      onClick: () => void navigate({ to: '/$entity/$id', params }),
    },
    {
      key: 'delete',
      danger: true,
      icon: <DeleteOutlined />,
      label: t('common.delete'),
      disabled: !entity.can.delete,
      onClick: onRemove,
    },
  ];
  return (
    <li className={styles.item}>
      <div className={styles.row}>
        <button type="button" className={styles.look} aria-label={t('file.look_at', { name })} onClick={onOpen}>
          <Thumb
            id={id}
            name={titleAt(record.titles, 'file') ?? name}
            picture={type ? type.startsWith('image/') : undefined}
            size={44}
          />
        </button>
        <div className={styles.body}>
          <div className={styles.title}>
            <button type="button" className={styles.name} title={name} onClick={onOpen}>
              {name}
            </button>
            {kind && !isEmpty(record.kind_code) && record.kind_code !== kind.default && (
              <FieldDisplay field={kind} value={record.kind_code} record={record} place="cell" />
            )}
          </div>
          <div className={styles.meta}>
            {revisions.length > 0 && (
              <Button type="link" size="small" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
                {t('attachment.revision', { number })}
              </Button>
            )}
            <Meta entity={entity} of={record} titles={record.titles} />
            {text(record.note) && (
              <Link className={styles.note} to="/$entity/$id" params={params} title={text(record.note)}>
                {text(record.note)}
              </Link>
            )}
          </div>
        </div>
        <div className={styles.tools}>
          <Button
            type="text"
            icon={<DownloadOutlined />}
            aria-label={t('attachment.download', { name })}
            title={t('file.download')}
            onClick={() => download(fileUrl(id))}
          />
          {entity.can.update && (
            <Upload
              showUploadList={false}
              beforeUpload={(file) => {
                onReplace(file);
                return false;
              }}
            >
              <Button
                type="text"
                icon={<FileAddOutlined />}
                aria-label={t('attachment.replace_one', { name })}
                title={t('attachment.replace')}
              />
            </Upload>
          )}
          <Dropdown trigger={['click']} menu={{ items: more }}>
            <Button type="text" icon={<MoreOutlined />} aria-label={t('attachment.more', { name })} />
          </Dropdown>
        </div>
      </div>
      {unfolded && <Revisions entity={entity} revisions={revisions} />}
    </li>
  );
}
