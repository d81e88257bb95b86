import { DownloadOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type FileHead, headOf, textOf } from '@/api/files';
import { fileUrl } from '@/api/http';
import { keys } from '@/api/keys';
import { download } from '@/design/download';
import { means } from '@/design/keys';
import { Loading } from '@/design/Loading';
import { bytes } from '@/design/numbers';
import { ProblemView } from '@/design/ProblemView';
import styles from './file.module.css';
import type { FileRef } from './opener';
import { Thumb } from './Thumb';

/** So much of a text is shown; nobody reads more in a dialog. */
const MOST = 256 * 1024;

function TextShown({ file, head }: { file: FileRef; head: FileHead }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: [...keys.file(file.id), 'text'],
    queryFn: () => textOf(file.id, head.type, MOST),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (query.data === undefined) return <Loading />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reached by the keyboard
    <pre className={styles.text} tabIndex={0}>
      {query.data}
      {head.size > MOST && <p className="ks-muted">{t('file.cut', { size: bytes(MOST) })}</p>}
    </pre>
  );
}

/** What nothing here can show. */
function Card({ file, head }: { file: FileRef; head: FileHead }) {
  const { t } = useTranslation();
  return (
    <div className={styles.card}>
      <Thumb id={file.id} name={file.name} picture={false} size={72} />
      <p>{t('file.no_preview')}</p>
      <Button type="primary" icon={<DownloadOutlined />} onClick={() => download(fileUrl(file.id))}>
        {t('file.download_size', { size: bytes(head.size) })}
      </Button>
    </div>
  );
}

function Shown({ file, head }: { file: FileRef; head: FileHead }) {
  const kind = head.type.split('/')[0];
  if (kind === 'image') return <img src={fileUrl(file.id, true)} alt={file.name} />;
  if (head.type === 'application/pdf') return <iframe src={`${fileUrl(file.id, true)}#navpanes=0`} title={file.name} />;
  if (kind === 'text') return <TextShown file={file} head={head} />;
  // biome-ignore lint/a11y/useMediaCaption: a recording comes without captions
  if (kind === 'audio') return <audio src={fileUrl(file.id)} controls />;
  // biome-ignore lint/a11y/useMediaCaption: a recording comes without captions
  if (kind === 'video') return <video src={fileUrl(file.id)} controls />;
  return <Card file={file} head={head} />;
}

interface Props {
  files: FileRef[];
  place: number;
  onPlace: (place: number) => void;
  onClose: () => void;
}

/** One file after the other: arrows go on, Esc closes. */
export function Preview({ files, place, onPlace, onClose }: Props) {
  const { t } = useTranslation();
  const file = files[place];
  const query = useQuery({
    queryKey: keys.file(file?.id ?? ''),
    queryFn: () => headOf(file?.id ?? ''),
    enabled: file !== undefined,
    retry: false,
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const step = means(event, 'file_after') ? 1 : means(event, 'file_before') ? -1 : 0;
      // A recording takes arrows for itself.
      if (!step || (event.target instanceof Element && event.target.closest('audio, video'))) return;
      if (files[place + step]) onPlace(place + step);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [files, place, onPlace]);
  if (!file) return null;
  const step = (to: number, className: string | undefined, icon: React.ReactNode, label: string) =>
    files.length > 1 && (
      <Button
        className={`${styles.step} ${className}`}
        shape="circle"
        icon={icon}
        aria-label={label}
        title={label}
        disabled={!files[to]}
        onClick={() => onPlace(to)}
      />
    );
  return (
    <Modal
      open
      centered
      destroyOnHidden
      width="min(1120px, calc(100vw - 24px))"
      footer={null}
      onCancel={onClose}
      title={
        <div className={styles.head}>
          <span className={styles.name} title={file.name}>
            {file.name}
          </span>
          {files.length > 1 && (
            <span className={styles.place}>{t('file.place', { place: place + 1, total: files.length })}</span>
          )}
          <Button
            icon={<DownloadOutlined />}
            onClick={() => download(fileUrl(file.id))}
            aria-label={t('file.download')}
          >
            <span className={styles.wide}>{t('file.download')}</span>
          </Button>
        </div>
      }
    >
      <div className={styles.stage}>
        {step(place - 1, styles.before, <LeftOutlined />, t('file.before'))}
        {query.isError && <ProblemView error={query.error} />}
        {query.isPending && <Loading />}
        {query.data && <Shown key={file.id} file={file} head={query.data} />}
        {step(place + 1, styles.next, <RightOutlined />, t('file.next'))}
      </div>
    </Modal>
  );
}
