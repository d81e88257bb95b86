import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { later } from '../later';
import styles from './file.module.css';
import { Thumb } from './Thumb';

export interface FileRef {
  id: string;
  name: string;
}

const Preview = later(async () => (await import('./Preview')).Preview);

/** A way to look at files where they stand: `open` one of them, and draw `dialog` anywhere. */
export function usePreview(files: FileRef[]) {
  const [place, setPlace] = useState<number | null>(null);
  const dialog = place !== null && (
    <Suspense>
      <Preview files={files} place={place} onPlace={setPlace} onClose={() => setPlace(null)} />
    </Suspense>
  );
  return { open: (id: string) => setPlace(files.findIndex((file) => file.id === id)), dialog };
}

interface Props {
  file: FileRef;
  picture?: boolean;
  size: number;
  /** Only the likeness, without the name. */
  bare?: boolean;
  cell?: boolean;
}

/** A file that is looked at by a click on it. */
export function FileOpener({ file, picture, size, bare, cell }: Props) {
  const { t } = useTranslation();
  const { open, dialog } = usePreview([file]);
  return (
    <>
      <button
        type="button"
        className={styles.opener}
        data-cell={cell || undefined}
        title={file.name}
        aria-label={t('file.look_at', { name: file.name })}
        onClick={() => open(file.id)}
      >
        <Thumb {...file} picture={picture} size={size} />
        {!bare && <span>{file.name}</span>}
      </button>
      {dialog}
    </>
  );
}
