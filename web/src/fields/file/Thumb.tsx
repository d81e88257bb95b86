import {
  AudioOutlined,
  FileExcelOutlined,
  FileImageOutlined,
  FileOutlined,
  FilePdfOutlined,
  FilePptOutlined,
  FileTextOutlined,
  FileWordOutlined,
  FileZipOutlined,
  VideoCameraOutlined,
} from '@ant-design/icons';
import { type ComponentType, useState } from 'react';
import { thumbnailUrl } from '@/api/http';
import styles from './file.module.css';

interface Look {
  icon: ComponentType;
  color: string;
}

const OTHER: Look = { icon: FileOutlined, color: 'grey' };
const LOOKS: [string[], Look][] = [
  [['png', 'jpg', 'jpeg', 'gif', 'webp'], { icon: FileImageOutlined, color: 'blue' }],
  [['pdf'], { icon: FilePdfOutlined, color: 'red' }],
  [['docx'], { icon: FileWordOutlined, color: 'blue' }],
  [['xlsx', 'csv'], { icon: FileExcelOutlined, color: 'green' }],
  [['pptx'], { icon: FilePptOutlined, color: 'orange' }],
  [['zip'], { icon: FileZipOutlined, color: 'gold' }],
  [['txt', 'vcf'], { icon: FileTextOutlined, color: 'grey' }],
  [['mp3', 'wav', 'm4a'], { icon: AudioOutlined, color: 'grey' }],
  [['mp4'], { icon: VideoCameraOutlined, color: 'grey' }],
];

function lookOf(name: string): Look {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return LOOKS.find(([endings]) => endings.includes(ending))?.[1] ?? OTHER;
}

interface Props {
  id: string;
  name: string;
  /** Whether it is a picture; without it its name says so. */
  picture?: boolean;
  size: number;
}

/** A file at a glance: a picture as it looks, anything else as its kind. */
export function Thumb({ id, name, picture, size }: Props) {
  const [failed, setFailed] = useState(false);
  const { icon: Kind, color } = lookOf(name);
  const box = { width: size, height: size };
  if (!failed && (picture ?? Kind === FileImageOutlined)) {
    const url = thumbnailUrl(id, size > 48 ? 'large' : 'small');
    return <img className={styles.thumb} style={box} src={url} alt="" loading="lazy" onError={() => setFailed(true)} />;
  }
  return (
    <span className={styles.kind} style={{ ...box, fontSize: size * 0.55, color: `var(--ks-${color})` }} aria-hidden>
      <Kind />
    </span>
  );
}
